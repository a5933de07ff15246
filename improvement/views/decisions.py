"""What is decided about an action by others than its lead: new dates, and evidence."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_council, signed_in_user
from core.dates import full_date
from core.ledger import AsAt
from improvement.access import may_add_evidence, may_decide_date, may_review_evidence
from improvement.forms import DecideDateForm, EvidenceForm, ReviewForm
from improvement.models import DateRevision, Evidence
from improvement.services import add_evidence, decide_date, review_evidence
from improvement.views.actions import action_of, detail_context, trail_to


@require_POST
def date_decide(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    asked_for = get_object_or_404(DateRevision, council=owner, pk=pk, step=DateRevision.Step.ASKED)
    asked_for.action = action_of(owner, asked_for.action_id)
    if not may_decide_date(user, asked_for):
        raise PermissionDenied("A new date is decided by the group, never by whoever asked for it.")
    form = DecideDateForm(request.POST, request=asked_for)
    if form.is_valid():
        agree = form.cleaned_data.pop("decision") == "agree"
        try:
            decide_date(request=asked_for, by=user, agree=agree, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            outcome = "agreed" if agree else "declined"
            messages.success(request, f"New date of {full_date(asked_for.new_due)} {outcome}")
            return redirect("improvement:action-detail", owner.slug, asked_for.action_id)
    context = detail_context(request, asked_for.action, AsAt.present()) | {"form": form, "decide_form": form}
    return render(request, "improvement/action_detail.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_add_evidence(user, action):
        raise PermissionDenied("Only those who may update this action may add evidence to it.")
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(action=action, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Evidence added: somebody other than the lead will review it")
            return redirect("improvement:action-detail", owner.slug, action.pk)
    context = {"action": action, "form": form, "trail": trail_to(action)}
    return render(request, "improvement/evidence_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_review(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    evidence = get_object_or_404(Evidence.objects.select_related("added_by"), council=owner, pk=pk)
    evidence.action = action_of(owner, evidence.action_id)
    if not may_review_evidence(user, evidence):
        raise PermissionDenied("Evidence is reviewed by someone other than the action's lead.")
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review = review_evidence(evidence=evidence, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Evidence reviewed: {review.get_verdict_display().lower()}")
            return redirect("improvement:action-detail", owner.slug, evidence.action_id)
    action = evidence.action
    context = {"action": action, "evidence": evidence, "form": form, "trail": trail_to(action)}
    return render(request, "improvement/evidence_review.html", context, status=422 if form.errors else 200)
