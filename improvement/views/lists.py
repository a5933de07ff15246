"""Highlights."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from core.views import as_at_of
from improvement.access import may_record_highlight, may_see_record
from improvement.filters import HighlightFilter
from improvement.forms import HighlightForm
from improvement.models import Highlight
from improvement.services import record_highlight
from improvement.tables import HighlightTable


@require_safe
def highlight_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    held = Highlight.objects.of(owner).standing(asked.day, asked.known_at).order_by("-as_at", "-id")
    chosen = HighlightFilter(request.GET or None, council=owner, queryset=held)
    table = HighlightTable(chosen.qs)
    RequestConfig(request).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "may_record": may_record_highlight(user, owner),
    }
    return render(request, "improvement/highlight_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def highlight_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_highlight(user, owner):
        raise PermissionDenied
    form = HighlightForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            record_highlight(council=owner, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Highlight saved: it is offered to the next paper")
            return redirect("improvement:highlight-list", owner.slug)
    status = 422 if form.errors else 200
    return render(request, "improvement/highlight_add.html", {"form": form}, status=status)
