"""The dates of a paper: its timetable, the reason for a late one, the notice of a key decision, and the council's own
steps, which the administrator keeps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import may_manage_settings, member_council, signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion, shown_version
from core.dates import today
from reports import trails
from reports.access import may_publish_paper, may_see_draft, may_write_paper
from reports.deadline_forms import KeyNoticeForm, LateReasonForm, PaperStepForm, StepTakenForm
from reports.deadlines import timetable_of
from reports.forms import filled, posted
from reports.models import KeyNotice, LateReason, Paper, PaperSteps
from reports.papers.collect_timing import is_key_decision, is_late, lateness, notified
from reports.services.deadlines import (
    missing_reason,
    record_key_notice,
    record_late_reason,
    record_step,
    set_paper_steps,
    take_out_key_notice,
    take_out_late_reason,
)
from reports.views.papers import paper_or_404


@dataclass(frozen=True)
class _Page:
    """One fact about a paper's dates that stands until another is recorded or it is taken out."""

    fact: type[LateReason] | type[KeyNotice]
    form: type[LateReasonForm] | type[KeyNoticeForm]
    words: tuple[str, ...]
    record: Callable[..., object]
    take_out: Callable[..., object]
    what: str
    template: str


LATE_REASON = _Page(
    LateReason,
    LateReasonForm,
    ("accepted_by", "reason"),
    record_late_reason,
    take_out_late_reason,
    "The reason",
    "reports/paper_late.html",
)
NOTICE = _Page(
    KeyNotice,
    KeyNoticeForm,
    ("route", "words"),
    record_key_notice,
    take_out_key_notice,
    "The notice",
    "reports/paper_notice.html",
)
StepRows = formset_factory(PaperStepForm, extra=1, max_num=12, validate_max=True)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_timetable(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Every date of the paper, what is done, and where somebody may: recording a step."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    if request.method == "POST" and not may_write_paper(user, paper):
        raise PermissionDenied
    stages = timetable_of(paper)
    form = StepTakenForm(posted(request), stages=stages)
    if request.method == "POST" and form.is_valid():
        try:
            record_step(paper=paper, by=user, **form.cleaned_data)
        except ValueError as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, "The step is recorded")
            return redirect("reports:paper-timetable", council, pk)
    context = _dates(paper, user) | {
        "stages": stages,
        "form": form,
        "may_write": may_write_paper(user, paper),
    }
    return render(request, "reports/paper_timetable.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_late(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The chair's reason for urgency, without which a late paper is not published."""
    return _fact(request, council, pk, LATE_REASON)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_notice(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """How and when notice of the key decision was given; a paper without one says that it needs none."""
    return _fact(request, council, pk, NOTICE)


def _fact(request: HttpRequest, council: str, pk: int, page: _Page) -> HttpResponse:
    """What stands of a paper's dates, recorded anew or taken out."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    stands = page.fact._default_manager.latest_for(paper, today())
    form = page.form(posted(request), initial=_shown(stands, page))
    if request.method == "POST" and (form.is_valid() or "take_out" in request.POST):
        try:
            told = _save(form, paper, user, page)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, told)
            return redirect("reports:paper-timetable", council, pk)
    context = _dates(paper, user) | {"form": form, "stands": stands}
    return render(request, page.template, context, status=422 if form.errors else 200)


def _save(form: LateReasonForm | KeyNoticeForm, paper: Paper, user: User, page: _Page) -> str:
    """The message of what was done. Raises ValueError with the sentence to show."""
    if "take_out" not in form.data:
        page.record(paper=paper, by=user, **form.cleaned_data)
        return f"{page.what} is recorded"
    page.take_out(paper=paper, by=user, shown=form.cleaned_data.get("shown"))
    return f"{page.what} is taken out"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_steps(request: HttpRequest, council: str) -> HttpResponse:
    """What every paper passes before publication, and how many working days before; the administrator keeps it."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_settings(user, owner):
        raise PermissionDenied
    chosen = PaperSteps.objects.of(owner)
    # Each row is read whatever the post says of its first state: one that somebody else saved meanwhile is one too.
    read_all = {"empty_permitted": False}
    rows = StepRows(posted(request), initial=chosen.steps, prefix="rows", form_kwargs=read_all)
    context: dict[str, Any] = {
        "formset": rows,
        "trail": trails.to_paper(owner),
        "shown_version": chosen.version,
    }
    if request.method != "POST":
        return render(request, "reports/paper_steps.html", context)
    if not rows.is_valid():
        context["shown_version"] = request.POST.get("shown_version", "")
        return render(request, "reports/paper_steps.html", context, status=422)
    try:
        steps = filled(getattr(form, "row", None) for form in rows)
        set_paper_steps(council=owner, by=user, shown_version=shown_version(request.POST), steps=steps)
    except StaleVersion:
        return _steps_again(request, owner, context)
    messages.success(request, "The steps of papers are saved")
    return redirect("reports:paper-steps", council)


def _steps_again(request: HttpRequest, owner: Council, context: dict[str, Any]) -> HttpResponse:
    """Somebody else saved the list: theirs is shown, and what was typed is kept to be put on top."""
    current = PaperSteps.objects.of(owner)
    theirs = [f"{row['name']}, {row['who']}: {row['days']} working days before" for row in current.steps]
    context |= {"theirs": theirs, "shown_version": current.version}
    return render(request, "reports/paper_steps.html", context, status=409)


def _dates(paper: Paper, user: User) -> dict[str, Any]:
    """What every page of a paper's dates says of it."""
    is_published, reason, notice = paper.publications.exists(), lateness(paper), notified(paper)
    needs_reason = not is_published and is_late(paper, today())
    return {
        "may_publish": may_publish_paper(user, paper),
        "offers_late": not is_published,
        "is_key": is_key_decision(paper),
        "paper": paper,
        "trail": trails.within_paper(paper),
        "late_words": reason.words if reason else "",
        "missing_reason": missing_reason(paper) if needs_reason and not reason else "",
        "notice_words": notice.told if notice else "",
        "notice_warning": notice.warning if notice else "",
    }


def _shown(stands: LateReason | KeyNotice | None, page: _Page) -> dict[str, Any]:
    if stands is None:
        return {}
    return {name: getattr(stands, name) for name in page.words} | {"on": stands.as_at, "shown": stands.pk}
