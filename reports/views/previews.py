"""A paper as it would be published now: read in a frame of our page, or on its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import member_council, signed_in_user
from reports import trails
from reports.access import may_see_draft
from reports.disclosure import NOT_FOR_PUBLICATION, hidden_from
from reports.figures_desk import used_figures
from reports.papers.data import PaperData
from reports.papers.documents import REPORT, document_of, documents_of
from reports.papers.kinds import DocumentKind
from reports.papers.locking import collect_for_paper
from reports.papers.render import CannotRender, style_hash
from reports.papers.render import render as render_document
from reports.views.papers import paper_or_404


@require_safe
def paper_preview(request: HttpRequest, council: str, pk: int, stem: str) -> HttpResponse:
    """One document of the pack within our page, or the sentence that says why it cannot be rendered."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_see_draft(signed_in_user(request), paper):
        raise PermissionDenied
    data = collect_for_paper(paper).data
    document, hidden = _document(data, stem), hidden_from(signed_in_user(request), paper.council, data)
    if stem in hidden:
        raise PermissionDenied(NOT_FOR_PUBLICATION)
    context: dict[str, Any] = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "document": document,
        "is_locked": bool(data.lock),
        "documents": [each for each in documents_of(data) if each.stem not in hidden],
        "used": used_figures(data) if stem == REPORT else [],
    }
    try:
        render_document(data, document)
    except CannotRender as refused:
        context["refused"] = str(refused)
    return render(request, "reports/paper_preview.html", context)


@require_safe
def paper_preview_document(request: HttpRequest, council: str, pk: int, stem: str) -> HttpResponse:
    """The document itself, marked as a draft; its other words are those that would be published."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_see_draft(signed_in_user(request), paper):
        raise PermissionDenied
    data = collect_for_paper(paper).data
    if stem in hidden_from(signed_in_user(request), paper.council, data):
        raise PermissionDenied(NOT_FOR_PUBLICATION)
    try:
        return standalone(render_document(data, _document(data, stem), draft=True).html)
    except CannotRender as refused:
        return render(request, "reports/paper_refused.html", {"paper": paper, "refused": refused}, status=422)


def standalone(html: str) -> HttpResponse:
    """A paper's own page; its one style sheet is let in by digest, and nothing else is."""
    response = HttpResponse(html)
    response._csp_update = {"style-src": [style_hash(html)]}  # type: ignore[attr-defined]
    return response


def _document(data: PaperData, stem: str) -> DocumentKind:
    try:
        return document_of(data, stem)
    except KeyError:
        raise Http404("This paper has no such document.") from None
