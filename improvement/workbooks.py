"""The columns of the plan's workbooks, as data; `core.spreadsheets` writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.spreadsheets import Column, Sheet, write, write_csv
from improvement.models import Action, Finding

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

_NOTHING = "Nothing"

ACTION_COLUMNS: tuple[Column[Action], ...] = (
    Column("Facts as at", lambda action: action.facts_of),
    Column("Reference", lambda action: action.reference, width=24),
    Column("Action", lambda action: action.title, width=50),
    Column("Progress rating", lambda action: action.rating_label or "Not yet rated", width=24),
    Column("Rated as at", lambda action: action.rated_on),
    Column("Latest update", lambda action: action.narrative or "", width=60),
    Column("In the way", lambda action: action.blockers or "", width=40),
    Column("Original date", lambda action: action.original_due),
    Column("Current date", lambda action: action.current_due),
    Column("Date under review", lambda action: action.proposed_due),
    Column("Slip in days", lambda action: action.slip),
    Column("Times revised", lambda action: action.times_revised),
    Column("Overdue", lambda action: "Yes" if action.is_overdue else "No"),
    Column("Lead", lambda action: action.lead_name, width=24),
    Column("Workstream", lambda action: action.workstream.name if action.workstream else "", width=30),
    Column("Done when", lambda action: action.success_measure, width=50),
)


def export_actions(actions: Sequence[Action], kind: str) -> bytes:
    """Actions with the facts of `ActionQuerySet.as_at`, as an Excel workbook ("xlsx") or CSV ("csv")."""
    sheet = Sheet("Actions", ACTION_COLUMNS, actions)
    return write_csv(sheet) if kind == "csv" else write(sheet)


@dataclass(frozen=True)
class AnsweredFinding:
    """A finding and one of the actions that answer it, or None; a row of the matrix as exported."""

    finding: Finding
    action: Action | None


FINDING_COLUMNS: tuple[Column[AnsweredFinding], ...] = (
    Column("Kind", lambda row: row.finding.get_kind_display(), width=22),
    Column("Finding", lambda row: row.finding.text, width=60),
    Column("Source", lambda row: str(row.finding.source), width=34),
    Column("Paragraph", lambda row: row.finding.paragraph),
    Column("Found on", lambda row: row.finding.found_on),
    Column("Plan areas", lambda row: _areas(row.finding), width=24),
    Column("Answered by", lambda row: row.action.reference if row.action else _NOTHING, width=24),
    Column("Action", lambda row: row.action.title if row.action else "", width=50),
    Column("Progress rating", lambda row: _rating(row.action), width=24),
    Column("Rated as at", lambda row: row.action.rated_on if row.action else None),
)


def export_findings(findings: Iterable[Finding], kind: str, day: date) -> bytes:
    """Findings with the links of `FindingQuerySet.with_links`, a row for each action; `day` heads the dates."""
    rows = [AnsweredFinding(finding, action) for finding in findings for action in _answers(finding)]
    as_at: Column[AnsweredFinding] = Column("Facts as at", lambda row: day)
    sheet = Sheet("Findings", (as_at, *FINDING_COLUMNS), rows)
    return write_csv(sheet) if kind == "csv" else write(sheet)


def _answers(finding: Finding) -> list[Action] | list[None]:
    return [link.action for link in finding.held if link.action] or [None]


def _areas(finding: Finding) -> str:
    return ", ".join(link.section.reference for link in finding.held if link.section)


def _rating(action: Action | None) -> str:
    return (action.rating_label or "Not yet rated") if action else ""
