"""What a decision is asked to pay for, as a paper knows it: rows by financial year, sources, printed totals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# The author’s choice not to hold the costings against what was printed before.
HIDDEN = "hidden"


@dataclass(frozen=True)
class CostingRow:
    """A row asked for or approved: a post, or a sum that is not a post. Sums go by the costings' years; `printed`
    is what a paper of the time printed, None where it printed nothing; `goes_on` is a permanent post's cost in
    its first full year without this money. `paid_in` names the sum that pays for several posts together: they have
    none of their own, and the sum stands in a row of its own."""

    post_pk: int | None
    line_pk: int | None
    label: str
    grade: str
    contract: str
    rationale: str
    plan_reference: str
    starts: date | None
    computed: tuple[Decimal, ...]
    printed: tuple[Decimal | None, ...] = ()
    goes_on: Decimal | None = None
    paid_in: str = ""

    @property
    def total(self) -> Decimal:
        return sum(self.computed, Decimal(0))


@dataclass(frozen=True)
class Cause:
    """Why a printed sum is not the computed one: printed less computed, in pounds."""

    row: str
    year: int
    amount: Decimal
    explanation: str


@dataclass(frozen=True)
class SourceRow:
    """Where the money comes from; `balance` is what was left of a reserve on `balance_on`."""

    label: str
    amount: Decimal
    is_recurring: bool
    balance: Decimal | None = None
    balance_on: date | None = None


@dataclass(frozen=True)
class Costings:
    """What a decision is asked to pay for, by financial year, with where the money comes from."""

    years: tuple[int, ...]
    rows: tuple[CostingRow, ...]
    sources: tuple[SourceRow, ...] = ()
    already_in_budget: Decimal = Decimal(0)
    funded_until: date | None = None
    goes_on_from: int | None = None
    stated: tuple[Decimal, ...] = ()
    stated_source: str = ""
    causes: tuple[Cause, ...] = ()

    @property
    def priced(self) -> tuple[CostingRow, ...]:
        """The rows with a sum of their own."""
        return tuple(row for row in self.rows if not row.paid_in)

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """Pounds by year, computed."""
        return tuple(
            sum((row.computed[at] for row in self.rows), Decimal(0)) for at in range(len(self.years))
        )

    @property
    def total(self) -> Decimal:
        return sum(self.totals, Decimal(0))

    @property
    def goes_on(self) -> Decimal:
        """What permanent posts cost a year when the money has ended."""
        return sum((row.goes_on or Decimal(0) for row in self.rows), Decimal(0))
