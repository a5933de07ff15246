"""What was published as data for everybody to take away: JSON and a workbook, made of the frozen data alone.

Neither holds our internal numbers, the feedback of anybody who did not consent, or an address to write to other
than the paper's own contact.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.spreadsheets import DATE, MONTH, POUNDS, Column, Sheet, write
from reports.papers import codec
from reports.papers.data import ActionRow, HighlightRow, PaperData, PostRow, RiskRow, SectionRow
from reports.papers.documents import closed_stems
from reports.papers.open_parts import open_alone
from reports.papers.spend import SpendLine, SpendMonth

_ADDRESS = re.compile(r"[^\s@<>()\[\]“”\"',;:|]+@[^\s@<>()\[\]“”\"',;:|]+\.\w+")
_NOT_SHOWN = "[address not shown]"
_WORDS, _LONG = 24, 60


def for_everybody(frozen: dict[str, Any], closed: Iterable[str] = ()) -> PaperData:
    """The frozen data with nothing in it that is not for everybody: neither what was classified when it was
    published, nor what of `closed` documents has been since. Raises `ValueError` or `KeyError` as
    `codec.from_json`."""
    data = codec.from_json(PaperData, _without_addresses(frozen, frozen["identity"]["contact_email"]))
    return open_alone(data, closed_stems(data) | frozenset(closed))


def as_json(data: PaperData) -> dict[str, Any]:
    """What `for_everybody` gave, as plain JSON without our internal numbers."""
    plain: dict[str, Any] = _without_numbers(codec.to_json(data))
    return plain


def _without_addresses(value: Any, contact: str) -> Any:
    match value:
        case str():
            return _ADDRESS.sub(lambda found: found[0] if found[0] == contact else _NOT_SHOWN, value)
        case list():
            return [_without_addresses(item, contact) for item in value]
        case dict():
            return {key: _without_addresses(item, contact) for key, item in value.items()}
    return value


def _without_numbers(value: Any) -> Any:
    match value:
        case list():
            return [_without_numbers(item) for item in value]
        case dict():
            kept = {key: item for key, item in value.items() if key != "pk" and not key.endswith("_pk")}
            return {key: _without_numbers(item) for key, item in kept.items()}
    return value


@dataclass(frozen=True)
class _Line:
    """A budget line, and the financial year and month that its sums go by."""

    line: SpendLine
    through: date


def as_workbook(data: PaperData) -> bytes:
    """What `for_everybody` gave, as tables: one sheet each for what the paper holds; the same data give the same
    bytes."""
    return write(*_sheets(data))


def _sheets(data: PaperData) -> Iterator[Sheet[Any]]:
    yield Sheet("Paper", _FACTS, list(_facts(data)))
    if data.plan.sections:
        yield Sheet("Sections", _sections(data), data.plan.sections)
        yield Sheet("Actions", _actions(data), data.plan.actions)
    if data.posts:
        yield Sheet("Posts", _POSTS, data.posts)
    if data.spend.lines:
        lines = [_Line(line, data.spend.through) for line in data.spend.lines]
        yield Sheet("Spend lines", _SPEND, lines)
        yield Sheet("Spend by month", _MONTHS, data.spend.months)
    if data.highlights:
        yield Sheet("Highlights", _HIGHLIGHTS, data.highlights)
    if data.risks:
        yield Sheet("Risks", _RISKS, data.risks)


def _facts(data: PaperData) -> Iterator[tuple[str, Any]]:
    identity = data.identity
    yield "Council", identity.council
    yield "Paper", identity.title
    yield "Reference", identity.reference
    yield "Committee", identity.committee
    yield "Meeting", identity.meeting_date
    yield "Report of", identity.report_of
    yield "Wards affected", identity.wards
    yield "Contact", identity.contact
    yield "Contact by email", identity.contact_email
    for number, text in enumerate(data.recommendations, start=1):
        yield f"Recommendation {number}", text
    for block, day in data.dates.items():
        yield f"As at: {block.replace('_', ' ')}", day


_FACTS: list[Column[tuple[str, Any]]] = [
    Column("What", lambda fact: fact[0], width=_WORDS),
    Column("Value", lambda fact: fact[1], DATE, _LONG),
]


def _sections(data: PaperData) -> list[Column[SectionRow]]:
    def impact(row: SectionRow) -> str:
        rating = data.plan.impact(row.impact)
        return rating.label if rating else ""

    return [
        Column("Reference", lambda row: row.reference),
        Column("Section", lambda row: row.title, width=_LONG),
        Column("Outcome", lambda row: row.outcome, width=_LONG),
        Column("Impact rating", impact, width=_WORDS),
        Column("Impact rated on", lambda row: row.impact_on, DATE),
        Column("Impact in words", lambda row: row.impact_narrative, width=_LONG),
        Column("Actions", lambda row: len(row.actions)),
    ]


def _actions(data: PaperData) -> list[Column[ActionRow]]:
    def progress(row: ActionRow) -> str:
        rating = data.plan.progress(row.rating)
        return rating.label if rating else ""

    return [
        Column("Reference", lambda row: row.reference, width=_WORDS),
        Column("Action", lambda row: row.title, width=_LONG),
        Column("Success measure", lambda row: row.success_measure, width=_LONG),
        Column("Lead", lambda row: row.lead, width=_WORDS),
        Column("Progress rating", progress, width=_WORDS),
        Column("Rated on", lambda row: row.rated_on, DATE),
        Column("Original date", lambda row: row.original_due, DATE),
        Column("Date", lambda row: row.due, DATE),
        Column("New date under review", lambda row: row.proposed_due, DATE),
        Column("Times moved", lambda row: row.times_moved),
        Column("Evidence accepted on", lambda row: row.evidence_accepted_on, DATE),
        Column("Update", lambda row: row.narrative, width=_LONG),
        Column("In the way", lambda row: row.blockers, width=_LONG),
    ]


_POSTS: list[Column[PostRow]] = [
    Column("Approved row", lambda row: row.label, width=_LONG),
    Column("Number", lambda row: row.number if row.is_post else None),
    Column("Grade", lambda row: row.grade),
    Column("Plan reference", lambda row: row.plan_reference, width=_WORDS),
    Column("Starts", lambda row: row.planned_start, DATE),
    Column("Position", lambda row: row.sentence, width=_LONG),
]


_SPEND: list[Column[_Line]] = [
    Column("Code", lambda row: row.line.code),
    Column("Budget line", lambda row: row.line.name, width=_LONG),
    Column("Spend to the end of", lambda row: row.through, MONTH),
    Column("Budget of the year", lambda row: row.line.year_budget, POUNDS),
    Column("Budget to date", lambda row: row.line.budget_to_date, POUNDS),
    Column("Spent this year", lambda row: row.line.year_to_date, POUNDS),
    Column("Spent in all", lambda row: row.line.to_date, POUNDS),
]
_MONTHS: list[Column[SpendMonth]] = [
    Column("Month", lambda row: row.month, MONTH),
    Column("Budget", lambda row: row.budget, POUNDS),
    Column("Spent", lambda row: row.actual, POUNDS),
]
_HIGHLIGHTS: list[Column[HighlightRow]] = [
    Column("Kind", lambda row: row.kind),
    Column("As at", lambda row: row.as_at, DATE),
    Column("Highlight", lambda row: row.text, width=_LONG),
    Column("Plan reference", lambda row: row.section, width=_WORDS),
    Column("How it was gathered", lambda row: row.gathered_how, width=_WORDS),
    Column("Taken to", lambda row: row.taken_to, width=_WORDS),
    Column("What changed", lambda row: row.what_changed, width=_LONG),
]
_RISKS: list[Column[RiskRow]] = [
    Column("Risk", lambda row: row.title, width=_LONG),
    Column("Cause", lambda row: row.cause, width=_LONG),
    Column("Effect", lambda row: row.effect, width=_LONG),
    Column("Owner", lambda row: row.owner, width=_WORDS),
    Column("Likelihood", lambda row: row.likelihood or None),
    Column("Impact", lambda row: row.impact or None),
    Column("Score", lambda row: row.score or None),
    Column("Mitigation", lambda row: row.mitigation, width=_LONG),
    Column("Assessed on", lambda row: row.assessed_on, DATE),
]
