"""Caseload standards: the list, new ones, what follows from another day, corrections."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Council
from core.dates import full_date
from core.tables import A_PAGE
from core.views import as_at_of
from workforce import services
from workforce.access import may_manage_posts
from workforce.caseloads import standards_as_at
from workforce.forms.capacity import StandardForm
from workforce.forms.recruitment import ReasonForm
from workforce.models import CaseloadStandard
from workforce.views.asked import Trail, council_of, form_page, manager_of, trail

METHODS = ["GET", "HEAD", "POST"]
_STAYS = "What was recorded stays in the record."


@require_safe
def standard_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    recorded = CaseloadStandard.objects.of(owner).standing(None, asked.known_at).select_related("recorded_by")
    context = {
        "page": Paginator(recorded, A_PAGE).get_page(request.GET.get("page")),
        "in_force": {standard.pk for standard in standards_as_at(owner, asked)},
        "asked": asked,
        "may_manage": may_manage_posts(user, owner) and not asked.is_past,
        "trail": capacity_trail(owner),
    }
    return render(request, "workforce/standard_list.html", context)


@require_http_methods(METHODS)
def standard_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = manager_of(request, council)
    form = StandardForm(request.POST or None)
    return _save(request, owner, form, {}, "Add a standard", "Added the standard")


@require_http_methods(METHODS)
def standard_change(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """What follows it from another day; the standard stays for the days before."""
    owner, _ = manager_of(request, council)
    before = _standing(owner, pk)
    form = StandardForm(request.POST or None, follows=before)
    kept = {"applies_to": before.applies_to, "is_aspiration": before.is_aspiration}
    title = f"Change the standard of {before.applies_to.lower()} from a day on"
    return _save(request, owner, form, kept, title, "Changed the standard")


@require_http_methods(METHODS)
def standard_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, _ = manager_of(request, council)
    wrong = _standing(owner, pk)
    form = StandardForm(request.POST or None, corrects=wrong)
    kept = {"applies_to": wrong.applies_to, "is_aspiration": wrong.is_aspiration, "corrects": wrong}
    title = f"Correct the standard of {wrong.applies_to.lower()} from {full_date(wrong.as_at)}"
    return _save(request, owner, form, kept, title, "Corrected the standard")


@require_http_methods(METHODS)
def standard_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    standard = _standing(owner, pk)
    form: forms.Form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.void_standard(standard=standard, by=user, note=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Taken out")
            return redirect("workforce:standard-list", owner.slug)
    title = f"Take out the standard of {standard.applies_to.lower()} from {full_date(standard.as_at)}"
    return form_page(request, form, title, "Take it out", _trail(owner), lead=_STAYS)


def _save(
    request: HttpRequest, owner: Council, form: StandardForm, kept: dict[str, Any], title: str, done: str
) -> HttpResponse:
    _, user = manager_of(request, owner.slug)
    if request.method == "POST" and form.is_valid():
        try:
            standard = services.add_standard(council=owner, by=user, **(form.cleaned_data | kept))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{done}: {standard}")
            return redirect("workforce:standard-list", owner.slug)
    return form_page(request, form, title, "Save", _trail(owner), lead=_STAYS if kept else "")


def _standing(council: Council, pk: int) -> CaseloadStandard:
    return get_object_or_404(CaseloadStandard.objects.of(council).standing(None), pk=pk)


def capacity_trail(council: Council) -> Trail:
    return [
        *trail(council),
        ("Caseloads and capacity", reverse("workforce:capacity-list", args=[council.slug])),
    ]


def _trail(council: Council) -> Trail:
    return [*capacity_trail(council), ("Standards", reverse("workforce:standard-list", args=[council.slug]))]
