"""The first page: what to do next, by role."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from reports.access import may_see_record
from reports.home import home_blocks
from reports.home_papers import published_papers


@require_safe
def home_root(request: HttpRequest) -> HttpResponse:
    """Straight to the one council somebody belongs to, or a choice of several."""
    councils = list(Council.objects.of(signed_in_user(request)))
    if len(councils) == 1:
        return redirect("reports:home", councils[0].slug)
    return render(request, "reports/home_root.html", {"councils": councils})


@require_safe
def home(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    context = {"blocks": home_blocks(user, owner), "papers": published_papers(owner)}
    return render(request, "reports/home.html", context)
