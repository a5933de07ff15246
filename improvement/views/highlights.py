"""Highlights: the list, a new one, and one put right."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from core.views import as_at_of, download, unfiltered
from improvement.access import may_record_highlight, may_see_record
from improvement.correction_forms import CorrectHighlightForm
from improvement.forms import HighlightForm
from improvement.highlight_tables import HighlightFilter, HighlightTable, export_highlights
from improvement.models import Highlight
from improvement.services.highlights import correct_highlight, record_highlight
from improvement.services.rules import check_uncorrected
from improvement.views.asked import council_of_list
from improvement.views.closed import closed
from improvement.views.editing import FormPage, refuse


@require_safe
def highlight_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = HighlightFilter(request.GET or None, council=owner, asked=asked)
    may_record = may_record_highlight(user, owner)
    may_correct = may_record and not asked.is_past
    table = HighlightTable(chosen.qs, corrected_at=owner.slug if may_correct else None)
    RequestConfig(request).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "may_record": may_record,
    }
    return render(request, "improvement/highlight_list.html", context)


@require_safe
def highlight_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = HighlightFilter(request.GET or None, council=owner, asked=asked)
    table = HighlightTable(chosen.qs, corrected_at=None)
    RequestConfig(request, paginate=False).configure(table)
    written = export_highlights([row.record for row in table.rows], kind, asked)
    return download(written, f"highlights-{owner.slug}-{asked.day.isoformat()}.{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
def highlight_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_highlight(user, owner):
        raise PermissionDenied
    form = HighlightForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            saved = record_highlight(council=owner, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Highlight saved: {_where_it_goes(saved)}")
            return redirect("improvement:highlight-list", owner.slug)
    status = 422 if form.errors else 200
    return render(request, "improvement/highlight_add.html", {"form": form}, status=status)


def _where_it_goes(saved: Highlight) -> str:
    """Feedback is printed only where whoever gave it agreed."""
    if saved.kind == Highlight.Kind.FEEDBACK and not saved.consent_given:
        return "no paper prints it, because they have not agreed to our publishing it"
    return "it is offered to the next paper"


@require_http_methods(["GET", "HEAD", "POST"])
def highlight_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    highlight = get_object_or_404(Highlight, council=owner, pk=pk)
    highlight.council = owner
    if not may_record_highlight(user, owner):
        raise PermissionDenied
    back = reverse("improvement:highlight-list", args=[owner.slug])
    page = FormPage(f"Correct highlight {pk}: {highlight}", back, "Highlights", save="Save this correction")
    if refusal := closed(request, page, partial(check_uncorrected, highlight, "highlight")):
        return refusal
    form = CorrectHighlightForm(request.POST or None, highlight=highlight)
    if request.method == "POST" and form.is_valid():
        try:
            correct_highlight(highlight=highlight, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Correction saved: both entries are kept")
            return redirect("improvement:highlight-list", owner.slug)
    return page.show(request, form)
