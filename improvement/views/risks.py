"""Risks to the plan, and how likely and how bad they are judged to be."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from core.views import as_at_of
from improvement.access import may_assess_risk, may_record_risk, may_see_record
from improvement.forms import AssessmentForm, RiskForm, on_top, typed
from improvement.models import Risk, RiskAssessment
from improvement.services import add_risk, assess_risk
from improvement.tables import RiskTable


def risk_of(council: Council, pk: int) -> Risk:
    """A risk of this council with today's assessment. Raises Http404."""
    risk = get_object_or_404(Risk.objects.of(council).as_at(today()), pk=pk)
    risk.council = council
    return risk


@require_safe
def risk_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    risks = Risk.objects.of(owner).as_at(asked.day, asked.known_at).order_by("-likelihood", "-impact", "pk")
    table = RiskTable(risks, council=owner, user=user, asked=asked)
    RequestConfig(request).configure(table)
    may_record = may_record_risk(user, owner) and not asked.is_past
    return render(
        request, "improvement/risk_list.html", {"table": table, "asked": asked, "may_record": may_record}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def risk_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_risk(user, owner):
        raise PermissionDenied("Only a chair or the programme office may record risks.")
    form = RiskForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            risk = _add(owner, user, form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Risk recorded: {risk}")
            return redirect("improvement:risk-list", owner.slug)
    return render(request, "improvement/risk_add.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _add(council: Council, user: User, answers: dict[str, Any]) -> Risk:
    """The risk and its first assessment: both or neither."""
    judged = {name: answers.pop(name) for name in ("likelihood", "impact", "mitigation")}
    risk = add_risk(council=council, by=user, **answers)
    assess_risk(risk=risk, by=user, as_at=risk.added_on, **judged)
    return risk


@require_http_methods(["GET", "HEAD", "POST"])
def risk_assess(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    risk = risk_of(owner, pk)
    if not may_assess_risk(user, risk):
        raise PermissionDenied("Only the risk's owner, a chair or the programme office may assess it.")
    form = AssessmentForm(request.POST or None, risk=risk)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            assess_risk(risk=risk, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _conflict(request, risk_of(owner, pk), form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Assessment saved: {risk}")
            return redirect("improvement:risk-list", owner.slug)
    status = 422 if form.errors else 200
    return render(request, "improvement/risk_assess.html", {"risk": risk, "form": form}, status=status)


def _conflict(request: HttpRequest, risk: Risk, form: AssessmentForm) -> HttpResponse:
    """Somebody else assessed it first: nothing is written, both texts are shown, what was typed is kept."""
    theirs = (
        RiskAssessment.objects.filter(risk=risk).select_related("recorded_by").latest("recorded_at", "id")
    )
    conflict = {
        "who": theirs.recorded_by,
        "when": full_moment(theirs.recorded_at),
        "mine": typed(form, ("likelihood", "impact", "as_at", "mitigation")),
        "theirs": [
            ("Likelihood", str(theirs.likelihood)),
            ("Impact", str(theirs.impact)),
            ("As at", full_date(theirs.as_at)),
            ("What is done about it", theirs.mitigation),
        ],
    }
    again = AssessmentForm(on_top(request.POST, risk.version), risk=risk)
    context = {"risk": risk, "form": again, "conflict": conflict}
    return render(request, "improvement/risk_assess.html", context, status=409)
