"""The money of a paper as data: what the lines have spent, and the totals that were printed of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SpendLine:
    """A budget line: its budget of the financial year and to date by profile, and what was spent on it this
    year and in all; None is nothing entered, which is not nil."""

    pk: int
    code: str
    name: str
    covers: str
    year_budget: Decimal
    budget_to_date: Decimal
    year_to_date: Decimal | None
    to_date: Decimal | None
    blank_months: tuple[date, ...]


@dataclass(frozen=True)
class SpendMonth:
    """All lines in one month; `actual` None is not entered."""

    month: date
    budget: Decimal
    actual: Decimal | None


@dataclass(frozen=True)
class OutturnTold:
    """What a financial year came to in pounds, `stage` being "provisional outturn" or "final outturn"."""

    financial_year: int
    stage: str
    total: Decimal


@dataclass(frozen=True)
class SpendData:
    """Spend to the end of `through` (a month's first day), since the decisions were made."""

    through: date
    financial_year: int
    authorised: Decimal
    decision: str
    lines: tuple[SpendLine, ...]
    months: tuple[SpendMonth, ...]
    # Months of the year up to `through` that finance had not closed: their figures may still change.
    open_months: tuple[date, ...] = ()
    # Of the years that were over by the end of `through`, oldest first.
    outturns: tuple[OutturnTold, ...] = ()

    @property
    def to_date(self) -> Decimal:
        return sum((line.to_date or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def year_to_date(self) -> Decimal:
        return sum((line.year_to_date or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def is_all_this_year(self) -> bool:
        """Whether nothing was spent in an earlier financial year."""
        return all(line.to_date == line.year_to_date for line in self.lines)

    @property
    def year_budget(self) -> Decimal:
        return sum((line.year_budget for line in self.lines), Decimal(0))

    @property
    def budget_to_date(self) -> Decimal:
        return sum((line.budget_to_date for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class StatedTotal:
    """A total as an earlier paper printed it, beside the one its rows add up to and the one we compute."""

    table_pk: int
    table: str
    source: str
    column: str
    stated: Decimal
    printed: Decimal
    computed: Decimal
