"""What posts cost and how many are filled: pure functions on Decimals, dates and plain rows.

The cost rule is the one that proves document 000's three stated totals to the penny: annual cost of the grade
with on-costs × FTE × number × months ÷ 12; a month that is funded in part counts by its working days, so that a
start on the first Monday has the whole of it; each pay award from 1 April; nothing rounded until a sum is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from core import financial_year
from core.dates import add_months, first_of_month, last_of_month
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
    """A stretch of a financial year in which one annual cost holds, with each figure the cost is made of;
    `cost` is not rounded. `parts_of_a_month` counts whole months as 1 and others by their working days."""

    year: int
    rate: Decimal
    awards: tuple[tuple[int, Decimal], ...]
    annual_cost: Decimal
    number: int
    fte: Decimal
    parts_of_a_month: Fraction
    cost: Decimal

    @property
    def months(self) -> Decimal:
        """Months to two decimals, as they are shown."""
        months = self.parts_of_a_month
        return (Decimal(months.numerator) / months.denominator).quantize(PENNY).normalize()


def counts_from(day: date) -> date:
    """The first month (its first day) that is worked out with a cost from `day` on: a month has the cost of its first
    day. A post that starts in the course of a month has that of its start."""
    month = first_of_month(day)
    return month if month == day else add_months(month, 1)


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
    """The cost of `number` posts of `fte` each from `start` to `until`, both paid: a step for each financial
    year, and for each annual cost within it. Raises `NoGradeCost`, and `ValueError` when the end lies before
    the start."""
    if until < start:
        raise ValueError("The funding ends before the post starts.")
    months: dict[tuple[int, GradeRate], Fraction] = {}
    for month in months_of(start, until):
        key = (financial_year.year_of(month), table.rate_on(grade, max(start, month)))
        months[key] = months.get(key, Fraction(0)) + part_of_month(month, start, until)
    return [_step(table, key, number, fte, parts) for key, parts in months.items()]


def _step(
    table: CostTable, key: tuple[int, GradeRate], number: int, fte: Decimal, months: Fraction
) -> CostStep:
    year, rate = key
    day = max(rate.from_date, financial_year.start(year))
    annual = annual_cost(table, rate.grade, day)
    return CostStep(
        year=year,
        rate=rate.annual_cost,
        awards=tuple(table.awards_since(rate, day)),
        annual_cost=annual,
        number=number,
        fte=fte,
        parts_of_a_month=months,
        # Divided last, so that nothing is lost on the way.
        cost=annual * number * fte * months.numerator / (months.denominator * MONTHS_A_YEAR),
    )


def months_of(start: date, until: date) -> Iterator[date]:
    """The first days of the months from that of `start` to that of `until`."""
    month = first_of_month(start)
    while month <= until:
        yield month
        month = add_months(month, 1)


def part_of_month(month: date, start: date, until: date) -> Fraction:
    """How much of a month lies between two days, both counted, by its Mondays to Fridays: a start on Monday
    2 September 2024 has the whole of September, one on 18 November 10 of 21."""
    first, last = max(start, month), min(until, last_of_month(month))
    return Fraction(_weekdays(first, last), _weekdays(month, last_of_month(month)))


def _weekdays(first: date, last: date) -> int:
    days = (last - first).days + 1
    weeks, rest = divmod(max(days, 0), 7)
    return weeks * 5 + sum((first.weekday() + extra) % 7 < 5 for extra in range(rest))


def cost_by_year(
    table: CostTable, *, grade: str, number: int, fte: Decimal, start: date, until: date
) -> dict[int, Decimal]:
    """Pounds by financial year, not rounded, so that totals can be; see `cost_steps`."""
    costs: dict[int, Decimal] = {}
    for step in cost_steps(table, grade=grade, number=number, fte=fte, start=start, until=until):
        costs[step.year] = costs.get(step.year, Decimal(0)) + step.cost
    return costs


def full_year_cost_after(
    table: CostTable, *, grade: str, number: int, fte: Decimal, until: date
) -> tuple[int, Decimal]:
    """What permanent posts go on costing when their money has ended: the first financial year that has none
    of it, and its twelve months at the awards known (document 000, paragraph 10)."""
    year = financial_year.year_of(until) + 1
    return year, to_the_penny(annual_cost(table, grade, financial_year.start(year)) * number * fte)


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
