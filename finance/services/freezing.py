"""The forecast of a year as it stood when a month closed: frozen with the close, voided when it is opened again."""

from accounts.changes import record
from accounts.models import User
from core.financial_year import year_of
from core.money import plain
from finance.figures import NIL, YearFigures
from finance.grid import read_grid
from finance.models import ForecastVersion, MonthClose


def freeze_forecast(close: MonthClose, by: User) -> ForecastVersion:
    """Keep the forecast of the year as the close leaves it. Only for the service that closes the month."""
    council = close.council
    grid = read_grid(council, year_of(close.month))
    before = ForecastVersion.objects.filter(council=council, month=close.month).order_by("-pk").first()
    version = ForecastVersion.objects.create(
        council=council,
        month=close.month,
        close=close,
        figures={str(row.line.pk): _told(row.figures) for row in grid.lines},
        total=sum((row.figures.forecast_outturn for row in grid.lines), NIL),
        as_at=close.as_at,
        recorded_by=by,
        corrects=before,
    )
    after = {"forecast outturn": plain(version.total), "lines": len(grid.lines)}
    record("froze the forecast at", close, council=council, by=by, after=after, entries=[version])
    return version


def _told(figures: YearFigures) -> dict[str, object]:
    return {
        "method": figures.method,
        "months": [str(amount) for amount in figures.forecast.months],
        "period_13": str(figures.period_13 or NIL),
        "outturn": str(figures.forecast_outturn),
    }


def void_forecast(reopening: MonthClose, by: User) -> ForecastVersion | None:
    """Take the frozen forecast of a reopened month out; None where the month was closed before there were any."""
    council, month = reopening.council, reopening.month
    version = ForecastVersion.objects.filter(council=council, month=month).standing().first()
    if version is None:
        return None
    void = ForecastVersion.objects.create(
        council=council,
        month=month,
        close=version.close,
        as_at=version.as_at,
        recorded_by=by,
        corrects=version,
        is_void=True,
    )
    record("took out the frozen forecast of", reopening, council=council, by=by, entries=[void])
    return void
