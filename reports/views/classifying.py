"""Which documents of a paper are not for publication, and the appendices of its authors' own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_see_exempt, member_council, signed_in_user
from accounts.models import User
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_see_draft, may_write_paper
from reports.desk import conflict_of
from reports.figures_desk import listed_figures
from reports.forms import posted
from reports.forms_of_classing import AppendixForm, ClassingForm, facts_of
from reports.models import Appendix, Paper
from reports.papers.documents import full_title, own_stem, statements
from reports.papers.figures import UnknownFigure
from reports.papers.kinds import DocumentKind, kind_of
from reports.papers.locking import collect_for_paper
from reports.papers.preview import preview_text
from reports.papers.text import TextTooLong
from reports.services import classifying
from reports.views.papers import paper_or_404


@require_safe
def paper_classification(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Every document of the pack with its classification, and the sentences that the open report prints."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    held = {row.stem: row for row in paper.document_classes.all()}
    own = list(paper.appendices.all())
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "documents": [
            (full_title(each), each.stem, held.get(each.stem)) for each in kind_of(paper.kind).documents
        ],
        "own": [(_numbered(paper, place), row) for place, row in enumerate(own)],
        "statements": statements(collect_for_paper(paper).data),
        "may_classify": _may_classify(user, paper),
    }
    return render(request, "reports/paper_classification.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_classify(request: HttpRequest, council: str, pk: int, stem: str) -> HttpResponse:
    """Classify one document of the paper's kind."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not _may_classify(user, paper):
        raise PermissionDenied
    document, held = _document(paper, stem), paper.document_classes.filter(stem=stem).first()
    form = ClassingForm(posted(request), initial=facts_of(held) | {"shown_version": paper.version})
    context: dict[str, Any] = {
        "paper": paper,
        "trail": _trail(paper),
        "form": form,
        "heading": f"Classify: {full_title(document)}",
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/paper_classify.html", context, status=422 if form.errors else 200)
    try:
        shown = form.cleaned_data["shown_version"]
        classifying.classify_document(
            paper=paper, by=user, shown_version=shown, stem=stem, classing=form.classing
        )
    except StaleVersion:
        now = Paper.objects.of(paper.council).get(pk=pk)
        return _stale(request, "reports/paper_classify.html", context, now, form, facts_of(held))
    messages.success(request, f"{full_title(document)}: its classification is saved.")
    return redirect("reports:paper-classification", council, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_appendix_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Begin an appendix of the author's own."""
    paper = paper_or_404(member_council(request, council), pk)
    if not _may_classify(signed_in_user(request), paper):
        raise PermissionDenied
    form = AppendixForm(posted(request), initial={"classification": "exempt", "shown_version": paper.version})
    return _appendix(request, paper, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def appendix_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The words, the title and the classification of an appendix."""
    appendix = _appendix_or_404(request, council, pk)
    if not _may_classify(signed_in_user(request), appendix.paper):
        raise PermissionDenied
    shown = facts_of(appendix) | {"title": appendix.title, "body": appendix.body}
    form = AppendixForm(posted(request), initial=shown | {"shown_version": appendix.version})
    return _appendix(request, appendix.paper, form, appendix)


@require_http_methods(["GET", "HEAD", "POST"])
def appendix_remove(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Take an appendix out of a paper that is being written."""
    appendix = _appendix_or_404(request, council, pk)
    paper, user = appendix.paper, signed_in_user(request)
    if not _may_classify(user, paper):
        raise PermissionDenied
    context: dict[str, Any] = {"paper": paper, "trail": _trail(paper), "appendix": appendix}
    if request.method != "POST":
        return render(request, "reports/appendix_remove.html", context)
    try:
        classifying.remove_appendix(appendix=appendix, by=user, shown_version=shown_version(request.POST))
    except StaleVersion:
        context |= {"appendix": Appendix.objects.get(pk=pk), "stale": True}
        return render(request, "reports/appendix_remove.html", context, status=409)
    messages.success(request, f"“{appendix.title}” is taken out of the paper.")
    return redirect("reports:paper-classification", council, paper.pk)


def _appendix(
    request: HttpRequest, paper: Paper, form: AppendixForm, appendix: Appendix | None
) -> HttpResponse:
    data = collect_for_paper(paper).data
    context: dict[str, Any] = {
        "paper": paper,
        "trail": _trail(paper),
        "form": form,
        "appendix": appendix,
        "figures": listed_figures(data),
        "heading": "An appendix of your own" if appendix is None else appendix.title,
    }
    if request.method == "POST" and form.is_valid():
        try:
            context["preview"] = preview_text(data, form.cleaned_data["body"])
        except (UnknownFigure, TextTooLong) as refused:
            form.add_error("body", str(refused))
    if request.method != "POST" or form.errors or "preview" in request.POST:
        return render(request, "reports/appendix_edit.html", context, status=422 if form.errors else 200)
    try:
        _save(paper, signed_in_user(request), form, appendix)
    except StaleVersion:
        current = Appendix.objects.filter(pk=appendix.pk).first() if appendix else None
        now = current or Paper.objects.of(paper.council).get(pk=paper.pk)
        theirs = {"title": current.title, "body": current.body, **facts_of(current)} if current else {}
        return _stale(request, "reports/appendix_edit.html", context, now, form, theirs)
    except ValidationError as refused:
        form.add_error("title", refused.messages)
        return render(request, "reports/appendix_edit.html", context, status=422)
    messages.success(request, f"“{form.cleaned_data['title']}” is saved.")
    return redirect("reports:paper-classification", paper.council.slug, paper.pk)


def _save(paper: Paper, by: User, form: AppendixForm, appendix: Appendix | None) -> None:
    facts: dict[str, Any] = {
        "by": by,
        "shown_version": form.cleaned_data["shown_version"],
        "title": form.cleaned_data["title"],
        "body": form.cleaned_data["body"],
        "classing": form.classing,
    }
    if appendix is None:
        classifying.add_appendix(paper=paper, **facts)
    else:
        classifying.save_appendix(appendix=appendix, **facts)


def _stale(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    now: Paper | Appendix,
    form: ClassingForm,
    theirs: dict[str, Any],
) -> HttpResponse:
    """Both versions side by side, what was typed kept in the form."""
    names = [name for name in form.fields if name != "shown_version"]
    context |= conflict_of(
        now,
        mine=[(form.fields[name].label, form.cleaned_data[name]) for name in names],
        theirs=[(form.fields[name].label, theirs.get(name, "")) for name in names],
    )
    return render(request, template, context, status=409)


def _may_classify(user: User, paper: Paper) -> bool:
    return may_write_paper(user, paper) and may_see_exempt(user, paper.council)


def _appendix_or_404(request: HttpRequest, council: str, pk: int) -> Appendix:
    authority = member_council(request, council)
    return get_object_or_404(
        Appendix.objects.select_related("paper__council", "paper__meeting__group"), council=authority, pk=pk
    )


def _document(paper: Paper, stem: str) -> DocumentKind:
    try:
        return kind_of(paper.kind).document(stem)
    except KeyError:
        raise Http404("This paper has no such document.") from None


def _numbered(paper: Paper, place: int) -> str:
    return own_stem(paper.kind, place).replace("-", " ").capitalize()


def _trail(paper: Paper) -> trails.Trail:
    address = reverse("reports:paper-classification", args=[paper.council.slug, paper.pk])
    return [*trails.within_paper(paper), ("Classification", address)]
