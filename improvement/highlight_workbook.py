"""The highlight report of a workstream as a workbook, a sheet for each part."""

from collections.abc import Iterable
from typing import Any

from core.spreadsheets import Column, Sheet, write
from improvement.highlight_report import HighlightReport, RatingShare, ReportRow
from improvement.meeting_log import Decided
from improvement.models import Highlight, Risk

_ROWS: tuple[Column[ReportRow], ...] = (
    Column("Reference", lambda row: row.action.reference, width=26),
    Column("Action", lambda row: row.action.title, width=50),
    Column("Progress rating", lambda row: row.action.rating_label or "Not yet rated", width=24),
    Column("At the last meeting", lambda row: row.before or "Not yet rated", width=24),
    Column("Rated as at", lambda row: row.action.rated_on),
    Column("Latest update", lambda row: row.action.narrative or "", width=60),
    Column("In the way", lambda row: row.action.blockers or "", width=40),
    Column("Original date", lambda row: row.action.original_due),
    Column("Current date", lambda row: row.action.current_due),
    Column("Date under review", lambda row: row.action.proposed_due),
    Column("Slip in days", lambda row: row.action.slip),
    Column("Overdue", lambda row: "Yes" if row.action.is_overdue else "No"),
    Column("Lead", lambda row: row.action.lead_name, width=24),
)
_RATINGS: tuple[Column[RatingShare], ...] = (
    Column("Progress rating", lambda share: share.now.step.label, width=30),
    Column("Now", lambda share: share.now.count),
    Column("At the last meeting", lambda share: share.before),
    Column("Of actions", lambda share: share.now.base),
)
_DECISIONS: tuple[Column[Decided], ...] = (
    Column("As at", lambda one: one.as_at),
    Column("Reference", lambda one: one.action.reference, width=26),
    Column("Decision", lambda one: one.outcome, width=34),
    Column("Meeting", lambda one: str(one.meeting) if one.meeting else "Outside a meeting", width=40),
    Column("Reason or note", lambda one: one.note, width=50),
    Column("Recorded by", lambda one: one.by, width=24),
)
_HIGHLIGHTS: tuple[Column[Highlight], ...] = (
    Column("Date", lambda one: one.as_at),
    Column("Kind", lambda one: one.get_kind_display(), width=24),
    Column("What happened", lambda one: one.text, width=70),
    Column("Plan area", lambda one: one.section.reference if one.section else "", width=20),
)
_RISKS: tuple[Column[Risk], ...] = (
    Column("Risk", lambda risk: risk.title, width=50),
    Column("Likelihood (1 to 5)", lambda risk: risk.likelihood),
    Column("Impact (1 to 5)", lambda risk: risk.impact),
    Column("What is done about it", lambda risk: risk.mitigation or "", width=60),
)


def export_report(report: HighlightReport) -> bytes:
    """The report as an Excel workbook; every sheet says the day its facts are as at."""
    return write(
        _sheet("Ratings", _RATINGS, report.ratings, report),
        _sheet("Actions", _ROWS, report.rows, report),
        _sheet("Done since", _ROWS, report.done, report),
        _sheet("Got worse", _ROWS, report.worse, report),
        _sheet("Slipped", _ROWS, report.slipped, report),
        _sheet("Overdue", _ROWS, report.overdue, report),
        _sheet("Blocked", _ROWS, report.blocked, report),
        _sheet("Decisions", _DECISIONS, report.decisions, report),
        _sheet("Highlights", _HIGHLIGHTS, report.highlights, report),
        _sheet("Risks", _RISKS, report.risks, report),
    )


def _sheet(
    title: str, columns: tuple[Column[Any], ...], rows: Iterable[Any], report: HighlightReport
) -> Sheet[Any]:
    as_at: Column[Any] = Column("Facts as at", lambda row: report.asked.day)
    return Sheet(title, (as_at, *columns), rows)
