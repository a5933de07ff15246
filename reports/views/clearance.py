"""Clearance of a paper as a whole: locking its figures, refreshing them, asking for clearance."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_council, signed_in_user
from accounts.versions import shown_version
from reports import trails
from reports.access import may_lock_paper, may_see_draft
from reports.clearance_forms import AskForm, ReasonForm
from reports.clearance_page import history_of, people_of, shown_of
from reports.forms import posted
from reports.models import ClearanceAsk, DataLock, Paper
from reports.papers.clearing import Standing, State, lock_of, standings, standings_of
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.figure_differences import differences, named
from reports.papers.locking import data_of, figures_digest, shown_alone, with_words_of
from reports.papers.sections_seen import figure_values, shown_by
from reports.papers.written import authors_words
from reports.services.asking import ask_for_clearance
from reports.services.locking import LockChanged, lock_data, refresh_figures, release_lock
from reports.views.papers import paper_or_404


@require_safe
def paper_clearance(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Whether the figures are locked, how each role stands, who was asked when, and what was said."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    found = standings_of(paper)
    context = {
        "paper": paper,
        "trail": trails.within_paper(paper),
        "lock": lock_of(paper),
        "locks": DataLock.objects.without_data().filter(paper=paper).select_related("locked_by"),
        "rows": shown_of(paper, found, user),
        "missing": [each for each in found if each.is_missing],
        "history": history_of(paper, user),
        "may_lock": may_lock_paper(user, paper),
    }
    return render(request, "reports/paper_clearance.html", context)


@require_POST
def paper_lock(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Lock the figures as they are now."""
    paper = paper_or_404(member_council(request, council), pk)
    lock_data(paper=paper, by=signed_in_user(request))
    messages.success(request, "The figures are locked. Ask for clearance next.")
    return redirect("reports:paper-clearance", council, pk)


@require_POST
def paper_unlock(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Let the figures live again."""
    paper = paper_or_404(member_council(request, council), pk)
    try:
        shown = shown_version({"shown_version": request.POST.get("shown_lock", "")})
        release_lock(paper=paper, by=signed_in_user(request), shown_lock=shown)
    except LockChanged as changed:
        messages.error(request, str(changed))
    else:
        messages.success(request, "The figures are not locked any more, and change with the record again.")
    return redirect("reports:paper-clearance", council, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_refresh(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """What would differ with today's figures and who would have to look again, before the lock is renewed."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_lock_paper(user, paper):
        raise PermissionDenied
    lock = lock_of(paper)
    if lock is None:
        return redirect("reports:paper-clearance", council, pk)
    context = _refresh(paper, lock)
    now = {"shown_digest": context["digest"], "shown_lock": lock.number}
    form = context["form"] = ReasonForm(posted(request), initial=now)
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/paper_refresh.html", context, status=422 if form.errors else 200)
    try:
        facts = {**form.cleaned_data, "shown_lock": form.cleaned_data["shown_lock"] or 0}
        refresh_figures(paper=paper, by=user, **facts)
    except LockChanged:
        context["form"] = ReasonForm(initial=now | {"reason": form.cleaned_data["reason"]})
        return render(request, "reports/paper_refresh.html", context | {"stale": True}, status=409)
    messages.success(request, "The figures are refreshed.")
    return redirect("reports:paper-clearance", council, pk)


def _refresh(paper: Paper, lock: DataLock) -> dict[str, Any]:
    fresh = collect(paper).data
    locked = shown_alone(with_words_of(data_of(lock), fresh))
    words = [each.text for each in authors_words(fresh)]
    found = named(lock.figures, figure_values(fresh), words) + differences(locked, fresh)
    return {
        "paper": paper,
        "trail": [*trails.within_paper(paper), trails.to_clearance(paper)],
        "lock": lock,
        "differences": found,
        "digest": figures_digest(fresh),
        "is_same": figures_digest(fresh) == figures_digest(locked),
        "reopened": [each.role.name for each in _reopened(paper, locked, fresh)],
    }


def _reopened(paper: Paper, words: PaperData, fresh: PaperData) -> list[Standing]:
    """The roles that would have to clear again what they have said something of; some have to already."""
    before = standings_of(paper)
    would_be = DataLock(shown=shown_by(fresh), figures=figure_values(fresh))
    after = standings(
        words, would_be, [each.role for each in before], [each.entry for each in before if each.entry]
    )
    return [each for each in after if each.state == State.REOPENED]


@require_http_methods(["GET", "HEAD", "POST"])
def paper_ask(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Ask roles by mail to clear the paper by a day, or ask them again."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_lock_paper(user, paper):
        raise PermissionDenied
    if lock_of(paper) is None:
        messages.error(request, "Lock the figures first: nobody can clear what may still change.")
        return redirect("reports:paper-clearance", council, pk)
    found = standings_of(paper)
    chosen = {"roles": [request.GET["role"]]} if "role" in request.GET else {}
    form = AskForm(posted(request), paper=paper, standings=found, initial=chosen)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        roles = [each.role for each in found if each.role.key in facts["roles"]]
        asked = ask_for_clearance(
            paper=paper, by=user, roles=roles, by_when=facts["by_when"], note=facts["note"]
        )
        messages.success(request, _said(asked))
        return redirect("reports:paper-clearance", council, pk)
    people = people_of(paper, [each.role for each in found])
    context = {
        "paper": paper,
        "form": form,
        "trail": [*trails.within_paper(paper), trails.to_clearance(paper)],
        "people": [(each.role.name, [one.name for one in people[each.role.pk]]) for each in found],
    }
    return render(request, "reports/paper_ask.html", context, status=422 if form.errors else 200)


def _said(asked: Sequence[ClearanceAsk]) -> str:
    """How many people: each has one mail, for however many roles."""
    if not asked:
        return (
            "Nobody more was asked: they have been asked for that day today, or nobody clears for the role."
        )
    people = len({ask.user_id for ask in asked})
    told = "One person is asked by mail" if people == 1 else f"{people} people are asked by mail"
    return f"{told}." if people == len(asked) else f"{told}, each once for all of their roles."
