"""A table that a paper printed, held against what we compute, as a later paper knows it. Money is Decimal pounds."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class PrintedRow:
    """A row by the table's years: as it was printed, None where it was left blank, and as computed."""

    label: str
    printed: tuple[Decimal | None, ...]
    computed: tuple[Decimal, ...]


@dataclass(frozen=True)
class NamedCause:
    """A named part of a difference: printed less stated."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class PrintedColumn:
    """The totals of a year, or of all years (`year` None). `causes` and `unexplained` add up to `difference`."""

    year: int | None
    printed: Decimal
    stated: Decimal
    computed: Decimal
    causes: tuple[NamedCause, ...] = ()
    unexplained: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal:
        """What the printed rows add up to, less the stated total."""
        return self.printed - self.stated


@dataclass(frozen=True)
class PrintedTable:
    """A table as it was printed, to the pound or the thousand (`unit`); the last of its `columns` is all years."""

    pk: int
    title: str
    source: str
    unit: int
    years: tuple[int, ...]
    rows: tuple[PrintedRow, ...]
    columns: tuple[PrintedColumn, ...]

    @property
    def total(self) -> PrintedColumn:
        return self.columns[-1]

    @property
    def adds_up(self) -> bool:
        """Whether the printed rows add up to what is stated, in every column."""
        return not any(column.difference for column in self.columns)

    @property
    def agrees(self) -> bool:
        """Whether they add up, and to what we compute."""
        computed = all(abs(column.stated - column.computed) < self.unit for column in self.columns)
        return self.adds_up and computed

    @property
    def unexplained(self) -> tuple[PrintedColumn, ...]:
        return tuple(column for column in self.columns if column.unexplained)
