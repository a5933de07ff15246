"""The columns of finance's workbooks, as data; how they are written is in `core.spreadsheets`."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.dates import short_month
from core.financial_year import label
from core.spreadsheets import MONTH, Column, Sheet
from finance.authority import Authority, TrancheState, YearsOfLine
from finance.figures import YearFigures
from finance.grid import Grid
from finance.models import BudgetMovement
from finance.uses import SourceRow, SourcesAndUses, Use


@dataclass(frozen=True)
class GridRecord:
    """A row of the grid's workbook: a line, or the total at the foot (without a code)."""

    code: str
    name: str
    decision: str
    figures: YearFigures


def grid_sheet(grid: Grid) -> Sheet[GridRecord]:
    """The year's grid as the screen shows it: a blank cell is not entered, 0 is nil."""
    records = [
        GridRecord(row.line.code, row.line.name, row.line.decision.title, row.figures) for row in grid.lines
    ]
    title = f"Spend {label(grid.year).replace('/', '-')}"
    return Sheet(title, _grid_columns(grid), [*records, GridRecord("", "Total", "", grid.total)])


def _grid_columns(grid: Grid) -> list[Column[GridRecord]]:
    return [
        Column("Code", lambda row: row.code, width=10),
        Column("Budget line", lambda row: row.name, width=40),
        Column("Decision", lambda row: row.decision, width=30),
        *(_month_column(at, short_month(month)) for at, month in enumerate(grid.months)),
        Column("Period 13", lambda row: row.figures.period_13, width=12),
        Column("Actual to date", lambda row: row.figures.actual_to_date),
        Column("Budget to date", lambda row: row.figures.budget_to_date),
        Column("Budget", lambda row: row.figures.budget),
        Column("Forecast outturn", lambda row: row.figures.forecast_outturn),
        Column("Variance (overspend positive)", lambda row: row.figures.variance),
    ]


def _month_column(at: int, head: str) -> Column[GridRecord]:
    return Column(head, lambda row: row.figures.spend[at], width=12)


def authority_sheet(records: Sequence[Authority]) -> Sheet[Authority]:
    """A decision a row, with what has become of its sum."""
    return Sheet(
        "Funding decisions",
        [
            Column("Decision", lambda row: row.terms.title, width=45),
            Column("Effective", lambda row: row.effective_on, width=12),
            Column("From", lambda row: row.terms.source_words, width=30),
            Column("Authorised", lambda row: row.authorised),
            Column("Authority to draw", lambda row: row.to_draw),
            Column("Drawn", lambda row: row.drawn),
            Column("Allocated to lines", lambda row: row.allocated),
            Column("Of that, indicative", lambda row: row.indicative),
            Column("Not yet allocated", lambda row: row.unallocated),
            Column("Committed", lambda row: row.committed),
            Column("Spent", lambda row: row.spent),
            Column("Surplus returned", lambda row: row.returned),
            Column("Remaining", lambda row: row.remaining),
            Column("Goes on every year", lambda row: row.recurring_cost),
        ],
        records,
    )


def tranche_sheet(authority: Authority) -> Sheet[TrancheState]:
    """The tranches of a decision; the month one runs out is blank where its lines do not use it up."""
    return Sheet(
        "Tranches",
        [
            Column("Tranche", lambda row: row.tranche.number, width=8),
            Column("Amount", lambda row: row.tranche.amount),
            Column("Available from", lambda row: row.tranche.available_from),
            Column("Drawn down", lambda row: row.tranche.drawn_on if row.is_drawn else None),
            Column("By", lambda row: row.tranche.drawn_by if row.is_drawn else "", width=30),
            Column("Brought forward", lambda row: row.tranche.brought_forward),
            Column("May be spent", lambda row: row.drawn),
            Column("Allocated to lines", lambda row: row.allocated),
            Column("Spent", lambda row: row.spent),
            Column("Left", lambda row: row.left),
            Column("Runs out", lambda row: row.runs_out, number_format=MONTH),
        ],
        authority.tranches,
    )


def decision_line_sheet(authority: Authority) -> Sheet[YearsOfLine]:
    """The lines of a decision by financial year."""
    words: list[Column[YearsOfLine]] = [
        Column("Code", lambda row: row.line.line.code, width=10),
        Column("Budget line", lambda row: row.line.line.name, width=40),
        Column("Allocation", lambda row: row.line.line.get_allocation_display(), width=12),
    ]
    years = [_year_column(at, label(year)) for at, year in enumerate(authority.years)]
    sums: list[Column[YearsOfLine]] = [
        Column("Budget", lambda row: row.line.budget),
        Column("Committed", lambda row: row.line.committed),
        Column("Spent", lambda row: row.line.spent),
        Column("Remaining", lambda row: row.line.remaining),
    ]
    return Sheet("Budget lines", [*words, *years, *sums], authority.rows)


def _year_column(at: int, head: str) -> Column[YearsOfLine]:
    return Column(head, lambda row: row.amounts[at])


def movement_sheet(movements: Sequence[BudgetMovement]) -> Sheet[BudgetMovement]:
    """Every movement of a line, also those since corrected."""
    return Sheet(
        "Movements",
        [
            Column("Movement", lambda row: row.get_kind_display(), width=18),
            Column("Year", lambda row: label(row.financial_year), width=12),
            Column("Amount", lambda row: row.amount),
            Column("As at", lambda row: row.as_at),
            Column("Other line", lambda row: str(row.other_line or ""), width=30),
            Column("Decision", lambda row: row.decision_reference, width=30),
            Column("Reason", lambda row: row.reason, width=40),
            Column("Stands", _stands, width=16),
            Column("Recorded by", lambda row: row.recorded_by.name, width=24),
            Column("Recorded", lambda row: row.recorded_at, width=16),
        ],
        movements,
    )


def _stands(movement: BudgetMovement) -> str:
    if movement.is_void:
        return "Takes out"
    return "Corrected since" if movement.corrections.all() else "Stands"


def source_sheet(both: SourcesAndUses) -> Sheet[SourceRow]:
    """What the effective decisions bring."""
    return Sheet(
        "Sources",
        [
            Column("Source", lambda row: row.words, width=45),
            Column("Decision", lambda row: row.decision, width=45),
            Column("Comes", lambda row: "Every year" if row.is_recurring else "Once", width=12),
            Column("Amount", lambda row: row.amount),
        ],
        both.sources,
    )


def use_sheet(both: SourcesAndUses) -> Sheet[Use]:
    """What their lines take, by financial year."""
    words: list[Column[Use]] = [
        Column("Code", lambda row: row.code, width=10),
        Column("Budget line", lambda row: row.name, width=40),
        Column("Funding stream", lambda row: row.stream, width=24),
        Column("Kind", lambda row: row.kind, width=12),
    ]
    years = [_use_column(at, label(year)) for at, year in enumerate(both.years)]
    sums: list[Column[Use]] = [
        Column("Total", lambda row: row.budget),
        Column("Spent", lambda row: row.spent),
    ]
    return Sheet("Uses", [*words, *years, *sums], both.uses)


def _use_column(at: int, head: str) -> Column[Use]:
    return Column(head, lambda row: row.amounts[at])
