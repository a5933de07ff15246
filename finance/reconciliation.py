"""A costings table as printed, held against what we compute: pure functions on Decimal pounds.

Document 000: the printed rows add up to £1,085,471, £1,437,205 and £2,522,676, the paper states £628,050,
£1,358,549 and £1,986,599. Each difference is split into named causes that must add up to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from finance.figures import NIL


@dataclass(frozen=True)
class Cause:
    """Why a cell was printed as it was: `amount` is printed less computed, in pounds."""

    year: int
    amount: Decimal
    explanation: str
    is_rounding: bool = False


@dataclass(frozen=True)
class PrintedRow:
    """A row with its printed and its computed pounds by financial year; a year not printed is missing."""

    label: str
    printed: Mapping[int, Decimal]
    computed: Mapping[int, Decimal]
    causes: Sequence[Cause] = ()
    grade: str = ""
    plan_reference: str = ""


@dataclass(frozen=True)
class Cell:
    """One printed sum beside the computed one; `printed` is None where the table was blank."""

    printed: Decimal | None
    computed: Decimal
    causes: tuple[Cause, ...] = ()

    @property
    def difference(self) -> Decimal:
        return (self.printed or NIL) - self.computed

    @property
    def is_wrong(self) -> bool:
        return any(not cause.is_rounding for cause in self.causes)

    @property
    def unnamed(self) -> Decimal:
        """What of the difference no recorded cause names."""
        return self.difference - sum((cause.amount for cause in self.causes), NIL)


@dataclass(frozen=True)
class ReconciledRow:
    label: str
    grade: str
    plan_reference: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class NamedDifference:
    """A named part of a column's difference, in pounds."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Column:
    """A financial year of the table, or all of them (`year` None), with printed, stated and computed totals.

    `causes`, rounding included, add up to `difference` unless something is `unexplained`.
    """

    year: int | None
    printed: Decimal
    stated: Decimal
    computed: Decimal
    causes: tuple[NamedDifference, ...] = ()
    unexplained: Decimal = NIL

    @property
    def difference(self) -> Decimal:
        """The printed rows' sum less the stated total."""
        return self.printed - self.stated

    @property
    def stated_less_computed(self) -> Decimal:
        return self.stated - self.computed

    @property
    def is_explained(self) -> bool:
        return not self.unexplained


@dataclass(frozen=True)
class Reconciliation:
    years: tuple[int, ...]
    rows: tuple[ReconciledRow, ...]
    columns: tuple[Column, ...]
    total: Column
    unit: int = 1

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return (*self.columns, self.total)

    @property
    def adds_up(self) -> bool:
        """Whether the printed rows add up to what the paper states, in every column."""
        return not any(column.difference for column in self.all_columns)

    @property
    def agrees(self) -> bool:
        """Whether they add up, and to what we compute."""
        computed = all(abs(column.stated_less_computed) < self.unit for column in self.all_columns)
        return self.adds_up and computed

    @property
    def is_explained(self) -> bool:
        return all(column.is_explained for column in self.all_columns)


def reconcile(
    rows: Sequence[PrintedRow], years: Sequence[int], stated: Mapping[int | None, Decimal], unit: int = 1
) -> Reconciliation:
    """Printed rows beside computed ones, stated totals (by year, and None for the total) beside sums.

    `unit` is what the table is printed to: a difference smaller than £1 (or £1,000) in a cell or a stated
    total is rounding; a greater one is a recorded cause, or stays unexplained.
    """
    reconciled = tuple(_row(row, years) for row in rows)
    columns = tuple(
        _column(year, [(row.label, row.cells[at]) for row in reconciled], stated[year], unit)
        for at, year in enumerate(years)
    )
    every_cell = [(row.label, cell) for row in reconciled for cell in row.cells]
    total = _column(None, every_cell, stated[None], unit)
    return Reconciliation(tuple(years), reconciled, columns, total, unit)


def _row(row: PrintedRow, years: Sequence[int]) -> ReconciledRow:
    cells = tuple(
        Cell(
            row.printed.get(year),
            row.computed.get(year, NIL),
            tuple(cause for cause in row.causes if cause.year == year),
        )
        for year in years
    )
    total = Cell(
        sum(row.printed.values(), NIL), sum((cell.computed for cell in cells), NIL), tuple(row.causes)
    )
    return ReconciledRow(row.label, row.grade, row.plan_reference, cells, total)


def _column(year: int | None, cells: Sequence[tuple[str, Cell]], stated: Decimal, unit: int) -> Column:
    printed = sum((cell.printed or NIL for _, cell in cells), NIL)
    computed = sum((cell.computed for _, cell in cells), NIL)
    named = [
        NamedDifference(f"{label}: {cause.explanation}", cause.amount)
        for label, cell in cells
        for cause in cell.causes
        if not cause.is_rounding
    ]
    rows = NamedDifference(f"Rows printed to the whole {_unit_word(unit)}", _rounding_of_cells(cells, unit))
    total = _of_stated_total(printed, computed, stated, unit)
    causes = (*named, *(part for part in (rows, total) if part.amount))
    unexplained = printed - stated - sum((cause.amount for cause in causes), NIL)
    return Column(year, printed, stated, computed, causes, unexplained)


def _of_stated_total(printed: Decimal, computed: Decimal, stated: Decimal, unit: int) -> NamedDifference:
    """The part of a difference that lies in the stated total: its rounding, or that it is the sum of rows
    of which some are wrong. Nil when it is neither: that stays unexplained."""
    if abs(computed - stated) >= unit and abs(printed - stated) < unit:
        return NamedDifference("The stated total adds up the rows as printed", computed - stated)
    return NamedDifference(
        f"Total stated to the whole {_unit_word(unit)}", _below_unit(computed - stated, unit)
    )


def _rounding_of_cells(cells: Sequence[tuple[str, Cell]], unit: int) -> Decimal:
    recorded = sum((cause.amount for _, cell in cells for cause in cell.causes if cause.is_rounding), NIL)
    return recorded + sum((_below_unit(cell.unnamed, unit) for _, cell in cells), NIL)


def _below_unit(amount: Decimal, unit: int) -> Decimal:
    return amount if abs(amount) < unit else NIL


def _unit_word(unit: int) -> str:
    return "pound" if unit == 1 else "thousand"
