"""The sections of a paper: their order, which are shown, those of its own, and who writes which."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import User
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_see_draft, may_write_paper
from reports.forms import posted
from reports.forms_of_sections import AddSectionForm, AuthorsForm, PlaceForm
from reports.models import Paper
from reports.papers.clearing import lock_of
from reports.papers.layout import Place, is_own
from reports.papers.locking import collect_for_paper
from reports.papers.preview import opening_of
from reports.sections_desk import DeskSection, last_move, section_rows
from reports.services import arranging, authoring
from reports.views.papers import paper_or_404

MEANWHILE = "Somebody else changed the sections meanwhile. Here they are as they stand now: try again."


@require_http_methods(["GET", "HEAD", "POST"])
def paper_sections(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Every section in order, with its author and how far it is; whoever writes the paper arranges them here."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    if request.method != "POST":
        return _sections(request, paper, user)
    way, _, key = request.POST.get("do", "").partition(":")
    try:
        _arrange(paper, user, shown_version(request.POST), way, key)
    except StaleVersion:
        return _sections(request, paper, user, refused=MEANWHILE, status=409)
    except ValidationError as refused:
        return _sections(request, paper, user, refused=" ".join(refused.messages), status=422)
    where = reverse("reports:paper-sections", args=[council, pk])
    return redirect(f"{where}?{urlencode({'did': way, 'section': key})}")


def _arrange(paper: Paper, by: User, version: int, way: str, key: str) -> None:
    who: dict[str, Any] = {"paper": paper, "by": by, "shown_version": version, "key": key}
    match way:
        case "up" | "down":
            arranging.move_section(**who, step=-1 if way == "up" else 1)
        case "group-up" | "group-down":
            arranging.move_section(**who, step=-1 if way == "group-up" else 1, whole=True)
        case "on" | "off":
            arranging.show_section(**who, shown=way == "on")
        case _:
            raise ValidationError("Choose what to do with the section.")


def _sections(
    request: HttpRequest, paper: Paper, user: User, *, refused: str = "", status: int = 200
) -> HttpResponse:
    paper = paper_or_404(paper.council, paper.pk)
    writes = may_write_paper(user, paper)
    rows = section_rows(paper, user, writes=writes)
    did, key = request.GET.get("did", ""), request.GET.get("section", "")
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "rows": rows,
        "refused": refused,
        "may_arrange": writes,
        "lock": lock_of(paper),
        "moved": last_move(rows, did, key),
        "prints": _prints(paper, rows, key) if did == "on" else "",
    }
    return render(request, "reports/paper_sections.html", context, status=status)


def _prints(paper: Paper, rows: list[DeskSection], key: str) -> str:
    """What the record says under a heading that was just switched on, or that it says nothing yet."""
    row = next((row for row in rows if row.key == key and row.is_shown and row.is_composed), None)
    if row is None or row.is_written:
        return ""
    opening = opening_of(collect_for_paper(paper).data, key)
    if opening is None:
        return ""
    if not opening:
        return "The record holds nothing for it yet: until it does, or words are written, the paper leaves it out."
    return f"From the record it says: “{opening}”"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_section_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """A section of the paper's own: its heading, and where it stands."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_paper(user, paper):
        raise PermissionDenied
    form = AddSectionForm(posted(request), found=arranging.places_of(paper), version=paper.version)
    if request.method == "POST" and form.is_valid():
        try:
            made = arranging.add_section(paper=paper, by=user, **form.cleaned_data)
        except (StaleVersion, ValidationError) as refused:
            return _refused(request, paper, form, "reports/paper_section_add.html", refused)
        messages.success(request, f"“{made.heading}” is added. Write its words here.")
        return redirect("reports:paper-section", council, pk, made.key)
    return _form(request, paper, form, "reports/paper_section_add.html")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_section_place(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """Put a section anywhere among the others."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_paper(user, paper):
        raise PermissionDenied
    found = arranging.places_of(paper)
    place = place_or_404(found, key)
    form = PlaceForm(posted(request), found=found, place=place, version=paper.version)
    more = {"section": place.section}
    if request.method == "POST" and form.is_valid():
        try:
            arranging.place_section(paper=paper, by=user, key=key, **form.cleaned_data)
        except (StaleVersion, ValidationError) as refused:
            return _refused(request, paper, form, "reports/paper_section_place.html", refused, more)
        messages.success(request, f"“{place.section.heading}” is moved.")
        return redirect("reports:paper-sections", council, pk)
    return _form(request, paper, form, "reports/paper_section_place.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_section_remove(request: HttpRequest, council: str, pk: int, key: str) -> HttpResponse:
    """Take out a section of the paper's own, once its words have been seen again."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_paper(user, paper):
        raise PermissionDenied
    place = place_or_404(arranging.places_of(paper), key)
    if not is_own(key):
        raise Http404("Only a section that was added can be taken out.")
    context = {"paper": paper, "section": place.section, "trail": trails.within_paper(paper)}
    if request.method == "POST":
        try:
            arranging.remove_section(paper=paper, by=user, shown_version=shown_version(request.POST), key=key)
        except StaleVersion:
            paper.refresh_from_db(fields=["version"])
            context |= {"refused": MEANWHILE, "body": paper.sections.get(key=key).body}
            return render(request, "reports/paper_section_remove.html", context, status=409)
        messages.success(request, f"“{place.section.heading}” is taken out. The change log keeps its words.")
        return redirect("reports:paper-sections", council, pk)
    context["body"] = paper.sections.get(key=key).body
    return render(request, "reports/paper_section_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_authors(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Who writes which section, all on one page."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_write_paper(user, paper):
        raise PermissionDenied
    people = authoring.possible_authors(paper.council)
    rows = section_rows(paper, user, writes=True)
    form = AuthorsForm(posted(request), rows=rows, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            changed = authoring.assign_authors(paper=paper, by=user, authors=form.authors, shown=form.shown)
        except (StaleVersion, ValidationError) as refused:
            now = section_rows(paper, user, writes=True)
            form = AuthorsForm(form.over(now), rows=now, people=people)
            return _refused(request, paper, form, "reports/paper_authors.html", refused)
        messages.success(request, f"Saved: {changed} section{'' if changed == 1 else 's'} changed.")
        return redirect("reports:paper-sections", council, pk)
    return _form(request, paper, form, "reports/paper_authors.html")


def place_or_404(found: tuple[Place, ...], key: str) -> Place:
    place = next((each for each in found if each.section.key == key), None)
    if place is None:
        raise Http404("This paper has no such section.")
    return place


def _form(
    request: HttpRequest, paper: Paper, form: Any, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"paper": paper, "form": form, "trail": trails.within_paper(paper)} | (more or {})
    return render(request, template, context, status=422 if form.errors else 200)


def _refused(
    request: HttpRequest,
    paper: Paper,
    form: Any,
    template: str,
    refused: StaleVersion | ValidationError,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form as it was filled in, with the version of now, so that it can be sent again."""
    stale = isinstance(refused, StaleVersion)
    words = MEANWHILE if isinstance(refused, StaleVersion) else " ".join(refused.messages)
    if stale and "shown_version" in form.fields:
        form.data = form.data.dict() | {"shown_version": Paper.objects.get(pk=paper.pk).version}
    context = {
        "paper": paper,
        "form": form,
        "trail": trails.within_paper(paper),
        "refused": words,
    }
    return render(request, template, context | (more or {}), status=409 if stale else 422)
