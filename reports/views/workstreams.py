"""What a workstream takes to its meeting, as a Word document."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from core.views import as_at_of
from improvement.highlight_report import highlight_report
from improvement.models import Group
from reports.access import may_see_record
from reports.models.publications import Format
from reports.views.publishing import MEDIA
from reports.workstream_report import word_of


@require_safe
def group_report_word(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked, group = (
        as_at_of(request),
        get_object_or_404(Group.objects.of(owner).select_related("chair"), pk=pk),
    )
    group.council = owner
    name = f"highlight-report-{owner.slug}-{group.pk}-{asked.day.isoformat()}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    written = word_of(highlight_report(group, asked))
    return HttpResponse(written, content_type=MEDIA[Format.DOCX], headers=headers)
