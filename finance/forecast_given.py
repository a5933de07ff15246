"""What the forecasts of lines are made from, read for the grid: closes, methods, figures, commitments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.dates import today
from core.financial_year import months
from finance.models import BudgetLine, ForecastEntry, ForecastMethod, MonthClose, SpendEntry
from finance.outturn import NIL, Given

# The methods that rest on figures given month by month, and whose figures those are.
SOURCES = {
    ForecastMethod.Method.OWN.value: ForecastEntry.Source.OWN.value,
    ForecastMethod.Method.POSTS.value: ForecastEntry.Source.POSTS.value,
}


def given_of_lines(
    lines: Sequence[BudgetLine],
    year: int,
    day: date | None = None,
    known_at: datetime | None = None,
    forecast_day: date | None = None,
) -> dict[int, Given]:
    """What each line's forecast of a year rests on, on `day` (None: now) as known at `known_at`, by line id; its
    methods and figures are those of `forecast_day`, where that is another.

    Three queries, and one more where a line has figures of its own.
    """
    if not lines:
        return {}
    asked = forecast_day or day or today()
    closed = MonthClose.objects.closed_months(lines[0].council_id, known_at, day)
    is_closed = tuple(month in closed for month in months(year))
    methods = ForecastMethod.objects.by_line(lines, year, asked, known_at)
    figures: Mapping[tuple[int, str], Mapping[date, Decimal]] = {}
    if set(methods.values()) & set(SOURCES):
        figures = ForecastEntry.objects.of_lines(lines).in_year(year).by_source(asked, known_at)
    posted = SpendEntry.objects.of_lines(lines).in_year(year).standing(day, known_at)
    ordered = posted.commitments_by_cell()
    given = {}
    for line in lines:
        method = methods.get(line.pk, ForecastMethod.Method.PROFILE.value)
        own = figures.get((line.pk, SOURCES.get(method, "")), {})
        given[line.pk] = Given(
            closed=is_closed,
            method=method,
            figures=tuple(own.get(month) for month in months(year)),
            ordered=tuple(ordered.get((line.pk, month), NIL) for month in months(year)),
        )
    return given
