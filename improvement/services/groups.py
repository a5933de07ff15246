from datetime import date

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from improvement.access import may_edit_plan
from improvement.models import Group, Meeting
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
    meeting = Meeting(council=group.council, group=group, held_on=held_on, update_cutoff=update_cutoff)
    _check_meeting(meeting)
    add(meeting)
    after = {"held_on": held_on, "update_cutoff": update_cutoff}
    record("added the meeting", meeting, council=group.council, by=by, after=after)
    return meeting


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
    refused.raise_any()
