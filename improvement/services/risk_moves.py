"""Who has taken a risk up, and when it was closed and opened again."""

from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from improvement.access import may_record_risk
from improvement.models import Group, Retirement, Risk, RiskAssessment, RiskEscalation
from improvement.services.retiring import write_step
from improvement.services.risks import ONLY_RECORDERS, check_day, check_open
from improvement.services.rules import (
    Refusals,
    allow,
    append,
    check_uncorrected,
    check_version,
    edit,
    same_council,
    take_version,
)

_UP = RiskEscalation.Step.ESCALATED


@transaction.atomic
def escalate_risk(
    *, risk: Risk, by: User, group: Group, as_at: date, note: str = "", shown_version: int | None = None
) -> RiskEscalation:
    """Append that the risk was taken to a group. Raises PermissionDenied, StaleVersion, or ValidationError."""
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    same_council(risk.council, group=group)
    held = _moving(risk, as_at, shown_version)
    if held and held.step == _UP and held.group_id == group.pk:
        raise ValidationError({"group": f"It is with the {group} already."})
    _check_after(held, as_at)
    return _move(_entry(risk, by, _UP, group, as_at, note), by)


@transaction.atomic
def hand_back_risk(
    *, risk: Risk, by: User, as_at: date, note: str = "", shown_version: int | None = None
) -> RiskEscalation:
    """Append that the group it was escalated to handed it back. Raises as `escalate_risk` does."""
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    _moving(risk, as_at, shown_version)
    held = check_escalated(risk)
    _check_after(held, as_at)
    return _move(_entry(risk, by, RiskEscalation.Step.HANDED_BACK, held.group, as_at, note), by)


@transaction.atomic
def correct_escalation(
    *,
    escalation: RiskEscalation,
    by: User,
    because: str,
    group: Group,
    as_at: date,
    note: str = "",
    void: bool = False,
    shown_version: int | None = None,
) -> RiskEscalation:
    """Append an entry that takes the place of a mistaken escalation or handing back, or with `void` takes it out.

    Raises PermissionDenied, StaleVersion, or ValidationError naming `because`, `group`, `as_at` or no field: also
    where a handing back that stands would then follow no escalation to its group.
    """
    risk = escalation.risk
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    same_council(risk.council, group=group)
    take_version(risk, shown_version)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the entry you are correcting.")
    refused.raise_any()
    check_day(risk, as_at)
    check_uncorrected(escalation, "move")
    entry = _entry(risk, by, escalation.step, group, as_at, note)
    entry.corrects, entry.corrected_because, entry.is_void = escalation, because.strip(), void
    _move(entry, by)
    _check_order(risk)
    return entry


@transaction.atomic
def close_risk(
    *, risk: Risk, by: User, because: str, on: date | None = None, shown_version: int | None
) -> None:
    """Close a risk from `on` (today), with the reason; it stays readable, and pages of earlier days show it open.

    Raises PermissionDenied, StaleVersion, or ValidationError (`because`, `on`, or no field when it is closed
    already).
    """
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    check_version(risk, shown_version)
    check_open(risk)
    day, refused = on or today(), Refusals()
    refused.when(not because.strip(), "because", "Say why it is closed.")
    last = _last_day(risk)
    refused.when(
        day < last, "on", f"Something is recorded of it on {full_date(last)}. Choose that day or later."
    )
    refused.when(day > today(), "on", "The date must be today or earlier.")
    refused.raise_any()
    edit(risk, shown_version, retired_on=day, retired_because=because.strip())
    write_step(risk, by, Retirement.Step.RETIRED, day, because, "closed the risk")


@transaction.atomic
def reopen_risk(*, risk: Risk, by: User, because: str, on: date, shown_version: int | None) -> None:
    """Open a closed risk again from `on`, with all that was recorded of it; for the days between it stays closed.

    Raises PermissionDenied, StaleVersion, or ValidationError (`because`, `on`, or no field when it is open).
    """
    allow(may_record_risk(by, risk.council), ONLY_RECORDERS)
    check_version(risk, shown_version)
    left = check_closed(risk)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it is open again.")
    refused.when(on < left, "on", f"It was closed on {full_date(left)}.")
    refused.when(on > today(), "on", "The date must be today or earlier.")
    refused.raise_any()
    edit(risk, shown_version, retired_on=None, retired_because="")
    write_step(risk, by, Retirement.Step.RETURNED, on, because, "opened the risk again")


def check_escalated(risk: Risk) -> RiskEscalation:
    """The move that took an open risk where it is. Raises ValidationError where it is closed, or with no group."""
    check_open(risk)
    held = _where(risk)
    if held is None or held.step != _UP:
        raise ValidationError("This risk is not with any other group, so nothing can be handed back.")
    return held


def check_closed(risk: Risk) -> date:
    """The day it was closed on. Raises ValidationError while it is open."""
    if risk.retired_on is None:
        raise ValidationError("This risk is open already.")
    return risk.retired_on


def _where(risk: Risk) -> RiskEscalation | None:
    return RiskEscalation.objects.select_related("group").latest_for(risk, today())


def _last_day(risk: Risk) -> date:
    """The last day something was recorded of it: a risk cannot have been closed before that."""
    days = [risk.added_on]
    for ledger in (RiskAssessment.objects, RiskEscalation.objects, Retirement.objects):
        days += ledger.filter(risk=risk).standing().values_list("as_at", flat=True)
    return max(days)


def _moving(risk: Risk, as_at: date, shown_version: int | None) -> RiskEscalation | None:
    """Takes the version, checks the day, and gives where the risk is now, if it was ever moved."""
    take_version(risk, shown_version)
    check_open(risk)
    check_day(risk, as_at)
    return _where(risk)


def _check_after(held: RiskEscalation | None, as_at: date) -> None:
    """A move dated before the last one would change nothing today, and unsettle what was recorded since."""
    if held and as_at < held.as_at:
        words = (
            f"The last move was on {full_date(held.as_at)}. Choose that day or later, or correct that one."
        )
        raise ValidationError({"as_at": words})


def _entry(risk: Risk, by: User, step: str, group: Group, as_at: date, note: str) -> RiskEscalation:
    return RiskEscalation(
        council=risk.council,
        risk=risk,
        recorded_by=by,
        step=step,
        group=group,
        as_at=as_at,
        note=note.strip(),
    )


def _move(entry: RiskEscalation, by: User) -> RiskEscalation:
    append(entry)
    risk, corrected = entry.risk, entry.corrects
    after = {name: getattr(entry, name) for name in ("step", "group", "group_id", "as_at", "note")}
    before = {name: getattr(corrected, name) for name in after} if corrected else {}
    if corrected:
        after |= {"because": entry.corrected_because, "void": entry.is_void}
        verb = "corrected an escalation of the risk"
    else:
        verb = "escalated the risk" if entry.step == _UP else "handed back the risk"
    record(verb, risk, council=risk.council, by=by, before=before, after=after, entries=[entry])
    return entry


def _check_order(risk: Risk) -> None:
    """Whoever hands a risk back must have held it."""
    steps = (
        RiskEscalation.objects.filter(risk=risk).standing().select_related("group").order_by("as_at", "pk")
    )
    for before, one in pairwise([None, *steps]):
        if one is None or one.step == _UP:
            continue
        if before is None or before.step != _UP or before.group_id != one.group_id:
            words = f"the {one.group} handed it back on {full_date(one.as_at)}, and would not have held it"
            raise ValidationError(f"This would not fit what follows: {words}. Correct that first.")
