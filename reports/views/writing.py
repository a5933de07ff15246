"""Writing the parts of a paper: the words under a heading, and its lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_write_section
from reports.desk import conflict_of
from reports.forms import (
    BackgroundForm,
    ConsulteeForm,
    OptionForm,
    RecommendationForm,
    filled,
    posted,
)
from reports.last_paper import last_paper
from reports.models import Paper
from reports.papers import kinds
from reports.papers.kinds import kind_of
from reports.papers.layout import key_of
from reports.services import drafting
from reports.views.papers import paper_or_404


@dataclass(frozen=True)
class Rows:
    """A part of the paper that is a list: its form, its rows today, and the service that replaces them."""

    element: str
    title: str
    one: str
    hint: str
    form: type[forms.Form]
    initial: Callable[[Paper], Sequence[Mapping[str, object]]]
    save: Callable[..., bool]
    argument: str
    said: Callable[[Any], str]


RECOMMENDATIONS = Rows(
    element=kinds.RECOMMENDATIONS,
    title="Recommendations",
    one="Recommendation",
    hint="What the committee is asked to do. They are numbered in this order.",
    form=RecommendationForm,
    initial=lambda paper: list(paper.recommendations.values("text")),
    save=drafting.save_recommendations,
    argument="texts",
    said=str,
)
OPTIONS = Rows(
    element=kinds.OPTIONS,
    title="Other options considered",
    one="Option",
    hint="What else could be done, what it would mean and what it would risk.",
    form=OptionForm,
    initial=lambda paper: list(paper.options.values("option", "impact", "risk")),
    save=drafting.save_options,
    argument="rows",
    said=lambda row: row.option,
)
BACKGROUND = Rows(
    element=kinds.ACCESS,
    title="Background papers",
    one="Background paper",
    hint="What this report relied on. The law asks for the list; write “None” if there are none.",
    form=BackgroundForm,
    initial=lambda paper: list(paper.background_papers.values("title", "link")),
    save=drafting.save_background_papers,
    argument="rows",
    said=lambda row: row.title,
)

CONSULTEES = Rows(
    element=kinds.CONSULTEES,
    title="Consultees",
    one="Consultee",
    hint="Who was asked about the report before it was published, on which day, and what they said.",
    form=ConsulteeForm,
    initial=lambda paper: list(paper.consultees.values("name", "consulted_on", "view")),
    save=drafting.save_consultees,
    argument="rows",
    said=lambda row: row.name,
)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_rows(request: HttpRequest, council: str, pk: int, rows: Rows) -> HttpResponse:
    """A list of the paper, with one empty row more; clearing a row leaves it out."""
    paper = paper_or_404(member_council(request, council), pk)
    key = key_of(kind_of(paper.kind), rows.element)
    if not may_write_section(signed_in_user(request), paper, key):
        raise PermissionDenied
    last = last_paper(paper, signed_in_user(request))
    # Each row is read whatever the post says of its first state: one that somebody else saved meanwhile is one too.
    formset = formset_factory(rows.form, extra=1, max_num=50, validate_max=True)(
        posted(request),
        initial=rows.initial(paper),
        prefix="rows",
        form_kwargs={"empty_permitted": False},
    )
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "rows": rows,
        "formset": formset,
        "shown_version": paper.version,
        "key": key,
        "last_rows": _told(rows.initial(last)) if last else [],
    }
    if request.method != "POST":
        return render(request, "reports/paper_rows.html", context)
    if not formset.is_valid():
        context["shown_version"] = request.POST.get("shown_version", "")
        return render(request, "reports/paper_rows.html", context, status=422)
    return _save_rows(request, paper, rows, formset, context)


def _save_rows(
    request: HttpRequest,
    paper: Paper,
    rows: Rows,
    formset: "BaseFormSet[forms.Form]",
    context: dict[str, Any],
) -> HttpResponse:
    typed = filled(getattr(form, "row", None) for form in formset)
    try:
        is_saved = rows.save(
            paper=paper,
            by=signed_in_user(request),
            shown_version=shown_version(request.POST),
            **{rows.argument: typed},
        )
    except StaleVersion:
        current = Paper.objects.get(pk=paper.pk)
        theirs = [str(next(iter(row.values()))) for row in rows.initial(current)]
        context |= conflict_of(
            current,
            mine=[(rows.title, _numbered([rows.said(row) for row in typed]))],
            theirs=[(rows.title, _numbered(theirs))],
        )
        return render(request, "reports/paper_rows.html", context, status=409)
    messages.success(request, f"{rows.title}: {'saved' if is_saved else 'nothing was changed'}.")
    return redirect("reports:paper-detail", paper.council.slug, paper.pk)


def _told(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Each row of a list in one line."""
    return [" – ".join(str(cell) for cell in row.values() if cell) for row in rows]


def _numbered(texts: Sequence[str]) -> str:
    return " ".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
