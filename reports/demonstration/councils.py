"""Councils, their people, groups and meetings, and the two keys of ratings."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Council, Membership, User
from accounts.roles import Role
from accounts.services import add_member, set_public_papers
from core.dates import today
from improvement.models import Meeting, RatingScale
from improvement.services.group_members import add_group_member
from improvement.services.groups import add_meeting, create_group, mark_meeting
from improvement.services.scales import add_rating, create_scale
from reports.demonstration.folder import Folder
from reports.demonstration.timeline import Hour, Timeline
from reports.demonstration.world import World
from reports.services.reasons import save_word_list, word_list_of

PASSWORD = "improvement"  # noqa: S105 - the demonstration tells everybody
# Enough before anything that is recorded of a council, so that its people may record it.
_BEFORE_HISTORY = timedelta(days=180)


def tell_council(folder: Folder, timeline: Timeline) -> World:
    """Create the council and its people's accounts, and put everything else about them on the timeline."""
    facts = folder.document("council.yaml")
    council = Council.objects.create(
        slug=facts["slug"],
        name=facts["name"],
        short_name=facts["short_name"],
        colour=facts["colour"],
        system=facts["system"],
    )
    world = World(folder, timeline, _accounts(facts["people"]), council)
    began = _first_day(folder) - _BEFORE_HISTORY
    timeline.on(began, Hour.COUNCIL, partial(_appoint, world, facts["people"]))
    timeline.on(began, Hour.PLAN, partial(_keys, world))
    timeline.on(began, Hour.PLAN, partial(_groups, world, facts))
    if facts.get("publishes_papers"):
        timeline.on(began, Hour.PLAN, partial(_open_papers, world))
    if "acronyms" in facts:
        timeline.on(began, Hour.PLAN, partial(_words, world, facts["acronyms"]))
    for group in facts["groups"]:
        for since, members in group.get("members", {}).items():
            timeline.on(since, Hour.PLAN, partial(_belong, world, group["key"], members))
    for meeting in facts["meetings"]:
        if meeting["date"] < today():
            timeline.on(meeting["date"], Hour.PUBLICATION, partial(_held, world, meeting))
    return world


def _first_day(folder: Folder) -> date:
    adopted: date = folder.document("plan.yaml")["agreed_on"]
    meetings: list[date] = [meeting["date"] for meeting in folder.document("council.yaml")["meetings"]]
    return min([adopted, *meetings])


def _accounts(people: list[Mapping[str, Any]]) -> dict[str, User]:
    """Accounts of the demonstration, all with one password, which is hashed once because hashing is slow."""
    password = _hashed()
    accounts = [
        User(email=person["email"], name=person["name"], job_title=person["job_title"], password=password)
        for person in people
    ]
    return {user.email: user for user in User.objects.bulk_create(accounts)}


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _appoint(world: World, people: list[Mapping[str, Any]]) -> None:
    """The administrator comes first, and gives everybody else their roles."""
    administrator = world.in_role(Role.ADMINISTRATOR)
    Membership.objects.create(council=world.council, user=administrator, role=Role.ADMINISTRATOR)
    for person in people:
        for role in {Role(given["role"]): None for given in person["roles"]}:
            if person["email"] != administrator.email:
                add_member(
                    council=world.council,
                    email=person["email"],
                    name=person["name"],
                    job_title=person["job_title"],
                    role=role,
                    by=administrator,
                )


def _open_papers(world: World) -> None:
    set_public_papers(council=world.council, publishes=True, by=world.in_role(Role.ADMINISTRATOR))


def _words(world: World, acronyms: str) -> None:
    words = word_list_of(world.council)
    by = world.in_role("programme")
    save_word_list(word_list=words, by=by, shown_version=words.version, acronyms=acronyms, hosts="")


def _keys(world: World) -> None:
    document = world.folder.document("scales.yaml")
    for kind, ratings in (
        (RatingScale.Kind.PROGRESS, world.progress),
        (RatingScale.Kind.IMPACT, world.impact),
    ):
        by, facts = world.in_role("programme"), document[kind.value]
        scale = create_scale(council=world.council, by=by, kind=kind, name=facts["name"])
        for rating in facts["ratings"]:
            ratings[rating["code"]] = add_rating(
                scale=scale,
                by=by,
                code=rating["code"],
                label=rating["label"],
                description=rating["meaning"],
                colour=rating["colour"],
                symbol=rating["symbol"],
                meaning=rating["system"],
                order=rating["order"],
                needs_narrative=rating["needs_narrative"],
                needs_evidence=rating["needs_evidence"],
            )


def _groups(world: World, facts: Mapping[str, Any]) -> None:
    by = world.in_role("programme")
    for order, group in enumerate(facts["groups"], 1):
        world.groups[group["key"]] = create_group(
            council=world.council,
            by=by,
            kind=group["kind"],
            name=group["name"],
            parent=world.groups.get(group.get("parent")),
            chair=world.people.get(group.get("chair")),
            order=order,
        )
    for meeting in facts["meetings"]:
        world.meetings[meeting["group"], meeting["date"]] = add_meeting(
            group=world.groups[meeting["group"]],
            by=by,
            held_on=meeting["date"],
            update_cutoff=meeting.get("update_cutoff"),
        )


def _belong(world: World, key: str, members: list[str]) -> None:
    """People by mail address, a partner's role by its words; each a member from the day on which this is told."""
    for member in members:
        user = world.people.get(member)
        add_group_member(
            group=world.groups[key],
            by=world.in_role("programme"),
            user=user,
            partner_role="" if user else member,
            started_on=today(),
        )


def _held(world: World, facts: Mapping[str, Any]) -> None:
    meeting = world.meetings[facts["group"], facts["date"]]
    by = world.in_role("programme")
    mark_meeting(meeting=meeting, by=by, state=Meeting.State.HELD, shown_version=None)
