"""Teams: the list, a team with its readings, and changing, retiring and bringing back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Change, Council
from accounts.versions import StaleVersion
from core.dates import full_date
from core.tables import A_PAGE
from core.views import as_at_of
from improvement.forms import on_top
from workforce import services
from workforce.access import may_manage_posts, may_record_recruitment
from workforce.caseloads import Load
from workforce.forms.capacity import RetireTeamForm, TeamForm
from workforce.forms.recruitment import VoidForm
from workforce.models import CapacityReading, Team, TeamRetirement
from workforce.views.asked import Trail, Words, conflict_on, council_of, form_page, manager_of, saved
from workforce.views.standards import METHODS, capacity_trail

CHANGES_SHOWN = 20


@require_safe
def team_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    teams = Team.objects.of(owner).known_by(asked.known_at).with_retirement(asked.day, asked.known_at)
    context = {
        "page": Paginator(teams.select_related("standard"), A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "may_manage": may_manage_posts(user, owner) and not asked.is_past,
        "trail": capacity_trail(owner),
    }
    return render(request, "workforce/team_list.html", context)


@require_safe
def team_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    teams = Team.objects.of(owner).known_by(asked.known_at).with_retirement(asked.day, asked.known_at)
    team = get_object_or_404(teams.select_related("standard", "reduced_standard"), pk=pk)
    readings = CapacityReading.objects.filter(team=team).standing(asked.day, asked.known_at)
    readings = readings.select_related("recorded_by", "standard", "reduced_standard").order_by("-month")
    page = Paginator(readings, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "team": team,
        "page": page,
        "loads": [Load(str(team), (reading,)) for reading in page],
        "changes": Change.objects.for_subject(team).select_related("by")[:CHANGES_SHOWN],
        "asked": asked,
        "may_manage": may_manage_posts(user, owner) and not asked.is_past,
        "may_enter": may_record_recruitment(user, owner) and not asked.is_past,
        "trail": _trail(owner),
    }
    return render(request, "workforce/team_detail.html", context)


@require_http_methods(METHODS)
def team_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = manager_of(request, council)
    form = TeamForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            team = services.add_team(council=owner, by=user, **form.words())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Added the team {team}")
            return redirect("workforce:team-detail", owner.slug, team.pk)
    return form_page(request, form, "Add a team", "Add it", _trail(owner))


@require_http_methods(METHODS)
def team_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    team = _team(owner, pk)
    title, conflict = f"Change {team}", None
    form = TeamForm(request.POST or None, council=owner, team=team)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.words()
        try:
            services.edit_team(team=team, by=user, shown_version=version, **facts)
        except StaleVersion:
            team = _team(owner, pk)
            conflict = _conflict(form, team)
            form = TeamForm(on_top(form.data, team.version), council=owner, team=team)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Saved the team {team}")
            return redirect("workforce:team-detail", owner.slug, pk)
    return form_page(request, form, title, "Save", _trail(owner, _team(owner, pk)), conflict=conflict)


@require_http_methods(METHODS)
def team_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    team, conflict = _team(owner, pk), None
    form = RetireTeamForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            if saved(form, partial(services.retire_team, team=team, by=user, shown_version=version, **facts)):
                messages.success(request, f"Retired the team {team}")
                return redirect("workforce:team-detail", owner.slug, pk)
        except StaleVersion:
            team = _team(owner, pk)
            mine = [("From", full_date(facts["as_at"])), ("Why", facts["note"])]
            conflict = conflict_on(team, mine=mine, theirs=_as_it_is(team))
            form = RetireTeamForm(on_top(form.data, team.version), team=team)
    lead, steps = "Its readings stay; from that day on it counts nowhere.", _trail(owner, team)
    return form_page(request, form, f"Retire {team}", "Retire it", steps, lead=lead, conflict=conflict)


@require_http_methods(METHODS)
def team_bring_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    team, conflict = _team(owner, pk), None
    form = VoidForm(request.POST or None, initial={"version": team.version})
    if request.method == "POST" and form.is_valid():
        given = {"note": form.cleaned_data["reason"], "shown_version": form.cleaned_data["version"]}
        try:
            if saved(form, partial(services.bring_back_team, team=team, by=user, **given)):
                messages.success(request, f"Brought back the team {team}")
                return redirect("workforce:team-detail", owner.slug, pk)
        except StaleVersion:
            team = _team(owner, pk)
            conflict = conflict_on(team, mine=[("Why", given["note"])], theirs=_as_it_is(team))
            form = VoidForm(on_top(form.data, team.version))
    lead = "As if it had never been retired. What was recorded stays in the record."
    title, steps = f"Bring back {team}", _trail(owner, team)
    return form_page(request, form, title, "Bring it back", steps, lead=lead, conflict=conflict)


def _as_it_is(team: Team) -> Words:
    retired = TeamRetirement.objects.filter(team=team).standing(None).first()
    words = f"From {full_date(retired.as_at)}: {retired.note}" if retired else "No"
    return [("The team", str(team)), ("Retired", words)]


def _conflict(form: TeamForm, team: Team) -> dict[str, Any]:
    mine: Words = [(str(form[name].label), str(value or "")) for name, value in form.words().items()]
    theirs: Words = [(str(form[name].label), str(getattr(team, name) or "")) for name in form.words()]
    return conflict_on(team, mine=mine, theirs=theirs)


def _team(council: Council, pk: int) -> Team:
    return get_object_or_404(Team.objects.of(council).select_related("standard", "reduced_standard"), pk=pk)


def _trail(council: Council, team: Team | None = None) -> Trail:
    steps = [*capacity_trail(council), ("Teams", reverse("workforce:team-list", args=[council.slug]))]
    if team is not None:
        steps.append((str(team), reverse("workforce:team-detail", args=[council.slug, team.pk])))
    return steps
