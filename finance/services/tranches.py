"""Tranches: parts of a decision, released early in part, and drawn down by a later decision."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import full_date, today
from core.money import pounds
from finance.access import may_manage_budget
from finance.figures import NIL
from finance.models import FundingDecision, Tranche
from finance.services.terms import append_terms

_TOLD = (
    "number",
    "amount",
    "available_from",
    "brought_forward",
    "brought_forward_on",
    "brought_forward_note",
)
_DRAWING = ("drawn_on", "drawn_by")


@transaction.atomic
def add_tranche(
    *,
    decision: FundingDecision,
    amount: Decimal,
    by: User,
    number: int | None = None,
    available_from: date | None = None,
    brought_forward: Decimal = NIL,
    brought_forward_on: date | None = None,
    brought_forward_note: str = "",
    shown_version: int | None = None,
) -> Tranche:
    """Add a part (pounds) of a decision, some of it perhaps released early under delegated powers.

    The next number unless given. Raises StaleVersion where `shown_version` (the decision's) is given, and
    ValueError when the tranches would come to more than was decided (document 003: £5m + £6.489m).
    """
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    if shown_version is not None:
        raise_version(decision, shown=shown_version)
    FundingDecision.objects.select_for_update().get(pk=decision.pk)
    last = max(decision.tranches.values_list("number", flat=True), default=0)
    tranche = Tranche(
        council=decision.council,
        decision=decision,
        number=number or last + 1,
        amount=amount,
        available_from=available_from,
        brought_forward=brought_forward,
        brought_forward_on=brought_forward_on,
        brought_forward_note=brought_forward_note,
    )
    _check(tranche)
    tranche.save(force_insert=True)
    after, entries = _told(tranche), append_terms(decision, by)
    record("added a tranche to", decision, council=decision.council, by=by, after=after, entries=entries)
    return tranche


@transaction.atomic
def edit_tranche(
    *,
    tranche: Tranche,
    by: User,
    shown_version: int,
    amount: Decimal,
    available_from: date | None,
    brought_forward: Decimal,
    brought_forward_on: date | None,
    brought_forward_note: str,
    drawn_on: date | None = None,
    drawn_by: str = "",
    not_drawn: bool = False,
) -> Tranche:
    """Change a tranche, or record that part of it was brought forward; `shown_version` is the decision's.

    Of one that was drawn down `drawn_on` and `drawn_by`, where given, put right the day and the decision, and
    `not_drawn` says that it never was. Raises StaleVersion, and ValueError as `add_tranche` and `draw_tranche`, or for
    another sum while it stands drawn down.
    """
    decision = tranche.decision
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    raise_version(decision, shown=shown_version)
    tranche.refresh_from_db()
    before = _told(tranche) | _drawing(tranche)
    if tranche.drawn_on and not not_drawn and amount != tranche.amount:
        raise ValueError(f"{pounds(tranche.amount)} has been drawn down: the sum can no longer change")
    tranche.amount, tranche.available_from = amount, available_from
    tranche.brought_forward, tranche.brought_forward_on = brought_forward, brought_forward_on
    tranche.brought_forward_note = brought_forward_note
    if not_drawn:
        tranche.drawn_on, tranche.drawn_by = None, ""
    elif drawn_on and (drawn_on, drawn_by) != (tranche.drawn_on, tranche.drawn_by):
        _put_drawing_right(tranche, drawn_on, drawn_by)
    _check(tranche)
    tranche.save(update_fields=[name for name in (*_TOLD, *_DRAWING) if name != "number"])
    record(
        "changed a tranche of",
        decision,
        council=decision.council,
        by=by,
        before=before,
        after=_told(tranche) | _drawing(tranche),
        entries=append_terms(decision, by),
    )
    return tranche


@transaction.atomic
def draw_tranche(
    *, tranche: Tranche, drawn_on: date, drawn_by: str, by: User, version: int | None = None
) -> Tranche:
    """Record that a body (`drawn_by`: Cabinet) drew a tranche down on a day; a second time changes nothing.

    `version` is the decision's as it was shown. Raises StaleVersion, and ValueError for a tranche drawn on
    another day or by another decision, a day to come, or before the decision is effective or what was brought forward.
    """
    decision = tranche.decision
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    tranche = Tranche.objects.select_for_update().get(pk=tranche.pk)
    if (tranche.drawn_on, tranche.drawn_by) == (drawn_on, drawn_by):
        return tranche
    if tranche.drawn_on:
        raise ValueError(
            f"This tranche has been drawn down already, by {tranche.drawn_by} on {full_date(tranche.drawn_on)}"
        )
    _check_day(tranche, drawn_on)
    if tranche.brought_forward_on and drawn_on < tranche.brought_forward_on:
        raise ValueError(
            f"Part of it was brought forward on {full_date(tranche.brought_forward_on)}, before the rest"
        )
    raise_version(decision, shown=decision.version if version is None else version)
    tranche.drawn_on, tranche.drawn_by = drawn_on, drawn_by
    tranche.save(update_fields=["drawn_on", "drawn_by"])
    after = {"tranche": tranche.number, "drawn_on": drawn_on, "drawn_by": drawn_by}
    entries = append_terms(decision, by)
    record("drew down a tranche of", decision, council=decision.council, by=by, after=after, entries=entries)
    return tranche


def _put_drawing_right(tranche: Tranche, drawn_on: date, drawn_by: str) -> None:
    """The versions told before keep what they said to whoever asks as known then."""
    if tranche.drawn_on is None:
        raise ValueError("This tranche has not been drawn down")
    if not drawn_by.strip():
        raise ValueError("Enter the decision by which it was drawn down")
    _check_day(tranche, drawn_on)
    tranche.drawn_on, tranche.drawn_by = drawn_on, drawn_by.strip()


def _check_day(tranche: Tranche, drawn_on: date) -> None:
    effective = tranche.decision.effective_on
    if drawn_on > today() or effective is None or drawn_on < effective:
        raise ValueError("A tranche is drawn down once the decision is effective, and not in the future")


def _check(tranche: Tranche) -> None:
    decision = tranche.decision
    others = decision.tranches.exclude(pk=tranche.pk).aggregate(sum=Sum("amount"))["sum"] or NIL
    if tranche.amount <= NIL or others + tranche.amount > decision.amount:
        raise ValueError(f"The tranches must be above nil and come to no more than {pounds(decision.amount)}")
    if not NIL <= tranche.brought_forward <= tranche.amount:
        raise ValueError("The part brought forward must be between nil and the amount of the tranche")
    _check_released(tranche)


def _check_released(tranche: Tranche) -> None:
    """Nothing is released before it was authorised, nor early once the whole was drawn down."""
    released, effective = tranche.brought_forward_on, tranche.decision.effective_on
    if released is None:
        return
    if effective is None or released < effective:
        raise ValueError("A part is brought forward once the decision is effective, not before")
    if tranche.drawn_on and released > tranche.drawn_on:
        raise ValueError(
            f"The tranche was drawn down on {full_date(tranche.drawn_on)}: a part of it came before that"
        )


def _told(tranche: Tranche) -> dict[str, object]:
    return {name: getattr(tranche, name) for name in _TOLD}


def _drawing(tranche: Tranche) -> dict[str, object]:
    """Who drew it down and when; nothing while nobody has."""
    return {name: getattr(tranche, name) for name in _DRAWING} if tranche.drawn_on else {}
