"""What each part of a paper shows: its options, and since when it tells."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion
from reports import trails
from reports.access import may_write_paper
from reports.choices_form import ChoicesForm
from reports.desk import conflict_of
from reports.forms import posted
from reports.models import Paper
from reports.papers.clearing import lock_of
from reports.papers.collect import block_dates
from reports.services.arranging import places_of
from reports.services.choosing import choose_blocks
from reports.views.papers import paper_or_404

PAGE = "reports/paper_choices.html"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_choices(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The choices of every part that the paper shows, all on one page."""
    paper = paper_or_404(member_council(request, council), pk)
    if not may_write_paper(signed_in_user(request), paper):
        raise PermissionDenied
    shown = [place.section for place in places_of(paper) if place.is_shown]
    form = ChoicesForm(posted(request), paper=paper, shown=shown, until=block_dates(paper))
    context = {
        "paper": paper,
        "form": form,
        "trail": trails.within_paper(paper),
        "lock": lock_of(paper),
    }
    if request.method == "POST" and form.is_valid():
        return _choose(request, paper, form, context)
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _choose(request: HttpRequest, paper: Paper, form: ChoicesForm, context: dict[str, Any]) -> HttpResponse:
    version = form.cleaned_data["shown_version"]
    try:
        choose_blocks(
            paper=paper,
            by=signed_in_user(request),
            shown_version=version,
            options=form.chosen,
            since=form.since,
        )
    except StaleVersion:
        current = Paper.objects.of(paper.council).get(pk=paper.pk)
        context |= conflict_of(current, mine=form.told(), theirs=form.told_of(current))
        return render(request, PAGE, context, status=409)
    messages.success(request, "What the parts of the paper show is saved.")
    return redirect("reports:paper-detail", paper.council.slug, paper.pk)
