"""How a page adds or changes one thing: its form, what is refused, and what is shown when somebody saved first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.versions import StaleVersion
from improvement.forms import on_top
from improvement.views.conflicts import conflict_over, stands_now


@dataclass(frozen=True)
class FormPage:
    """The words of a page with one form, and the address it leads back to."""

    heading: str
    back: str
    back_text: str
    save: str = "Save"
    more: dict[str, Any] = field(default_factory=dict)

    def show(
        self, request: HttpRequest, form: forms.Form, conflict: dict[str, object] | None = None
    ) -> HttpResponse:
        context = {
            "form": form,
            "heading": self.heading,
            "back": self.back,
            "back_text": self.back_text,
            "save": self.save,
            "conflict": conflict,
            **self.more,
        }
        status = 409 if conflict else 422 if form.errors else 200
        return render(request, "improvement/part_edit.html", context, status=status)


def add_one(
    request: HttpRequest,
    form: Any,
    save: Callable[..., Any],
    page: FormPage,
    *,
    said: str,
    then: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show a form with `facts`, and save a new thing from it; then back, or to where `then` says."""
    if request.method == "POST" and form.is_valid():
        try:
            added = save(**form.facts)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"{said}: {added}")
            return redirect(then(added) if then else page.back)
    return page.show(request, form)


def edit_one(
    request: HttpRequest,
    fresh: Callable[[], Any],
    form_of: Callable[..., Any],
    saves: Callable[[Any], Callable[..., None]],
    page: FormPage,
) -> HttpResponse:
    """Show the form of what `fresh` reads, save it, or show both texts when somebody else saved first."""
    thing = fresh()
    form = form_of(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid():
        try:
            saves(thing)(shown_version=form.cleaned_data["version"] or 0, **form.facts)
        except StaleVersion:
            return _conflict(request, fresh(), form_of, form, page)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Saved: {fresh()}")
            return redirect(page.back)
    return page.show(request, form)


def refuse(form: forms.Form, refused: ValidationError) -> None:
    """Put each sentence of a service where its field stands; on the form where it has no such field."""
    for name, sentences in getattr(refused, "error_dict", {None: refused}).items():
        form.add_error(name if name in form.fields else None, sentences)


def _conflict(
    request: HttpRequest, thing: Any, form_of: Callable[..., Any], form: Any, page: FormPage
) -> HttpResponse:
    names = [name for name in form.NAMES if name in form.fields]
    theirs = stands_now(form_of(thing=thing), names)
    again = form_of(on_top(request.POST, thing.version), thing=thing)
    return page.show(request, again, conflict_over(thing, form, names, theirs))
