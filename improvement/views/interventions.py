"""Notices, directions, monitoring visits, advisers and commissioners."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.ledger import AsAt
from core.views import as_at_of
from improvement.access import may_manage_inspections, may_see_record
from improvement.forms import on_top
from improvement.histories import intervention_history
from improvement.inspection_forms import EventForm, InterventionForm
from improvement.inspection_tables import InterventionTable
from improvement.models import Finding, Intervention
from improvement.services import add_intervention, record_event
from improvement.services.inspections import next_steps
from improvement.views.conflicts import conflict_over
from improvement.views.left import told_when_left
from improvement.views.retiring import retired_of

_REFUSED = "Only the programme office keeps inspections, intervention and findings."


def intervention_of(council: Council, pk: int, asked: AsAt) -> Intervention:
    """A notice, visit or the like of this council as it stood on the day asked for. Raises Http404."""
    told = Intervention.objects.of(council).as_at(asked.day, asked.known_at)
    intervention = get_object_or_404(told, pk=pk)
    intervention.council = council
    return intervention


@require_safe
def intervention_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    told = Intervention.objects.of(owner).as_at(asked.day, asked.known_at).order_by("-step_on", "-pk")
    table = InterventionTable(told, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    may_manage = may_manage_inspections(user, owner) and not asked.is_past
    retired = retired_of(owner, "intervention", may_manage)
    context = {"table": table, "asked": asked, "may_manage": may_manage, "retired": retired}
    return render(request, "improvement/intervention_list.html", context)


@require_safe
@told_when_left("intervention")
def intervention_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    intervention = intervention_of(owner, pk, asked)
    findings = Finding.objects.of(owner).filter(visit=intervention).as_at(asked.day, asked.known_at)
    may_manage = may_manage_inspections(user, owner) and not asked.is_past
    context = {
        "intervention": intervention,
        "asked": asked,
        "findings": findings.order_by("kind", "pk"),
        "history": intervention_history(intervention, asked),
        "may_manage": may_manage,
        "is_over": not next_steps(intervention.kind, intervention.step),
    }
    return render(request, "improvement/intervention_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    form = InterventionForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            saved = add_intervention(council=owner, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Saved: {saved}")
            return redirect("improvement:intervention-detail", owner.slug, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "improvement/intervention_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("intervention")
def intervention_record(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    intervention = intervention_of(owner, pk, AsAt.present())
    form = EventForm(request.POST or None, intervention=intervention)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        shown = answers.pop("version")
        try:
            saved = record_event(intervention=intervention, by=user, shown_version=shown, **answers)
        except StaleVersion:
            return _conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Saved: {saved}")
            return redirect("improvement:intervention-detail", owner.slug, pk)
    return _page(request, intervention, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, intervention: Intervention, form: EventForm, *, status: int, **more: object
) -> HttpResponse:
    over = not next_steps(intervention.kind, intervention.step)
    context = {"intervention": intervention, "form": form, "is_over": over, **more}
    return render(request, "improvement/intervention_record.html", context, status=status)


def _conflict(request: HttpRequest, council: Council, pk: int, form: EventForm) -> HttpResponse:
    """Somebody else recorded something first: nothing is written and what was typed is kept."""
    intervention = intervention_of(council, pk, AsAt.present())
    theirs = [("What happened", intervention.stands), ("Note", intervention.step_note or "")]
    names = ("step", "as_at", "day", "note", "because")
    again = EventForm(on_top(request.POST, intervention.version), intervention=intervention)
    conflict = conflict_over(intervention, form, names, theirs)
    return _page(request, intervention, again, status=409, conflict=conflict)
