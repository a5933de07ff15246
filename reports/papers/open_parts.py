"""Which parts of a paper's data its open documents show, and the data without all the others."""

from dataclasses import MISSING, fields, replace
from decimal import Decimal
from typing import Any

from reports.papers.chosen import printed_alone
from reports.papers.data import ClearanceRow, HighlightRow, PaperData, PostRow
from reports.papers.documents import REPORT, documents_of
from reports.papers.layout import sections_of
from reports.papers.spend import SpendData

# What every page about the paper says, whatever of it is closed: an agenda names it so. Appendices of the author's
# own go one by one, with their documents.
FURNITURE = frozenset(
    {
        "kind",
        "template",
        "identity",
        "previous",
        "dates",
        "layout",
        "classed",
        "appendices",
        "has_source_list",
        "known_at",
        "lock",
        "plan_table",
        "printed_sums",
        "chosen",
        "style",
    }
)
# What only the checks read: no document shows it, and so nobody is given it.
FOR_CHECKS = frozenset({"stated"})
# Under which headings the report shows what it may also leave out; where all of them are off nothing of it is shown.
_UNDER = {
    "risks": {"risks"},
    "posts": {"recruitment"},
    "spend": {"recruitment"},
    "audits": {"audits"},
    "printed_tables": {"printed"},
}
_TOLD_UNDER = {
    "activity": {"progress", "highlights"},
    "impact": {"impact", "highlights"},
    "concern": {"risks", "highlights"},
    "feedback": {"feedback"},
}


def open_alone(data: PaperData, closed: frozenset[str]) -> PaperData:
    """The data that documents other than those of the `closed` stems show. With the report everything but the
    paper's name is closed: a part that nobody has thought of is not let out."""
    data = printed_alone(data)
    elements = {section.element for section in sections_of(data)}
    own = tuple(row for row in data.appendices if row.stem not in closed)
    told = tuple(row for row in data.highlights if _is_told(row, elements))
    shown = replace(data, appendices=own, highlights=told, posts=_as_printed(data), clearances=_signed(data))
    return _without(shown, hidden_parts(data, closed))


def hidden_parts(data: PaperData, closed: frozenset[str]) -> frozenset[str]:
    """The fields of the data that no open document shows, or that a closed one shows."""
    every = {field.name for field in fields(PaperData)} - FURNITURE
    if REPORT in closed:
        return frozenset(every)
    elements = {section.element for section in sections_of(data)}
    shown = {
        part for document in documents_of(data) if document.stem not in closed for part in document.shows
    }
    shut = {part for document in documents_of(data) if document.stem in closed for part in document.shows}
    off = {part for part, under in _UNDER.items() if not under & elements}
    return frozenset((every - shown) | shut | off)


def _is_told(row: HighlightRow, elements: set[str]) -> bool:
    """Feedback is nobody else's without consent, and what stands under a heading that is off is not told."""
    return (row.kind != "feedback" or row.consent_given) and bool(_TOLD_UNDER[row.kind] & elements)


def _as_printed(data: PaperData) -> tuple[PostRow, ...]:
    """What an author wrote and the record overtook is not printed."""
    return tuple(replace(row, stale_words="") for row in data.posts)


def _signed(data: PaperData) -> tuple[ClearanceRow, ...]:
    """Who cleared the paper and when; why somebody has not is between them and the clerk."""
    return tuple(replace(row, why="") for row in data.clearances)


def _without(data: PaperData, hidden: frozenset[str]) -> PaperData:
    emptied: dict[str, Any] = {
        field.name: _empty(data, field) for field in fields(data) if field.name in hidden
    }
    return replace(data, **emptied)


def _empty(data: PaperData, field: Any) -> Any:
    match field.name:
        case "plan":
            return replace(data.plan, chapters=())
        case "spend":
            return SpendData(data.spend.through, data.spend.financial_year, Decimal(0), "", (), ())
    return () if field.default is MISSING else field.default
