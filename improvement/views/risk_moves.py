"""What else happens to a risk: it is escalated, handed back, closed, opened again; what was wrong is corrected."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import User
from accounts.versions import StaleVersion
from improvement.access import may_assess_risk, may_record_risk
from improvement.forms import on_top
from improvement.models import Risk, RiskAssessment, RiskEscalation
from improvement.risk_forms import (
    CloseRiskForm,
    CorrectAssessmentForm,
    CorrectEscalationForm,
    EscalateForm,
    HandBackForm,
    ReopenRiskForm,
)
from improvement.risk_matrix import level
from improvement.risk_tables import escalated_words
from improvement.services.risk_moves import (
    check_closed,
    check_escalated,
    close_risk,
    correct_escalation,
    escalate_risk,
    hand_back_risk,
    reopen_risk,
)
from improvement.services.risks import check_open, correct_assessment
from improvement.services.rules import check_uncorrected
from improvement.views.closed import closed
from improvement.views.conflicts import conflict_over
from improvement.views.editing import FormPage, refuse
from improvement.views.risks import ONLY_ASSESSORS, ONLY_RECORDERS, page_of, risk_of


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    assessment = get_object_or_404(RiskAssessment, council=owner, pk=pk)
    assessment.risk = risk = risk_of(owner, assessment.risk_id)
    if not may_assess_risk(user, risk):
        raise PermissionDenied(ONLY_ASSESSORS)

    def form_of(data: Any, risk: Risk) -> forms.Form:
        assessment.risk = risk
        return CorrectAssessmentForm(data, assessment=assessment)

    page = page_of(risk, f"Correct assessment {pk} of the risk", "Save this correction")
    if refusal := closed(request, page, partial(check_uncorrected, assessment, "assessment")):
        return refusal
    return _write(request, risk, page, form_of, partial(correct_assessment, assessment=assessment, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_escalate(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    risk, user = _recorded(request, council, pk)
    page = page_of(risk, "Escalate the risk", "Escalate it")
    if refusal := closed(request, page, partial(check_open, risk)):
        return refusal
    return _write(request, risk, page, EscalateForm, partial(escalate_risk, risk=risk, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_hand_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    risk, user = _recorded(request, council, pk)
    page = page_of(risk, "Record that the risk was handed back", "Save")
    if refusal := closed(request, page, partial(check_escalated, risk)):
        return refusal
    return _write(request, risk, page, HandBackForm, partial(hand_back_risk, risk=risk, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_close(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    risk, user = _recorded(request, council, pk)
    page = page_of(risk, "Close the risk", "Close this risk")
    if refusal := closed(request, page, partial(check_open, risk)):
        return refusal
    return _write(request, risk, page, CloseRiskForm, partial(close_risk, risk=risk, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def risk_reopen(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    risk, user = _recorded(request, council, pk)
    page = page_of(risk, "Open the risk again", "Open this risk again")
    if refusal := closed(request, page, partial(check_closed, risk)):
        return refusal
    return _write(request, risk, page, ReopenRiskForm, partial(reopen_risk, risk=risk, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def escalation_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    escalation = get_object_or_404(RiskEscalation, council=owner, pk=pk)
    risk, user = _recorded(request, council, escalation.risk_id)
    escalation.risk = risk

    def form_of(data: Any, risk: Risk) -> forms.Form:
        escalation.risk = risk
        return CorrectEscalationForm(data, escalation=escalation)

    page = page_of(risk, f"Correct move {pk} of the risk", "Save this correction")
    if refusal := closed(request, page, partial(check_uncorrected, escalation, "move")):
        return refusal
    return _write(request, risk, page, form_of, partial(correct_escalation, escalation=escalation, by=user))


def _recorded(request: HttpRequest, council: str, pk: int) -> tuple[Risk, User]:
    """A risk, for somebody who may record risks here. Raises Http404, PermissionDenied."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    risk = risk_of(owner, pk)
    if not may_record_risk(user, owner):
        raise PermissionDenied(ONLY_RECORDERS)
    return risk, user


def _write(
    request: HttpRequest, risk: Risk, page: FormPage, form_of: Callable[..., Any], save: Callable[..., Any]
) -> HttpResponse:
    """Show the form and save it; when somebody else wrote about the risk first, show both."""
    form = form_of(request.POST or None, risk=risk)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            save(shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            now = risk_of(risk.council, risk.pk)
            again = form_of(on_top(request.POST, now.version), risk=now)
            return page.show(request, again, _theirs(form, now))
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Saved: {risk}")
            return redirect(page.back)
    return page.show(request, form)


def _theirs(form: forms.Form, now: Risk) -> dict[str, object]:
    names = [name for name in form.fields if name != "version"]
    closed = [("Closed because", now.retired_because)] if now.retired_on else []
    words = [("Level", level(now.score)[0]), ("Escalated", escalated_words(now) or "No"), *closed]
    return conflict_over(now, form, names, words)
