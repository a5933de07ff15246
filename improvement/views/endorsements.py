"""New actions: those proposed and declined on one page, and what is decided about one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from core.ledger import AsAt
from core.views import as_at_of
from improvement.access import may_edit_plan, may_endorse_for, may_see_record
from improvement.models import Action, Endorsement
from improvement.services import decline_action, endorse_action, propose_again, take_back_decision
from improvement.services.endorsements import check_declined, check_taken_back, standing_step
from improvement.standing_forms import EndorseForm, ReasonForm
from improvement.standing_tables import ProposalTable, proposals_of
from improvement.views.actions import action_of, detail_context
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one, refuse


@require_safe
def action_proposed(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked = as_at_of(request)
    table = ProposalTable(proposals_of(owner, asked), asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    context = {"table": table, "asked": asked, "found": len(table.rows)}
    return render(request, "improvement/action_proposed.html", context)


@require_POST
def action_endorse(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_endorse_for(user, action):
        raise PermissionDenied("New actions are endorsed by the group that the plan names.")
    proposal = _last_step(action)
    form = EndorseForm(request.POST, proposal=proposal)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        decided = facts.pop("decision")
        decide = endorse_action if decided == Endorsement.Step.ENDORSED else decline_action
        try:
            decide(action=action, by=user, **facts)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"{action.reference} {Endorsement.Step(decided).label.lower()}")
            return redirect("improvement:action-detail", owner.slug, action.pk)
    context = detail_context(request, action, AsAt.present()) | {"form": form, "endorse_form": form}
    return render(request, "improvement/action_detail.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def action_propose_again(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_edit_plan(user, owner):
        raise PermissionDenied("Only the programme office and administrators may propose an action.")
    words = {
        "name": "note",
        "label": "What has changed since it was declined",
        "needed": "Say what has changed",
    }
    form = ReasonForm(request.POST or None, **words)
    page = FormPage(f"Propose again: {action.reference}", *_way_back(action), save="Propose it again")
    if refusal := closed(request, page, partial(check_declined, action)):
        return refusal

    def save(**facts: Any) -> Endorsement:
        return propose_again(action=action, by=user, **facts)

    return add_one(request, form, save, page, said=action.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def endorsement_take_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    decision = get_object_or_404(Endorsement, council=owner, pk=pk)
    decision.action = action = action_of(owner, decision.action_id)
    if not may_edit_plan(user, owner):
        raise PermissionDenied("Only the programme office and administrators may correct a decision.")
    words = {
        "name": "because",
        "label": "What was wrong with the decision",
        "needed": "Say what was wrong with the decision",
        "help_text": "Both stay on record, and the action is proposed as before.",
    }
    form = ReasonForm(request.POST or None, **words)
    heading = f"Take back a decision: {action.reference}, {decision.get_step_display().lower()}"
    page = FormPage(heading, *_way_back(action), save="Take it back")
    if refusal := closed(request, page, partial(check_taken_back, action, decision)):
        return refusal

    def save(**facts: Any) -> str:
        take_back_decision(decision=decision, by=user, **facts)
        return "it is proposed again"

    return add_one(request, form, save, page, said="Decision taken back")


def _last_step(action: Action) -> Endorsement:
    """The step that holds today. Raises Http404 for an action that was never proposed."""
    held = standing_step(action)
    if held is None:
        raise Http404
    held.action = action
    return held


def _way_back(action: Action) -> tuple[str, str]:
    return reverse("improvement:action-detail", args=[action.council.slug, action.pk]), str(action)
