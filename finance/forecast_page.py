"""The forecast of a year as a page: closed months as they came to, open ones as inputs or as text, the methods."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.money import pence_of, plain
from finance.cell_words import cell_label, conflict_sentence
from finance.figures import NIL, YearFigures
from finance.grid import Grid, GridLine
from finance.models import BudgetLine, ForecastEntry, ForecastMethod, ForecastVersion
from finance.periods import number_of, period_13, period_name
from finance.services import ForecastOutcome, GridCell, MethodChoice
from finance.services.forecasts import standing_figures
from finance.services.spend import Cell

Method = ForecastMethod.Method
NONE_YET = "–"


@dataclass(frozen=True)
class ForecastCell:
    """A month of a line. `name` is that of its input (empty: text only); `known` and `share` are pence: what is
    entered and ordered already, and what the profile gives a month left blank. `period` is its page's."""

    name: str
    label: str
    shown: str
    text: str
    error: str = ""
    period: int = 0
    known: int = 0
    share: int = 0
    is_closed: bool = False


@dataclass(frozen=True)
class ForecastRow:
    """A line with its method as shown and as chosen; `problem` says who changed the method meanwhile."""

    line: BudgetLine
    method: str
    chosen: str
    cells: tuple[ForecastCell, ...]
    sums: tuple[str, ...]
    problem: str = ""

    @property
    def method_words(self) -> str:
        return Method(self.method).label


@dataclass(frozen=True)
class ForecastPage:
    """`before` is the frozen forecast that changes are counted from; `errors` are pairs (id, sentence)."""

    grid: Grid
    rows: tuple[ForecastRow, ...]
    heads: tuple[tuple[date, bool], ...]
    months: tuple[str, ...]
    sums: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]
    has_period_13: bool
    before: ForecastVersion | None

    @property
    def before_words(self) -> str:
        return period_name(self.before.month) if self.before else ""


def methods_posted(grid: Grid, post: Mapping[str, str]) -> list[MethodChoice]:
    """The methods a form posted, each as `method-ID` with `shown-method-ID`."""
    return [
        MethodChoice(row.line.pk, post.get(f"shown-method-{row.line.pk}", ""), post[name])
        for row in grid.lines
        if (name := f"method-{row.line.pk}") in post and post[name] in Method.values
    ]


def version_before(
    council: Council, year: int, month: date | None = None, known_at: datetime | None = None
) -> ForecastVersion | None:
    """The last forecast frozen in the year, before a month where one is given. One query."""
    versions = ForecastVersion.objects.of(council).in_year(year).newest_first(known_at)
    return (versions.filter(month__lt=month) if month else versions).first()


def forecast_page_of(
    grid: Grid,
    *,
    is_form: bool,
    before: ForecastVersion | None = None,
    posted: Sequence[GridCell] = (),
    chosen: Sequence[MethodChoice] = (),
    outcome: ForecastOutcome | None = None,
) -> ForecastPage:
    """The page; after a save that was refused, with everything typed and chosen still there."""
    outcome = outcome or ForecastOutcome()
    kept = {cell.key: cell for cell in posted if outcome.saved_nothing or cell.key in outcome.conflicts}
    wanted = {
        each.line_id: each.chosen for each in chosen if outcome.errors or each.line_id in outcome.methods
    }
    own: dict[Cell, ForecastEntry] = {}
    if is_form:
        lines = [row.line for row in grid.lines if row.figures.method == Method.OWN]
        own = standing_figures(lines, grid.months, ForecastEntry.Source.OWN)
    sheet = _Sheet(grid, is_form, own, kept, outcome, before)
    rows = tuple(sheet.row_of(row, wanted.get(row.line.pk)) for row in grid.lines)
    total = grid.total
    months = (*total.forecast.months, *((total.period_13 or NIL,) if sheet.has_period_13 else ()))
    return ForecastPage(
        grid=grid,
        rows=rows,
        heads=tuple(zip(grid.months, sheet.closed, strict=True)),
        months=tuple(plain(amount, pence=True) for amount in months),
        sums=_sums(total, before.total if before else None),
        errors=tuple(_errors(rows)),
        has_period_13=sheet.has_period_13,
        before=before,
    )


def _errors(rows: Sequence[ForecastRow]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.problem:
            yield f"method-{row.line.pk}", f"{row.line}: {row.problem}"
        for cell in row.cells:
            if cell.error:
                yield cell.name, f"{cell.label}: {cell.error}"


@dataclass(frozen=True)
class _Sheet:
    """What the cells of the page are made from."""

    grid: Grid
    is_form: bool
    own: Mapping[Cell, ForecastEntry]
    kept: Mapping[Cell, GridCell]
    outcome: ForecastOutcome
    before: ForecastVersion | None

    @property
    def closed(self) -> tuple[bool, ...]:
        first = self.grid.lines[0].figures.forecast.expected if self.grid.lines else (NIL,) * 12
        return tuple(amount is None for amount in first)

    @property
    def has_period_13(self) -> bool:
        return self.grid.total.period_13 is not None

    def row_of(self, row: GridLine, wanted: str | None) -> ForecastRow:
        figures, line = row.figures, row.line
        cells = [self._cell(row, at) for at in range(len(self.grid.months))]
        if self.has_period_13:
            cells.append(_text(line, period_13(self.grid.year), figures.period_13, is_closed=True))
        frozen = self.before.outturns.get(line.pk, NIL) if self.before else None
        problem = self.outcome.methods.get(line.pk, "")
        if problem:
            problem = f"somebody else chose “{problem}” meanwhile. Save again to put yours on top"
        sums = _sums(figures, frozen)
        return ForecastRow(line, figures.method, wanted or figures.method, tuple(cells), sums, problem)

    def _cell(self, row: GridLine, at: int) -> ForecastCell:
        line, month, figures = row.line, self.grid.months[at], row.figures
        if figures.forecast.expected[at] is None and (line.pk, month) not in self.kept:
            return _text(line, month, figures.spend[at], is_closed=True)
        key = (line.pk, month)
        if key not in self.kept and (not self.is_form or figures.method != Method.OWN):
            return _text(line, month, figures.forecast.months[at])
        entry = self.own.get(key)
        current = entry.amount if entry else None
        shown = text = "" if current is None else plain(current)
        if key in self.kept:
            shown, text = self.kept[key].shown, self.kept[key].typed
        error = self.outcome.errors.get(key, "")
        if conflict := self.outcome.conflicts.get(key):
            shown = "" if conflict.amount is None else plain(conflict.amount)
            error = error or conflict_sentence(conflict, text)
        return ForecastCell(
            name=f"cell-{line.pk}-{month:%Y%m}",
            label=cell_label(line, month),
            shown=shown,
            text=text,
            error=error,
            known=pence_of(figures.forecast.known[at]),
            share=pence_of(figures.profile[at]),
        )


def _text(line: BudgetLine, month: date, amount: Decimal | None, is_closed: bool = False) -> ForecastCell:
    text = NONE_YET if amount is None else plain(amount, pence=True)
    has_page = is_closed and amount is not None
    period = number_of(month) if has_page else 0
    return ForecastCell("", cell_label(line, month), "", text, period=period, is_closed=is_closed)


def _sums(figures: YearFigures, frozen: Decimal | None) -> tuple[str, ...]:
    """Forecast outturn, budget, variance, and the change since the frozen forecast (a dash without one)."""
    sums = (figures.forecast_outturn, figures.budget, figures.variance)
    change = NONE_YET if frozen is None else plain(figures.forecast_outturn - frozen, pence=True)
    return (*(plain(amount, pence=True) for amount in sums), change)
