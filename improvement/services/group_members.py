"""Who belongs to a group, and from when until when."""

from datetime import date

from django.db import transaction

from accounts.changes import record
from accounts.models import Membership, User
from improvement.access import may_edit_plan
from improvement.models import Group, GroupMember
from improvement.services.rules import Refusals, add, allow, check_version, edit

_NOT_ALLOWED = "Only those who edit the plan may say who belongs to a group."


@transaction.atomic
def add_group_member(
    *,
    group: Group,
    by: User,
    started_on: date,
    user: User | None = None,
    partner_role: str = "",
    ended_on: date | None = None,
) -> GroupMember:
    """A person with a sign-in, or a partner's role without one. `ended_on` is the first day they are not.

    Raises PermissionDenied, or ValidationError naming `user`, `partner_role`, `started_on` or `ended_on`.
    """
    allow(may_edit_plan(by, group.council), _NOT_ALLOWED)
    member = GroupMember(
        council=group.council,
        group=group,
        user=user,
        partner_role=partner_role.strip(),
        started_on=started_on,
        ended_on=ended_on,
    )
    _check(member)
    add(member)
    after = {"member": member.name, "from": started_on, "until": ended_on}
    record("added a member to", group, council=group.council, by=by, after=after)
    return member


@transaction.atomic
def edit_group_member(
    *,
    member: GroupMember,
    by: User,
    started_on: date,
    ended_on: date | None,
    shown_version: int | None,
) -> None:
    """Change from when until when somebody belongs to a group. Raises as `add_group_member`, and StaleVersion."""
    allow(may_edit_plan(by, member.council), _NOT_ALLOWED)
    check_version(member, shown_version)
    _check(
        GroupMember(
            pk=member.pk,
            council=member.council,
            group=member.group,
            user=member.user,
            partner_role=member.partner_role,
            started_on=started_on,
            ended_on=ended_on,
        )
    )
    before, after = edit(member, shown_version, started_on=started_on, ended_on=ended_on)
    if after:
        words = {"member": member.name}
        record(
            "changed a member of",
            member.group,
            council=member.council,
            by=by,
            before=words | before,
            after=words | after,
        )


def _check(member: GroupMember) -> None:
    refused = Refusals()
    named = (member.user is not None) + bool(member.partner_role)
    refused.when(named != 1, "user", "Choose a person, or name a partner’s role: one of the two.")
    belongs = Membership.objects.filter(council=member.council, user=member.user)
    refused.when(
        member.user is not None and not belongs.exists(), "user", "This person has no role at the council."
    )
    backwards = member.ended_on is not None and member.ended_on <= member.started_on
    refused.when(backwards, "ended_on", "The last date must come after the first.")
    refused.when(_overlaps(member), "started_on", "They belong to this group at that time already.")
    refused.raise_any()


def _overlaps(member: GroupMember) -> bool:
    others = GroupMember.objects.filter(
        group=member.group, user=member.user, partner_role=member.partner_role
    ).exclude(pk=member.pk)
    until = member.ended_on or date.max
    return any(
        other.started_on < until and member.started_on < (other.ended_on or date.max) for other in others
    )
