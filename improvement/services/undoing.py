"""Undoing a bulk update within a day, by appended corrections; refused once a later entry relies on it."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import one_batch, record
from accounts.models import User
from core.dates import today
from improvement.access import may_undo_bulk
from improvement.models import Action, BulkUpdate, Challenge, DateRevision, Group, ProgressUpdate
from improvement.services.editing import edit_action
from improvement.services.rules import allow, append, take_turn


@transaction.atomic
def undo_bulk_update(*, bulk: BulkUpdate, by: User) -> BulkUpdate:
    """Take every row of a bulk update back to what it was: all of them, or none.

    Raises PermissionDenied; ValidationError with a sentence for each thing that stands in the way: its day is
    over, it has been undone, or an update, a decision or an edit made since relies on it.
    """
    allow(may_undo_bulk(by, bulk), "Whoever made a bulk update, or the programme office, may undo it.")
    # Two people undoing it at once take turns.
    BulkUpdate.objects.select_for_update().get(pk=bulk.pk)
    if BulkUpdate.objects.filter(undoes=bulk).exists() or not bulk.can_still_be_undone:
        raise ValidationError("A bulk update can be undone once, and for a day.")
    numbers = [row["action"] for row in bulk.changed]
    actions = {action.pk: action for action in Action.objects.of(bulk.council).filter(pk__in=numbers)}
    for number in sorted(actions):
        take_turn(actions[number])
    updates = list(ProgressUpdate.objects.filter(change__batch=bulk.batch).select_related("rating"))
    requests = list(DateRevision.objects.filter(change__batch=bulk.batch))
    _refuse_what_is_relied_on(bulk, actions, updates, requests)
    batch = uuid4()
    with one_batch(batch):
        for update in updates:
            _take_back_update(update, actions[update.action_id], by)
        for request in requests:
            _take_back_request(request, actions[request.action_id], by)
        for edit in bulk.edits:
            _put_back(edit, actions[edit["action"]], by)
    return _recorded(bulk, by, batch)


def _refuse_what_is_relied_on(
    bulk: BulkUpdate,
    actions: dict[int, Action],
    updates: list[ProgressUpdate],
    requests: list[DateRevision],
) -> None:
    """Raises ValidationError with a sentence for each action that something later relies on."""
    own = {update.pk for update in updates}
    later = ProgressUpdate.objects.filter(action__in=[update.action_id for update in updates])
    last = {update.action_id: update.pk for update in later.order_by("pk")}
    updated = {number for number, pk in last.items() if pk not in own}
    asked = set(Challenge.objects.filter(update__in=updates).values_list("update__action", flat=True))
    decisions = DateRevision.objects.filter(request__in=requests)
    decided = set(decisions.values_list("action", flat=True))
    now = dict(Action.objects.filter(pk__in=actions).values_list("pk", "version"))
    edited = {edit["action"] for edit in bulk.edits if now[edit["action"]] != edit["version"]}
    reasons = (
        (updated, "an update was recorded since"),
        (asked, "its chair has asked about it since"),
        (decided, "its new date has been decided since"),
        (edited, "it was edited since"),
    )
    sentences = [f"{actions[number]}: {reason}." for numbers, reason in reasons for number in sorted(numbers)]
    if sentences:
        raise ValidationError(["Nothing was undone, because something relies on it.", *sentences])


def _take_back_update(update: ProgressUpdate, action: Action, by: User) -> None:
    void = ProgressUpdate(
        council_id=update.council_id,
        action=action,
        rating=update.rating,
        narrative=update.narrative,
        blockers=update.blockers,
        as_at=update.as_at,
        recorded_by=by,
        corrects=update,
        is_void=True,
        corrected_because="The bulk update was undone.",
    )
    append(void)
    before = {"rating": update.rating.code, "as_at": update.as_at, "narrative": update.narrative}
    record("took back an update to", action, council=action.council, by=by, before=before, entries=[void])


def _take_back_request(request: DateRevision, action: Action, by: User) -> None:
    void = DateRevision(
        council_id=request.council_id,
        action=action,
        step=request.step,
        new_due=request.new_due,
        reason="The bulk update was undone.",
        as_at=today(),
        recorded_by=by,
        corrects=request,
        is_void=True,
    )
    append(void)
    before = {"asked_for": request.new_due, "reason": request.reason}
    record("took back a request for", action, council=action.council, by=by, before=before, entries=[void])


def _put_back(edit: dict[str, Any], action: Action, by: User) -> None:
    edit_action(
        action=action,
        by=by,
        section=action.section,
        priority=action.priority,
        shown_version=edit["version"],
        lead=User.objects.filter(pk=edit["lead"]).first(),
        partner_lead=edit["partner_lead"],
        workstream=Group.objects.filter(pk=edit["workstream"]).first(),
    )


def _recorded(bulk: BulkUpdate, by: User, batch: Any) -> BulkUpdate:
    undoing = BulkUpdate.objects.create(
        council=bulk.council,
        batch=batch,
        asked=bulk.asked,
        changed=bulk.changed,
        recorded_by=by,
        undoes=bulk,
    )
    record("undid", bulk, council=bulk.council, by=by, after={"actions": len(bulk.changed)}, batch=batch)
    return undoing
