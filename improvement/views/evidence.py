"""Evidence of an action: its page, its file, its newer versions, and its review."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.dates import today
from improvement import evidence_store
from improvement.access import (
    may_add_evidence,
    may_open_file,
    may_review_evidence,
    may_see_record,
)
from improvement.evidence_files import TYPES
from improvement.evidence_forms import CorrectReviewForm, EvidenceForm, ReplaceForm, ReviewForm, TakeOutForm
from improvement.histories import review_history
from improvement.models import Evidence, EvidenceReview
from improvement.services import (
    add_evidence,
    correct_review,
    replace_evidence,
    review_evidence,
    take_out_evidence,
)
from improvement.services.endorsements import check_takes_more
from improvement.services.evidence import check_changeable
from improvement.services.reviews import check_awaits_review, check_review_stands
from improvement.views.actions import action_of, trail_to
from improvement.views.closed import closed
from improvement.views.editing import FormPage, refuse

_MAY_NOT_ADD = "Only those who may update this action may add evidence to it."
_MAY_NOT_REVIEW = "Evidence is reviewed by someone other than the action's lead."


def evidence_of(council: Council, pk: int) -> Evidence:
    """Evidence of this council as it stands today, with its action. Raises Http404."""
    related = ("added_by", "taken_out_by", "replaces", "replaced_by")
    found = Evidence.objects.select_related(*related).with_verdict(today())
    evidence = get_object_or_404(found, council=council, pk=pk)
    evidence.council, evidence.action = council, action_of(council, evidence.action_id)
    return evidence


@require_safe
def evidence_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    evidence = evidence_of(owner, pk)
    stands = evidence.taken_out_on is None and not hasattr(evidence, "replaced_by")
    may_review = may_review_evidence(user, evidence)
    review = EvidenceReview.objects.filter(evidence=evidence).standing().order_by("-pk").first()
    may_change = stands and evidence.verdict != "sufficient" and may_add_evidence(user, evidence.action)
    context = {
        "may_open": bool(evidence.file_digest) and may_open_file(user, evidence),
        "may_change": may_change,
        "may_review": stands and may_review and review is None,
        "may_correct": review if may_review else None,
        "history": review_history(evidence),
        "stands": stands,
    }
    return _page(request, "improvement/evidence_detail.html", evidence, **context)


@require_safe
def evidence_file(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    held = Evidence.objects.exclude(file_digest="").select_related("council")
    evidence = get_object_or_404(held, council=owner, pk=pk)
    evidence.action = action_of(owner, evidence.action_id)
    if not may_open_file(signed_in_user(request), evidence):
        raise PermissionDenied(
            "What was taken out is for those who may add evidence to this action or review it."
        )
    # Saved, never shown: whatever is in it cannot act as a page of ours.
    headers = {
        "Content-Disposition": content_disposition_header(True, evidence.file_name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    content = evidence_store.get(evidence.file_digest)
    return HttpResponse(content, content_type=TYPES[evidence.file_kind], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_add_evidence(user, action):
        raise PermissionDenied(_MAY_NOT_ADD)
    page = FormPage(f"Add evidence for {action.reference}", trail_to(action)[-1][1], str(action))
    if refusal := closed(request, page, partial(check_takes_more, action)):
        return refusal
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(action=action, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Evidence added: somebody other than the lead will review it")
            return redirect("improvement:action-detail", owner.slug, action.pk)
    form.ask_for_the_file_again()
    context = {"action": action, "form": form, "trail": trail_to(action)}
    return render(request, "improvement/evidence_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_replace(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    evidence = evidence_of(owner, pk)
    if not may_add_evidence(user, evidence.action):
        raise PermissionDenied(_MAY_NOT_ADD)
    if refusal := closed(request, _closed(evidence, "Replace"), partial(_check_replaceable, evidence)):
        return refusal
    form = ReplaceForm(request.POST or None, request.FILES or None, evidence=evidence)
    if request.method == "POST" and form.is_valid():
        try:
            newer = replace_evidence(evidence=evidence, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "New version saved: it awaits review, and the older one stays readable")
            return redirect("improvement:evidence-detail", owner.slug, newer.pk)
    form.ask_for_the_file_again()
    return _page(request, "improvement/evidence_replace.html", evidence, form)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_take_out(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    evidence = evidence_of(owner, pk)
    if not may_add_evidence(user, evidence.action):
        raise PermissionDenied(_MAY_NOT_ADD)
    if refusal := closed(request, _closed(evidence, "Take out"), partial(check_changeable, evidence)):
        return refusal
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_out_evidence(evidence=evidence, by=user, because=form.cleaned_data["because"])
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Evidence taken out: it stays on its page, with the reason")
            return redirect("improvement:evidence-detail", owner.slug, evidence.pk)
    return _page(request, "improvement/evidence_take_out.html", evidence, form)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_review(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    evidence = evidence_of(owner, pk)
    if not may_review_evidence(user, evidence):
        raise PermissionDenied(_MAY_NOT_REVIEW)
    if refusal := closed(request, _closed(evidence, "Review"), partial(check_awaits_review, evidence)):
        return refusal
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review = review_evidence(evidence=evidence, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Evidence reviewed: {review.get_verdict_display().lower()}")
            return redirect("improvement:action-detail", owner.slug, evidence.action_id)
    return _page(request, "improvement/evidence_review.html", evidence, form)


@require_http_methods(["GET", "HEAD", "POST"])
def review_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    reviews = EvidenceReview.objects.filter(council=owner).select_related("recorded_by")
    review = get_object_or_404(reviews, pk=pk)
    review.evidence = evidence = evidence_of(owner, review.evidence_id)
    if not may_review_evidence(user, evidence):
        raise PermissionDenied(_MAY_NOT_REVIEW)
    heading = f"Correct review {pk} of"
    if refusal := closed(request, _closed(evidence, heading), partial(check_review_stands, review)):
        return refusal
    form = CorrectReviewForm(request.POST or None, review=review)
    if request.method == "POST" and form.is_valid():
        try:
            correct_review(review=review, by=user, **form.cleaned_data)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Correction saved: both reviews stay below")
            return redirect("improvement:evidence-detail", owner.slug, evidence.pk)
    return _page(request, "improvement/review_correct.html", evidence, form, review=review)


def _check_replaceable(evidence: Evidence) -> None:
    check_takes_more(evidence.action)
    check_changeable(evidence)


def _closed(evidence: Evidence, verb: str) -> FormPage:
    back = reverse("improvement:evidence-detail", args=[evidence.council.slug, evidence.pk])
    return FormPage(f"{verb} evidence {evidence.pk}: {evidence.title}", back, evidence.title)


def _page(
    request: HttpRequest, template: str, evidence: Evidence, form: Any = None, **more: object
) -> HttpResponse:
    page = reverse("improvement:evidence-detail", args=[evidence.council.slug, evidence.pk])
    trail = trail_to(evidence.action)
    if template != "improvement/evidence_detail.html":
        trail.append((evidence.title, page))
    context = {
        "action": evidence.action,
        "evidence": evidence,
        "form": form,
        "trail": trail,
        "back": page,
        **more,
    }
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
