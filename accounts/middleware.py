from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.public import PUBLIC_VIEWS


class SignInRequired(LoginRequiredMiddleware):
    """Sign-in on every address but those of `accounts.public`."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        # What is for everybody is answered without asking who asks, so that it may be kept by caches.
        if (match and match.view_name in PUBLIC_VIEWS) or request.user.is_authenticated:
            return None
        if request.headers.get("HX-Request") == "true":
            # The page stays as it is, with what was typed; the fragment offers to sign in again.
            response = render(request, "components/sign_in_again.html", status=401)
            response["HX-Retarget"], response["HX-Reswap"] = "#page-notice", "innerHTML"
            return response
        return self.handle_no_permission(request, view_func)
