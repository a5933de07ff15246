"""The variance report, read: as at through a month, as known at a moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import last_of_month, local_day, today
from core.financial_year import months
from finance.figures import NIL
from finance.forecast_page import version_before
from finance.grid import Grid, GridLine, read_grid
from finance.models import (
    BudgetLine,
    BudgetMovement,
    ForecastVersion,
    MonthClose,
    SpendEntry,
    VarianceExplanation,
    VarianceLimits,
)
from finance.periods import period_13
from finance.variance import Group, Level, Limits, LineRow, Report, Sums, total_of

GROUPINGS = {"stream": "Funding stream", "section": "Plan area", "kind": "Kind of cost"}
ONLY = {
    "": "Every line",
    "missing": "Explanation missing",
    "red": "Red",
    "over": "Overspent",
    "under": "Underspent",
}
Kept = Callable[[LineRow], bool]


def month_to_report(council: Council, year: int) -> date:
    """The last month of the year that is closed or has a figure; April before there is one. Two queries."""
    closed = [month for month in MonthClose.objects.closed_months(council) if month in months(year)]
    entered = SpendEntry.objects.of(council).in_year(year).standing().spent().values_list("month", flat=True)
    found = [*closed, *(month for month in entered.distinct() if month.day == 1)]
    return max(found, default=months(year)[0])


def limits_on(council: Council, day: date, known_at: datetime | None = None) -> Limits:
    """The limits that held on a day: the council's own, or the usual ones."""
    own = VarianceLimits.objects.held_on(council, day, known_at)
    return Limits.of(own.limits if own else None)


def read_variances(
    council: Council, year: int, through: date, known_at: datetime | None = None, by: str = "stream"
) -> Report:
    """The report of every line of a year, grouped `by` one of GROUPINGS. Fifteen queries, whatever the lines.

    The forecast is that frozen at the close of the month; while the month is open, the working one.
    """
    day = last_of_month(through)
    # Through March, what period 13 made of it counts once that is closed.
    closes = [through, *([period_13(year)] if through == months(year)[-1] else [])]
    frozen = ForecastVersion.objects.of(council).filter(month__in=closes).newest_first(known_at).first()
    # Budget and forecast are those of one day: of the close, or of the day asked from while the month is open.
    asked_from = local_day(known_at) if known_at else today()
    forecast_day = max(local_day(frozen.recorded_at) if frozen else asked_from, day)
    grid = read_grid(council, year, day, known_at, forecast_day)
    lines = [row.line for row in grid.lines]
    before = version_before(council, year, through, known_at)
    original = BudgetMovement.objects.of_lines(lines).filter(
        financial_year=year, kind=BudgetMovement.Kind.ORIGINAL
    )
    limits = limits_on(council, day, known_at)
    made = _Rows(
        grid,
        months(year).index(through) + 1,
        limits,
        original.by_line_and_year(forecast_day, known_at),
        frozen.outturns if frozen else None,
        before.outturns if before else None,
        VarianceExplanation.objects.of_month(lines, through, known_at),
        group_names(lines, by),
    )
    report = Report(
        year=year,
        through=through,
        known_at=known_at,
        groups=(),
        total=Sums(),
        rag=limits.rag(Level.TOTAL, NIL, NIL),
        is_frozen=frozen is not None,
        before=before.month if before else None,
    )
    return grouped(report, [made.row_of(row) for row in grid.lines], limits)


def grouped(report: Report, rows: Sequence[LineRow], limits: Limits) -> Report:
    """The report of these rows, with their subtotals and total."""
    names = sorted({row.group for row in rows})
    groups = []
    for name in names:
        own = tuple(row for row in rows if row.group == name)
        sums = total_of(row.sums for row in own)
        groups.append(Group(name, own, sums, limits.rag(Level.SERVICE, sums.variance, sums.budget)))
    total = total_of(group.sums for group in groups)
    rag = limits.rag(Level.TOTAL, total.variance, total.budget)
    return replace(report, groups=tuple(groups), total=total, rag=rag)


def narrowed(report: Report, limits: Limits, only: str, words: str) -> Report:
    """The report of the lines asked for: `only` one of ONLY, `words` of their name or code."""
    tests: dict[str, Kept] = {
        "missing": lambda row: row.is_missing,
        "red": lambda row: row.rag == "red",
        "over": lambda row: row.sums.variance > 0,
        "under": lambda row: row.sums.variance < 0,
    }
    found = [row for row in report.rows if words.lower() in str(row.line).lower()]
    rows = [row for row in found if tests[only](row)] if only in tests else found
    return grouped(report, rows, limits)


@dataclass(frozen=True)
class _Rows:
    """What the rows are made from; `frozen` and `before` are outturns by line id, None where none were frozen."""

    grid: Grid
    elapsed: int
    limits: Limits
    original: Mapping[int, Mapping[int, Decimal]]
    frozen: Mapping[int, Decimal] | None
    before: Mapping[int, Decimal] | None
    explained: Mapping[int, VarianceExplanation]
    groups: Mapping[int, str]

    def row_of(self, row: GridLine) -> LineRow:
        figures, pk = row.figures, row.line.pk
        outturn = figures.forecast_outturn if self.frozen is None else self.frozen.get(pk, NIL)
        sums = Sums(
            original=self.original.get(pk, {}).get(self.grid.year, NIL),
            budget=figures.budget,
            to_date=sum(figures.profile[: self.elapsed], NIL),
            actual=figures.actual_to_date,
            outturn=outturn,
            before=None if self.before is None else self.before.get(pk, NIL),
        )
        return LineRow(
            row.line,
            sums,
            self.limits.rag(Level.LINE, sums.variance, sums.budget),
            self.limits.must_explain(sums.variance, sums.budget),
            self.explained.get(pk),
            self.groups[pk],
        )


def group_names(lines: Sequence[BudgetLine], by: str) -> dict[int, str]:
    """What each line stands under. One that cites several plan areas stands under all of them together, once."""
    if by == "kind":
        return {line.pk: line.get_kind_display() for line in lines}
    if by == "stream":
        return {line.pk: line.funding_stream or "No funding stream" for line in lines}
    cited = BudgetLine.objects.filter(pk__in=[line.pk for line in lines]).prefetch_related(
        "sections__chapter__plan"
    )
    return {
        line.pk: ", ".join(sorted(str(section) for section in line.sections.all())) or "No plan area"
        for line in cited
    }
