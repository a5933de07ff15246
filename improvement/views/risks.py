"""Risks to the plan: the list and its picture, the page of one with its history, and its assessment."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.ledger import AsAt
from core.views import as_at_of, download, unfiltered
from improvement.access import may_assess_risk, may_record_risk, may_see_record
from improvement.forms import on_top
from improvement.models import Risk, RiskAssessment, RiskEscalation
from improvement.risk_forms import AssessmentForm, EditRiskForm, RiskForm
from improvement.risk_history import risk_history
from improvement.risk_matrix import level, matrix
from improvement.risk_tables import RiskFilter, RiskTable, escalated_words, export_risks
from improvement.services.risks import add_risk, assess_risk, check_open, edit_risk
from improvement.views.asked import council_of_list
from improvement.views.closed import closed
from improvement.views.conflicts import conflict_over, stands_now
from improvement.views.editing import FormPage, edit_one, refuse

ONLY_RECORDERS = "Only a chair or the programme office may record risks."
ONLY_ASSESSORS = "Only the risk's owner, a chair or the programme office may assess it."
_JUDGED = ("likelihood", "impact", "as_at", "mitigation")


def risk_of(council: Council, pk: int, asked: AsAt | None = None) -> Risk:
    """A risk of this council, closed or not, with the facts of a day (today). Raises Http404."""
    asked = asked or AsAt.present()
    risk = get_object_or_404(Risk.objects.of(council).with_facts(asked.day, asked.known_at), pk=pk)
    risk.council = council
    return risk


def page_of(risk: Risk, heading: str, save: str) -> FormPage:
    """A page below a risk's own, with one form."""
    back = reverse("improvement:risk-detail", args=[risk.council.slug, risk.pk])
    return FormPage(f"{heading}: {risk}", back, risk.title, save=save)


@require_safe
def risk_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = RiskFilter(request.GET or None, council=owner, asked=asked)
    table = RiskTable(chosen.qs, council=owner, user=user, asked=asked)
    judged = list(chosen.qs.order_by().values_list("likelihood", "impact"))
    RequestConfig(request).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "chart": matrix("Risks by likelihood and impact", judged),
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "may_record": may_record_risk(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/risk_list.html", context)


@require_safe
def risk_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = RiskFilter(request.GET or None, council=owner, asked=asked)
    table = RiskTable(chosen.qs, council=owner, user=signed_in_user(request), asked=asked)
    RequestConfig(request, paginate=False).configure(table)
    written = export_risks([row.record for row in table.rows], kind, asked)
    return download(written, f"risks-{owner.slug}-{asked.day.isoformat()}.{kind}")


@require_safe
def risk_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    risk = risk_of(owner, pk, asked)
    is_open = not asked.is_past and risk.closed_on is None
    may_record = not asked.is_past and may_record_risk(user, owner)
    may_assess = not asked.is_past and may_assess_risk(user, risk)
    words, tone, symbol = level(risk.score)
    context = {
        "risk": risk,
        "asked": asked,
        "level": {"words": words, "tone": tone, "symbol": symbol},
        "escalated": escalated_words(risk),
        "history": risk_history(risk, asked),
        "may_record": is_open and may_record,
        "may_reopen": not is_open and may_record,
        "may_assess": is_open and may_assess,
        "last_move": RiskEscalation.objects.latest_for(risk, asked.day) if may_record else None,
        "last": RiskAssessment.objects.latest_for(risk, asked.day) if may_assess else None,
    }
    return render(request, "improvement/risk_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_risk(user, owner):
        raise PermissionDenied(ONLY_RECORDERS)
    form = RiskForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            risk = _add(owner, user, form.facts)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Risk recorded: {risk}")
            return redirect("improvement:risk-list", owner.slug)
    return render(request, "improvement/risk_add.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _add(council: Council, user: User, answers: dict[str, Any]) -> Risk:
    """The risk and its first assessment: both or neither, and once however often the form is sent."""
    judged = {name: answers.pop(name) for name in ("likelihood", "impact", "mitigation")}
    risk = add_risk(council=council, by=user, **answers)
    if not risk.assessments.exists():
        assess_risk(risk=risk, by=user, as_at=risk.added_on, **judged)
    return risk


@require_http_methods(["GET", "HEAD", "POST"])
def risk_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    risk = risk_of(owner, pk)
    if not may_record_risk(user, owner):
        raise PermissionDenied(ONLY_RECORDERS)
    page = page_of(risk, "Change the risk", "Save this risk")
    if refusal := closed(request, page, partial(check_open, risk)):
        return refusal
    fresh = partial(risk_of, owner, pk)
    return edit_one(request, fresh, EditRiskForm, lambda one: partial(edit_risk, risk=one, by=user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_assess(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    risk = risk_of(owner, pk)
    if not may_assess_risk(user, risk):
        raise PermissionDenied(ONLY_ASSESSORS)
    if refusal := closed(request, page_of(risk, "Assess the risk", "Save"), partial(check_open, risk)):
        return refusal
    form = AssessmentForm(request.POST or None, risk=risk)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            assess_risk(risk=risk, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _conflict(request, risk_of(owner, pk), form)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Assessment saved: {risk}")
            return redirect("improvement:risk-list", owner.slug)
    status = 422 if form.errors else 200
    return render(request, "improvement/risk_assess.html", {"risk": risk, "form": form}, status=status)


def _conflict(request: HttpRequest, risk: Risk, form: AssessmentForm) -> HttpResponse:
    """Somebody else wrote about it first: nothing is written, both texts are shown, what was typed is kept."""
    theirs = stands_now(AssessmentForm(risk=risk), _JUDGED)
    again = AssessmentForm(on_top(request.POST, risk.version), risk=risk)
    context = {"risk": risk, "form": again, "conflict": conflict_over(risk, form, _JUDGED, theirs)}
    return render(request, "improvement/risk_assess.html", context, status=409)
