"""Entries of a cell: accruals that take themselves back, adjustments, recharges, commitments, and their taking out."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.changes import record
from accounts.models import User
from core.dates import last_of_month
from core.money import plain, pounds
from finance.access import may_enter_spend
from finance.figures import NIL
from finance.models import BudgetLine, MonthClose, SpendEntry
from finance.periods import next_month, period_name
from finance.services.spend import check_month, check_open, lock_lines

Kind = SpendEntry.Kind


class MoreThanHeld(ValueError):
    """More is to be moved out of a cell than it holds."""


@transaction.atomic
def add_entry(
    *,
    line: BudgetLine,
    month: date,
    kind: str,
    amount: Decimal,
    note: str,
    by: User,
    puts_right: date | None = None,
) -> SpendEntry:
    """Add to a cell (pounds; `month` is a period). An accrual is given its reversal in the month after.

    `puts_right` names the closed month that a late adjustment belongs to. Raises PermissionDenied, and
    ValueError with a sentence to show: a closed month, one that has not begun, no note, an amount of nil, an accrual
    whose reversal would fall into a closed month.
    """
    if not may_enter_spend(by, line.council):
        raise PermissionDenied
    lock_lines(line.council, [line.pk])
    check_open(line.council, [month])
    if kind != Kind.COMMITMENT:
        check_month(month)
    _check_words(kind, amount, note)
    if kind == Kind.ACCRUAL:
        _check_taken_back(line, month)
    if puts_right:
        _check_put_right(line, month, kind, puts_right)
    entry = _append(line, month, kind, amount, note, by, puts_right=puts_right)
    entries = [entry]
    if kind == Kind.ACCRUAL:
        back = f"Reversal of the accrual of {period_name(month)}"
        entries.append(_append(line, next_month(month), kind, -amount, back, by, reverses=entry))
    after: dict[str, object] = {"month": period_name(month), "kind": entry.get_kind_display()}
    after |= {"amount": plain(amount), "note": note}
    if puts_right:
        after["puts right"] = period_name(puts_right)
    record("added an entry to", line, council=line.council, by=by, after=after, entries=entries)
    return entry


@transaction.atomic
def take_out_entry(*, entry: SpendEntry, reason: str, by: User) -> list[SpendEntry]:
    """Void a standing entry, and with an accrual its reversal; gives the voids.

    Raises PermissionDenied, and ValueError with a sentence to show: a closed month, a reversal, no reason,
    an entry that stands no longer.
    """
    line = entry.line
    if not may_enter_spend(by, line.council):
        raise PermissionDenied
    lock_lines(line.council, [line.pk])
    if entry.reverses_id:
        raise ValueError("A reversal goes with its accrual: take that out instead")
    if not reason.strip():
        raise ValueError("Say why it is taken out")
    if not SpendEntry.objects.filter(pk=entry.pk).standing().exists():
        raise ValueError("This entry stands no longer")
    out = [entry, *SpendEntry.objects.filter(reverses=entry).standing()]
    check_open(line.council, [each.month for each in out])
    voids = [_void(each, reason, by) for each in out]
    before = {"month": period_name(entry.month), "kind": entry.get_kind_display()}
    record(
        "took an entry out of",
        line,
        council=line.council,
        by=by,
        before=before | {"amount": plain(entry.amount)},
        after={"reason": reason},
        entries=voids,
    )
    return voids


@transaction.atomic
def move_spend(
    *,
    line: BudgetLine,
    to: BudgetLine,
    month: date,
    amount: Decimal,
    note: str,
    by: User,
    puts_right: date | None = None,
    batch: UUID | None = None,
) -> tuple[SpendEntry, SpendEntry]:
    """Move what was coded to the wrong line: an adjustment out of one and into the other, nil together.

    `puts_right` names the closed month in which it was coded wrongly, `batch` what it is undone with: a row of a file,
    whose sum nobody types. Raises PermissionDenied, MoreThanHeld, and ValueError with a sentence to show.
    """
    council = line.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    if to.pk == line.pk:
        raise ValueError("Choose another line to move it to")
    lock_lines(council, [line.pk, to.pk])
    check_open(council, [month])
    check_month(month)
    _check_words(Kind.ADJUSTMENT, amount, note)
    if puts_right:
        _check_put_right(line, month, Kind.ADJUSTMENT, puts_right)
    if batch is None:
        _check_held(line, puts_right or month, amount)
    away, here = f"Moved to {to.code}: {note}"[:250], f"Moved from {line.code}: {note}"[:250]
    out = _append(line, month, Kind.ADJUSTMENT, -amount, away, by, puts_right=puts_right)
    into = _append(to, month, Kind.ADJUSTMENT, amount, here, by, puts_right=puts_right)
    after = {"month": period_name(month), "amount": plain(amount), "to": str(to), "note": note}
    entries = [out, into]
    record("moved spend from", line, council=council, by=by, after=after, entries=entries, batch=batch)
    return out, into


def _check_words(kind: str, amount: Decimal, note: str) -> None:
    if kind not in Kind.values:
        raise ValueError("Choose what kind of entry this is")
    if not amount and kind != Kind.ACTUAL:
        raise ValueError("Enter an amount other than nil")
    if not note.strip():
        raise ValueError("Say in a note what this is")


def _check_taken_back(line: BudgetLine, month: date) -> None:
    """April may be closed while March of the year before, reopened, or its period 13 still takes entries."""
    back = next_month(month)
    if back in MonthClose.objects.closed_months(line.council):
        raise ValueError(
            f"An accrual would take itself back in {period_name(back)}, which is closed: enter an adjustment instead"
        )


def _check_put_right(line: BudgetLine, month: date, kind: str, puts_right: date) -> None:
    if kind != Kind.ADJUSTMENT:
        raise ValueError("Only an adjustment puts an earlier month right")
    if puts_right >= month or puts_right not in MonthClose.objects.closed_months(line.council):
        raise ValueError(f"{period_name(puts_right)} is not a closed month before {period_name(month)}")


def _check_held(line: BudgetLine, month: date, amount: Decimal) -> None:
    """A part is no more than the whole. A cell of the other sign is left alone: a credit may stand within a sum
    above nil, and a charge within one below. What takes other months back or puts them right the other way is
    not held against the part: an invoice may go though last month's accrual is taken back beside it."""
    of_cell = SpendEntry.objects.filter(Q(month=month) | Q(puts_right=month), line=line)
    entries = list(of_cell.standing().spent())
    if all(entry.reverses_id for entry in entries):
        raise MoreThanHeld(f"Nothing is entered for {line} in {period_name(month)}: there is nothing to move")
    apart = [
        entry
        for entry in entries
        if (entry.reverses_id or entry.puts_right not in {None, month}) and entry.amount * amount < NIL
    ]
    held = sum((entry.amount for entry in entries if entry not in apart), NIL)
    if held * amount >= NIL and abs(amount) > abs(held):
        beside = ", apart from what puts other months right," if apart else ""
        raise MoreThanHeld(
            f"{line} holds {pounds(held)}{beside} in {period_name(month)}: move no more than that"
        )


def _append(
    line: BudgetLine,
    month: date,
    kind: str,
    amount: Decimal,
    note: str,
    by: User,
    *,
    reverses: SpendEntry | None = None,
    puts_right: date | None = None,
) -> SpendEntry:
    return SpendEntry.objects.create(
        council_id=line.council_id,
        line=line,
        month=month,
        as_at=last_of_month(month),
        kind=kind,
        amount=amount,
        note=note,
        recorded_by=by,
        reverses=reverses,
        puts_right=puts_right,
    )


def _void(entry: SpendEntry, reason: str, by: User) -> SpendEntry:
    return SpendEntry.objects.create(
        council_id=entry.council_id,
        line_id=entry.line_id,
        month=entry.month,
        as_at=entry.as_at,
        kind=entry.kind,
        amount=Decimal(0),
        note=reason,
        recorded_by=by,
        corrects=entry,
        is_void=True,
    )
