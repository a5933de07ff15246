"""The year's grid as a page: its cells as inputs or as text, with what was typed and what is wrong beside each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.dates import full_moment, month_name, today
from core.money import plain
from finance.figures import YearFigures
from finance.grid import Grid, GridLine
from finance.models import BudgetLine
from finance.services import CellConflict, GridCell, GridOutcome

NOT_ENTERED = "–"


@dataclass(frozen=True)
class PageCell:
    """A cell: `name` of its input (empty: text only), the text it is posted with as shown, and its error."""

    name: str
    label: str
    shown: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class PageRow:
    line: BudgetLine
    cells: tuple[PageCell, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True)
class GridPage:
    """`errors` are pairs (id of an input, sentence) for the summary at the top."""

    grid: Grid
    rows: tuple[PageRow, ...]
    months: tuple[str, ...]
    sums: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]


def cells_posted(grid: Grid, post: Mapping[str, str]) -> list[GridCell]:
    """The cells of this grid that a form posted, each as `cell-ID-YYYYMM` with `shown-ID-YYYYMM`."""
    keys = ((row.line.pk, month) for row in grid.lines for month in grid.months)
    return [
        GridCell(line_id, month, post.get(_name("shown", line_id, month), ""), post[name])
        for line_id, month in keys
        if (name := _name("cell", line_id, month)) in post
    ]


def page_of(
    grid: Grid, *, is_form: bool, posted: Sequence[GridCell] = (), outcome: GridOutcome | None = None
) -> GridPage:
    """The page; after a save that was refused, with everything typed still there.

    After an error nothing was saved, so every cell is as it was posted. After a conflict only the refused
    cells are, and they are shown the other's value now, so that saving again puts the typed one on top.
    """
    outcome = outcome or GridOutcome()
    kept = {cell.key: cell for cell in posted if outcome.errors or cell.key in outcome.conflicts}
    rows = tuple(
        PageRow(row.line, tuple(_cells(row, grid, is_form, kept, outcome)), _sums(row.figures))
        for row in grid.lines
    )
    errors = tuple(
        (cell.name, f"{cell.label}: {cell.error}") for row in rows for cell in row.cells if cell.error
    )
    total = grid.total
    months = tuple(NOT_ENTERED if spent is None else plain(spent, pence=True) for spent in total.spend)
    return GridPage(grid, rows, months, _sums(total), errors)


def _cells(
    row: GridLine,
    grid: Grid,
    is_form: bool,
    kept: Mapping[tuple[int, date], GridCell],
    outcome: GridOutcome,
) -> Iterator[PageCell]:
    day = today()
    for month, spent in zip(grid.months, row.figures.spend, strict=True):
        key = (row.line.pk, month)
        shown = text = "" if spent is None else plain(spent)
        label = f"{month_name(month)}, {row.line.name} ({row.line.code})"
        # A month that has not begun takes no figure, but one that is there can be taken out.
        if not is_form or (month > day and spent is None):
            yield PageCell("", label, shown, text or NOT_ENTERED)
            continue
        if key in kept:
            shown, text = kept[key].shown, kept[key].typed
        error = outcome.errors.get(key, "")
        if conflict := outcome.conflicts.get(key):
            shown = "" if conflict.amount is None else plain(conflict.amount)
            error = _conflict_sentence(conflict, text)
        yield PageCell(_name("cell", *key), label, shown, text, error)


def _conflict_sentence(conflict: CellConflict, typed: str) -> str:
    did = "emptied this" if conflict.amount is None else f"changed this to {plain(conflict.amount)}"
    when = f" on {full_moment(conflict.at)}" if conflict.at else ""
    mine = f"You typed {typed.strip()}" if typed.strip() else "You left it blank"
    return f"{conflict.by or 'Somebody else'} {did}{when}. {mine}: save again to put yours on top"


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
