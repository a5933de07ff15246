"""What a paper knows of a tranche it asks to draw down: frozen dataclasses, in Decimal pounds (document 003)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NIL = Decimal(0)


@dataclass(frozen=True)
class TrancheRow:
    """A tranche as it stands before the meeting: `drawn` is what of it may be spent already."""

    number: int
    amount: Decimal
    drawn: Decimal
    brought_forward: Decimal = NIL
    brought_forward_on: date | None = None
    note: str = ""
    is_asked: bool = False

    @property
    def to_draw(self) -> Decimal:
        return self.amount - self.drawn


@dataclass(frozen=True)
class AllocationRow:
    """A budget line the tranche pays for. `amounts` go by the drawdown's years, the years to come last; `spent`
    None is nothing entered."""

    line_pk: int
    code: str
    name: str
    stream: str
    amounts: tuple[Decimal, ...]
    is_indicative: bool = False
    allocated_by: str = ""
    spent: Decimal | None = None

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, NIL)


@dataclass(frozen=True)
class Drawdown:
    """The decision, its tranches, and what the one asked for pays for. `is_key` None is not yet decided;
    `notice_by` None is a council that makes no key decisions."""

    decision: str
    authorised: Decimal
    approved_by: str
    effective_on: date | None
    is_key: bool | None
    key_reasons: str
    notice_by: date | None
    years: tuple[int, ...]
    tranches: tuple[TrancheRow, ...]
    rows: tuple[AllocationRow, ...]
    spent_through: date
    conditions: str = ""
    delegated_to: str = ""
    # Months up to `spent_through`, in its financial year, that finance had not closed.
    open_months: tuple[date, ...] = ()

    @property
    def asked(self) -> TrancheRow | None:
        return next((tranche for tranche in self.tranches if tranche.is_asked), None)

    @property
    def drawn(self) -> Decimal:
        return sum((tranche.drawn for tranche in self.tranches), NIL)

    @property
    def to_draw(self) -> Decimal:
        return sum((tranche.to_draw for tranche in self.tranches), NIL)

    @property
    def allocated(self) -> Decimal:
        return sum((row.total for row in self.rows), NIL)

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """Pounds by column: each year, then the years to come."""
        columns = range(len(self.years) + 1)
        return tuple(sum((row.amounts[at] for row in self.rows), NIL) for at in columns)

    @property
    def indicative(self) -> tuple[AllocationRow, ...]:
        return tuple(row for row in self.rows if row.is_indicative)

    @property
    def spent(self) -> Decimal:
        return sum((row.spent or NIL for row in self.rows), NIL)

    def label(self, row: AllocationRow) -> str:
        """The name, with its code where two lines have one name (document 003, “Children in Need Team”)."""
        alike = [each for each in self.rows if each.name == row.name]
        return f"{row.name} ({row.code})" if len(alike) > 1 else row.name
