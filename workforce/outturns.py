"""What the lines that pay for posts have come to and will: finance's rule over the forecast from posts. Closed months
are what was spent; a month still open is what its posts are worked out to cost, or what is entered and ordered once
that is more. So nobody reads the forecast of a month that is over as its spend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Council
from core.dates import first_of_month
from core.financial_year import months, year_of
from core.ledger import AsAt
from finance.models import BudgetLine, ForecastMethod, MonthClose, SpendEntry
from finance.outturn import NIL, TWELVE, Given, forecast_of


@dataclass(frozen=True)
class LineSpend:
    """Of a line, in pounds by month (first days; period 13 stands in its March): what was entered as spent (a month
    without an entry is missing) and what is ordered and has not come; and the months finance has closed."""

    closed: frozenset[date] = frozenset()
    entered: Mapping[date, Decimal] = field(default_factory=dict)
    ordered: Mapping[date, Decimal] = field(default_factory=dict)


def spend_of_lines(council: Council, lines: Sequence[BudgetLine], asked: AsAt) -> dict[int, LineSpend]:
    """As at a day, as known then. Three queries however many lines; none without lines."""
    if not lines:
        return {}
    closed = MonthClose.objects.closed_months(council, asked.known_at, asked.day)
    posted = SpendEntry.objects.of_lines(lines).standing(asked.day, asked.known_at)
    entered, ordered = _by_line(posted.by_cell()), _by_line(posted.commitments_by_cell())
    return {line.pk: LineSpend(closed, entered[line.pk], ordered[line.pk]) for line in lines}


def _by_line(cells: Mapping[tuple[int, date], Decimal]) -> dict[int, dict[date, Decimal]]:
    found: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (line, month), amount in cells.items():
        found[line][first_of_month(month)] += amount
    return defaultdict(dict, {line: dict(by_month) for line, by_month in found.items()})


def outturn_by_month(spend: LineSpend, from_posts: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """Pounds of every month in which posts are worked out, or something was spent or ordered."""
    known = sorted({*from_posts, *spend.entered, *spend.ordered})
    found: dict[date, Decimal] = {}
    for year in sorted({year_of(month) for month in known}):
        in_year = months(year)
        given = Given(
            closed=tuple(month in spend.closed for month in in_year),
            method=ForecastMethod.Method.POSTS,
            figures=tuple(from_posts.get(month, NIL) for month in in_year),
            ordered=tuple(spend.ordered.get(month, NIL) for month in in_year),
        )
        spent = [spend.entered.get(month) for month in in_year]
        forecast = forecast_of((NIL,) * TWELVE, spent, given)
        # What was ordered in a closed month is still to come in the first open one.
        found |= {
            month: amount
            for month, amount in zip(in_year, forecast.months, strict=True)
            if amount or month in known
        }
    return found


def offered_by_month(spend: LineSpend, from_posts: Mapping[date, Decimal], day: date) -> dict[date, Decimal]:
    """What finance is offered: every month still open, because its forecast of a line is either from posts or not.
    Of a month that is over and has been entered, what was entered."""
    this_month = first_of_month(day)
    return {
        month: spend.entered.get(month, amount) if month < this_month else amount
        for month, amount in from_posts.items()
        if month not in spend.closed
    }
