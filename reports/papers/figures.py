"""Live figures: what an author may write instead of a number, `{{ spend.to_date }}`.

They are looked up by name and by nothing else: narrative never reaches a template engine.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from core.dates import full_date, last_of_month, month_name
from core.money import pounds
from core.words import listed
from improvement.models.ratings import ImpactMeaning, ProgressMeaning
from reports.papers import (
    counts,
    figures_of_capacity,
    figures_of_drawdown,
    figures_of_money,
    figures_of_scorecard,
)
from reports.papers.changes import changes
from reports.papers.data import ActionRow, PaperData, PostRow
from reports.papers.figure import Figure
from reports.papers.kinds import kind_of
from reports.papers.layout import sections_of
from reports.papers.words import counted, percent

_REFERENCE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# A value must read as typed wherever Markdown gives a character a meaning.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


class UnknownFigure(ValueError):
    """Text names a figure that does not exist; `suggestions` are the nearest that do."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        meant = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"There is no figure called “{name}”.{meant}")
        self.name = name
        self.suggestions = suggestions


def figures(data: PaperData) -> dict[str, Figure]:
    """Every figure of a paper by name, in the order a list for choosing shows them."""
    kind = kind_of(data.kind)
    shown = {section.element for section in sections_of(data)}
    further = {block.key for block in kind.further if block.key in shown and block.key in data.dates}
    sources = (source for block, source in _SOURCES if not block or kind.has(block) or block in further)
    return {figure.name: figure for source in sources for figure in source(data)}


def substitute(text: str, known: Mapping[str, Figure]) -> str:
    """The text with its value in the place of each `{{ name }}`. Raises UnknownFigure at the first unknown."""
    return _REFERENCE.sub(lambda found: _MARKDOWN.sub(r"\\\1", look_up(found[1], known).value), text)


def with_values(text: str, known: Mapping[str, Figure]) -> str:
    """The text as a reader reads it, for comparing: as `substitute`, without signs for Markdown; a name that does
    not exist stays as it is."""
    return _REFERENCE.sub(lambda found: known[found[1]].value if found[1] in known else found[0], text)


def without_unknown(text: str, known: Mapping[str, Figure]) -> str:
    """The text with each name that is not known as plain words, `[name?]`; the known ones stay to be filled in."""
    return _REFERENCE.sub(
        lambda found: found[0] if found[1] in known else _MARKDOWN.sub(r"\\\1", f"[{found[1]}?]"), text
    )


def look_up(name: str, known: Mapping[str, Figure]) -> Figure:
    """Raises UnknownFigure, with suggestions."""
    if name not in known:
        raise UnknownFigure(name, tuple(difflib.get_close_matches(name, known, n=3, cutoff=0.5)))
    return known[name]


def named_in(text: str) -> tuple[str, ...]:
    """The names that a text refers to, in order, known or not."""
    return tuple(found[1] for found in _REFERENCE.finditer(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with those figures filled in that have a value, in plain words; others stay as they are typed."""
    return _REFERENCE.sub(lambda found: values.get(found[1], found[0]), text)


def without_references(text: str) -> str:
    """The text an author typed, with a space where a live figure stands."""
    return _REFERENCE.sub(" ", text)


# What there is to name


def _paper(data: PaperData) -> Iterator[Figure]:
    paper = data.identity
    yield Figure("paper.committee", paper.committee, "The committee this paper goes to")
    yield Figure("paper.meeting_date", full_date(paper.meeting_date), "The date of its meeting")
    yield Figure("paper.reference", paper.reference, "This paper's reference")
    yield Figure("paper.council", paper.council, "The council's name")
    yield Figure("plan.title", data.plan.title, "The plan's title")
    if data.previous:
        previous = data.previous
        yield Figure("previous.meeting_date", full_date(previous.meeting_date), "The last paper's meeting")
        yield Figure("previous.committee", previous.committee, "The committee the last paper went to")
        yield Figure("previous.title", previous.title, "The last paper's title")


def _dates(data: PaperData) -> Iterator[Figure]:
    for block in kind_of(data.kind).every_block:
        # A paper frozen before there was such a block has no date for it.
        if block.key not in data.dates:
            continue
        day = data.dates[block.key]
        yield Figure(f"{block.key}.as_at", full_date(day), f"{block.label}: the date they hold for", day)
        since = data.since(block.key)
        if since:
            yield Figure(
                f"{block.key}.since", full_date(since), f"{block.label}: the last paper's date", since
            )


def _actions(data: PaperData) -> Iterator[Figure]:
    day, actions = data.dates["ratings"], data.plan.actions
    yield Figure("actions.total", str(len(actions)), "Actions in the plan", day, _references(actions))
    for meaning in ProgressMeaning:
        having = tuple(action for action in actions if counts.meaning(data, action) == meaning)
        labels = (
            listed(f"“{r.label}”" for r in data.plan.progress_key if r.meaning == meaning) or meaning.label
        )
        yield from _share(f"actions.{meaning.value}", f"Actions rated {labels}", day, having, len(actions))
        if meaning == ProgressMeaning.DONE:
            yield from _share("actions.complete", f"Actions rated {labels}", day, having, len(actions))
    unrated = counts.rated(actions, "")
    yield from _share("actions.not_yet_rated", "Actions without a rating", day, unrated, len(actions))
    yield from _share("actions.overdue", "Actions past their date", day, counts.overdue(data), len(actions))
    review = counts.under_review(data)
    yield Figure("actions.under_review", str(len(review)), "New dates under review", day, _references(review))
    stale = counts.not_updated(data)
    words = f"Actions without an update in {counts.FRESH_DAYS} days"
    yield Figure("actions.not_updated", str(len(stale)), words, day, _references(stale))


def _share(name: str, words: str, day: date, rows: tuple[ActionRow, ...], base: int) -> Iterator[Figure]:
    sources = _references(rows)
    yield Figure(name, str(len(rows)), words, day, sources)
    yield Figure(f"{name}.percent", percent(len(rows), base), f"{words}, of all actions", day, sources)


def _changes(data: PaperData) -> Iterator[Figure]:
    day, since = data.dates["ratings"], data.since("ratings")
    if since:
        yield Figure("changes.since", full_date(since), "The date changes are measured from", since)
    for group in changes(data):
        words = f"Since the last paper: {group.heading.lower()}"
        yield Figure(f"changes.{group.key}", str(len(group.actions)), words, day, _references(group.actions))


def _impact(data: PaperData) -> Iterator[Figure]:
    day, sections = data.dates["impact"], data.plan.sections
    yield Figure(
        "sections.total", str(len(sections)), "Plan areas", day, tuple(s.reference for s in sections)
    )
    for meaning in ImpactMeaning:
        having = [s for s in sections if counts.impact_of(data.plan, s.impact).meaning == meaning]
        words = f"Plan areas whose impact means “{meaning.label}”"
        yield Figure(
            f"impact.{meaning.value}", str(len(having)), words, day, tuple(s.reference for s in having)
        )


def _spend(data: PaperData) -> Iterator[Figure]:
    spend, day = data.spend, last_of_month(data.spend.through)
    spent = [line for line in spend.lines if line.to_date]
    sources = tuple(f"{line.code} {line.name}: {pounds(line.to_date or 0)}" for line in spent)
    covers = listed(line.covers or line.name for line in spent)
    remaining = spend.authorised - spend.to_date
    budgets = tuple(f"{line.code}: {pounds(line.year_budget)}" for line in spend.lines if line.year_budget)
    yield Figure("spend.to_date", pounds(spend.to_date, pence=False), "Spent to date", day, sources)
    yield Figure("spend.through", month_name(spend.through), "The last month of spend counted", day)
    yield Figure("spend.covers", covers, "What the spend to date paid for", day, sources)
    yield Figure("spend.authorised", pounds(spend.authorised), "Sum authorised", day, (spend.decision,))
    yield Figure(
        "spend.remaining", pounds(remaining, pence=False), "Authorised and not yet spent", day, sources
    )
    yield Figure(
        "spend.year_to_date", pounds(spend.year_to_date, pence=False), "Spent this year", day, sources
    )
    yield Figure(
        "spend.year_budget", pounds(spend.year_budget, pence=False), "Budget this year", day, budgets
    )
    budget = pounds(spend.budget_to_date, pence=False)
    yield Figure("spend.budget_to_date", budget, "Budget to date by profile", day, budgets)


def _posts(data: PaperData) -> Iterator[Figure]:
    day, posts = data.dates["recruitment"], [post for post in data.posts if post.is_post]
    yield Figure("posts.rows", str(len(data.posts)), "Approved rows, posts or not", day, _labels(data.posts))
    yield Figure("posts.approved", str(sum(p.number for p in posts)), "Approved posts", day, _labels(posts))
    for name, state, words in _POST_COUNTS:
        sources = tuple(f"{post.label}: {post.states[state]}" for post in posts if post.states.get(state))
        number = sum(post.states.get(state, 0) for post in posts)
        yield Figure(f"posts.{name}", str(number), words, day, sources)


# The figure's name, the state as workforce counts it, and what it says.
_POST_COUNTS = (
    ("in_post", "filled", "Posts with somebody in them"),
    ("appointed", "appointed", "Posts whose new holder has yet to start"),
    ("covered", "covered", "Posts covered meanwhile"),
    ("vacant", "vacant", "Posts due and neither filled nor covered"),
    ("not_yet_due", "not_yet_due", "Posts that start later"),
    ("no_longer_additional", "no_longer_additional", "Posts that are no longer additional"),
)


def _labels(posts: Iterable[PostRow]) -> tuple[str, ...]:
    return tuple(post.label for post in posts)


def _risks(data: PaperData) -> Iterator[Figure]:
    risks = tuple(risk.title for risk in data.risks)
    yield Figure("risks.total", str(len(risks)), "Risks on the plan's register", data.dates["risks"], risks)


def _feedback(data: PaperData) -> Iterator[Figure]:
    feedback = tuple(row.text for row in data.highlights if row.kind == "feedback")
    told = counted(len(feedback), "piece of feedback", "pieces of feedback")
    yield Figure("feedback.count", told, "Feedback since the last paper", data.dates["feedback"], feedback)


def _references(actions: tuple[ActionRow, ...]) -> tuple[str, ...]:
    return tuple(action.reference for action in actions)


# Each source of figures, with the block a paper must have to offer them.
_SOURCES: tuple[tuple[str, Callable[[PaperData], Iterator[Figure]]], ...] = (
    ("", _paper),
    ("", _dates),
    ("ratings", _actions),
    ("ratings", _changes),
    ("impact", _impact),
    ("spend", _spend),
    ("recruitment", _posts),
    ("risks", _risks),
    ("feedback", _feedback),
    ("costings", figures_of_money.costings),
    ("drawdown", figures_of_drawdown.drawdown),
    ("capacity", figures_of_capacity.capacity),
    ("scorecard", figures_of_scorecard.scorecard),
    ("audits", figures_of_scorecard.audits),
)
