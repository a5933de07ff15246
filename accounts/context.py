from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Council
from accounts.navigation import navigation
from accounts.roles import TABLE, Capability, roles_of
from core.dates import today

OWN_PAGES = ("own-account", "account_change_password", "account_set_password")


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the person, their council, and the clock of the demonstration."""
    council = getattr(request, "council", None) or _council_of_own_pages(request)
    roles = roles_of(request.user, council) if council and hasattr(request, "user") else frozenset()
    return {
        "council": council,
        "my_roles": roles,
        "may_see_change_log": any(Capability.SEE_CHANGE_LOG in TABLE[role] for role in roles),
        "navigation": SimpleLazyObject(lambda: navigation(request, council, roles)) if council else (),
        "demonstration_day": today() if settings.CLOCK else None,
    }


def _council_of_own_pages(request: HttpRequest) -> Council | None:
    """A person's own pages name no council in their address: that of `?council=` if they belong to it, else
    their only one."""
    match = request.resolver_match
    if not (match and match.view_name.startswith(OWN_PAGES) and request.user.is_authenticated):
        return None
    councils = list(Council.objects.of(request.user))
    asked = [council for council in councils if council.slug == request.GET.get("council")]
    return (asked or councils)[0] if asked or len(councils) == 1 else None
