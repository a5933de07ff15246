"""A plan area over all the apps: its impact, its actions, what was told of it, its risks, money and posts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.dates import ONE_DAY, first_of_month, full_date
from core.ledger import AsAt
from finance.models import BudgetLine
from finance.reads import budget_by_line_and_year, spend_to_date
from improvement.models import Action, ExternalHelp, Finding, Highlight, ImpactRating, Measure, Risk, Section
from improvement.scorecard import ScorecardLine, line_of
from improvement.timeline import TimelineEntry
from workforce.models import FundedPost
from workforce.reads import PostInList, posts_in_list


@dataclass(frozen=True)
class LineOfSection:
    """A budget line citing the section: pounds by financial year, and spent up to a month's end."""

    line: BudgetLine
    budgets: tuple[tuple[int, Decimal], ...]
    spent: Decimal | None


@dataclass(frozen=True)
class SectionPage:
    """What the page of a section shows of it on a day."""

    actions: tuple[Action, ...]
    impact_history: tuple[TimelineEntry, ...]
    findings: tuple[Finding, ...]
    highlights: tuple[Highlight, ...]
    external_help: tuple[ExternalHelp, ...]
    risks: tuple[Risk, ...]
    measures: tuple[ScorecardLine, ...]
    lines: tuple[LineOfSection, ...]
    posts: tuple[PostInList, ...]
    spent_through: date


def section_page(section: Section, asked: AsAt) -> SectionPage:
    """Read for the page, in a fixed number of queries."""
    council = section.council
    actions = Action.objects.of(council).filter(section=section).as_at(asked.day, asked.known_at)
    findings = Finding.objects.of(council).as_at(asked.day, asked.known_at)
    highlights = Highlight.objects.of(council).filter(section=section).standing(asked.day, asked.known_at)
    risks = Risk.objects.of(council).filter(section=section).as_at(asked.day, asked.known_at)
    measures = Measure.objects.of(council).filter(sections=section).as_at(asked.day, asked.known_at)
    posts = FundedPost.objects.of(council).filter(sections=section).as_at(asked.day, asked.known_at)
    lines, spent_through = _lines(section, asked)
    # Help that is agreed but has not begun is worth knowing of today, and was not on a past day.
    helped = ExternalHelp.objects.filter(sections=section)
    return SectionPage(
        actions=tuple(actions.in_plan_order()),
        impact_history=tuple(_impact_history(section, asked)),
        findings=tuple(findings.about(asked.day, asked.known_at, section=section)),
        highlights=tuple(highlights.order_by("-as_at", "-id")),
        external_help=tuple(helped.begun_by(asked.day) if asked.is_past else helped),
        risks=tuple(risks.order_by("-likelihood", "-impact", "pk")),
        measures=tuple(line_of(measure, asked.day) for measure in measures),
        lines=lines,
        posts=tuple(posts_in_list(list(posts.shown().with_references()), asked)),
        spent_through=spent_through,
    )


def _impact_history(section: Section, asked: AsAt) -> list[TimelineEntry]:
    entries = ImpactRating.objects.filter(section=section, as_at__lte=asked.day).known_at(asked.known_at)
    found = list(entries.for_timeline())
    corrected = {entry.corrects_id for entry in found}
    return [
        TimelineEntry(
            entry.as_at,
            entry.recorded_at,
            _impact_words(entry),
            by=str(entry.recorded_by),
            text="\n".join(filter(None, [entry.corrected_because, entry.narrative])),
            is_corrected=entry.pk in corrected,
        )
        for entry in found
    ]


def _impact_words(entry: ImpactRating) -> str:
    if entry.is_void:
        return f"Impact rating “{entry.rating}” taken out"
    return f"{'Correction: impact' if entry.corrects_id else 'Impact'} rated “{entry.rating}”"


def _lines(section: Section, asked: AsAt) -> tuple[tuple[LineOfSection, ...], date]:
    found = BudgetLine.objects.of(section.council).filter(sections=section).order_by("order", "code")
    budgets = budget_by_line_and_year(section.council, asked.day, asked.known_at)
    spend = spend_to_date(section.council, last_month_end(asked.day), asked.known_at)
    spent = {row.line_id: row.spent for row in spend.lines}
    lines = tuple(
        LineOfSection(line, tuple(sorted(budgets.get(line.pk, {}).items())), spent.get(line.pk))
        for line in found
    )
    return lines, spend.through


def last_month_end(day: date) -> date:
    """The end of the last month that was over on the day: spend is posted to whole months."""
    return first_of_month(day + ONE_DAY) - ONE_DAY


def title_of(section: Section, asked: AsAt) -> str:
    """Unique per address: the reference, the name, and the day where it is not today."""
    return f"{section}, as at {full_date(asked.day)}" if asked.is_past else str(section)
