"""How sign-in is run: nobody signs up; people are added by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
