"""Figures posted together from outside: pasted as a whole or not at all, and undone by appended corrections."""

from collections.abc import Sequence
from decimal import Decimal
from typing import cast
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Change, Council, User
from core.money import plain
from finance.access import may_enter_spend
from finance.figures import NIL
from finance.models import BudgetLine, SpendBatch, SpendEntry
from finance.periods import period_name
from finance.services.spend import check_open, lock_lines
from finance.services.spend_grid import GridCell, GridOutcome, save_grid


@transaction.atomic
def post_paste(
    *, council: Council, year: int, cells: Sequence[GridCell], note: str, by: User
) -> tuple[GridOutcome, SpendBatch | None]:
    """Save the cells of a previewed paste together: one that cannot be read, is closed or was changed by somebody
    else meanwhile keeps them all out. Gives what happened, and the batch that can be undone.

    Raises PermissionDenied, and ValueError without a note or for a line or month that is not in the grid.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    if not note.strip():
        raise ValueError("Say in a note where the figures come from")
    key = uuid4()
    outcome = save_grid(council=council, year=year, by=by, cells=cells, note=note, batch=key)
    if not outcome.saved:
        return outcome, None
    batch = SpendBatch.objects.create(
        council=council,
        batch=key,
        kind=SpendBatch.Kind.PASTE,
        financial_year=year,
        note=note,
        total=_changed_by(key),
        recorded_by=by,
    )
    after = {"figures": outcome.saved, "note": note}
    record("pasted", batch, council=council, by=by, after=after, batch=key)
    return outcome, batch


def _changed_by(key: UUID) -> Decimal:
    """What the entries of a batch make of spend, less what they correct; an entry taken out comes to nil."""
    entries = SpendEntry.objects.in_batch(key).select_related("corrects")
    pairs = ((each.amount, cast(SpendEntry | None, each.corrects)) for each in entries)
    return sum((amount - (before.amount if before else NIL) for amount, before in pairs), NIL)


@transaction.atomic
def undo_batch(*, batch: SpendBatch, reason: str, by: User) -> SpendBatch:
    """Put every cell of a batch back to what it corrected, by appended entries.

    Raises PermissionDenied, and ValueError with a sentence to show: no reason, undone already, a figure that was
    changed since, a month that was closed since.
    """
    council = batch.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    if not reason.strip():
        raise ValueError("Say why it is undone")
    if SpendBatch.objects.filter(undoes=batch).exists() or batch.kind == SpendBatch.Kind.UNDO:
        raise ValueError("This has been undone already")
    ids = SpendEntry.objects.in_batch(batch.batch).values_list("line_id", flat=True)
    lines = lock_lines(council, set(ids))
    entries = _entries_to_undo(batch)
    key = uuid4()
    for line in lines.values():
        own = [entry for entry in entries if entry.line_id == line.pk]
        _undo_line(council, line, own, reason, by, key)
    undoing = SpendBatch.objects.create(
        council=council,
        batch=key,
        kind=SpendBatch.Kind.UNDO,
        financial_year=batch.financial_year,
        note=reason,
        total=-batch.total,
        recorded_by=by,
        undoes=batch,
    )
    record("undid", batch, council=council, by=by, after={"reason": reason}, batch=key)
    return undoing


def _entries_to_undo(batch: SpendBatch) -> list[SpendEntry]:
    """The entries of a batch with what they corrected. Raises ValueError when something rests on one of them."""
    entries = list(SpendEntry.objects.in_batch(batch.batch).select_related("corrects", "line").order_by("pk"))
    check_open(batch.council, {entry.month for entry in entries})
    later = SpendEntry.objects.filter(corrects__in=entries).select_related("line", "recorded_by").first()
    if later:
        raise ValueError(
            f"{later.recorded_by} has changed {period_name(later.month)} of {later.line} since: undo that first"
        )
    return entries


def _undo_line(
    council: Council, line: BudgetLine, entries: Sequence[SpendEntry], reason: str, by: User, key: UUID
) -> Change:
    change = record(
        "undid figures on",
        line,
        council=council,
        by=by,
        before={period_name(entry.month): _words(entry) for entry in entries},
        after={
            period_name(entry.month): _words(cast(SpendEntry | None, entry.corrects)) for entry in entries
        },
        batch=key,
    )
    SpendEntry.objects.bulk_create([_back(entry, reason, by, change) for entry in entries])
    return change


def _back(entry: SpendEntry, reason: str, by: User, change: Change) -> SpendEntry:
    """What stood before the entry, correcting it; a void when nothing did."""
    corrected = cast(SpendEntry | None, entry.corrects)
    before = corrected if corrected and not corrected.is_void else None
    return SpendEntry(
        council_id=entry.council_id,
        line_id=entry.line_id,
        month=entry.month,
        as_at=entry.as_at,
        kind=before.kind if before else entry.kind,
        amount=before.amount if before else Decimal(0),
        note=reason,
        recorded_by=by,
        change=change,
        corrects=entry,
        is_void=before is None,
    )


def _words(entry: SpendEntry | None) -> str:
    return "not entered" if entry is None or entry.is_void else plain(entry.amount)
