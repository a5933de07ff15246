"""From draft to publication: the checks, the export, publishing, and the documents themselves."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Job, User
from accounts.versions import shown_version
from core.dates import publication_deadline
from reports import trails
from reports.access import is_being_written, may_publish_paper, may_see_draft, may_see_paper
from reports.checked import checked
from reports.disclosure import NOT_FOR_PUBLICATION, documents_for, hidden_from
from reports.models import Document, Paper
from reports.models.publications import Format
from reports.papers import store
from reports.papers.documents import documents_of
from reports.papers.locking import collect_for_paper
from reports.papers.pack import titles_of
from reports.papers.render import PACKS, CannotRender, packs_of
from reports.services.exporting import EXPORT, ask_for_export, ask_to_publish, exported
from reports.views.papers import paper_or_404
from reports.views.previews import standalone

MEDIA = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_http_methods(["GET", "HEAD", "POST"])
def paper_export(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Have the documents made as they stand now, watch it, and take them away."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    if request.method == "POST":
        ask_for_export(paper=paper, by=user)
        return redirect("reports:paper-export", council, pk)
    return render(request, "reports/paper_export.html", _exports(paper, user))


@require_http_methods(["GET", "HEAD", "POST"])
def paper_publish(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The last look before a paper is published for good."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    if not is_being_written(paper):
        return redirect("reports:paper-detail", council, pk)
    shown = shown_version(request.POST)
    if request.method == "POST" and shown:
        job = ask_to_publish(paper=paper, by=user, shown_version=shown)
        messages.success(request, "The paper is being published. This page says when it is done.")
        return redirect("accounts:job-detail", council, job.pk)
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "checked": checked(paper),
        "deadline": publication_deadline(paper.meeting.held_on),
    }
    return render(request, "reports/paper_publish.html", context)


@require_safe
def paper_document(request: HttpRequest, council: str, pk: int, stem: str, form: str) -> HttpResponse:
    """A published document, byte for byte as it was published; of a draft, the one last exported."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_paper(user, paper):
        raise PermissionDenied
    publication = paper.publications.first()
    if publication is None:
        return _draft_file(user, paper, stem, form)
    document = get_object_or_404(Document, publication=publication, stem=stem, format=form)
    if document not in documents_for(user, publication):
        raise PermissionDenied(NOT_FOR_PUBLICATION)
    return file_of(paper, stem, form, document.digest)


@require_safe
def paper_draft_document(request: HttpRequest, council: str, pk: int, stem: str, form: str) -> HttpResponse:
    """A document of the draft as last exported, also where an earlier version is published."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    return _draft_file(user, paper, stem, form)


def _exports(paper: Paper, user: User) -> dict[str, Any]:
    """The documents made of the paper as it now stands, and the job that makes them."""
    context: dict[str, Any] = {"paper": paper, "trail": trails.within_paper(paper)}
    data = collect_for_paper(paper).data
    try:
        made = exported(paper, data)
    except CannotRender as refused:
        return context | {"refused": str(refused)}
    titles, closed = titles_of(data), hidden_from(user, paper.council, data)
    shown = [row for row in made if row.stem not in closed]
    jobs = Job.objects.filter(council=paper.council, kind=EXPORT, key__startswith=f"{paper.slug} ")
    return context | {
        "made": [(titles[stem], list(rows)) for stem, rows in groupby(shown, key=lambda row: row.stem)],
        "packs": PACKS,
        "is_whole": len(made) == 2 * len(documents_of(data)) + len(packs_of(data)),
        "job": jobs.order_by("-pk").first(),
    }


def _draft_file(user: User, paper: Paper, stem: str, form: str) -> HttpResponse:
    """A draft's exported document. Raises Http404 when it has not been made from these words, and PermissionDenied
    where it is not for publication."""
    data = collect_for_paper(paper).data
    try:
        made = {(row.stem, row.format): row for row in exported(paper, data)}
    except CannotRender:
        made = {}
    if (stem, form) not in made:
        raise Http404("This document has not been exported as the paper now stands.")
    if stem in hidden_from(user, paper.council, data):
        raise PermissionDenied(NOT_FOR_PUBLICATION)
    return file_of(paper, stem, form, made[stem, form].digest)


def file_of(paper: Paper, stem: str, form: str, digest: str) -> HttpResponse:
    """The bytes of a digest, as a page, a PDF to be read in the browser, or a file to save. Raises
    FileDamaged."""
    content = store.get(digest)
    if form == Format.HTML:
        return standalone(content.decode())
    response = HttpResponse(content, content_type=MEDIA[Format(form)])
    disposition = "inline" if form == Format.PDF else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{paper.slug}-{stem}.{form}"'
    return response
