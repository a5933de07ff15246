"""The year's grid as a form posts it: every cell with the value it was shown and what was typed over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Council, User
from core.financial_year import label, months
from core.money import parse_pounds
from finance.access import may_enter_spend
from finance.models import SpendEntry
from finance.services.spend import (
    Cell,
    append_cells,
    check_month,
    lock_lines,
    shown_amount,
    standing_cells,
)


class GridCell(NamedTuple):
    """A cell as posted: `shown` is the text it was rendered with, `typed` what stands in it now."""

    line_id: int
    month: date
    shown: str
    typed: str

    @property
    def key(self) -> Cell:
        return self.line_id, self.month


@dataclass(frozen=True)
class CellConflict:
    """Somebody else changed this cell since it was shown: to what (None: not entered), who and when."""

    amount: Decimal | None
    by: str
    at: datetime | None


@dataclass
class GridOutcome:
    """What a save of the grid did: how many cells it saved, and those it refused, by line id and month.

    With `errors` nothing was saved; a cell in `conflicts` was refused, the others were saved.
    """

    saved: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    conflicts: dict[Cell, CellConflict] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return not self.errors and not self.conflicts


@transaction.atomic
def save_grid(
    *, council: Council, year: int, by: User, cells: Sequence[GridCell], note: str = ""
) -> GridOutcome:
    """Save the cells somebody changed, together or, where one cannot be read, not at all.

    Blank makes a cell not entered, 0 is nil. A changed cell that no longer holds what it was shown is
    refused and reported, the rest is kept. Raises ValueError for a line or month that is not in this grid.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    outcome = GridOutcome()
    wanted = _read_typed(cells, year, outcome)
    if outcome.errors or not wanted:
        return outcome
    lines = lock_lines(council, {line_id for line_id, _ in wanted})
    standing = standing_cells(lines.values(), {month for _, month in wanted})
    shown = {cell.key: cell.shown for cell in cells}
    changed: dict[Cell, Decimal | None] = {}
    for key, amount in wanted.items():
        current = shown_amount(standing.get(key))
        if amount == current:
            continue
        if _same_as_shown(shown[key], current):
            changed[key] = amount
        else:
            outcome.conflicts[key] = _conflict(key, current, standing)
    append_cells(council=council, lines=lines, cells=changed, standing=standing, by=by, note=note)
    outcome.saved = len(changed)
    return outcome


def _read_typed(cells: Sequence[GridCell], year: int, outcome: GridOutcome) -> dict[Cell, Decimal | None]:
    """The amounts of the cells that were changed; what cannot be read goes to `outcome.errors`."""
    in_year = frozenset(months(year))
    wanted: dict[Cell, Decimal | None] = {}
    for cell in cells:
        if cell.month not in in_year:
            raise ValueError(f"{cell.month} is not a month of {label(year)}")
        if cell.typed.strip() == cell.shown.strip():
            continue
        try:
            amount = parse_pounds(cell.typed)
            if not _same_as_shown(cell.shown, amount):
                if amount is not None:
                    check_month(cell.month)
                wanted[cell.key] = amount
        except ValueError as refused:
            outcome.errors[cell.key] = str(refused)
    return wanted


def _same_as_shown(shown: str, amount: Decimal | None) -> bool:
    try:
        return parse_pounds(shown) == amount
    except ValueError:
        return False


def _conflict(key: Cell, current: Decimal | None, standing: Mapping[Cell, list[SpendEntry]]) -> CellConflict:
    entries = standing.get(key)
    line_id, month = key
    last = entries[-1] if entries else None
    if last is None:
        voids = SpendEntry.objects.filter(line=line_id, month=month, is_void=True)
        last = voids.for_history().first()
    return CellConflict(current, str(last.recorded_by) if last else "", last.recorded_at if last else None)
