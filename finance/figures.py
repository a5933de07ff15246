"""Figures of money: pure functions on Decimal pounds and months. Nothing here reads or writes the record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from core.financial_year import months, period
from core.money import pence_of

NIL = Decimal(0)
MONTHS_OF_YEAR = 12
EVEN = (1,) * MONTHS_OF_YEAR
FORECAST_METHOD = (
    "Forecast outturn is the spend entered, plus the budget profiled to each month not entered yet. "
    "Variance is forecast outturn less budget, so an overspend is positive."
)


# Profiles


def parts_from(year: int, first_month: date) -> tuple[int, ...]:
    """The weights of a budget that falls evenly from `first_month` to March of the financial year."""
    return tuple(int(month >= first_month) for month in months(year))


def share_out(amount: Decimal, weights: Sequence[int]) -> tuple[Decimal, ...]:
    """`amount` in parts by weight, to the penny, that always add up to it: the pence left over go to the
    largest remainders, earliest first. Raises `ValueError` when no weight is positive."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("A profile needs weights that are not negative, and at least one above nil")
    pence = pence_of(abs(amount))
    parts = [pence * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(pence * weights[at] % whole), at))
    for at in by_remainder[: pence - sum(parts)]:
        parts[at] += 1
    sign = -1 if amount < 0 else 1
    return tuple(Decimal(sign * part).scaleb(-2) for part in parts)


def budget_to_date(budget: Decimal, parts: Sequence[int], year: int, through: date | None) -> Decimal:
    """What of a year's budget its profile lays to the months up to and including that of `through`."""
    return sum(share_out(budget, parts)[: months_through(year, through)], NIL)


def months_through(year: int, through: date | None) -> int:
    """How many months of the financial year are over at the end of the month of `through`: 0 to 12."""
    if through is None or through < months(year)[0]:
        return 0
    return MONTHS_OF_YEAR if through > months(year)[-1] else period(through)


def cumulative(year: int, shares: Sequence[Decimal]) -> tuple[tuple[date, Decimal, Decimal], ...]:
    """(month, its share, the sum of the shares so far) for the twelve months of the year."""
    return tuple(zip(months(year), shares, accumulate(shares), strict=True))


# A line, or the total of several, in one financial year


@dataclass(frozen=True)
class YearFigures:
    """Budget, its profile and the spend of twelve months (None: not entered), all in pounds, April first.

    `elapsed` is how many months the spend is entered through; the same for every line of a grid.
    """

    budget: Decimal
    profile: tuple[Decimal, ...]
    spend: tuple[Decimal | None, ...]
    elapsed: int = 0
    not_entered: Decimal = NIL
    period_13: Decimal | None = None

    @property
    def budget_to_date(self) -> Decimal:
        return sum(self.profile[: self.elapsed], NIL)

    @property
    def actual_to_date(self) -> Decimal:
        """The months entered, and what was put right after March in period 13."""
        return sum((amount for amount in (*self.spend, self.period_13) if amount is not None), NIL)

    @property
    def forecast_outturn(self) -> Decimal:
        return self.actual_to_date + self.not_entered

    @property
    def variance(self) -> Decimal:
        """Forecast outturn less budget: an overspend is positive."""
        return self.forecast_outturn - self.budget


def year_of_line(
    budget: Decimal,
    parts: Sequence[int],
    spend: Sequence[Decimal | None],
    elapsed: int,
    period_13: Decimal | None = None,
) -> YearFigures:
    """The figures of one line: `parts` are its twelve weights, `spend` its twelve months."""
    profile = share_out(budget, parts)
    not_entered = sum((part for part, spent in zip(profile, spend, strict=True) if spent is None), NIL)
    return YearFigures(budget, profile, tuple(spend), elapsed, not_entered, period_13)


def year_of_all(lines: Sequence[YearFigures], elapsed: int) -> YearFigures:
    """The totals by column; a month in which no line has a figure stays not entered."""
    return YearFigures(
        budget=sum((line.budget for line in lines), NIL),
        profile=tuple(sum((line.profile[at] for line in lines), NIL) for at in range(MONTHS_OF_YEAR)),
        spend=tuple(_sum_entered(line.spend[at] for line in lines) for at in range(MONTHS_OF_YEAR)),
        elapsed=elapsed,
        not_entered=sum((line.not_entered for line in lines), NIL),
        period_13=_sum_entered(line.period_13 for line in lines),
    )


def _sum_entered(amounts: Iterable[Decimal | None]) -> Decimal | None:
    entered = [amount for amount in amounts if amount is not None]
    return sum(entered, NIL) if entered else None


@dataclass(frozen=True)
class MonthOfChart:
    """Pounds from April to the end of a month; `actual` is None beyond the last month entered."""

    month: date
    budget: Decimal
    actual: Decimal | None


def cumulative_by_month(year: int, total: YearFigures) -> tuple[MonthOfChart, ...]:
    """Spend against profiled budget, adding up through the year."""
    rows, budget, actual = [], NIL, NIL
    for at, month in enumerate(months(year)):
        budget += total.profile[at]
        actual += total.spend[at] or NIL
        if at == MONTHS_OF_YEAR - 1:
            actual += total.period_13 or NIL
        rows.append(MonthOfChart(month, budget, actual if at < total.elapsed else None))
    return tuple(rows)


# A sum over some lines, for papers


def budget_by_year(by_line: Mapping[int, Mapping[int, Decimal]]) -> dict[int, Decimal]:
    """Pounds by financial year over all lines, from pounds by line and year."""
    totals: dict[int, Decimal] = {}
    for budgets in by_line.values():
        for year, amount in budgets.items():
            totals[year] = totals.get(year, NIL) + amount
    return dict(sorted(totals.items()))


def words_joined(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
