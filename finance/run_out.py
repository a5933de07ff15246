"""The month in which money runs out: what was spent, then the budget as its profile lays it out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.financial_year import LATER_YEARS, end, months
from finance.figures import EVEN, NIL, share_out
from finance.models import BudgetLine, Profile


def month_run_out(amount: Decimal, lines: Iterable[Mapping[date, Decimal]]) -> date | None:
    """The first month at whose end the lines have cost `amount` (pounds); None: not within their budgets.

    Document 003: a first tranche of £5m, forecast to be fully spent by the end of October 2022.
    """
    by_month: dict[date, Decimal] = {}
    for line in lines:
        for month, cost in line.items():
            by_month[month] = by_month.get(month, NIL) + cost
    cost = NIL
    for month in sorted(by_month):
        cost += by_month[month]
        if cost >= amount:
            return month
    return None


def cost_by_month(
    lines: Sequence[BudgetLine],
    budgets: Mapping[int, Mapping[int, Decimal]],
    spent: Mapping[int, Mapping[date, Decimal]],
    known_at: datetime | None = None,
) -> dict[int, dict[date, Decimal]]:
    """By line id and month: the spend entered, else the budget profiled to the month. One query."""
    years = {year for by_year in budgets.values() for year in by_year if year != LATER_YEARS}
    if not years:
        return {line.pk: dict(spent.get(line.pk, {})) for line in lines}
    profiles = Profile.objects.filter(line__in=[line.pk for line in lines]).current(end(max(years)), known_at)
    rows = profiles.values_list("line_id", "financial_year", "parts")
    parts = {(line_id, year): weights for line_id, year, weights in rows}
    costs: dict[int, dict[date, Decimal]] = {}
    for line in lines:
        cost = costs[line.pk] = {}
        for year, budget in budgets.get(line.pk, {}).items():
            if year != LATER_YEARS:
                shares = share_out(budget, parts.get((line.pk, year), EVEN))
                cost.update(zip(months(year), shares, strict=True))
        cost.update(spent.get(line.pk, {}))
    return costs
