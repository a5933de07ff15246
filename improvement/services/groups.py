from datetime import date

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from improvement.access import may_edit_plan
from improvement.models import Group, Meeting
from improvement.services.rules import Refusals, add, allow, same_council


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
    refused = Refusals()
    late = update_cutoff is not None and update_cutoff > held_on
    refused.when(late, "update_cutoff", "Updates must be in on or before the day of the meeting.")
    refused.raise_any()
    meeting = Meeting(council=group.council, group=group, held_on=held_on, update_cutoff=update_cutoff)
    add(meeting)
    after = {"held_on": held_on, "update_cutoff": update_cutoff}
    record("added the meeting", meeting, council=group.council, by=by, after=after)
    return meeting
