"""The columns of the plan's workbooks, as data; `core.spreadsheets` writes them."""

from collections.abc import Sequence

from core.spreadsheets import Column, Sheet, write, write_csv
from improvement.models import Action

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

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
