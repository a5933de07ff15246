"""The page instead of a form that its service would refuse, whatever was typed into it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from improvement.views.editing import FormPage


def closed(request: HttpRequest, page: FormPage, check: Callable[[], object]) -> HttpResponse | None:
    """Why nothing more can be entered, in the sentence of the service whose `check` refuses it, with the way back;
    None where the form can be shown. What was typed before the thing closed is refused by the service itself, so
    that it stays in the form."""
    if request.method == "POST":
        return None
    try:
        check()
    except ValidationError as refused:
        context = {"page": page, "sentences": refused.messages}
        return render(request, "improvement/closed.html", context)
    return None
