"""What a workstream takes to its meeting, as a Word document."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from core.views import as_at_of, download
from improvement.highlight_report import highlight_report
from improvement.models import Group
from reports.access import may_see_record
from reports.workstream_report import word_of


@require_safe
def group_report_word(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked = as_at_of(request)
    group = get_object_or_404(Group.objects.of(owner).select_related("chair"), pk=pk)
    group.council = owner
    written = word_of(highlight_report(group, asked))
    return download(written, f"highlight-report-{owner.slug}-{group.pk}-{asked.day.isoformat()}.docx")
