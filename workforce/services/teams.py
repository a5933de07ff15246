"""Teams: added, changed, retired, brought back."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from improvement.services.rules import Refusals, add, allow, append, edit, same_council, take_version
from workforce.access import may_manage_posts
from workforce.models import CaseloadStandard, Team, TeamRetirement
from workforce.models.capacity import ADDED
from workforce.sense import why_senseless

_NOT_ALLOWED = "Only those who manage posts may add or change a team."


@transaction.atomic
def add_team(
    *,
    council: Council,
    by: User,
    service: str,
    name: str,
    locality: str = "",
    order: int | None = None,
    counts: str = "",
    standard: CaseloadStandard | None = None,
    reduced_standard: CaseloadStandard | None = None,
) -> Team:
    """A team of a service, after the last one unless `order` says otherwise. Raises PermissionDenied, and
    ValidationError when it is there already."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    same_council(council, standard=standard, reduced_standard=reduced_standard)
    if order is None:
        last = Team.objects.of(council).order_by("-order").first()
        order = last.order + 1 if last else 1
    team = Team(
        council=council,
        service=service.strip(),
        locality=locality.strip(),
        name=name.strip(),
        order=order,
        counts=counts,
        standard=standard,
        reduced_standard=reduced_standard,
    )
    add(team)
    record(ADDED, team, council=council, by=by)
    return team


@transaction.atomic
def edit_team(*, team: Team, by: User, shown_version: int | None = None, **facts: Any) -> Team:
    """Change what a team is called and held to; readings keep what they were held to. The same once more writes
    nothing. Raises PermissionDenied, StaleVersion, and ValidationError."""
    allow(may_manage_posts(by, team.council), _NOT_ALLOWED)
    standards = {name: facts.get(name) for name in ("standard", "reduced_standard")}
    same_council(team.council, **standards)
    before, after = edit(team, shown_version, **facts)
    if after:
        record("changed the team", team, council=team.council, by=by, before=before, after=after)
    return team


@transaction.atomic
def retire_team(
    *, team: Team, by: User, as_at: date, note: str, shown_version: int | None = None
) -> TeamRetirement:
    """A team that is no more from a day on; its readings stay. The same once more adds nothing. Raises
    PermissionDenied, StaleVersion, and ValidationError."""
    allow(may_manage_posts(by, team.council), _NOT_ALLOWED)
    there = TeamRetirement.objects.filter(team=team).standing(None).first()
    if there and (there.as_at, there.note) == (as_at, note):
        return there
    take_version(team, shown_version)
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say why it is retired")
    refused.when(bool(why_senseless(as_at)), "as_at", why_senseless(as_at))
    refused.when(there is not None, "as_at", "This team is retired already. Bring it back first.")
    refused.raise_any()
    entry = TeamRetirement(council=team.council, team=team, as_at=as_at, note=note, recorded_by=by)
    append(entry)
    after = {"from": as_at, "why": note}
    record("retired the team", team, council=team.council, by=by, after=after, entries=[entry])
    return entry


@transaction.atomic
def bring_back_team(
    *, team: Team, by: User, note: str, shown_version: int | None = None
) -> TeamRetirement | None:
    """A team that should not have been retired, as if it never had been; None where it is not retired. Raises
    PermissionDenied, StaleVersion, and ValidationError."""
    allow(may_manage_posts(by, team.council), _NOT_ALLOWED)
    retired = TeamRetirement.objects.filter(team=team).standing(None).first()
    if retired is None:
        return None
    take_version(team, shown_version)
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say why it comes back")
    refused.raise_any()
    void = TeamRetirement(
        council=team.council, team=team, as_at=retired.as_at, note=note, recorded_by=by, corrects=retired
    )
    void.is_void = True
    append(void)
    record("brought back the team", team, council=team.council, by=by, after={"why": note}, entries=[void])
    return void
