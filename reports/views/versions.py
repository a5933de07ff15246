"""A paper once it is published: its versions, corrections, withdrawal, and where it was made public."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion
from reports import trails
from reports.access import may_publish_paper, may_see_draft, may_see_record
from reports.disclosure import NOT_FOR_PUBLICATION, documents_for, hidden_from
from reports.forms import posted
from reports.forms_of_versions import CorrectForm, ReasonForm, ServedForm, WithdrawForm
from reports.models import Document, Paper, Publication, PublicationEvent
from reports.papers import codec
from reports.papers.clearing import lock_of
from reports.papers.data import PaperData
from reports.papers.differences import differences
from reports.papers.locking import collect_for_paper
from reports.papers.render import CannotRender
from reports.published import published_context
from reports.services import versions
from reports.views.papers import paper_or_404
from reports.views.publishing import file_of


@require_safe
def paper_versions(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Every version published of a paper, and everything that was done about it, the latest first."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_see_record(signed_in_user(request), paper.council):
        raise PermissionDenied
    published = list(paper.publications.with_state().select_related("published_by"))
    if not published:
        raise Http404("Nothing has been published of this paper.")
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "publications": published,
        "events": PublicationEvent.objects.of(paper).order_by("-pk"),
        "undoable": _undoable(paper, published[0]),
        "may_publish": may_publish_paper(signed_in_user(request), paper),
    }
    return render(request, "reports/paper_versions.html", context)


@require_safe
def paper_version(request: HttpRequest, council: str, pk: int, number: int) -> HttpResponse:
    """One version as it was published, whatever came after it."""
    paper, publication = _version(request, council, pk, number)
    user = signed_in_user(request)
    context = published_context(user, publication) | {
        "paper": paper,
        "trail": trails.within_versions(paper),
        "is_version": True,
    }
    return render(request, "reports/paper_version.html", context)


@require_safe
def paper_version_document(
    request: HttpRequest, council: str, pk: int, number: int, stem: str, form: str
) -> HttpResponse:
    """A document of one version, byte for byte as it was published."""
    paper, publication = _version(request, council, pk, number)
    document = get_object_or_404(Document, publication=publication, stem=stem, format=form)
    if document not in documents_for(signed_in_user(request), publication):
        raise PermissionDenied(NOT_FOR_PUBLICATION)
    return file_of(paper, stem, form, document.digest)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Take the last version up for correction: the paper is written again until its next version is published."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    form = CorrectForm(posted(request), initial={"shown_version": paper.version})
    lock = lock_of(paper)
    context = {"paper": paper, "trail": trails.within_paper(paper), "form": form, "lock": lock}
    if request.method == "POST" and form.is_valid():
        try:
            versions.take_up_for_correction(paper=paper, by=user, **form.cleaned_data)
        except StaleVersion:
            return _stale(request, "reports/paper_correct.html", context, paper)
        except ValidationError as refused:
            form.add_error("reason", refused.messages)
        else:
            messages.success(
                request, "The paper can be written again. What is published stays until you publish."
            )
            # The figures are often what was wrong: what would differ is looked at first, and nothing changes yet.
            wants = lock and "refresh" in request.POST
            return redirect("reports:paper-refresh" if wants else "reports:paper-detail", council, pk)
    return render(request, "reports/paper_correct.html", context, status=422 if form.errors else 200)


@require_safe
def paper_differences(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """What the correction being written says otherwise than the version published last."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    publication = paper.publications.first()
    if not may_see_draft(user, paper):
        raise PermissionDenied
    if publication is None or not PublicationEvent.objects.correcting(publication):
        raise Http404("This paper is not being corrected.")
    before, after = codec.from_json(PaperData, publication.data), collect_for_paper(paper).data
    context: dict[str, Any] = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "publication": publication,
    }
    try:
        found = differences(before, after)
    except CannotRender as refused:
        return render(request, "reports/paper_differences.html", context | {"refused": refused}, status=422)
    hidden = hidden_from(user, paper.council, before) | hidden_from(user, paper.council, after)
    shown = [each for each in found if each.stem not in hidden]
    return render(request, "reports/paper_differences.html", context | {"documents": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def paper_withdraw(request: HttpRequest, council: str, pk: int, number: int) -> HttpResponse:
    """Withdraw a version, and with it those before it."""
    paper, publication = _version(request, council, pk, number)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    form = WithdrawForm(posted(request), initial={"shown_version": paper.version})
    context = {
        "paper": paper,
        "publication": publication,
        "trail": trails.within_versions(paper),
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        try:
            versions.withdraw(publication=publication, by=user, **form.cleaned_data)
        except StaleVersion:
            return _stale(request, "reports/paper_withdraw.html", context, paper)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, "Withdrawn: what was published is kept, and the public no longer gets it."
            )
            return redirect("reports:paper-versions", council, pk)
    return render(request, "reports/paper_withdraw.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_served(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Note where and when the agenda, or the notice of the key decision, was published."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_publish_paper(user, paper):
        raise PermissionDenied
    form = ServedForm(posted(request), initial={"shown_version": paper.version})
    served = PublicationEvent.objects.told(paper).filter(kind__in=versions.SERVED)
    context = {"paper": paper, "trail": trails.within_paper(paper), "form": form, "served": served}
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        shown = facts.pop("shown_version")
        try:
            versions.record_served(paper=paper, by=user, shown_version=shown, served=versions.Served(**facts))
        except StaleVersion:
            return _stale(request, "reports/paper_served.html", context, paper)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "It is on record where and when it was published.")
            return redirect("reports:paper-served", council, pk)
    return render(request, "reports/paper_served.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_undo(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Undo what was done about a paper by a further entry; both are kept."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    related = ("paper__council", "paper__meeting__group", "publication")
    event = get_object_or_404(PublicationEvent.objects.select_related(*related), council=authority, pk=pk)
    if not may_publish_paper(user, event.paper):
        raise PermissionDenied
    form = ReasonForm(posted(request), initial={"shown_version": event.paper.version})
    if request.method == "POST" and form.is_valid():
        try:
            versions.undo_event(event=event, by=user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error("reason", refused.messages)
        else:
            messages.success(request, "Undone by a further entry: both are kept.")
            return redirect("reports:paper-detail", council, event.paper_id)
    context = {
        "event": event,
        "paper": event.paper,
        "trail": trails.within_versions(event.paper),
        "form": form,
    }
    return render(request, "reports/event_undo.html", context, status=422 if form.errors else 200)


def _undoable(paper: Paper, last: Publication) -> set[int]:
    """What stands of a paper and can be undone: not a correction that has been published since."""
    correction = PublicationEvent.Kind.CORRECTION
    standing = PublicationEvent.objects.told(paper)
    return {event.pk for event in standing if event.kind != correction or event.publication_id == last.pk}


def _version(request: HttpRequest, council: str, pk: int, number: int) -> tuple[Paper, Publication]:
    """Raises Http404, or PermissionDenied for somebody who may not see the record."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_see_record(signed_in_user(request), paper.council):
        raise PermissionDenied
    return paper, get_object_or_404(paper.publications.with_state(), number=number)


def _stale(request: HttpRequest, template: str, context: dict[str, Any], paper: Paper) -> HttpResponse:
    """Somebody has changed the paper meanwhile: what was typed is kept, to be saved once the paper was looked at."""
    fresh = Paper.objects.of(paper.council).get(pk=paper.pk)
    again = {"paper": fresh, "shown_version": fresh.version, "stale": True}
    return render(request, template, context | again, status=409)
