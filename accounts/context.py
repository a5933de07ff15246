from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.roles import roles_of
from core.dates import today


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """What every page shows of the person, their council, and the clock of the demonstration."""
    council = getattr(request, "council", None)
    return {
        "council": council,
        "my_roles": roles_of(request.user, council) if council and hasattr(request, "user") else frozenset(),
        "demonstration_day": today() if settings.CLOCK else None,
    }
