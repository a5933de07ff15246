"""Caseload standards: the list, new ones, what follows from another day, corrections."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Council
from core.dates import full_date, full_moment
from core.tables import A_PAGE
from core.views import as_at_of
from improvement.forms import on_top
from workforce import services
from workforce.access import may_manage_posts
from workforce.caseloads import standards_as_at
from workforce.forms.capacity import StandardForm
from workforce.forms.recruitment import ReasonForm
from workforce.models import CaseloadStandard
from workforce.services.standards import StaleStandard, newest_of
from workforce.views.asked import Trail, council_of, entry_of, form_page, manager_of, saved, trail

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
    before = entry_of(request, CaseloadStandard.objects.of(owner), pk)
    kept = {"applies_to": before.applies_to, "is_aspiration": before.is_aspiration}
    newest = newest_of(owner, before.applies_to, before.is_aspiration)
    form = StandardForm(request.POST or None, follows=before, shown=newest.pk if newest else pk)
    title = f"Change the standard of {before.applies_to.lower()} from a day on"
    try:
        return _save(request, owner, form, kept, title, "Changed the standard")
    except StaleStandard as stale:
        data = on_top(form.data, stale.newest.pk, "shown")
        again, conflict = StandardForm(data, follows=before, shown=pk), _conflict(form, stale.newest)
        return form_page(request, again, title, "Save", _trail(owner), lead=_STAYS, conflict=conflict)


@require_http_methods(METHODS)
def standard_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, _ = manager_of(request, council)
    wrong = entry_of(request, CaseloadStandard.objects.of(owner), pk)
    form = StandardForm(request.POST or None, corrects=wrong)
    kept = {"applies_to": wrong.applies_to, "is_aspiration": wrong.is_aspiration, "corrects": wrong}
    title = f"Correct the standard of {wrong.applies_to.lower()} from {full_date(wrong.as_at)}"
    return _save(request, owner, form, kept, title, "Corrected the standard")


@require_http_methods(METHODS)
def standard_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    standard = entry_of(request, CaseloadStandard.objects.of(owner), pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"standard": standard, "by": user, "note": form.cleaned_data["reason"]}
        if saved(form, partial(services.void_standard, **given)):
            messages.success(request, "Taken out")
            return redirect("workforce:standard-list", owner.slug)
    title = f"Take out the standard of {standard.applies_to.lower()} from {full_date(standard.as_at)}"
    return form_page(request, form, title, "Take it out", _trail(owner), lead=_STAYS)


def _save(
    request: HttpRequest, owner: Council, form: StandardForm, kept: dict[str, Any], title: str, done: str
) -> HttpResponse:
    """Raises StaleStandard where the form says what it was shown."""
    _, user = manager_of(request, owner.slug)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"council": owner, "by": user, **form.cleaned_data, **kept}
        if saved(form, partial(services.add_standard, **facts)):
            messages.success(request, f"{done}: {_words(form, facts['applies_to'])}")
            return redirect("workforce:standard-list", owner.slug)
    return form_page(request, form, title, "Save", _trail(owner), lead=_STAYS if kept else "")


def _words(form: StandardForm, applies_to: str) -> str:
    """`Social worker: 18 to 20 children`."""
    return str(CaseloadStandard(applies_to=applies_to, **_range(form)))


def _range(form: StandardForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("low", "high", "counts")}


def _conflict(form: StandardForm, newest: CaseloadStandard) -> dict[str, Any]:
    """What was typed beside what was recorded meanwhile."""
    mine = CaseloadStandard(applies_to=newest.applies_to, **_range(form))
    theirs = f"{newest}{' (taken out)' if newest.is_void else ''}"
    return {
        "who": newest.recorded_by.name,
        "when": full_moment(newest.recorded_at),
        "mine": [("The standard", str(mine)), ("From", full_date(form.cleaned_data["from_date"]))],
        "theirs": [("The standard", theirs), ("From", full_date(newest.as_at))],
    }


def capacity_trail(council: Council) -> Trail:
    return [
        *trail(council),
        ("Caseloads and capacity", reverse("workforce:capacity-list", args=[council.slug])),
    ]


def _trail(council: Council) -> Trail:
    return [*capacity_trail(council), ("Standards", reverse("workforce:standard-list", args=[council.slug]))]
