"""How sign-in is run: nobody signs up; people are added by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


class ClosedSignup(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display_name(user: User) -> str:
    return user.name


def attempted_email(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The address somebody tried to sign in with, for counting failures; allauth posts it as `login`."""
    values = credentials or {}
    attempted = values.get("email") or values.get("username")
    if not attempted and request is not None:
        attempted = request.POST.get("login", "")
    return str(attempted or "").lower()


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from, counted as the other limits of sign-in count; None where it came over no wire."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
