"""Groups, and what becomes of their meetings."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, today
from improvement.access import may_edit_plan, may_mark_meeting
from improvement.models import (
    Action,
    DateRevision,
    Endorsement,
    EvidenceReview,
    Group,
    Meeting,
    Plan,
    Retirement,
)
from improvement.services.retiring import write_step
from improvement.services.rules import Refusals, add, allow, check_version, edit, same_council


@transaction.atomic
def create_group(
    *,
    council: Council,
    by: User,
    kind: str,
    name: str,
    parent: Group | None = None,
    chair: User | None = None,
    order: int = 0,
) -> Group:
    """A body that meets; workstream groups report to the oversight group, that to the board."""
    allow(may_edit_plan(by, council), "Only those who edit the plan may add a group.")
    same_council(council, parent=parent)
    group = Group(council=council, kind=kind, name=name, parent=parent, chair=chair, order=order)
    _check_group(group)
    add(group)
    record(
        "added the group",
        group,
        council=council,
        by=by,
        after={"kind": kind, "parent": parent, "chair": chair},
    )
    return group


@transaction.atomic
def add_meeting(*, group: Group, by: User, held_on: date, update_cutoff: date | None = None) -> Meeting:
    """A sitting of a group. `update_cutoff` is the last day for the updates that its paper reports."""
    allow(may_edit_plan(by, group.council), "Only those who edit the plan may add a meeting.")
    state = Meeting.State.HELD if held_on < today() else Meeting.State.PLANNED
    meeting = Meeting(
        council=group.council, group=group, held_on=held_on, update_cutoff=update_cutoff, state=state
    )
    check_meets(group)
    _check_meeting(meeting)
    add(meeting)
    after = {"held_on": held_on, "update_cutoff": update_cutoff}
    record("added the meeting", meeting, council=group.council, by=by, after=after)
    return meeting


def check_meets(group: Group) -> None:
    """Raises ValidationError where the group has been retired."""
    if group.retired_on is not None:
        raise ValidationError(f"{group} was retired on {full_date(group.retired_on)}.")


@transaction.atomic
def edit_group(
    *,
    group: Group,
    by: User,
    kind: str,
    name: str,
    parent: Group | None,
    chair: User | None,
    shown_version: int | None,
) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `name` or `parent`."""
    allow(may_edit_plan(by, group.council), "Only those who edit the plan may change a group.")
    same_council(group.council, parent=parent)
    check_version(group, shown_version)
    _check_group(Group(pk=group.pk, council=group.council, name=name, parent=parent))
    before, after = edit(group, shown_version, kind=kind, name=name, parent=parent, chair=chair)
    if after:
        record("edited the group", group, council=group.council, by=by, before=before, after=after)


@transaction.atomic
def edit_meeting(
    *,
    meeting: Meeting,
    by: User,
    held_on: date,
    update_cutoff: date | None,
    shown_version: int | None,
) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `held_on` or `update_cutoff`."""
    allow(may_edit_plan(by, meeting.council), "Only those who edit the plan may change a meeting.")
    check_version(meeting, shown_version)
    _check_meeting(Meeting(pk=meeting.pk, group=meeting.group, held_on=held_on, update_cutoff=update_cutoff))
    before, after = edit(meeting, shown_version, held_on=held_on, update_cutoff=update_cutoff)
    if after:
        record("edited the meeting", meeting, council=meeting.council, by=by, before=before, after=after)


@transaction.atomic
def retire_group(*, group: Group, by: User, on: date, because: str, shown_version: int | None) -> None:
    """From `on` it no longer meets. Raises PermissionDenied, StaleVersion, or ValidationError naming `on`,
    `because` or no field where something still depends on it."""
    allow(may_edit_plan(by, group.council), "Only those who edit the plan may retire a group.")
    check_version(group, shown_version)
    if group.retired_on is not None:
        raise ValidationError(f"This was retired on {full_date(group.retired_on)} already.")
    if needs := what_needs(group):
        raise ValidationError(f"It cannot be retired yet: {'; '.join(needs)}.")
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it no longer meets.")
    refused.when(on > today(), "on", "The date must be today or earlier.")
    met = group.meetings.by_day(date.max).first()
    refused.when(met is not None and met.held_on >= on, "on", "It has a meeting on that day or later.")
    refused.raise_any()
    edit(group, shown_version, retired_on=on, retired_because=because.strip())
    write_step(group, by, Retirement.Step.RETIRED, on, because, "retired the group")


@transaction.atomic
def mark_meeting(
    *, meeting: Meeting, by: User, state: str, because: str = "", shown_version: int | None
) -> None:
    """Say that a meeting is planned, was held or is cancelled; cancelling needs `because`.

    Raises PermissionDenied, StaleVersion, or ValidationError naming `state` or `because`.
    """
    allow(may_mark_meeting(by, meeting), "Only its chair and those who edit the plan may say so.")
    check_version(meeting, shown_version)
    cancelled = state == Meeting.State.CANCELLED
    refused = Refusals()
    refused.when(state not in Meeting.State.values, "state", "Choose what became of it.")
    early = state == Meeting.State.HELD and meeting.held_on > today()
    refused.when(early, "state", "Its day has not come yet.")
    refused.when(cancelled and not because.strip(), "because", "Say why it is cancelled.")
    kept = "Decisions have been recorded at this meeting, so it was held."
    refused.when(state != Meeting.State.HELD and has_decided(meeting), "state", kept)
    refused.raise_any()
    reason = because.strip() if cancelled else ""
    before, after = edit(meeting, shown_version, state=state, cancelled_because=reason)
    if after:
        record("marked the meeting", meeting, council=meeting.council, by=by, before=before, after=after)


def has_decided(meeting: Meeting) -> bool:
    """Whether any decision has been recorded at it."""
    ledgers = (DateRevision, EvidenceReview, Endorsement)
    return any(ledger.objects.filter(meeting=meeting).exists() for ledger in ledgers)


def what_needs(group: Group) -> list[str]:
    """What still depends on a group, as clauses: it cannot be retired before."""
    deciding = Plan.objects.filter(
        Q(dates_decided_by=group) | Q(actions_endorsed_by=group) | Q(evidence_reviewed_by=group)
    )
    return [
        clause
        for count, clause in (
            (Action.objects.filter(workstream=group, retired_on=None).count(), "actions are in it"),
            (group.children.filter(retired_on=None).count(), "groups report to it"),
            (deciding.count(), "plans leave decisions to it"),
            (group.meetings.from_day(today()).count(), "meetings of it are planned"),
        )
        if count
    ]


def _check_group(group: Group) -> None:
    refused = Refusals()
    same_name = Group.objects.filter(council=group.council_id, name=group.name).exclude(pk=group.pk)
    refused.when(same_name.exists(), "name", "There is a group of that name already.")
    refused.when(_reports_to_itself(group), "parent", "A group cannot report to itself, directly or not.")
    refused.raise_any()


def _reports_to_itself(group: Group) -> bool:
    parents = dict(Group.objects.filter(council=group.council_id).values_list("pk", "parent_id"))
    above, seen = group.parent_id, set[int]()
    while above is not None and above not in seen:
        if above == group.pk:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _check_meeting(meeting: Meeting) -> None:
    refused = Refusals()
    cutoff = meeting.update_cutoff
    late = cutoff is not None and cutoff > meeting.held_on
    refused.when(late, "update_cutoff", "Updates must be in on or before the day of the meeting.")
    same_day = Meeting.objects.filter(group=meeting.group_id, held_on=meeting.held_on).exclude(pk=meeting.pk)
    refused.when(same_day.exists(), "held_on", "This group meets on that day already.")
    moved = meeting.pk and not Meeting.objects.filter(pk=meeting.pk, held_on=meeting.held_on).exists()
    kept = "Decisions have been recorded at this meeting, so its date stays."
    refused.when(bool(moved) and has_decided(meeting), "held_on", kept)
    refused.raise_any()
