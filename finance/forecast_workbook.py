"""The forecast as a workbook: columns as data, sums as formulas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.dates import short_month
from core.financial_year import label
from core.spreadsheets import Column, Formula, Sheet
from finance.figures import NIL, YearFigures
from finance.grid import Grid
from finance.models import BudgetLine, ForecastMethod, ForecastVersion
from finance.periods import period_name

_MONTHS_FROM = "D"


_Shown = Formula | Decimal | None
_Value = Callable[["ForecastRecord"], _Shown]


@dataclass(frozen=True)
class ForecastRecord:
    """A line of the workbook, or the foot (no line), which adds the `lines` rows above it up."""

    line: BudgetLine | None
    figures: YearFigures
    lines: int


def forecast_sheet(grid: Grid, before: ForecastVersion | None) -> Sheet[ForecastRecord]:
    """Every line by month as it is taken to come to; outturn, variance and totals are live formulas."""
    records = [ForecastRecord(row.line, row.figures, 0) for row in grid.lines]
    title = f"Forecast {label(grid.year).replace('/', '-')}"
    foot = [ForecastRecord(None, grid.total, len(records))] if records else []
    return Sheet(title, _columns(grid, before), [*records, *foot])


def _columns(grid: Grid, before: ForecastVersion | None) -> list[Column[ForecastRecord]]:
    at_close = _at_close(grid, before)
    words: list[Column[ForecastRecord]] = [
        Column("Code", lambda row: row.line.code if row.line else "", width=10),
        Column("Budget line", lambda row: row.line.name if row.line else "Total", width=40),
        Column("Forecast by", _method, width=22),
    ]
    sums: list[_Value] = [
        *(_month(at) for at in range(12)),
        lambda row: row.figures.period_13 or NIL,
        lambda row: Formula("=SUM(D{row}:P{row})", row.figures.forecast_outturn),
        lambda row: row.figures.budget,
        lambda row: Formula("=Q{row}-R{row}", row.figures.variance),
        at_close,
        lambda row: Formula("=Q{row}-T{row}", row.figures.forecast_outturn - at_close(row)),
    ]
    if before is None:
        # A blank would be subtracted as nil, and the whole outturn be called a change.
        sums[-2:] = [_nothing, _nothing]
    since = f"Forecast at the close of {period_name(before.month)}" if before else "No forecast frozen yet"
    heads: Sequence[str] = [
        *(short_month(month) for month in grid.months),
        "Period 13",
        "Forecast outturn",
        "Budget",
        "Variance (overspend positive)",
        since,
        "Change since",
    ]
    return words + [
        Column(head, _or_total(value, chr(ord(_MONTHS_FROM) + at)), width=14)
        for at, (head, value) in enumerate(zip(heads, sums, strict=True))
    ]


def _method(row: ForecastRecord) -> str:
    return ForecastMethod.Method(row.figures.method).label if row.line else ""


def _month(at: int) -> _Value:
    return lambda row: row.figures.forecast.months[at]


def _at_close(grid: Grid, before: ForecastVersion | None) -> Callable[[ForecastRecord], Decimal]:
    """The outturn of a line as it was frozen; at the foot, of all the lines there are."""
    frozen = before.outturns if before else {}
    total = sum((frozen.get(row.line.pk, NIL) for row in grid.lines), NIL)
    return lambda row: frozen.get(row.line.pk, NIL) if row.line else total


def _nothing(row: ForecastRecord) -> None:
    """Left blank, in a line and at the foot."""


def _or_total(value: _Value, letter: str) -> _Value:
    """The value of a line; at the foot the sum of the column above, where there is one."""
    if value is _nothing:
        return value

    def of(row: ForecastRecord) -> _Shown:
        own = value(row)
        if row.line:
            return own
        whole = own.shown if isinstance(own, Formula) else own
        return Formula(f"=SUM({letter}2:{letter}{row.lines + 1})", whole)

    return of
