"""Spend burning up through a year: budget to date by profile, what was spent, and where the forecast leads."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate

from accounts.models import Council
from core.charts import ChartImage, Series, line_chart
from core.dates import short_month
from core.money import hides_pence, pounds
from core.palette import TONES
from finance.figures import MONTHS_OF_YEAR, NIL, YearFigures
from finance.forecast_page import version_before
from finance.grid import read_grid
from finance.models import BudgetLine, FundingDecision
from finance.periods import period_name


@dataclass(frozen=True)
class BurnUpMonth:
    """Pounds from April to the end of a month; `actual` None beyond the last month entered, `forecast` None
    before the last closed one."""

    month: date
    budget: Decimal
    actual: Decimal | None
    forecast: Decimal | None


@dataclass(frozen=True)
class BurnUp:
    """A year of a council, a decision or a line. `before` is the outturn frozen at the close of `since`."""

    year: int
    months: tuple[BurnUpMonth, ...]
    total: YearFigures
    before: Decimal | None
    since: str
    chart: ChartImage

    @property
    def change(self) -> Decimal | None:
        """Of the forecast outturn since the one frozen at the last close."""
        return None if self.before is None else self.total.forecast_outturn - self.before

    @property
    def hides_pence(self) -> bool:
        """Whether its heads, in whole pounds, may not add up to each other or to the table."""
        return self.total.hides_pence or hides_pence(self.change)


def burn_up_of(
    of: Council | FundingDecision | BudgetLine,
    year: int,
    name: str,
    day: date | None = None,
    known_at: datetime | None = None,
) -> BurnUp:
    """The chart with its table, and the change since the last close. Eight queries, or nine."""
    grid = read_grid(of, year, day, known_at)
    council = of if isinstance(of, Council) else of.council
    version = version_before(council, year, known_at=known_at)
    months = _months(grid.months, grid.total)
    pks = [row.line.pk for row in grid.lines]
    before = sum((version.outturns.get(pk, NIL) for pk in pks), NIL) if version else None
    since = period_name(version.month) if version else ""
    return BurnUp(year, months, grid.total, before, since, _chart(months, name))


def _months(months: tuple[date, ...], total: YearFigures) -> tuple[BurnUpMonth, ...]:
    late = total.period_13 or NIL
    last = MONTHS_OF_YEAR - 1
    budget = list(accumulate(total.profile))
    actual = list(accumulate(amount or NIL for amount in total.spend))
    forecast = list(accumulate(total.forecast.months))
    actual[last] += late
    forecast[last] += late
    closed = [at for at, amount in enumerate(total.forecast.expected) if amount is None]
    begins = max(closed, default=0)
    return tuple(
        BurnUpMonth(
            month,
            budget[at],
            actual[at] if at < total.elapsed else None,
            forecast[at] if at >= begins else None,
        )
        for at, month in enumerate(months)
    )


def _chart(months: tuple[BurnUpMonth, ...], name: str) -> ChartImage:
    return line_chart(
        f"{name}: budget, spend and forecast, adding up through the year",
        [short_month(each.month) for each in months],
        [
            Series("Budget to date", TONES["grey"].strong, [each.budget for each in months]),
            Series("Actual to date", TONES["blue"].strong, [each.actual for each in months]),
            Series("Forecast", TONES["purple"].strong, [each.forecast for each in months]),
        ],
        of="Month",
        show=lambda amount: pounds(amount, pence=False),
    )
