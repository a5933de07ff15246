"""New dates: asked for with a reason, under review until the group that decides dates agrees or declines."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from improvement.access import may_decide_date, may_update
from improvement.models import Action, DateRevision, Meeting
from improvement.services.endorsements import check_counts, check_kept
from improvement.services.rules import Refusals, allow, append, check_begun, take_turn


@transaction.atomic
def ask_for_date(*, action: Action, by: User, new_due: date, reason: str) -> DateRevision:
    """Ask for a new date, as at today. The present date stands until the request is agreed.

    Raises PermissionDenied, or ValidationError naming `new_due` or `reason`.
    """
    allow(may_update(by, action), "Only those who may update this action may ask for a new date.")
    take_turn(action)
    refused = Refusals()
    check_counts(refused, action, "new_due")
    check_request(refused, action, new_due, reason)
    refused.raise_any()
    request = new_request(action, by, new_due, reason)
    record(
        "asked for a new date for",
        action,
        council=action.council,
        by=by,
        before={"due": current_due(action, today())},
        after={"asked_for": new_due, "reason": request.reason},
        entries=[request],
    )
    return request


@transaction.atomic
def decide_date(
    *, request: DateRevision, by: User, agree: bool, reason: str = "", meeting: Meeting | None = None
) -> DateRevision:
    """Agree or decline a date under review, as at the day of the meeting, or today. Declining needs a reason.

    Raises PermissionDenied (also for whoever asked), or ValidationError (`reason`, `meeting` or no field).
    """
    action = request.action
    allow(may_decide_date(by, request), "A new date is decided by the group, never by whoever asked for it.")
    take_turn(action)
    if not DateRevision.objects.open_requests(today()).filter(pk=request.pk).exists():
        raise ValidationError("This request has already been decided.")
    check_kept(action)
    refused = Refusals()
    refused.when(not agree and not reason.strip(), "reason", "Say why the new date is declined.")
    _check_meeting(refused, request, meeting)
    refused.raise_any()
    decision = DateRevision(
        council=action.council,
        action=action,
        recorded_by=by,
        as_at=meeting.held_on if meeting else today(),
        step=DateRevision.Step.AGREED if agree else DateRevision.Step.DECLINED,
        request=request,
        new_due=request.new_due,
        reason=reason.strip(),
        meeting=meeting,
    )
    before = {"due": current_due(action, today())}
    append(decision)
    record(
        "agreed a new date for" if agree else "declined a new date for",
        action,
        council=action.council,
        by=by,
        before=before,
        after={"asked_for": request.new_due, "reason": decision.reason, "meeting": meeting},
        entries=[decision],
    )
    return decision


def check_request(refused: Refusals, action: Action, new_due: date | None, reason: str) -> None:
    """The rules of asking: a later day than today, not the date it has, a reason, one request at a time."""
    refused.when(not reason.strip(), "reason", "Say why a new date is needed.")
    if new_due is None:
        refused.when(True, "new_due", "Enter the new date you are asking for.")
        return
    refused.when(new_due <= today(), "new_due", "The new date must be in the future.")
    refused.when(
        new_due == current_due(action, today()), "new_due", "This is the date the action already has."
    )
    waiting = DateRevision.objects.open_requests(today()).filter(action=action).first()
    if waiting:
        sentence = f"{full_date(waiting.new_due)} has been asked for and is still under review."
        refused.when(True, "new_due", sentence)


def new_request(action: Action, by: User, new_due: date, reason: str) -> DateRevision:
    """Append the request; the caller has asked permission, checked it and records it."""
    request = DateRevision(
        council=action.council,
        action=action,
        recorded_by=by,
        as_at=today(),
        step=DateRevision.Step.ASKED,
        new_due=new_due,
        reason=reason.strip(),
    )
    append(request)
    return request


def current_due(action: Action, day: date) -> date:
    """The original date, or the last one agreed by `day`."""
    agreed = DateRevision.objects.filter(action=action, step=DateRevision.Step.AGREED).standing(day)
    last = agreed.order_by("-as_at", "-id").first()
    return last.new_due if last else action.original_due


def _check_meeting(refused: Refusals, request: DateRevision, meeting: Meeting | None) -> None:
    if meeting is None:
        return
    action = request.action
    group = action.plan.dates_decided_by
    stray = meeting.council_id != action.council_id or (group is not None and meeting.group_id != group.pk)
    refused.when(
        stray, "meeting", f"Dates of this plan are decided by {group}." if group else "Choose a meeting."
    )
    check_begun(refused, meeting, request.as_at)
