"""The plan overview: chapters, sections, and how progress, money and posts stand."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from core.ledger import AsAt
from core.views import as_at_of
from improvement.access import may_edit_plan
from improvement.models import Plan
from reports import trails
from reports.access import may_see_record
from reports.overview import overview_of


@require_safe
def plan_list(request: HttpRequest, council: str) -> HttpResponse:
    """The plans of a council; straight to the only one."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    plans, asked = list(Plan.objects.of(owner)), as_at_of(request)
    carried = f"?{asked.querystring}" if asked.is_past else ""
    if len(plans) == 1:
        return redirect(f"{reverse('reports:plan-detail', args=[owner.slug, plans[0].pk])}{carried}")
    context = {
        "plans": [plan for plan in plans if plan.adopted_on <= asked.day],
        "asked": asked,
        "carried": carried,
        "trail": trails.to_papers(owner),
        "may_edit": may_edit_plan(user, owner) and not asked.is_past,
    }
    return render(request, "reports/plan_list.html", context)


@require_safe
def plan_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    # A day typed on the page itself is refused on it; it goes on showing today.
    try:
        asked, refused = as_at_of(request), ""
    except BadRequest as unreadable:
        asked, refused = AsAt.present(), str(unreadable)
    plan = get_object_or_404(Plan.objects.of(owner).select_related("council"), pk=pk)
    context = {
        "plan": plan,
        "asked": asked,
        "page": overview_of(plan, asked),
        "carried": f"?{asked.querystring}" if asked.is_past else "",
        "trail": trails.to_papers(owner),
        "may_edit": may_edit_plan(user, owner) and not asked.is_past,
        "refused": refused,
    }
    return render(request, "reports/plan_detail.html", context, status=400 if refused else 200)
