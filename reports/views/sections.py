"""A plan area on one page, whatever app its facts live in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from core.views import as_at_of
from improvement.access import may_rate_impact
from improvement.models import Section
from reports import trails
from reports.access import may_see_record
from reports.section_page import section_page, title_of


@require_safe
def section_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    sections = Section.objects.of(owner).select_related(
        "council", "chapter__plan__progress_scale", "chapter__plan__impact_scale"
    )
    section = sections.as_at(asked.day, asked.known_at).filter(pk=pk).first()
    if section is None:
        absent = get_object_or_404(sections, pk=pk)
        trail = trails.to_section(absent)
        title = title_of(absent, asked)
        context = {"section": absent, "title": title, "asked": asked, "trail": trail}
        return render(request, "reports/section_absent.html", context)
    plan = section.chapter.plan
    context = {
        "section": section,
        "title": title_of(section, asked),
        "asked": asked,
        "page": section_page(section, asked),
        "carried": f"?{asked.querystring}" if asked.is_past else "",
        "progress_key": plan.progress_scale.key(),
        "impact_key": plan.impact_scale.key(),
        "may_rate": may_rate_impact(user, section) and not asked.is_past,
        "trail": trails.to_section(section),
    }
    return render(request, "reports/section_detail.html", context)
