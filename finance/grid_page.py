"""The year's grid as a page: its cells as inputs or as text, with what was typed and what is wrong beside each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.dates import today
from core.money import plain
from finance.cell_words import cell_label, conflict_sentence
from finance.figures import YearFigures
from finance.grid import Grid, GridLine
from finance.models import BudgetLine, SpendEntry
from finance.periods import number_of, period_13
from finance.services import GridCell, GridOutcome

NOT_ENTERED = "–"
NEEDS_NOTE = "Say why figures that were entered already change: one note for all of them"


@dataclass(frozen=True)
class PageCell:
    """A cell: `name` of its input (empty: text only), the text it is posted with as shown, and its error.

    `period` is its month as its page has it in the address; 0 where there is no page to look at.
    """

    name: str
    label: str
    shown: str
    text: str
    error: str = ""
    period: int = 0


@dataclass(frozen=True)
class PageRow:
    line: BudgetLine
    cells: tuple[PageCell, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True)
class GridPage:
    """`heads` are the months, each with whether it is closed; `errors` are pairs (id of an input, sentence)
    for the summary at the top."""

    grid: Grid
    rows: tuple[PageRow, ...]
    heads: tuple[tuple[date, bool], ...]
    months: tuple[str, ...]
    sums: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]
    has_period_13: bool


def cells_posted(grid: Grid, post: Mapping[str, str]) -> list[GridCell]:
    """The cells of this grid that a form posted, each as `cell-ID-YYYYMM` with `shown-ID-YYYYMM`."""
    keys = ((row.line.pk, month) for row in grid.lines for month in grid.months)
    return [
        GridCell(line_id, month, post.get(_name("shown", line_id, month), ""), post[name])
        for line_id, month in keys
        if (name := _name("cell", line_id, month)) in post
    ]


def page_of(
    grid: Grid,
    *,
    is_form: bool,
    closed: Collection[date] = (),
    posted: Sequence[GridCell] = (),
    outcome: GridOutcome | None = None,
) -> GridPage:
    """The page; after a save that was refused, with everything typed still there.

    After an error nothing was saved, so every cell is as it was posted. After a conflict only the refused
    cells are, and they are shown the other's value now, so that saving again puts the typed one on top.
    """
    outcome = outcome or GridOutcome()
    kept = {cell.key: cell for cell in posted if outcome.saved_nothing or cell.key in outcome.conflicts}
    sheet = _Sheet(grid, is_form, frozenset(closed), kept, outcome, period_13(grid.year) in closed)
    rows = tuple(PageRow(row.line, tuple(sheet.cells_of(row)), _sums(row.figures)) for row in grid.lines)
    errors = tuple(
        (cell.name, f"{cell.label}: {cell.error}") for row in rows for cell in row.cells if cell.error
    )
    if outcome.needs_note:
        errors = (*errors, ("note", NEEDS_NOTE))
    total = grid.total
    columns = (*total.spend, total.period_13) if sheet.has_period_13 else total.spend
    months = tuple(NOT_ENTERED if spent is None else plain(spent, pence=True) for spent in columns)
    heads = tuple((month, month in closed) for month in grid.months)
    return GridPage(grid, rows, heads, months, _sums(total), errors, sheet.has_period_13)


def commitments_of(grid: Grid) -> list[tuple[BudgetLine, Decimal]]:
    """The lines of a grid with what is ordered on them in its year and not yet spent. One query."""
    lines = [row.line for row in grid.lines]
    ordered = SpendEntry.objects.of_lines(lines).in_year(grid.year).standing().commitments_by_line()
    return [(line, ordered[line.pk]) for line in lines if line.pk in ordered]


@dataclass(frozen=True)
class _Sheet:
    """What the cells of a grid are made from."""

    grid: Grid
    is_form: bool
    closed: frozenset[date]
    kept: Mapping[tuple[int, date], GridCell]
    outcome: GridOutcome
    closed_period_13: bool

    @property
    def has_period_13(self) -> bool:
        return (
            self.closed_period_13
            or self.grid.total.period_13 is not None
            or self.grid.months[-1] in self.closed
        )

    def cells_of(self, row: GridLine) -> Iterator[PageCell]:
        for month, spent in zip(self.grid.months, row.figures.spend, strict=True):
            yield self._cell(row.line, month, spent)
        if self.has_period_13:
            yield self._text(row.line, period_13(self.grid.year), row.figures.period_13)

    def _cell(self, line: BudgetLine, month: date, spent: Decimal | None) -> PageCell:
        key = (line.pk, month)
        # A month that has not begun takes no figure, but one that is there can be taken out.
        waits = month > today() and spent is None
        if key not in self.kept and (not self.is_form or waits or month in self.closed):
            return self._text(line, month, spent)
        shown = text = "" if spent is None else plain(spent)
        if key in self.kept:
            shown, text = self.kept[key].shown, self.kept[key].typed
        error = self.outcome.errors.get(key, "")
        if conflict := self.outcome.conflicts.get(key):
            shown = "" if conflict.amount is None else plain(conflict.amount)
            error = error or conflict_sentence(conflict, text)
        return PageCell(_name("cell", *key), cell_label(line, month), shown, text, error, number_of(month))

    def _text(self, line: BudgetLine, month: date, spent: Decimal | None) -> PageCell:
        has_page = spent is not None
        text = NOT_ENTERED if spent is None else plain(spent)
        return PageCell("", cell_label(line, month), "", text, period=number_of(month) if has_page else 0)


def _name(kind: str, line_id: int, month: date) -> str:
    return f"{kind}-{line_id}-{month:%Y%m}"


def _sums(figures: YearFigures) -> tuple[str, ...]:
    sums: tuple[Decimal, ...] = (
        figures.actual_to_date,
        figures.budget_to_date,
        figures.budget,
        figures.forecast_outturn,
        figures.variance,
    )
    return tuple(plain(amount, pence=True) for amount in sums)
