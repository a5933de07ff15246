"""Monthly spend: appended, corrected by appending, never overwritten."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Change, Council, User
from core.dates import first_of_month, last_of_month, today
from core.money import plain
from finance.access import may_enter_spend
from finance.figures import NIL
from finance.models import BudgetLine, MonthClose, SpendEntry
from finance.periods import period_name

Cell = tuple[int, date]


@transaction.atomic
def record_spend(
    *, line: BudgetLine, month: date, amount: Decimal | None, by: User, note: str = ""
) -> SpendEntry | None:
    """Set the figure (pounds) of a line in a month; None makes it not entered again, 0 is nil.

    What stood is corrected by the new entry. Gives that entry, or None when the figure stood already.
    """
    entries = record_spend_of_line(line=line, figures={month: amount}, by=by, note=note)
    return entries[0] if entries else None


@transaction.atomic
def record_spend_of_line(
    *, line: BudgetLine, figures: Mapping[date, Decimal | None], by: User, note: str = ""
) -> list[SpendEntry]:
    """Set the figures (pounds by month) of one line; only those that differ from what stands are appended.

    Raises PermissionDenied, and ValueError for a month that has not begun or is closed.
    """
    council = line.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    cells = {(line.pk, first_of_month(month)): amount for month, amount in figures.items()}
    for _, month in cells:
        check_month(month)
    lines = lock_lines(council, [line.pk])
    check_open(council, [month for _, month in cells])
    standing = standing_cells(lines.values(), [month for _, month in cells])
    changed = {cell: amount for cell, amount in cells.items() if amount != shown_amount(standing.get(cell))}
    for cell in changed:
        if changed[cell] is None and (refusal := why_not_emptied(standing.get(cell))):
            raise ValueError(refusal)
    return append_cells(council=council, lines=lines, cells=changed, standing=standing, by=by, note=note)


def check_month(month: date) -> None:
    """Raises ValueError, with a sentence to show, for a month that nothing can have been spent in yet."""
    if month > today():
        raise ValueError(f"{period_name(month)} has not begun: leave it blank")


def check_open(council: Council, months: Iterable[date]) -> None:
    """Raises ValueError, with a sentence to show, when one of the months is closed."""
    closed = MonthClose.objects.closed_months(council)
    for month in months:
        if month in closed:
            raise ValueError(closed_sentence(month))


def closed_sentence(month: date) -> str:
    return f"{period_name(month)} is closed: enter an adjustment in an open month instead"


def lock_lines(council: Council, ids: Iterable[int]) -> dict[int, BudgetLine]:
    """The council's lines by id, held against other writers until the transaction ends.

    Raises ValueError when one of them is not a line of the council.
    """
    wanted = set(ids)
    lines = BudgetLine.objects.select_for_update().filter(council=council, pk__in=wanted).order_by("pk")
    found = {line.pk: line for line in lines}
    if len(found) != len(wanted):
        raise ValueError("There is no such budget line at this council")
    return found


def standing_cells(lines: Iterable[BudgetLine], months: Iterable[date]) -> dict[Cell, list[SpendEntry]]:
    """The standing entries of each cell but for commitments, oldest first, with who made them."""
    entries = SpendEntry.objects.of_lines(lines).filter(month__in=set(months)).standing().spent()
    cells: dict[Cell, list[SpendEntry]] = {}
    for entry in entries.select_related("recorded_by").order_by("id"):
        cells.setdefault((entry.line_id, entry.month), []).append(entry)
    return cells


def shown_amount(entries: list[SpendEntry] | None) -> Decimal | None:
    """What a cell shows: the sum of its standing entries, None when nothing is entered. The reversal of last
    month's accrual alone is nothing entered."""
    if not entries or all(entry.reverses_id for entry in entries):
        return None
    return sum((entry.amount for entry in entries), NIL)


def why_not_emptied(entries: list[SpendEntry] | None) -> str:
    """A sentence to show when a cell holds what cannot be emptied in the grid; else nothing."""
    for entry in entries or []:
        if entry.kind != SpendEntry.Kind.ACTUAL and not entry.reverses_id:
            kind = entry.get_kind_display().lower()
            return f"This holds an entry of its own ({kind}): open its page to take that out"
    return ""


def append_cells(
    *,
    council: Council,
    lines: Mapping[int, BudgetLine],
    cells: Mapping[Cell, Decimal | None],
    standing: Mapping[Cell, list[SpendEntry]],
    by: User,
    note: str = "",
    batch: UUID | None = None,
) -> list[SpendEntry]:
    """Append what sets each cell to its amount; one record of the write a line, one batch over all."""
    if batch is None and len({line_id for line_id, _ in cells}) > 1:
        batch = uuid4()
    entries: list[SpendEntry] = []
    for line in lines.values():
        own = {month: amount for (line_id, month), amount in cells.items() if line_id == line.pk}
        if own:
            change = _record(council, line, own, standing, by, batch)
            for month, amount in own.items():
                stood = standing.get((line.pk, month), [])
                entries += _entries_of_cell(line, month, amount, stood, by, note, change)
    SpendEntry.objects.bulk_create(entries)
    return entries


def _entries_of_cell(
    line: BudgetLine,
    month: date,
    amount: Decimal | None,
    stood: list[SpendEntry],
    by: User,
    note: str,
    change: Change,
) -> Iterable[SpendEntry]:
    """What makes the cell come to the amount: its last actual is corrected by the difference, so that accruals
    and adjustments stand; None voids its actuals."""
    actuals = [entry for entry in stood if entry.kind == SpendEntry.Kind.ACTUAL]
    if amount is None:
        for entry in actuals:
            yield _entry(line, month, NIL, by, note, change, corrects=entry, is_void=True)
        return
    last = actuals[-1] if actuals else None
    others = sum((entry.amount for entry in stood if entry is not last), NIL)
    yield _entry(line, month, amount - others, by, note, change, corrects=last)


def _entry(
    line: BudgetLine,
    month: date,
    amount: Decimal,
    by: User,
    note: str,
    change: Change,
    *,
    corrects: SpendEntry | None,
    is_void: bool = False,
) -> SpendEntry:
    return SpendEntry(
        council_id=line.council_id,
        line=line,
        month=month,
        as_at=last_of_month(month),
        amount=amount,
        note=note,
        recorded_by=by,
        change=change,
        corrects=corrects,
        is_void=is_void,
    )


def _record(
    council: Council,
    line: BudgetLine,
    figures: Mapping[date, Decimal | None],
    standing: Mapping[Cell, list[SpendEntry]],
    by: User,
    batch: UUID | None,
) -> Change:
    """Written before the entries, which are born with it: a grid of 1,200 cells needs no 1,200 updates."""
    before = {period_name(month): _words(shown_amount(standing.get((line.pk, month)))) for month in figures}
    after = {period_name(month): _words(amount) for month, amount in figures.items()}
    return record("entered spend on", line, council=council, by=by, before=before, after=after, batch=batch)


def _words(amount: Decimal | None) -> str:
    return "not entered" if amount is None else plain(amount)
