"""Reading one section of a draft: its words as they would be printed, whether it is ready, and what was said of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_council, signed_in_user
from accounts.models import User
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_see_draft, may_write_section
from reports.forms import posted
from reports.forms_of_sections import CommentForm
from reports.models import Paper, PaperSection, SectionComment
from reports.papers.figures import UnknownFigure
from reports.papers.kinds import SectionKind
from reports.papers.locking import collect_for_paper
from reports.papers.preview import preview_section
from reports.papers.text import TextTooLong
from reports.sections_desk import ROWS
from reports.services import authoring, drafting
from reports.services.arranging import places_of
from reports.views.arranging import place_or_404
from reports.views.papers import paper_or_404

CHANGED = "The section has been changed since you read it. Here it is as it stands now."


@require_http_methods(["GET", "HEAD", "POST"])
def paper_section_comments(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """A section as it would be printed, and the comments on it; everybody who sees drafts reads and comments."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    place = place_or_404(places_of(paper), key)
    if request.method == "POST" and not authoring.may_comment(user, paper):
        raise PermissionDenied
    form = CommentForm(posted(request) if "text" in request.POST else None)
    if request.method == "POST" and "do" in request.POST:
        return _settle(request, paper, key)
    if request.method == "POST" and form.is_valid():
        return _say(request, paper, key, form)
    return _page(request, paper, place.section, form, 422 if request.method == "POST" else 200)


def _page(
    request: HttpRequest,
    paper: Paper,
    section: SectionKind,
    form: CommentForm,
    status: int,
    refused: str = "",
) -> HttpResponse:
    user = signed_in_user(request)
    row = paper.sections.select_related("author", "ready_by").filter(key=section.key).first()
    comments = list(SectionComment.objects.of(row)) if row else []
    may_write = may_write_section(user, paper, section.key)
    context: dict[str, Any] = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "section": section,
        "row": row,
        **_shown(paper, section, row),
        "said": [(said, may_write or said.written_by_id == user.pk) for said in comments],
        "form": form,
        "may_comment": authoring.may_comment(user, paper),
        "may_write": may_write,
        "rows_view": ROWS.get(section.element, ""),
        "refused": refused,
    }
    return render(request, "reports/paper_section_comments.html", context, status=status)


def _shown(paper: Paper, section: SectionKind, row: PaperSection | None) -> dict[str, str]:
    """The section as it would be printed; as it was typed where it cannot be."""
    body = row.body.strip() if row else ""
    try:
        return {"shown": preview_section(collect_for_paper(paper).data, section, body)}
    except (UnknownFigure, TextTooLong) as refused:
        return {"typed": body, "unprintable": str(refused)}


def _say(request: HttpRequest, paper: Paper, key: str, form: CommentForm) -> HttpResponse:
    section = drafting.section_of(paper, key)
    number = form.cleaned_data["reply_to"]
    reply_to = get_object_or_404(SectionComment, pk=number, section=section) if number else None
    authoring.comment_on(
        section=section, by=signed_in_user(request), text=form.cleaned_data["text"], reply_to=reply_to
    )
    messages.success(request, "Your reply is there." if reply_to else "Your comment is there.")
    return redirect("reports:paper-section-comments", paper.council.slug, paper.pk, key)


def _settle(request: HttpRequest, paper: Paper, key: str) -> HttpResponse:
    way, _, number = request.POST["do"].partition(":")
    pk = int(number) if number.isdecimal() and len(number) < 10 else 0
    comment = get_object_or_404(
        SectionComment.objects.select_related("section__paper__council"),
        pk=pk,
        section__paper=paper,
        section__key=key,
    )
    authoring.resolve_comment(comment=comment, by=signed_in_user(request), resolved=way == "resolve")
    messages.success(request, "The comment is settled." if way == "resolve" else "The comment is open again.")
    return redirect("reports:paper-section-comments", paper.council.slug, paper.pk, key)


@require_POST
def paper_section_ready(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """Call a section ready as it was read, or go on writing it."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_section(user, paper, key):
        raise PermissionDenied
    place = place_or_404(places_of(paper), key)
    try:
        _ready(request, paper, user, key)
    except StaleVersion:
        return _page(request, paper, place.section, CommentForm(), 409, CHANGED)
    return redirect("reports:paper-section-comments", council, pk, key)


def _ready(request: HttpRequest, paper: Paper, user: User, key: str) -> None:
    section = drafting.section_of(paper, key)
    if request.POST.get("ready") == "no":
        authoring.take_back_ready(section=section, by=user)
        messages.success(request, "The section is being written again.")
        return
    # A section that nobody has written has no row yet, and so no version to have been shown.
    authoring.mark_ready(section=section, by=user, shown_version=shown_version(request.POST))
    messages.success(request, "The section is ready.")
