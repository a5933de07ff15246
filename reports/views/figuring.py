"""The live figures of a paper: what each comes to, where it comes from, and whether the pack has their source list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion, shown_version
from reports import trails
from reports.access import may_see_draft, may_write_paper
from reports.figures_desk import listed_figures
from reports.models import Paper
from reports.papers.locking import collect_for_paper
from reports.services.drafting import switch_source_list
from reports.views.papers import paper_or_404

ON_A_PAGE = 50
LONGEST_SEARCH = 100


@require_http_methods(["GET", "HEAD", "POST"])
def paper_figures(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Every live figure of the paper, searched and by sort; a post switches the source list."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    if request.method == "POST":
        return _switch(request, paper)
    every = listed_figures(collect_for_paper(paper).data)
    words, sort = request.GET.get("q", "")[:LONGEST_SEARCH], request.GET.get("sort", "")
    found = [one for one in every if one.answers(words) and sort in ("", one.origin.sort)]
    if request.GET.get("used"):
        found = [one for one in found if one.places]
    context: dict[str, Any] = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "sorts": list(dict.fromkeys(one.origin.sort for one in every)),
        "asked": {"q": words, "sort": sort, "used": bool(request.GET.get("used"))},
        "may_write": may_write_paper(user, paper),
    }
    return render(request, "reports/paper_figures.html", context)


def _switch(request: HttpRequest, paper: Paper) -> HttpResponse:
    user, is_on = signed_in_user(request), request.POST.get("source_list") == "on"
    try:
        shown = shown_version(request.POST)
        switch_source_list(paper=paper, by=user, shown_version=shown, is_on=is_on)
    except StaleVersion:
        messages.error(request, "The paper has changed since it was shown. Look at it again.")
    else:
        said = "has a source list" if is_on else "has no source list"
        messages.success(request, f"The paper {said}")
    return redirect("reports:paper-figures", paper.council.slug, paper.pk)
