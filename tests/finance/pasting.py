"""A block as it is pasted into the grid of 2024/25, and what its preview would change."""

from collections.abc import Sequence
from decimal import Decimal

from finance.grid import Grid, read_grid
from finance.models import BudgetLine, MonthClose
from finance.paste import Preview, preview_of, read_block


def grid_of(lines: Sequence[BudgetLine]) -> Grid:
    return read_grid(lines[0].council, 2024)


def preview(lines: Sequence[BudgetLine], text: str, *, empties: bool = False, **where: object) -> Preview:
    """`where` is the first line or month, for a block that does not say."""
    grid = grid_of(lines)
    block = read_block(text, grid, **where)  # type: ignore[arg-type]
    return preview_of(block, grid, MonthClose.objects.closed_months(lines[0].council), empties=empties)


def found(shown: Preview) -> dict[tuple[str, int], Decimal | None]:
    """What would stand, by code and number of the month."""
    return {(cell.line.code, cell.month.month): cell.new for cell in shown.cells}
