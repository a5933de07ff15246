"""Help from outside the council: the list, a new one, and a change."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.views import as_at_of, download, unfiltered
from improvement.access import may_manage_inspections, may_see_record
from improvement.external_help_forms import ExternalHelpForm
from improvement.external_help_tables import ExternalHelpFilter, ExternalHelpTable, export_external_help
from improvement.models import ExternalHelp
from improvement.services.external_help import add_external_help, edit_external_help
from improvement.views.asked import council_of_list
from improvement.views.editing import FormPage, add_one, edit_one

_ONLY_THE_OFFICE = "Only the programme office may record external help."


@require_safe
def external_help_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = ExternalHelpFilter(request.GET or None, council=owner, asked=asked)
    may_edit = may_manage_inspections(user, owner) and not asked.is_past
    table = ExternalHelpTable(chosen.qs, council_slug=owner.slug, may_edit=may_edit)
    RequestConfig(request).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "may_edit": may_edit,
    }
    return render(request, "improvement/external_help_list.html", context)


@require_safe
def external_help_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = ExternalHelpFilter(request.GET or None, council=owner, asked=asked)
    written = export_external_help(chosen.qs, kind)
    return download(written, f"external-help-{owner.slug}-{asked.day.isoformat()}.{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
def external_help_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_ONLY_THE_OFFICE)
    form = ExternalHelpForm(request.POST or None, council=owner)
    page = _page(owner, "Record external help", "Save this help")
    save = partial(add_external_help, council=owner, by=user)
    return add_one(request, form, save, page, said="External help recorded")


@require_http_methods(["GET", "HEAD", "POST"])
def external_help_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)

    def fresh() -> ExternalHelp:
        given = get_object_or_404(ExternalHelp.objects.of(owner), pk=pk)
        given.council = owner
        return given

    given = fresh()
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_ONLY_THE_OFFICE)
    page = _page(owner, f"Change external help {pk}: {given}", "Save this help")
    return edit_one(
        request, fresh, ExternalHelpForm, lambda one: partial(edit_external_help, given=one, by=user), page
    )


def _page(council: Council, heading: str, save: str) -> FormPage:
    back = reverse("improvement:external-help-list", args=[council.slug])
    return FormPage(heading, back, "External help", save=save)
