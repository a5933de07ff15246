"""Who belongs to a council, and in which role."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.access import may_manage_people, may_manage_settings
from accounts.changes import record
from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import today


class AlreadyMember(ValueError):
    """The person has this role at this council already."""


class AnotherName(ValueError):
    """The address has an account, under a name that this council has no business to learn."""


class LastAdministrator(ValueError):
    """Without this membership nobody could manage the council's people any more."""


@transaction.atomic
def add_member(
    *,
    council: Council,
    email: str,
    name: str,
    role: Role,
    by: User,
    job_title: str = "",
    on: date | None = None,
) -> Membership:
    """Give a person a role from `on` (default today), and an account if the address has none yet.

    A new person gets a mail that says how to set a password. Raises `PermissionDenied`, `AlreadyMember`, and
    `AnotherName` where the account is of somebody who was never here, unless the name given is theirs.
    """
    if not may_manage_people(by, council):
        raise PermissionDenied
    user = User.objects.filter(email__iexact=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(email=email, name=name, job_title=job_title)
    elif not _known_as(user, name, council):
        raise AnotherName("This address has an account under another name. Ask them how it is written there")
    if user.memberships.current().filter(council=council, role=role).exists():
        raise AlreadyMember(f"{user.name} is already {role.label} at {council.name}")
    membership = Membership.objects.create(council=council, user=user, role=role, started_on=on or today())
    if is_new:
        transaction.on_commit(lambda: _invite(membership, by))
    record(
        "gave a role to",
        user,
        council=council,
        by=by,
        after={"email": user.email, "role": role.label, "started_on": membership.started_on},
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """End a membership today; an ended one stays as it is.

    Raises `PermissionDenied`, `LastAdministrator`.
    """
    council = membership.council
    if not may_manage_people(by, council):
        raise PermissionDenied
    if membership.ended_on is not None:
        return membership
    if membership.role == Role.ADMINISTRATOR and not _other_administrators(membership):
        raise LastAdministrator(f"{membership.user.name} is the only administrator of {council.name}")
    membership.ended_on = today()
    membership.save(update_fields=["ended_on"])
    record(
        "ended a role of",
        membership.user,
        council=council,
        by=by,
        before={"role": membership.get_role_display(), "ended_on": None},
        after={"role": membership.get_role_display(), "ended_on": membership.ended_on},
    )
    return membership


@transaction.atomic
def set_public_papers(*, council: Council, publishes: bool, by: User) -> None:
    """Let anybody read the published open papers of the council, or no longer; nothing happens where it is so
    already. Raises `PermissionDenied`."""
    if not may_manage_settings(by, council):
        raise PermissionDenied
    if not Council.objects.filter(pk=council.pk, publishes_papers=not publishes).update(
        publishes_papers=publishes
    ):
        return
    council.publishes_papers = publishes
    record(
        "changed who may read the published papers of",
        council,
        council=council,
        by=by,
        before={"publishes_papers": not publishes},
        after={"publishes_papers": publishes},
    )


def _known_as(user: User, name: str, council: Council) -> bool:
    """Whether the council knows the name on this account: from a role here, or because it was given."""
    if user.memberships.filter(council=council).exists():
        return True
    return " ".join(name.casefold().split()) == " ".join(user.name.casefold().split())


def _other_administrators(membership: Membership) -> bool:
    administrators = Membership.objects.current().filter(
        council=membership.council, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return administrators.exclude(pk=membership.pk).exists()


def _invite(membership: Membership, by: User) -> None:
    context = {
        "membership": membership,
        "by": by,
        "sign_in": settings.BASE_URL + reverse("account_login"),
        "set_password": settings.BASE_URL + reverse("account_reset_password"),
    }
    send_mail(
        f"Your account for the improvement plan of {membership.council.name}",
        render_to_string("accounts/invitation.txt", context),
        None,
        [membership.user.email],
    )
