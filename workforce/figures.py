"""What posts cost and how many are filled: pure functions on Decimals, dates and plain rows.

The cost rule is the one that proves document 000's three stated totals to the penny: annual cost of the grade
with on-costs × FTE × number × months ÷ 12, whole months, the month of the start and the month of the end both
counted; each pay award from 1 April; nothing rounded until a sum is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from core import financial_year
from core.dates import add_months, first_of_month
from core.money import PENNY

MONTHS_A_YEAR = 12


class NoGradeCost(LookupError):
    """No cost is recorded for this grade on this day."""


@dataclass(frozen=True)
class GradeRate:
    """Annual pounds of one full-time post of a grade, on-costs included, from a date on."""

    grade: str
    from_date: date
    annual_cost: Decimal


@dataclass(frozen=True)
class CostTable:
    """The grade costs of a council and its pay awards: per cent by the financial year they start in."""

    rates: tuple[GradeRate, ...] = ()
    awards: Mapping[int, Decimal] = field(default_factory=dict)

    def rate_on(self, grade: str, day: date) -> GradeRate:
        """The rate in force. Raises `NoGradeCost` when none is recorded by then."""
        in_force = [rate for rate in self.rates if rate.grade == grade and rate.from_date <= day]
        if not in_force:
            raise NoGradeCost(f"No cost is recorded for grade {grade or 'of this post'} yet.")
        return max(in_force, key=lambda rate: rate.from_date)

    def awards_since(self, rate: GradeRate, day: date) -> list[tuple[int, Decimal]]:
        """The awards that raise this rate by `day`: those of 1 Aprils after the rate's own date."""
        return [
            (year, percent)
            for year, percent in sorted(self.awards.items())
            if rate.from_date < financial_year.start(year) <= day
        ]


@dataclass(frozen=True)
class CostStep:
    """One financial year of a post's cost with each figure it is made of; `cost` is not rounded."""

    year: int
    rate: Decimal
    awards: tuple[tuple[int, Decimal], ...]
    annual_cost: Decimal
    number: int
    fte: Decimal
    months: int
    cost: Decimal


def annual_cost(table: CostTable, grade: str, day: date) -> Decimal:
    """Pounds a year of one full-time post of the grade on `day`, awards included, not rounded.
    Raises `NoGradeCost`."""
    rate = table.rate_on(grade, day)
    cost = rate.annual_cost
    for _, percent in table.awards_since(rate, day):
        cost *= 1 + percent / 100
    return cost


def cost_steps(
    table: CostTable, *, grade: str, number: int, fte: Decimal, start: date, until: date
) -> list[CostStep]:
    """The cost of `number` posts of `fte` each from the month of `start` to the month of `until`, a step for
    each financial year. Raises `NoGradeCost`, and `ValueError` when the end lies before the start."""
    if until < start:
        raise ValueError("The funding ends before the post starts.")
    years = Counter(financial_year.year_of(month) for month in _months(start, until))
    return [_step(table, grade, number, fte, year, months, start) for year, months in years.items()]


def _step(
    table: CostTable, grade: str, number: int, fte: Decimal, year: int, months: int, start: date
) -> CostStep:
    day = max(start, financial_year.start(year))
    rate = table.rate_on(grade, day)
    annual = annual_cost(table, grade, day)
    return CostStep(
        year=year,
        rate=rate.annual_cost,
        awards=tuple(table.awards_since(rate, day)),
        annual_cost=annual,
        number=number,
        fte=fte,
        months=months,
        # Divided last, so that nothing is lost on the way.
        cost=annual * number * fte * months / MONTHS_A_YEAR,
    )


def cost_by_year(
    table: CostTable, *, grade: str, number: int, fte: Decimal, start: date, until: date
) -> dict[int, Decimal]:
    """Pounds by financial year, not rounded, so that totals can be; see `cost_steps`."""
    steps = cost_steps(table, grade=grade, number=number, fte=fte, start=start, until=until)
    return {step.year: step.cost for step in steps}


def full_year_cost_after(
    table: CostTable, *, grade: str, number: int, fte: Decimal, until: date
) -> tuple[int, Decimal]:
    """What permanent posts go on costing when their money has ended: the first financial year that has none
    of it, and its twelve months at the awards known (document 000, paragraph 10)."""
    year = financial_year.year_of(until) + 1
    return year, to_the_penny(annual_cost(table, grade, financial_year.start(year)) * number * fte)


def _months(start: date, until: date) -> Iterable[date]:
    month = first_of_month(start)
    while month <= until:
        yield month
        month = add_months(month, 1)


def to_the_penny(amount: Decimal) -> Decimal:
    """Rounded to the penny, halves up."""
    return amount.quantize(PENNY, ROUND_HALF_UP)


def rows_to_the_penny(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Each amount in whole pence so that the rows add up to the rounded total: every one is rounded down,
    and the pennies left over go to the rows that lost most, the first of equals first."""
    floors = [amount.quantize(PENNY, ROUND_FLOOR) for amount in amounts]
    left_over = int((to_the_penny(sum(amounts, Decimal(0))) - sum(floors)) / PENNY)
    by_loss = sorted(range(len(amounts)), key=lambda row: floors[row] - amounts[row])
    raised = set(by_loss[:left_over])
    return [floor + PENNY if row in raised else floor for row, floor in enumerate(floors)]
