"""The plan on a day, over all its apps: progress by chapter and over months, spend, posts, sections."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.charts import Bar, ChartImage, Part, Series, line_chart, single_stacked_bar, stacked_bars
from core.dates import add_months, first_of_month, full_date, last_of_month, short_month
from core.financial_year import label, year_of
from core.ledger import AsAt
from core.money import pounds
from core.palette import TONES
from finance.reads import spend_against_budget_by_month
from improvement.figures import (
    DayCounts,
    RatingCount,
    Totals,
    count_by_rating,
    rating_counts_over_months,
    totals,
)
from improvement.models import Action, Chapter, Plan, Section
from improvement.models.ratings import KeyStep
from reports.papers.collect_scope import PlanScope, scope_of
from workforce.sentences import RecruitmentRow, posts_by_state, recruitment_rows
from workforce.states import State

MONTHS_SHOWN = 6
# A chapter's title is cut where it would run out of the drawing; the table beside it has the same words.
LONGEST_LABEL = 52


@dataclass(frozen=True)
class SectionLine:
    """A section with how its actions stand: only ratings that some action has."""

    section: Section
    counts: tuple[RatingCount, ...]
    actions: int
    overdue: int


@dataclass(frozen=True)
class ChapterLines:
    """A chapter with its sections, and the counts over them all."""

    chapter: Chapter
    sections: tuple[SectionLine, ...]
    counts: tuple[RatingCount, ...]


@dataclass(frozen=True)
class Overview:
    """What the page of a plan shows."""

    plan: Plan
    totals: Totals
    chapters: tuple[ChapterLines, ...]
    progress_key: tuple[KeyStep, ...]
    impact_key: tuple[KeyStep, ...]
    progress: ChartImage
    history: ChartImage
    spend: ChartImage
    posts: ChartImage
    year: str
    # What of money and posts is not the plan's alone; empty where the council has no other plan.
    shared: tuple[str, ...]


def overview_of(plan: Plan, asked: AsAt) -> Overview:
    """Everything about the plan as at a day, in a fixed number of queries."""
    actions = list(
        Action.objects.of(plan.council)
        .filter(section__chapter__plan=plan)
        .as_at(asked.day, asked.known_at)
        .in_plan_order()
    )
    key = plan.progress_scale.key()
    chapters = _chapters(plan, asked, key, actions)
    year, scope = year_of(asked.day), scope_of(plan)
    rows = recruitment_rows(plan.council, asked.day, asked.known_at)
    return Overview(
        plan=plan,
        totals=totals(actions),
        chapters=chapters,
        progress_key=key,
        impact_key=plan.impact_scale.key(),
        progress=progress_chart(chapters, asked),
        history=history_chart(_history(plan, asked)),
        spend=spend_chart(plan, year, asked, scope),
        posts=posts_chart([row for row in rows if scope.has_row(row.post_id, row.line_id)], asked),
        year=label(year),
        shared=scope.others,
    )


def _chapters(
    plan: Plan, asked: AsAt, key: Sequence[KeyStep], actions: Iterable[Action]
) -> tuple[ChapterLines, ...]:
    by_section: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        by_section[action.section_id].append(action)
    sections = Section.objects.of(plan.council).filter(chapter__plan=plan).as_at(asked.day, asked.known_at)
    lines: dict[Chapter, list[SectionLine]] = defaultdict(list)
    for section in sections.in_plan_order():
        lines[section.chapter].append(_section_line(section, key, by_section[section.pk]))
    return tuple(
        ChapterLines(chapter, tuple(of_chapter), _added(key, of_chapter))
        for chapter, of_chapter in lines.items()
    )


def _section_line(section: Section, key: Sequence[KeyStep], actions: list[Action]) -> SectionLine:
    counts = count_by_rating(key, [action.rating_id for action in actions])
    overdue = sum(action.is_overdue for action in actions)
    return SectionLine(section, tuple(one for one in counts if one.count), len(actions), overdue)


def _added(key: Sequence[KeyStep], lines: Iterable[SectionLine]) -> tuple[RatingCount, ...]:
    found: Counter[int | None] = Counter()
    for line in lines:
        found.update({one.step.rating_id: one.count for one in line.counts})
    return count_by_rating(key, found.elements())


def _history(plan: Plan, asked: AsAt) -> tuple[DayCounts, ...]:
    """The ends of the last six months, the last of them the day itself."""
    this_month = first_of_month(asked.day)
    shown = [add_months(this_month, -back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    return rating_counts_over_months(plan, shown, asked.known_at, until=asked.day)


# The charts


def progress_chart(chapters: Sequence[ChapterLines], asked: AsAt) -> ChartImage:
    """A bar for each chapter, split by progress rating."""
    rows = [(_short(str(line.chapter)), line.counts) for line in chapters]
    return _rating_bars(f"Progress ratings by chapter, as at {full_date(asked.day)}", rows, "Chapter")


def history_chart(history: Sequence[DayCounts]) -> ChartImage:
    """A bar for each month's end since the plan has had actions."""
    rows = [(full_date(one.day), one.counts) for one in history if any(each.count for each in one.counts)]
    return _rating_bars("Progress ratings over the last six months", rows, "As at")


def _rating_bars(title: str, rows: Sequence[tuple[str, Sequence[RatingCount]]], of: str) -> ChartImage:
    """Ratings that nothing has anywhere are left out of the drawing and of its table alike."""
    used = [
        number
        for number in range(len(rows[0][1]) if rows else 0)
        if any(counts[number].count for _, counts in rows)
    ]
    steps = [rows[0][1][number].step for number in used]
    parts = [Part.of_tone(step.label, step.tone, step.symbol) for step in steps]
    bars = [Bar(words, [counts[number].count for number in used]) for words, counts in rows]
    return stacked_bars(title, bars, parts, of=of)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"


def spend_chart(plan: Plan, year: int, asked: AsAt, scope: PlanScope) -> ChartImage:
    """Spend against the profiled budget of the plan's lines, adding up through the financial year of the day."""
    months = spend_against_budget_by_month(plan.council, year, asked.known_at, asked.day, scope.has_line)
    return line_chart(
        f"Spend against budget in {label(year)}, adding up month by month",
        [short_month(one.month) for one in months],
        [
            Series("Budget to date", TONES["grey"].strong, [one.budget for one in months]),
            Series(
                "Spend to date",
                TONES["blue"].strong,
                [one.actual if last_of_month(one.month) <= asked.day else None for one in months],
            ),
        ],
        of="Month",
        show=lambda amount: pounds(amount, pence=False) if not isinstance(amount, float) else str(amount),
    )


def posts_chart(rows: Iterable[RecruitmentRow], asked: AsAt) -> ChartImage:
    """Approved positions by state."""
    counts = posts_by_state(rows)
    shown = [state for state in State if counts[state]]
    return single_stacked_bar(
        f"Posts by state, as at {full_date(asked.day)}",
        [Part.of_tone(state.label, state.tone) for state in shown],
        [counts[state] for state in shown],
    )
