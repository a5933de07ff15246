"""Which council an address is about, and whether the person asking belongs to it."""

from django.http import Http404, HttpRequest

from accounts.models import Council, User
from accounts.roles import Capability, holds, roles_of


def member_council(request: HttpRequest, slug: str) -> Council:
    """The council of this address. Raises Http404 for someone of another council: to them it is not there."""
    council = Council.objects.filter(slug=slug).first()
    if council is None or not roles_of(signed_in_user(request), council):
        raise Http404("There is nothing at this address.")
    request.council = council  # type: ignore[attr-defined]
    return council


def signed_in_user(request: HttpRequest) -> User:
    """The person behind a request that the sign-in middleware has let through."""
    assert isinstance(request.user, User)
    return request.user


def may_manage_people(user: User, council: Council) -> bool:
    return holds(user, council, Capability.MANAGE_PEOPLE) is not None


def may_manage_settings(user: User, council: Council) -> bool:
    return holds(user, council, Capability.MANAGE_SETTINGS) is not None


def may_see_exempt(user: User, council: Council) -> bool:
    """Whether somebody may read what is not for publication."""
    return holds(user, council, Capability.SEE_EXEMPT) is not None


def may_see_change_log(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SEE_CHANGE_LOG) is not None
