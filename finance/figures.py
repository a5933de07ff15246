"""Figures of money: pure functions on Decimal pounds and months. Nothing here reads or writes the record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from core.financial_year import months, period
from core.money import hides_pence, pence_of
from finance.outturn import Given, Method, YearForecast, forecast_of, forecast_of_all

NIL = Decimal(0)
MONTHS_OF_YEAR = 12
EVEN = (1,) * MONTHS_OF_YEAR


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

    `elapsed` is how many months the spend is entered through; the same for every line of a grid. `forecast` is
    what the twelve months are expected to come to, `method` how (empty for several lines).
    """

    budget: Decimal
    profile: tuple[Decimal, ...]
    spend: tuple[Decimal | None, ...]
    forecast: YearForecast
    elapsed: int = 0
    period_13: Decimal | None = None
    method: str = ""

    @property
    def budget_to_date(self) -> Decimal:
        return sum(self.profile[: self.elapsed], NIL)

    @property
    def actual_to_date(self) -> Decimal:
        """The months entered, and what was put right after March in period 13."""
        return sum((amount for amount in (*self.spend, self.period_13) if amount is not None), NIL)

    @property
    def forecast_outturn(self) -> Decimal:
        """What the twelve months are expected to come to, and what was put right in period 13."""
        return self.forecast.outturn + (self.period_13 or NIL)

    @property
    def variance(self) -> Decimal:
        """Forecast outturn less budget: an overspend is positive."""
        return self.forecast_outturn - self.budget

    @property
    def hides_pence(self) -> bool:
        """Whether its heads, in whole pounds, may not add up to each other or to the table in pounds and pence."""
        parts = self.forecast
        heads = (self.budget, self.budget_to_date, self.actual_to_date, self.forecast_outturn, self.period_13)
        return hides_pence(*heads, parts.closed, parts.entered, parts.ordered, parts.rest)


def year_of_line(
    budget: Decimal,
    parts: Sequence[int],
    spend: Sequence[Decimal | None],
    elapsed: int,
    period_13: Decimal | None = None,
    given: Given | None = None,
) -> YearFigures:
    """The figures of one line: `parts` are its twelve weights, `spend` its twelve months, `given` what its
    forecast is made from (None: its profile, nothing closed)."""
    profile = share_out(budget, parts)
    forecast = forecast_of(profile, spend, given)
    method = given.method if given else Method.PROFILE.value
    return YearFigures(budget, profile, tuple(spend), forecast, elapsed, period_13, method)


def year_of_all(lines: Sequence[YearFigures], elapsed: int) -> YearFigures:
    """The totals by column; a month in which no line has a figure stays not entered."""
    return YearFigures(
        budget=sum((line.budget for line in lines), NIL),
        profile=tuple(sum((line.profile[at] for line in lines), NIL) for at in range(MONTHS_OF_YEAR)),
        spend=tuple(_sum_entered(line.spend[at] for line in lines) for at in range(MONTHS_OF_YEAR)),
        forecast=forecast_of_all([line.forecast for line in lines]),
        elapsed=elapsed,
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
