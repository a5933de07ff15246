"""The sheets of a printed table: its rows with their sums and the totals as stated, and the causes of what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.financial_year import label
from core.spreadsheets import Column, Sheet
from finance.reconciliation import Column as Totals
from finance.reconciliation import Reconciliation

ALL_YEARS = "All years"


@dataclass(frozen=True)
class StatedRecord:
    """A row of the table, or one of its two totals: printed, computed and their difference by year, then in all."""

    label: str
    grade: str
    plan_reference: str
    sums: tuple[tuple[Decimal | None, Decimal | None, Decimal | None], ...]


@dataclass(frozen=True)
class CauseRecord:
    """A line of what makes up a year's difference, in pounds."""

    year: str
    what: str
    amount: Decimal


def stated_sheets(reconciliation: Reconciliation) -> tuple[Sheet[StatedRecord], Sheet[CauseRecord]]:
    """The table as the page shows it; a blank cell was blank."""
    return (
        Sheet("Printed table", _columns(reconciliation), list(_records(reconciliation))),
        Sheet(
            "Causes",
            [
                Column("Year", lambda row: row.year, width=12),
                Column("What", lambda row: row.what, width=80),
                Column("Pounds", lambda row: row.amount),
            ],
            [record for totals in reconciliation.all_columns for record in _causes(totals)],
        ),
    )


def _columns(reconciliation: Reconciliation) -> list[Column[StatedRecord]]:
    words: list[Column[StatedRecord]] = [
        Column("Row", lambda row: row.label, width=45),
        Column("Grade", lambda row: row.grade, width=8),
        Column("Plan reference", lambda row: row.plan_reference, width=20),
    ]
    heads = [_year(totals) for totals in reconciliation.all_columns]
    kinds = ("printed", "computed", "difference")
    return words + [
        _sum(f"{head} {kind}", at, part) for at, head in enumerate(heads) for part, kind in enumerate(kinds)
    ]


def _sum(head: str, at: int, part: int) -> Column[StatedRecord]:
    return Column(head, lambda row: row.sums[at][part])


def _records(reconciliation: Reconciliation) -> Iterator[StatedRecord]:
    for row in reconciliation.rows:
        cells = (*row.cells, row.total)
        sums = tuple((cell.printed, cell.computed, cell.difference) for cell in cells)
        yield StatedRecord(row.label, row.grade, row.plan_reference, sums)
    columns = reconciliation.all_columns
    added = tuple((one.printed, one.computed, one.printed - one.computed) for one in columns)
    yield StatedRecord("Sum of the rows", "", "", added)
    yield StatedRecord(
        "Total as stated", "", "", tuple((one.stated, None, one.stated_less_computed) for one in columns)
    )


def _causes(totals: Totals) -> Iterator[CauseRecord]:
    year = _year(totals)
    yield CauseRecord(year, "Printed rows add up to", totals.printed)
    yield CauseRecord(year, "Total as stated", totals.stated)
    for cause in totals.causes:
        yield CauseRecord(year, cause.name, cause.amount)
    if totals.unexplained:
        yield CauseRecord(year, "Not explained", totals.unexplained)
    yield CauseRecord(year, "Difference", totals.difference)


def _year(totals: Totals) -> str:
    return ALL_YEARS if totals.year is None else label(totals.year)
