"""The month in which money runs out: what was spent, then the forecast, or the budget as its profile lays it out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.dates import today
from core.financial_year import LATER_YEARS, end, months, year_of
from finance.figures import EVEN, NIL, share_out
from finance.forecast_given import given_of_lines
from finance.models import BudgetLine, ForecastMethod, Profile
from finance.outturn import Given, forecast_of

A_POUND = Decimal(1)


def month_run_out(amount: Decimal, lines: Iterable[Mapping[date, Decimal]]) -> date | None:
    """The first month at whose end the lines have cost `amount` (pounds); None: not within their budgets. Less than
    £1 left is none: sums are decided in whole pounds, and lines are computed to the penny.

    Document 003: a first tranche of £5m, forecast to be fully spent by the end of October 2022.
    """
    by_month: dict[date, Decimal] = {}
    for line in lines:
        for month, cost in line.items():
            by_month[month] = by_month.get(month, NIL) + cost
    cost = NIL
    for month in sorted(by_month):
        cost += by_month[month]
        if amount - cost < A_POUND:
            return month
    return None


def cost_by_month(
    lines: Sequence[BudgetLine],
    budgets: Mapping[int, Mapping[int, Decimal]],
    spent: Mapping[int, Mapping[date, Decimal]],
    day: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, dict[date, Decimal]]:
    """By line id and month, on `day` (None: now): the spend entered, else the budget profiled to the month; where
    the line's year is forecast in another way, what its grid says. Two queries, and four a year so forecast."""
    years = {year for by_year in budgets.values() for year in by_year if year != LATER_YEARS}
    if not years:
        return {line.pk: dict(spent.get(line.pk, {})) for line in lines}
    profiles = Profile.objects.filter(line__in=[line.pk for line in lines]).current(end(max(years)), known_at)
    rows = profiles.values_list("line_id", "financial_year", "parts")
    parts = {(line_id, year): weights for line_id, year, weights in rows}
    forecast = _forecast(lines, day, known_at)
    costs: dict[int, dict[date, Decimal]] = {}
    for line in lines:
        cost = costs[line.pk] = {}
        entered = spent.get(line.pk, {})
        for year, budget in budgets.get(line.pk, {}).items():
            if year != LATER_YEARS:
                shares = share_out(budget, parts.get((line.pk, year), EVEN))
                given = forecast.get((line.pk, year))
                if given:
                    shares = forecast_of(shares, [entered.get(month) for month in months(year)], given).months
                cost.update(zip(months(year), shares, strict=True))
        # Also what was put right in period 13, and in years without budget.
        cost.update(
            {
                month: amount
                for month, amount in entered.items()
                if (line.pk, year_of(month)) not in forecast or month not in cost
            }
        )
    return costs


def _forecast(
    lines: Sequence[BudgetLine], day: date | None, known_at: datetime | None
) -> dict[tuple[int, int], Given]:
    """What the forecast is made from by line id and year, where somebody chose another method than the profile."""
    by_pk = {line.pk: line for line in lines}
    methods = ForecastMethod.objects.filter(line__in=by_pk).current(day or today(), known_at)
    chosen = methods.exclude(method=ForecastMethod.Method.PROFILE).order_by("line", "financial_year")
    by_year: dict[int, list[BudgetLine]] = {}
    for line_id, year in chosen.values_list("line_id", "financial_year"):
        by_year.setdefault(year, []).append(by_pk[line_id])
    return {
        (pk, year): given
        for year, forecast in by_year.items()
        for pk, given in given_of_lines(forecast, year, day, known_at).items()
    }
