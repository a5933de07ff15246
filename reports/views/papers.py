"""The clerk's desk: the list of papers and one paper while it is written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_see_exempt, member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date
from reports import trails
from reports.access import (
    is_being_written,
    may_publish_paper,
    may_see_draft,
    may_see_drafts,
    may_see_paper,
    may_see_record,
    may_write_paper,
    may_write_papers,
)
from reports.after import after_the_meeting
from reports.deadlines import dates_of_meetings, timetable_of
from reports.desk import closed_words, conflict_of, desk_sections
from reports.forms import NewPaperForm, PaperDetailsForm, posted
from reports.models import Paper, Publication
from reports.papers.clearing import lock_of
from reports.papers.kinds import kind_of
from reports.published import published_context
from reports.services.beginning import begin_from_last, last_paper
from reports.services.drafting import save_details
from reports.way_on import way_of


def paper_or_404(council: Council, pk: int) -> Paper:
    return get_object_or_404(Paper.objects.of(council), pk=pk)


@require_safe
def paper_list(request: HttpRequest, council: str) -> HttpResponse:
    """Every paper somebody may see: drafts are for those who work on them."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, authority):
        raise PermissionDenied
    papers = Paper.objects.of(authority).for_list()
    if not may_see_drafts(user, authority):
        papers = papers.published()
    elif not may_see_exempt(user, authority):
        papers = papers.without_closed_drafts()
    return render(
        request,
        "reports/paper_list.html",
        {
            "papers": papers,
            "trail": trails.to_papers(authority),
            "may_begin": may_write_papers(user, authority),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest, council: str) -> HttpResponse:
    """Begin the paper of a coming meeting from the last one."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    if not may_write_papers(user, authority):
        raise PermissionDenied
    form = NewPaperForm(posted(request), council=authority)
    if request.method == "POST" and form.is_valid():
        try:
            paper = begin_from_last(council=authority, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("meeting", refused)
        else:
            messages.success(request, f"The paper is begun, {_begun_with(paper)}.")
            return redirect("reports:paper-detail", council, paper.pk)
    context = {
        "form": form,
        "trail": trails.to_paper(authority),
        "meetings": dates_of_meetings(authority, form.meetings),
        "executive": authority.system == Council.System.EXECUTIVE,
    }
    return render(request, "reports/paper_new.html", context, status=422 if form.errors else 200)


def _begun_with(paper: Paper) -> str:
    """What its author finds in a paper just begun."""
    if last := last_paper(paper.plan, paper.kind, paper.meeting):
        told = f"with the words of the last one, of {full_date(last.meeting.held_on)}"
        return f"{told}, and classified as it was: look whether it still is" if paper.holds_closed else told
    return "and empty but for the council’s standard texts and what comes from the record"


@require_safe
def paper_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """One paper: what is written, what is left to do, and what was published."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_paper(user, paper):
        raise PermissionDenied
    publication = paper.publications.prefetch_related("documents").select_related("published_by").first()
    may_write = may_write_paper(user, paper)
    writing = is_being_written(paper)
    is_draft = writing and may_see_draft(user, paper)
    desk = desk_sections(paper, user, writes=may_write)
    context = {
        **(published_context(user, publication) if publication else {}),
        "paper": paper,
        "is_draft": is_draft,
        "closed": closed_words(paper),
        "trail": trails.to_paper(paper.council),
        "kind": kind_of(paper.kind),
        "is_public": Publication.objects.public_of(paper.council).filter(paper=paper).exists(),
        "may_write": may_write,
        **after_the_meeting(paper, user, publication),
        "stages": timetable_of(paper),
        **desk,
        **(way_of(paper, user, desk["sections"], desk["progress"]) if is_draft else {}),
        "may_publish": writing and may_publish_paper(user, paper),
        "may_handle": may_publish_paper(user, paper),
        "lock": lock_of(paper) if writing and publication else None,
        "may_see_drafts": may_see_draft(user, paper),
    }
    return render(request, "reports/paper_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_details(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The title block, and the date each block holds for."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_write_paper(signed_in_user(request), paper):
        raise PermissionDenied
    form = PaperDetailsForm(posted(request), instance=paper, kind=kind_of(paper.kind))
    context: dict[str, Any] = {"paper": paper, "form": form, "trail": trails.within_paper(paper)}
    if request.method == "POST" and form.is_valid():
        try:
            is_saved = save_details(
                paper=Paper.objects.of(paper.council).get(pk=pk),
                by=signed_in_user(request),
                shown_version=form.cleaned_data["shown_version"],
                details=form.details,
                block_dates=form.block_dates,
            )
        except StaleVersion:
            current = Paper.objects.of(paper.council).get(pk=pk)
            context |= conflict_of(
                current,
                mine=[*form.in_words],
                theirs=[*form.details_in_words(current)],
            )
            return render(request, "reports/paper_details.html", context, status=409)
        said = "The details of the paper are saved." if is_saved else "Nothing was changed in the details."
        messages.success(request, said)
        return redirect("reports:paper-detail", council, pk)
    return render(request, "reports/paper_details.html", context, status=422 if form.errors else 200)
