"""Inspections and reviews, and what they judged."""

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
from improvement.histories import judgement_history
from improvement.inspection_forms import InspectionForm, JudgementForm
from improvement.inspection_tables import GRADE_TONES, InspectionTable
from improvement.models import Area, Finding, Inspection, Intervention, Judgement
from improvement.services import add_inspection, edit_inspection, judge
from improvement.views.conflicts import conflict_over, stands_now
from improvement.views.left import told_when_left
from improvement.views.retiring import retired_of

_REFUSED = "Only the programme office keeps inspections, intervention and findings."
_WORDS = ("title", "body", "started_on", "ended_on", "published_on", "summary")


def inspection_of(council: Council, pk: int, asked: AsAt) -> Inspection:
    """An inspection of this council as it stood on the day asked for. Raises Http404."""
    inspection = get_object_or_404(Inspection.objects.of(council).as_at(asked.day, asked.known_at), pk=pk)
    inspection.council = council
    return inspection


@require_safe
def inspection_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    inspections = Inspection.objects.of(owner).as_at(asked.day, asked.known_at)
    table = InspectionTable(inspections, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    told = Intervention.objects.of(owner).as_at(asked.day, asked.known_at)
    may_manage = may_manage_inspections(user, owner) and not asked.is_past
    context = {
        "table": table,
        "asked": asked,
        "next_visit": told.planned_visits().first(),
        "may_manage": may_manage,
        "retired": retired_of(owner, "inspection", may_manage),
    }
    return render(request, "improvement/inspection_list.html", context)


@require_safe
@told_when_left("inspection")
def inspection_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    inspection = inspection_of(owner, pk, asked)
    findings = Finding.objects.of(owner).filter(inspection=inspection).as_at(asked.day, asked.known_at)
    followed = Intervention.objects.of(owner).filter(inspection=inspection)
    context = {
        "inspection": inspection,
        "asked": asked,
        "judgements": [
            (one, *GRADE_TONES[Judgement.Grade(one.grade)]) for one in inspection.judgements_in_order
        ],
        "limited": limited_by(inspection),
        "findings": findings.order_by("kind", "pk"),
        "interventions": followed.as_at(asked.day, asked.known_at),
        "history": judgement_history(inspection, asked),
        "may_manage": may_manage_inspections(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/inspection_detail.html", context)


def limited_by(inspection: Inspection) -> list[Judgement]:
    """The inadequate areas that an overall judgement disregards: under ILACS one of them makes the whole
    inadequate (document 004, part 7)."""
    if inspection.kind != Inspection.Kind.ILACS:
        return []
    worst = [one for one in inspection.held if one.grade == Judgement.Grade.INADEQUATE]
    overall = {one.grade for one in inspection.held if one.area == Area.OVERALL}
    return worst if overall and overall != {Judgement.Grade.INADEQUATE} else []


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    form = InspectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        del answers["version"]
        try:
            saved = add_inspection(council=owner, by=user, **answers)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Inspection saved: {saved}")
            return redirect("improvement:inspection-detail", owner.slug, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "improvement/inspection_edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("inspection")
def inspection_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    inspection = inspection_of(owner, pk, AsAt.present())
    form = InspectionForm(request.POST or None, inspection=inspection)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            edit_inspection(inspection=inspection, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _edit_conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Inspection saved: {inspection}")
            return redirect("improvement:inspection-detail", owner.slug, pk)
    context = {"form": form, "inspection": inspection}
    return render(request, "improvement/inspection_edit.html", context, status=422 if form.errors else 200)


def _edit_conflict(request: HttpRequest, council: Council, pk: int, form: InspectionForm) -> HttpResponse:
    inspection = inspection_of(council, pk, AsAt.present())
    theirs = stands_now(InspectionForm(inspection=inspection), _WORDS)
    context = {
        "form": InspectionForm(on_top(request.POST, inspection.version), inspection=inspection),
        "inspection": inspection,
        "conflict": conflict_over(inspection, form, _WORDS, theirs),
    }
    return render(request, "improvement/inspection_edit.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("inspection")
def inspection_judge(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    inspection = inspection_of(owner, pk, AsAt.present())
    form = JudgementForm(request.POST or None, inspection=inspection)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            saved = judge(inspection=inspection, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _judge_conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Judgement saved: {saved}")
            return redirect("improvement:inspection-detail", owner.slug, pk)
    context = {"form": form, "inspection": inspection}
    return render(request, "improvement/inspection_judge.html", context, status=422 if form.errors else 200)


def _judge_conflict(request: HttpRequest, council: Council, pk: int, form: JudgementForm) -> HttpResponse:
    inspection = inspection_of(council, pk, AsAt.present())
    theirs = [(one.get_area_display(), one.get_grade_display()) for one in inspection.judgements_in_order]
    context = {
        "form": JudgementForm(on_top(request.POST, inspection.version), inspection=inspection),
        "inspection": inspection,
        "conflict": conflict_over(inspection, form, ("area", "grade", "as_at", "words"), theirs),
    }
    return render(request, "improvement/inspection_judge.html", context, status=409)
