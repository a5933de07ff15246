"""From draft to publication: the checks, the export, publishing, and the documents themselves."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Job
from accounts.versions import shown_version
from core.dates import publication_deadline
from reports import trails
from reports.access import may_publish_paper, may_see_drafts, may_see_paper
from reports.checked import checked
from reports.models import Document, Paper
from reports.models.publications import Format
from reports.papers import store
from reports.papers.collect import collect
from reports.papers.documents import documents_of
from reports.papers.pack import ALL_TOGETHER
from reports.papers.render import TOGETHER, CannotRender
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
    if not may_see_drafts(user, paper.council):
        raise PermissionDenied
    if request.method == "POST":
        ask_for_export(paper=paper, by=user)
        return redirect("reports:paper-export", council, pk)
    return render(request, "reports/paper_export.html", _exports(paper))


@require_http_methods(["GET", "HEAD", "POST"])
def paper_publish(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The last look before a paper is published for good."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    if paper.publications.exists():
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
        return file_of(paper, stem, form, _draft_digest(paper, stem, form))
    document = get_object_or_404(Document, publication=publication, stem=stem, format=form)
    return file_of(paper, stem, form, document.digest)


def _exports(paper: Paper) -> dict[str, Any]:
    """The documents made of the paper as it now stands, and the job that makes them."""
    context: dict[str, Any] = {"paper": paper, "trail": trails.within_paper(paper)}
    data = collect(paper).data
    try:
        made = exported(paper, data)
    except CannotRender as refused:
        return context | {"refused": str(refused)}
    titles = {document.stem: document.label for document in documents_of(data)}
    titles[TOGETHER] = ALL_TOGETHER
    jobs = Job.objects.filter(council=paper.council, kind=EXPORT, key__startswith=f"{paper.slug} ")
    return context | {
        "made": [(titles[stem], list(rows)) for stem, rows in groupby(made, key=lambda row: row.stem)],
        "is_whole": len(made) == 2 * len(titles) - 1,
        "job": jobs.order_by("-pk").first(),
    }


def _draft_digest(paper: Paper, stem: str, form: str) -> str:
    """The digest of a draft's exported document. Raises Http404 when it has not been made from these words."""
    try:
        made = {(row.stem, row.format): row for row in exported(paper, collect(paper).data)}
    except CannotRender:
        made = {}
    if (stem, form) not in made:
        raise Http404("This document has not been exported as the paper now stands.")
    return made[stem, form].digest


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
