"""What anybody may read without signing in: the published open papers of a council that lets them."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Council
from core.views import download
from reports.after import resolutions_of
from reports.disclosure import closed_in, is_withdrawn, open_documents, shown_since, statements_of
from reports.forms import CheckDocumentForm
from reports.models import Document, Publication
from reports.models.publications import Format
from reports.papers.open_data import as_json, as_workbook, for_everybody
from reports.papers.recognise import published_as
from reports.papers.render import PACKS
from reports.published import standing_of
from reports.views.publishing import file_of

PER_PAGE = 50
# A paper may be withdrawn from the public at any time: whoever keeps a copy asks again after five minutes.
KEPT = {"public": True, "max_age": 300}
FORMS_OF_DATA = ("json", "xlsx")


def public_council(slug: str) -> Council:
    """Raises Http404 for a council that does not let the public read its papers, as for one that is not there."""
    return get_object_or_404(Council, slug=slug, publishes_papers=True)


def public_publication(authority: Council, slug: str) -> Publication:
    return get_object_or_404(Publication.objects.public_of(authority), paper__slug=slug)


def public_version(authority: Council, slug: str, number: int) -> Publication:
    versions = Publication.objects.public_versions_of(authority)
    return get_object_or_404(versions, paper__slug=slug, number=number)


@require_safe
@cache_control(**KEPT)
def public_paper_list(request: HttpRequest, council: str) -> HttpResponse:
    authority = public_council(council)
    page = Paginator(Publication.objects.public_of(authority), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/paper_list.html", {"authority": authority, "page": page})


@require_safe
@cache_control(**KEPT)
def public_paper_detail(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """One paper, to be read first as a page, and then taken away in every other form."""
    authority = public_council(council)
    publication = public_publication(authority, slug)
    context = _shown(authority, publication) | {"resolutions": resolutions_of(publication)}
    return render(request, "public/paper_detail.html", context)


@require_safe
@cache_control(**KEPT)
def public_paper_version(request: HttpRequest, council: str, slug: str, number: int) -> HttpResponse:
    """One version of a paper under an address of its own, also once a later one has superseded it."""
    authority = public_council(council)
    context = _shown(authority, public_version(authority, slug, number)) | {"is_version": True}
    return render(request, "public/paper_detail.html", context)


def _shown(authority: Council, publication: Publication) -> dict[str, Any]:
    order = {form.value: place for place, form in enumerate(Format)}
    files = sorted(offered_of(publication), key=lambda file: (file.order, order[file.format]))
    packs = [(title, list(rows)) for title, rows in groupby(files, key=lambda file: file.title)]
    return {
        "authority": authority,
        "paper": publication.paper,
        "publication": publication,
        "read": [pack for pack in packs if pack[1][0].stem not in PACKS],
        "together": [file for file in files if file.stem in PACKS],
        "offered": files,
        "statements": statements_of(publication),
        "versions": Publication.objects.public_versions_of(authority).filter(paper=publication.paper),
        "trail": _trail(authority),
        **standing_of(publication),
    }


def offered_of(publication: Publication) -> list[Document]:
    """The documents that the public is offered; none of what was withdrawn."""
    return [] if is_withdrawn(publication) else open_documents(publication)


@require_safe
def public_paper_document(
    request: HttpRequest, council: str, slug: str, stem: str, form: str
) -> HttpResponseBase:
    """A document byte for byte as it was published."""
    return _document(request, public_publication(public_council(council), slug), stem, form)


@require_safe
def public_paper_version_document(
    request: HttpRequest, council: str, slug: str, number: int, stem: str, form: str
) -> HttpResponseBase:
    """A document of one version, byte for byte as it was published."""
    return _document(request, public_version(public_council(council), slug, number), stem, form)


def _document(request: HttpRequest, publication: Publication, stem: str, form: str) -> HttpResponseBase:
    offered = {(file.stem, file.format): file for file in offered_of(publication)}
    document = offered.get((stem, form))
    if document is None:
        raise Http404("There is no such document for the public.")
    digest = document.digest
    return _kept(request, publication, digest, lambda: file_of(publication.paper, stem, form, digest))


@require_safe
def public_paper_data(request: HttpRequest, council: str, slug: str, data_format: str) -> HttpResponseBase:
    """The frozen figures of the publication, never those of today."""
    if data_format not in FORMS_OF_DATA:
        raise Http404("The data is there as XLSX and as JSON.")
    publication = public_publication(public_council(council), slug)
    if is_withdrawn(publication):
        raise Http404("The paper has been withdrawn.")
    closed = closed_in(publication)
    tag = "-".join([publication.data_digest, *sorted(closed), data_format])
    return _kept(request, publication, tag, lambda: _data(publication, data_format, closed))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def public_paper_check(request: HttpRequest, council: str) -> HttpResponse:
    """Whether a document is one of those that the public can read, and which."""
    authority = public_council(council)
    context = checked(
        request, Publication.objects.public_versions_of(authority).order_by(), sees_exempt=False
    )
    context["found"] = [
        (file, reverse("reports:public-paper-detail", args=[council, file.publication.paper.slug]))
        for file in context["documents"]
    ]
    context |= {"authority": authority, "trail": _trail(authority)}
    return render(request, "public/paper_check.html", context, status=context["status"])


def checked(request: HttpRequest, among: QuerySet[Publication], *, sees_exempt: bool) -> dict[str, Any]:
    """The form of “check a document”; once it was posted the digest asked for, and the documents it is of."""
    posted = request.method == "POST"
    form = CheckDocumentForm(request.POST if posted else None, request.FILES if posted else None)
    if not (posted and form.is_valid()):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return {"form": form, "documents": [], "status": status}
    digest = form.cleaned_data["digest"]
    found = published_as(digest, among, sees_exempt=sees_exempt)
    return {"form": form, "digest": digest, "documents": found, "status": HTTPStatus.OK}


def _data(publication: Publication, form: str, closed: frozenset[str]) -> HttpResponse:
    data = for_everybody(publication.data, closed)
    name = f"{publication.paper.slug}-data.{form}"
    if form == "xlsx":
        return download(as_workbook(data), name)
    told = {"ensure_ascii": False, "indent": 1}
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return JsonResponse(as_json(data), json_dumps_params=told, headers=headers)


def _kept(
    request: HttpRequest, publication: Publication, tag: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What is made, or that it has not changed since whoever asks had it: by its tag, else by its day."""
    changed_at = shown_since(publication)
    moment = int(changed_at.timestamp()) if changed_at else None
    unchanged = get_conditional_response(request, etag=f'"{tag}"', last_modified=moment)
    response = unchanged or make()
    response.headers["ETag"] = f'"{tag}"'
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment)
    patch_cache_control(response, **KEPT)
    return response


def _trail(authority: Council) -> list[tuple[str, str]]:
    return [("Committee papers", reverse("reports:public-paper-list", args=[authority.slug]))]
