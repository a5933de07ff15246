"""The page on which the words under one heading are written, and their preview as somebody types."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_council, signed_in_user
from accounts.models import User
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_write_section
from reports.desk import conflict_of
from reports.figures_desk import figures_named, listed_figures
from reports.forms import posted
from reports.forms_of_sections import SectionForm, TypedForm
from reports.last_paper import last_section, standard_text
from reports.models import Paper, PaperSection, SectionComment
from reports.papers.figures import named_in
from reports.papers.kinds import SectionKind
from reports.papers.locking import collect_for_paper
from reports.papers.preview import tried
from reports.papers.words_compared import differences
from reports.services import authoring, drafting
from reports.services.arranging import places_of
from reports.views.arranging import place_or_404
from reports.views.papers import paper_or_404

PAGE = "reports/paper_section.html"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_section(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """The words under one heading, beside the live figures they may use, how they will be printed, and what the last
    paper said there."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_section(user, paper, key):
        raise PermissionDenied
    heading = place_or_404(places_of(paper), key).section
    section = drafting.section_of(paper, key)
    if {"from_last", "from_standard"} & request.POST.keys():
        return _put_in(request, section, heading)
    form = SectionForm(posted(request), section=section, kind=heading)
    if request.method == "POST" and form.is_valid():
        context = _context(user, section, heading, form, form.cleaned_data["body"])
        if context["tried"].problems:
            form.add_error("body", " ".join(context["tried"].problems))
        elif "preview" not in request.POST:
            return _save(request, section, form, context)
    else:
        context = _context(user, section, heading, form, str(form["body"].value() or ""))
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _context(
    reader: User, section: PaperSection, heading: SectionKind, form: SectionForm, body: str
) -> dict[str, Any]:
    paper = section.paper
    data = collect_for_paper(paper).data
    last = last_section(section, reader)
    return {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "section": section,
        "heading": heading,
        "form": form,
        "figures": listed_figures(data),
        "used": figures_named(data, named_in(body)),
        "tried": tried(data, heading, body),
        "last": last,
        "last_words": len(last.body.split()) if last else 0,
        "standard": standard_text(section),
        "compared": differences(last.body, body) if last else (),
        "comments": SectionComment.objects.of(section).filter(resolved_at=None).count(),
    }


def _save(
    request: HttpRequest, section: PaperSection, form: SectionForm, context: dict[str, Any]
) -> HttpResponse:
    paper, by, heading = section.paper, signed_in_user(request), context["heading"].heading
    try:
        is_saved = drafting.save_section(section=section, by=by, **form.facts)
        if is_ready := "ready" in request.POST:
            authoring.mark_ready(section=section, by=by, shown_version=section.version)
    except StaleVersion:
        current = PaperSection.objects.get(pk=section.pk)
        mine, theirs = form.told(current)
        context |= conflict_of(current, mine=mine, theirs=theirs)
        return render(request, PAGE, context, status=409)
    messages.success(request, _said(heading, is_saved, is_ready))
    return redirect("reports:paper-detail", paper.council.slug, paper.pk)


def _said(heading: str, is_saved: bool, is_ready: bool) -> str:
    if is_saved:
        return f"“{heading}” is saved{' and ready' if is_ready else ''}."
    return f"“{heading}” is ready as it was." if is_ready else f"Nothing was changed in “{heading}”."


def _put_in(request: HttpRequest, section: PaperSection, heading: SectionKind) -> HttpResponse:
    """The page with the last paper's text or the council's standard text in the box, not saved yet, and what stood
    there before beside it."""
    user = signed_in_user(request)
    last, typed = last_section(section, user), request.POST.get("body", "")
    is_standard = "from_standard" in request.POST
    body = (standard_text(section) if is_standard else last.body if last else "") or typed
    version = shown_version(request.POST) or section.version
    form = SectionForm(None, section=section, kind=heading, body=body, version=version)
    context = _context(user, section, heading, form, body) | {
        "put_in": "The standard text" if is_standard else "The last paper’s text",
        "typed": typed,
    }
    return render(request, PAGE, context)


@require_POST
def paper_section_preview(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """What somebody has typed, as the paper would print it: a fragment, which saves nothing."""
    paper: Paper = paper_or_404(member_council(request, council), pk)
    if not may_write_section(signed_in_user(request), paper, key):
        raise PermissionDenied
    heading = place_or_404(places_of(paper), key).section
    form = TypedForm(request.POST)
    if not form.is_valid():
        typed: Any = form["body"]
        context: dict[str, Any] = {"problems": typed.sentences or ["Nothing was sent."]}
        return render(request, "reports/_section_preview.html", context, status=422)
    section = paper.sections.filter(key=key).select_related("paper__previous").first()
    last = last_section(section, signed_in_user(request)) if section else None
    data, body = collect_for_paper(paper).data, form.cleaned_data["body"]
    context = {
        "tried": tried(data, heading, body),
        "used": figures_named(data, named_in(body)),
        "last": last,
        "last_words": len(last.body.split()) if last else 0,
    }
    return render(request, "reports/_section_preview.html", context)
