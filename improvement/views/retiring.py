"""Retiring what is kept beside the plan, and bringing back whatever was retired, each on a page that asks why."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from improvement.models import (
    Action,
    Chapter,
    Finding,
    Group,
    Inspection,
    Intervention,
    Measure,
    Plan,
    Priority,
    Section,
)
from improvement.services.retiring import (
    bring_back,
    check_returnable,
    in_force_within,
    may_retire,
    retire,
)
from improvement.structure_forms import RetireForm, ReturnForm
from improvement.views.closed import closed
from improvement.views.editing import FormPage, refuse

_REFUSED = "You may not retire this or bring it back."
_CHANGED = "Somebody changed this while you were deciding. Read it as it is now, and decide again."
# Each kind with its model, what its name and its place need, and the words of the way back.
_KINDS: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "plan": (Plan, (), "Shape of the plan"),
    "chapter": (Chapter, ("plan",), "Shape of the plan"),
    "section": (Section, ("chapter__plan",), "Shape of the plan"),
    "priority": (Priority, ("section__chapter__plan",), "Shape of the plan"),
    "action": (Action, ("section__chapter__plan", "priority"), "Shape of the plan"),
    "group": (Group, ("parent",), "Groups and meetings"),
    "measure": (Measure, (), "Scorecard"),
    "finding": (Finding, ("inspection", "visit"), "Findings"),
    "inspection": (Inspection, (), "Inspections and reviews"),
    "intervention": (Intervention, (), "Notices, visits and advisers"),
}


def thing_of(council: Council, kind: str, pk: int) -> Any:
    """A thing of that kind of this council, retired or not. Raises Http404."""
    model, related, _ = _KINDS[kind]
    things = model._default_manager.filter(council=council)
    thing = get_object_or_404(things.select_related(*related) if related else things, pk=pk)
    thing.council = council
    return thing


def retired_of(council: Council, kind: str, offered: bool) -> list[Any]:
    """What has been retired of a kind, the last first; none, and no query, where bringing back is not offered."""
    model, related, _ = _KINDS[kind]
    if not offered:
        return []
    things = model._default_manager.filter(council=council).exclude(retired_on=None)
    return list((things.select_related(*related) if related else things).order_by("-retired_on", "-pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def thing_retire(request: HttpRequest, council: str, pk: int, kind: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    thing = thing_of(owner, kind, pk)
    if not may_retire(user, thing):
        raise PermissionDenied(_REFUSED)
    form = RetireForm(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            retire(thing=thing, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            return _retire_page(request, owner, kind, pk, RetireForm(thing=thing_of(owner, kind, pk)), 409)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Retired: {thing}")
            return redirect(_way_back(owner, kind, thing))
    return _retire_page(request, owner, kind, pk, form, 422 if form.errors else 200)


def _retire_page(
    request: HttpRequest, council: Council, kind: str, pk: int, form: RetireForm, status: int
) -> HttpResponse:
    thing = thing_of(council, kind, pk)
    context = {
        "part": thing,
        "form": form,
        "heading": f"Retire {kind} {thing.pk}: {thing}",
        "holds": in_force_within(thing),
        "changed": status == 409,
        "back": _way_back(council, kind, thing),
        "back_text": _KINDS[kind][2],
    }
    return render(request, "improvement/part_retire.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def thing_bring_back(request: HttpRequest, council: str, pk: int, kind: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    thing = thing_of(owner, kind, pk)
    if not may_retire(user, thing):
        raise PermissionDenied(_REFUSED)
    page = FormPage(f"Bring back {kind} {pk}: {thing}", *back_from(owner, kind, thing))
    if refusal := closed(request, page, partial(check_returnable, thing)):
        return refusal
    form, status = ReturnForm(request.POST or None, thing=thing), 200
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            bring_back(thing=thing, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            thing, status = thing_of(owner, kind, pk), 409
            form = ReturnForm(thing=thing)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Brought back: {thing}")
            return redirect(_way_back(owner, kind, thing))
    context = {
        "thing": thing,
        "kind": kind,
        "form": form,
        "changed": _CHANGED if status == 409 else "",
        "back": _way_back(owner, kind, thing),
        "back_text": _KINDS[kind][2],
    }
    return render(request, "improvement/bring_back.html", context, status=422 if form.errors else status)


def back_from(council: Council, kind: str, thing: Any) -> tuple[str, str]:
    """Where a page about a retired thing leads back to, and what that is called."""
    return _way_back(council, kind, thing), _KINDS[kind][2]


def _way_back(council: Council, kind: str, thing: Any) -> str:
    match kind:
        case "plan":
            return reverse("improvement:plan-structure", args=[council.slug, thing.pk])
        case "chapter":
            return reverse("improvement:plan-structure", args=[council.slug, thing.plan_id])
        case "section":
            return reverse("improvement:plan-structure", args=[council.slug, thing.chapter.plan_id])
        case "priority" | "action":
            return reverse("improvement:plan-structure", args=[council.slug, thing.section.chapter.plan_id])
        case "group":
            return reverse("improvement:group-detail", args=[council.slug, thing.pk])
    return reverse(f"improvement:{kind}-list", args=[council.slug])
