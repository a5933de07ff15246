"""Which action waits for which: all of it on one page, and entering and taking out one."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from core.views import as_at_of
from improvement.access import may_edit_plan, may_see_record
from improvement.models import Action, Interdependency, Plan
from improvement.services import add_wait, remove_wait
from improvement.services.endorsements import check_takes_more
from improvement.services.interdependencies import check_waits
from improvement.standing_forms import ReasonForm, WaitForm
from improvement.standing_tables import WaitTable
from improvement.views.actions import action_of
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one


@require_safe
def wait_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked = as_at_of(request)
    waits = list(Interdependency.objects.of(owner, asked.day, asked.known_at))
    table = WaitTable(sorted(waits, key=lambda entry: not entry.risks), asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    context = {
        "asked": asked,
        "table": table,
        "found": len(waits),
        "at_risk": sum(bool(entry.risks) for entry in waits),
        "keys": [plan.progress_scale.key() for plan in Plan.objects.of(owner)],
    }
    return render(request, "improvement/wait_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def wait_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _editor(request, council)
    action = action_of(owner, pk)
    form = WaitForm(request.POST or None, action=action)

    def save(**facts: Any) -> Interdependency:
        return add_wait(action=action, by=user, **facts)

    page = FormPage(f"What {action.reference} waits for", *_way_back(action), save="Save what it waits for")
    if refusal := closed(request, page, partial(check_takes_more, action)):
        return refusal
    return add_one(request, form, save, page, said=action.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def wait_remove(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _editor(request, council)
    related = "waits_for__section__chapter__plan", "waits_for__priority"
    wait = get_object_or_404(Interdependency.objects.select_related(*related), council=owner, pk=pk)
    wait.action = action = action_of(owner, wait.action_id)
    words = {"name": "because", "label": "Why it no longer waits", "needed": "Say why it no longer waits"}
    form = ReasonForm(
        request.POST or None, **words, help_text="Pages of earlier days still show that it waited."
    )

    def save(**facts: Any) -> Interdependency:
        return remove_wait(wait=wait, by=user, **facts)

    heading = f"{action.reference} no longer waits for {wait.waits_for.reference}"
    page = FormPage(heading, *_way_back(action), save="Take it out")
    if refusal := closed(request, page, partial(check_waits, wait)):
        return refusal
    return add_one(request, form, save, page, said=action.reference)


def _editor(request: HttpRequest, council: str) -> tuple[Council, User]:
    """The council of this address and who asks. Raises Http404 for another council's, PermissionDenied for whoever may
    not edit the plan."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_edit_plan(user, owner):
        raise PermissionDenied(
            "Only the programme office and administrators may say what an action waits for."
        )
    return owner, user


def _way_back(action: Action) -> tuple[str, str]:
    return reverse("improvement:action-detail", args=[action.council.slug, action.pk]), str(action)
