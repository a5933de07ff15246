"""The columns of finance's workbooks, as data; how they are written is in `core.spreadsheets`."""

from dataclasses import dataclass

from core.dates import short_month
from core.financial_year import label
from core.spreadsheets import Column, Sheet
from finance.figures import YearFigures
from finance.grid import Grid
from finance.reconciliation import Cell, ReconciledRow, Reconciliation


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
        Column("Actual to date", lambda row: row.figures.actual_to_date),
        Column("Budget to date", lambda row: row.figures.budget_to_date),
        Column("Budget", lambda row: row.figures.budget),
        Column("Forecast outturn", lambda row: row.figures.forecast_outturn),
        Column("Variance (overspend positive)", lambda row: row.figures.variance),
    ]


def _month_column(at: int, head: str) -> Column[GridRecord]:
    return Column(head, lambda row: row.figures.spend[at], width=12)


def stated_sheet(reconciliation: Reconciliation) -> Sheet[ReconciledRow]:
    """A printed table with printed and computed sums side by side; a blank cell was blank."""
    heads = [*(label(year) for year in reconciliation.years), "All years"]
    pairs = [pair for at, head in enumerate(heads) for pair in _stated_columns(at, head)]
    words: list[Column[ReconciledRow]] = [
        Column("Row", lambda row: row.label, width=45),
        Column("Grade", lambda row: row.grade, width=8),
        Column("Plan reference", lambda row: row.plan_reference, width=20),
    ]
    return Sheet("Printed table", [*words, *pairs], reconciliation.rows)


def _stated_columns(at: int, head: str) -> list[Column[ReconciledRow]]:
    def cell(row: ReconciledRow) -> Cell:
        return (*row.cells, row.total)[at]

    return [
        Column(f"{head} printed", lambda row: cell(row).printed),
        Column(f"{head} computed", lambda row: cell(row).computed),
        Column(f"{head} difference", lambda row: cell(row).difference),
    ]
