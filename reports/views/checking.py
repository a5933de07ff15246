"""Whether a document somebody holds is one that the council has published."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import may_see_exempt, member_council, signed_in_user
from reports import trails
from reports.access import may_see_record
from reports.models import Publication
from reports.views.public import checked


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper_check(request: HttpRequest, council: str) -> HttpResponse:
    """Which published document a file or a digest is of; nothing is kept."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, authority):
        raise PermissionDenied
    among = Publication.objects.filter(council=authority).order_by()
    context = checked(request, among, sees_exempt=may_see_exempt(user, authority))
    context["found"] = [
        (
            file,
            reverse(
                "reports:paper-version",
                args=[council, file.publication.paper_id, file.publication.number],
            ),
        )
        for file in context["documents"]
    ]
    context["trail"] = trails.to_paper(authority)
    return render(request, "reports/paper_check.html", context, status=context["status"])
