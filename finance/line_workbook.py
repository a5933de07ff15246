"""The sheets of a budget line beside its movements: spend by month, every entry ever recorded, and what was printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.financial_year import label, year_of
from core.spreadsheets import Column, Sheet
from finance.line_page import CellHistory, YearOfLine
from finance.line_printed import PrintedCell
from finance.models import SpendEntry


@dataclass(frozen=True)
class EntryRecord:
    """An entry of spend, and whether another has corrected it since."""

    entry: SpendEntry
    is_corrected: bool

    @property
    def stands(self) -> str:
        if self.entry.is_void:
            return "Takes out"
        return "Corrected since" if self.is_corrected else "Stands"


def month_sheet(years: Sequence[YearOfLine]) -> Sheet[CellHistory]:
    """A month a row, as its cell of the grid shows it; a blank month is not entered."""
    return Sheet(
        "Spend by month",
        [
            Column("Year", lambda row: label(year_of(row.month)), width=12),
            Column("Month", lambda row: row.name, width=24),
            Column("Spend", lambda row: row.amount),
        ],
        [month for year in years for month in year.months],
    )


def entry_sheet(entries: Sequence[SpendEntry]) -> Sheet[EntryRecord]:
    """Every entry, newest first as the history of a cell has them."""
    corrected = {entry.corrects_id for entry in entries}
    return Sheet(
        "Entries",
        [
            Column("Month", lambda row: row.entry.month_name, width=24),
            Column("Kind", lambda row: row.entry.get_kind_display(), width=14),
            Column("Amount", lambda row: row.entry.amount),
            Column("Puts right", lambda row: row.entry.puts_right_name, width=24),
            Column("Note", lambda row: row.entry.note, width=50),
            Column("Stands", lambda row: row.stands, width=16),
            Column("Recorded by", lambda row: row.entry.recorded_by.name, width=24),
            Column("Recorded", lambda row: row.entry.recorded_at, width=16),
        ],
        [EntryRecord(entry, entry.pk in corrected) for entry in entries],
    )


def printed_sheet(cells: Sequence[PrintedCell]) -> Sheet[PrintedCell]:
    """What papers printed of the line, year by year; a blank sum was left blank."""
    return Sheet(
        "As printed",
        [
            Column("Printed in", lambda row: row.table, width=45),
            Column("As", lambda row: row.row, width=45),
            Column("Year", lambda row: row.label, width=12),
            Column("Printed", lambda row: row.printed),
            Column("Computed", lambda row: row.computed),
            Column("Difference", lambda row: row.difference),
            Column("Why", lambda row: "; ".join(row.why), width=60),
        ],
        cells,
    )
