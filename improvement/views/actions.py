"""The actions: all of them, and one of them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.ledger import AsAt
from core.tables import A_PAGE
from core.views import as_at_of, download, unfiltered
from improvement.access import (
    may_add_evidence,
    may_change_many,
    may_decide_date,
    may_edit_plan,
    may_review_evidence_of,
    may_see_record,
    may_update,
)
from improvement.filters import ActionFilter
from improvement.forms import DecideDateForm
from improvement.models import Action, DateRevision, Evidence, Finding, NamedView, Plan, Retirement
from improvement.services.named_views import tidy_query
from improvement.standing import challenged_of, joining_of, waits_of
from improvement.tables import ActionTable, slip_words
from improvement.timeline import timeline
from improvement.views.asked import council_of_list
from improvement.workbooks import export_actions


def action_of(council: Council, pk: int, asked: AsAt | None = None) -> Action:
    """An action of this council with the facts of a day (today). Raises Http404."""
    asked = asked or AsAt.present()
    plan = "section__chapter__plan"
    found = Action.objects.of(council).select_related(
        f"{plan}__dates_decided_by", f"{plan}__actions_endorsed_by", f"{plan}__progress_scale", "deputy"
    )
    action = get_object_or_404(found.with_facts(asked.day, asked.known_at).with_last_update(), pk=pk)
    action.council = council
    return action


def trail_to(action: Action) -> list[tuple[str, str]]:
    """The breadcrumbs of a page below an action."""
    slug = action.council.slug
    return [
        ("Actions", reverse("improvement:action-list", args=[slug])),
        (action.reference, reverse("improvement:action-detail", args=[slug, action.pk])),
    ]


@require_safe
def action_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = ActionFilter(request.GET or None, council=owner, asked=asked)
    picks = not asked.is_past and may_change_many(user, owner)
    table = ActionTable(chosen.qs, asked=asked, council_slug=owner.slug, picks=picks)
    RequestConfig(request).configure(table)
    plans = list(Plan.objects.of(owner))
    context = {
        "picks": picks,
        "views": NamedView.objects.shown_to(user, owner)[:A_PAGE],
        "kept": tidy_query(request.GET.urlencode()),
        "filter": chosen,
        "table": table,
        "asked": asked,
        "found": len(table.rows),
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "keys": [plan.progress_scale.key() for plan in plans],
        "begun": min((plan.adopted_on for plan in plans), default=None),
    }
    return render(request, "improvement/action_list.html", context)


@require_safe
def action_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = ActionFilter(request.GET or None, council=owner, asked=asked)
    table = ActionTable(chosen.qs, asked=asked, council_slug=owner.slug)
    RequestConfig(request, paginate=False).configure(table)
    written = export_actions([row.record for row in table.rows], kind)
    name = f"actions-{owner.slug}-{asked.day.isoformat()}.{kind}"
    return download(written, name)


@require_safe
def action_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    action = action_of(owner, pk, asked)
    return render(request, "improvement/action_detail.html", detail_context(request, action, asked))


def detail_context(request: HttpRequest, action: Action, asked: AsAt) -> dict[str, Any]:
    """What the page of an action shows; also used when a decision on it is refused in place."""
    user = signed_in_user(request)
    joining = joining_of(action, user, asked)
    now = not asked.is_past and joining.counts and action.retired_on is None
    waiting = DateRevision.objects.open_requests(asked.day, asked.known_at).filter(action=action)
    asked_for = waiting.select_related("recorded_by").order_by("-as_at", "-id").first()
    if asked_for:
        asked_for.action = action
    may_decide = now and asked_for is not None and may_decide_date(user, asked_for)
    held = Evidence.objects.filter(action=action).as_at(asked.day, asked.known_at).select_related("added_by")
    made = Finding.objects.of(action.council).as_at(asked.day, asked.known_at)
    return {
        "action": action,
        "asked": asked,
        "joining": joining,
        "endorse_form": joining.form,
        "waits": waits_of(action, user, asked),
        "challenged": challenged_of(action, user, asked),
        "left": Retirement.objects.out_on(action, asked.day, asked.known_at),
        "trail": trail_to(action)[:1],
        "slip_words": slip_words(action),
        "asked_for": asked_for,
        "decide_form": DecideDateForm(request=asked_for) if may_decide and asked_for else None,
        "evidence": held,
        "findings": made.about(asked.day, asked.known_at, action=action),
        "key": action.plan.progress_scale.key(),
        "timeline": timeline(action, asked),
        "may_bring_back": not asked.is_past
        and action.retired_on is not None
        and may_edit_plan(user, action.council),
        "may_update": now and may_update(user, action),
        "may_add_evidence": now and may_add_evidence(user, action),
        "may_review": now and may_review_evidence_of(user, action),
    }
