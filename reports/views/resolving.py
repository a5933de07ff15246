"""After the meeting: what was resolved on each recommendation, and the approval that follows from it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion, shown_version
from core.dates import today
from finance.access import may_manage_budget
from reports import trails
from reports.access import may_publish_paper
from reports.after import recommended
from reports.forms import CorrectResolutionForm, MinuteForm, ResolutionForm, posted
from reports.models import Paper, Resolution
from reports.services.resolving import (
    Resolved,
    correct_resolution,
    record_approval,
    record_resolutions,
    withdrawn_unread,
)
from reports.views.papers import paper_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def paper_resolutions(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """One form for a meeting: its day, and what it resolved on each recommendation."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    context = _sheet(request, paper)
    form, every = context["form"], context["every_form"]
    if request.method != "POST" or context["is_early"] or context["withdrawn_unread"]:
        return render(request, "reports/paper_resolutions.html", context)
    if [each for each in every if not each.is_valid()] or _chose_nothing(context):
        return render(request, "reports/paper_resolutions.html", context | {"has_errors": True}, status=422)
    given = [(each.number, row.cleaned_data) for each, row in context["rows"] if row.cleaned_data["outcome"]]
    resolved = [
        Resolved(number, facts["outcome"], facts["minute"], facts["words"]) for number, facts in given
    ]
    try:
        on, shown = form.cleaned_data["on"], form.cleaned_data["shown_version"]
        told = record_resolutions(paper=paper, by=user, shown_version=shown, on=on, resolved=resolved)
    except StaleVersion:
        return _again(request, paper)
    except ValueError as refused:
        form.add_error("on", str(refused))
        return render(request, "reports/paper_resolutions.html", context, status=422)
    messages.success(request, f"Resolutions recorded: {len(told)}")
    return redirect("reports:paper-detail", council, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def resolution_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Put a resolution right, or take it out."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    related = ("paper__meeting__group", "paper__council", "publication")
    resolution = get_object_or_404(Resolution.objects.select_related(*related), council=authority, pk=pk)
    if not may_publish_paper(user, resolution.paper):
        raise PermissionDenied
    names = ("outcome", "minute", "words")
    now = {name: getattr(resolution, name) for name in names} | {"on": resolution.as_at}
    form = CorrectResolutionForm(posted(request), initial=now)
    if request.method == "POST" and form.is_valid() and _corrected(form, resolution, request):
        messages.success(request, "Correction saved: both entries are kept")
        return redirect("reports:paper-detail", council, resolution.paper_id)
    trail = trails.within_paper(resolution.paper)
    context = {"resolution": resolution, "paper": resolution.paper, "form": form, "trail": trail}
    return render(request, "reports/resolution_correct.html", context, status=422 if form.errors else 200)


@require_POST
def paper_approve(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Finance confirms the approval that the committee's resolution is."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_manage_budget(user, paper.council):
        raise PermissionDenied("Only finance may record the approval of a funding decision.")
    try:
        record_approval(paper=paper, by=user, shown_version=shown_version(request.POST))
    except StaleVersion:
        messages.error(request, "The decision has changed since it was shown. Look at it again.")
    except ValueError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The approval is on record with the decision")
    return redirect("reports:paper-detail", council, pk)


def _sheet(request: HttpRequest, paper: Paper) -> dict[str, Any]:
    """The form of the meeting with a row a recommendation. Raises Http404 for a paper not published."""
    publication = paper.publications.first()
    if publication is None:
        raise Http404("Nothing is resolved on a paper that has not been published.")
    day = {"on": paper.meeting.held_on, "shown_version": paper.version}
    form = MinuteForm(posted(request), initial=day)
    rows = [
        (each, ResolutionForm(posted(request), prefix=f"r{each.number}")) for each in recommended(publication)
    ]
    return {
        "paper": paper,
        "form": form,
        "rows": rows,
        "every_form": [form, *(row for _, row in rows)],
        "withdrawn_unread": withdrawn_unread(publication),
        "is_early": paper.meeting.held_on > today(),
        "trail": trails.within_paper(paper),
    }


def _chose_nothing(context: dict[str, Any]) -> bool:
    """Whether a valid sheet says nothing of any recommendation; its first row then says so."""
    rows = [row for _, row in context["rows"]]
    if not rows or any(row.cleaned_data["outcome"] for row in rows):
        return False
    rows[0].add_error("outcome", "Choose what was resolved on one recommendation at least")
    return True


def _again(request: HttpRequest, paper: Paper) -> HttpResponse:
    """What is on record by now, with what was typed kept, to be saved on top."""
    again = request.POST.copy()
    fresh = Paper.objects.of(paper.council).get(pk=paper.pk)
    again["shown_version"] = str(fresh.version)
    request.POST = again  # type: ignore[assignment]
    context = _sheet(request, fresh) | {"stale": True}
    return render(request, "reports/paper_resolutions.html", context, status=HTTPStatus.CONFLICT)


def _corrected(form: CorrectResolutionForm, resolution: Resolution, request: HttpRequest) -> bool:
    facts = dict(form.cleaned_data)
    on, is_void = facts.pop("on"), facts.pop("is_void")
    if not facts["outcome"] and not is_void:
        form.add_error("outcome", "Choose what was resolved, or take it out")
        return False
    if is_void:
        facts = {"outcome": resolution.outcome, "minute": resolution.minute, "words": resolution.words}
    try:
        correct_resolution(
            resolution=resolution,
            by=signed_in_user(request),
            on=on,
            resolved=Resolved(resolution.number, **facts),
            is_void=is_void,
        )
    except ValueError as refused:
        form.add_error(None, str(refused))
        return False
    return True
