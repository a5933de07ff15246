"""The year's grid as a form posts it: every cell with the value it was shown and what was typed over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Council, User
from core.financial_year import label, months
from core.money import parse_pounds
from finance.access import may_enter_spend
from finance.models import MonthClose, SpendEntry
from finance.services.spend import (
    Cell,
    append_cells,
    check_month,
    closed_sentence,
    lock_lines,
    shown_amount,
    standing_cells,
    why_not_emptied,
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

    With `errors`, or where it `needs_note`, nothing was saved; a cell in `conflicts` was refused, the others
    were saved.
    """

    saved: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    conflicts: dict[Cell, CellConflict] = field(default_factory=dict)
    needs_note: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.errors and not self.conflicts and not self.needs_note

    @property
    def saved_nothing(self) -> bool:
        """Whether everything typed is still only typed."""
        return bool(self.errors) or self.needs_note


@transaction.atomic
def save_grid(
    *,
    council: Council,
    year: int,
    by: User,
    cells: Sequence[GridCell],
    note: str = "",
    batch: UUID | None = None,
) -> GridOutcome:
    """Save the cells somebody changed, together or, where one cannot be read, not at all.

    Blank makes a cell not entered, 0 is nil. A changed cell that no longer holds what it was shown is
    refused and reported, the rest is kept; with a `batch` (a paste) that refuses the whole. Changing a figure
    that was entered already needs a note. Raises ValueError for a line or month that is not in this grid.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    outcome = GridOutcome()
    wanted = _read_typed(cells, year, outcome)
    if outcome.errors or not wanted:
        return outcome
    lines = lock_lines(council, {line_id for line_id, _ in wanted})
    standing = standing_cells(lines.values(), {month for _, month in wanted})
    changed = _changed(cells, wanted, standing, outcome)
    _refuse(council, changed, standing, outcome)
    outcome.needs_note = not note.strip() and any(
        shown_amount(standing.get(key)) is not None for key in changed
    )
    if outcome.saved_nothing or (batch and outcome.conflicts):
        return outcome
    append_cells(
        council=council, lines=lines, cells=changed, standing=standing, by=by, note=note, batch=batch
    )
    outcome.saved = len(changed)
    return outcome


def _changed(
    cells: Sequence[GridCell],
    wanted: Mapping[Cell, Decimal | None],
    standing: Mapping[Cell, list[SpendEntry]],
    outcome: GridOutcome,
) -> dict[Cell, Decimal | None]:
    """The cells to set; those that no longer hold what they were shown go to `outcome.conflicts`."""
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
    return changed


def _refuse(
    council: Council,
    changed: Mapping[Cell, Decimal | None],
    standing: Mapping[Cell, list[SpendEntry]],
    outcome: GridOutcome,
) -> None:
    """What may not be changed goes to `outcome.errors`: closed months, and accruals emptied in the grid."""
    closed = MonthClose.objects.closed_months(council)
    for key in [*changed, *outcome.conflicts]:
        if key[1] in closed:
            outcome.errors[key] = closed_sentence(key[1])
            outcome.conflicts.pop(key, None)
    for key in changed.keys() - outcome.errors.keys():
        if changed[key] is None and (refusal := why_not_emptied(standing.get(key))):
            outcome.errors[key] = refusal


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
