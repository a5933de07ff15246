from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.navigation import navigation
from accounts.roles import TABLE, Capability, roles_of
from core.dates import today


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the person, their council, and the clock of the demonstration."""
    council = getattr(request, "council", None)
    roles = roles_of(request.user, council) if council and hasattr(request, "user") else frozenset()
    return {
        "council": council,
        "my_roles": roles,
        "may_see_change_log": any(Capability.SEE_CHANGE_LOG in TABLE[role] for role in roles),
        "navigation": SimpleLazyObject(lambda: navigation(request, council, roles)) if council else (),
        "demonstration_day": today() if settings.CLOCK else None,
    }
