"""Caseloads and capacity."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Council
from core.ledger import AsAt
from core.views import as_at_of
from workforce.capacity import capacity_groups
from workforce.models import CapacityReading, FundedPost
from workforce.views.asked import council_of


@require_safe
def capacity_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    asked = as_at_of(request)
    readings = CapacityReading.objects.of(owner).latest_by(asked.day)
    posts = list(_asked_for(owner, asked)) if readings else []
    groups, other = capacity_groups(list(readings), posts)
    context = {
        "groups": groups,
        "other": other,
        "asked_fte": sum(post.fte for post in posts),
        "asked": asked,
        "trail": [("Home", reverse("reports:home", args=[owner.slug]))],
    }
    return render(request, "workforce/capacity_list.html", context)


def _asked_for(council: Council, asked: AsAt) -> QuerySet[FundedPost]:
    """What is asked for or given, and has not ended."""
    return FundedPost.objects.of(council).as_at(asked.day, asked.known_at).not_over()
