"""Clearance of the demonstration's papers: figures locked, reviewers asked, and what each cleared on which day."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from accounts.models import User
from reports.access import may_clear
from reports.clearance_page import people_of
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from reports.models import Clearance, ClearanceRole, Paper
from reports.papers.clearing import Standing, standings_of
from reports.services.asking import ask_for_clearance
from reports.services.clearing import Said, say, token_of
from reports.services.locking import lock_data

Facts = Mapping[str, Any]
EVERYBODY = "everybody"


def tell_clearance(world: World, facts: Facts) -> None:
    """The lock on its day, the question after it, and on each day the roles that cleared the paper."""
    if "locked_on" not in facts:
        return
    world.timeline.on(facts["locked_on"], Hour.CLEARANCE, partial(_lock, world, facts))
    for day, roles in facts.get("cleared", {}).items():
        world.timeline.on(day, Hour.CLEARANCE, partial(clear, world, facts, roles))
    if asked := facts.get("asked"):
        world.timeline.on(asked["day"], Hour.CLEARANCE, partial(_ask, world, facts, asked))


def _lock(world: World, facts: Facts) -> None:
    lock_data(paper=_paper(world, facts), by=world.people[facts["created_by"]])


def _ask(world: World, facts: Facts, asked: Facts) -> None:
    paper = _paper(world, facts)
    roles = [each.role for each in standings_of(paper) if each.role.key in asked["roles"]]
    by = world.people[facts["created_by"]]
    ask_for_clearance(paper=paper, by=by, roles=roles, by_when=asked["by_when"])


def clear(world: World, facts: Facts, roles: Sequence[str] | str) -> None:
    """What these roles, or everybody, say of the paper as it now stands; who has said so already says no more."""
    paper = _paper(world, facts)
    for standing in standings_of(paper):
        if roles == EVERYBODY or standing.role.key in roles:
            said = Said(Clearance.Verdict.CLEARED, "", token_of(standing))
            say(paper=paper, role=standing.role, by=_reviewer(paper, standing), said=said)


def _reviewer(paper: Paper, standing: Standing) -> User:
    """The council's sign-in for the role where it has one, else the first who may clear."""
    listed = list(ClearanceRole.objects.of(paper.council))
    people = people_of(paper, [standing.role])[standing.role.pk]
    allowed = [user for user in people if may_clear(user, paper, standing.role, listed)]
    domain = f"@{paper.council.slug}.example"
    signs_in = {f"{role}{domain}" for role in standing.role.product_roles}
    return next((user for user in allowed if user.email in signs_in), allowed[0])


def _paper(world: World, facts: Facts) -> Paper:
    return Paper.objects.select_related("council", "meeting__group").get(pk=world.papers[facts["slug"]].pk)
