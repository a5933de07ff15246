"""Writing: an update, a month's figures for a hundred lines, and reading a block from a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from accounts.models import Council, User
from benchmarks.measure import Measured, measure, measure_once
from core.dates import today
from core.financial_year import months
from finance.grid import read_grid
from finance.models import MonthClose
from finance.paste import posted_cells, preview_of, read_block
from finance.services.batches import post_paste
from improvement.models import Action, Rating
from improvement.services.updates import record_update

CELLS = 1_000


def measured(council: Council, where: str) -> Iterator[Measured]:
    """One update by an officer, then a thousand cells pasted by finance."""
    officer = User.objects.get(email=f"programme@{council.slug}.example")
    action = Action.objects.filter(council=council).as_at(today()).in_plan_order().first()
    assert action
    rating = Rating.objects.get(scale=action.plan.progress_scale_id, code=action.rating_code)
    yield measure_once(
        "Record one update",
        where,
        lambda: record_update(
            action=action, rating=rating, as_at=today(), by=officer, narrative="Half the visits are made."
        ),
    )
    yield from _pasted(council, where)


def _pasted(council: Council, where: str) -> Iterator[Measured]:
    finance = User.objects.get(email=f"finance@{council.slug}.example")
    grid = read_grid(council, 2024)
    codes = [row.line.code for row in grid.lines][: CELLS // 12]
    text = "\n".join("\t".join([code, *["1200.50"] * 12]) for code in codes)
    closed = MonthClose.objects.closed_months(council)
    what = f"A paste of {len(codes) * 12:,} cells"
    yield measure(f"{what}: preview", where, lambda: preview_of(read_block(text, grid), grid, closed))
    open_months = [month for month in months(2024) if month not in closed]
    block = "\n".join(["\t".join(["", *(_head(month) for month in open_months)]), *_rows(codes, open_months)])
    shown = preview_of(read_block(block, grid), grid, closed)
    yield measure_once(
        f"A paste of {len(shown.cells):,} cells: post",
        where,
        lambda: post_paste(
            council=council, year=2024, cells=posted_cells(shown), note="Ledger of the month", by=finance
        ),
    )


def _head(month: date) -> str:
    return f"{month:%B %Y}"


def _rows(codes: list[str], open_months: list[date]) -> Iterator[str]:
    amounts = [str(Decimal("1200.50") + at) for at in range(len(open_months))]
    return ("\t".join([code, *amounts]) for code in codes)
