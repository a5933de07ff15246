"""What members asked for and what papers promised, and what became of each."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from improvement.models import CommitteeRequest, Undertaking
from improvement.services.requests import add_request, add_undertaking, record_step
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

Facts = Mapping[str, Any]


def tell_requests(world: World) -> None:
    """Each on the day of its meeting, and each step on the day it happened."""
    for request in world.folder.entries("requests.yaml", "requests"):
        world.timeline.on(request["meeting"], Hour.PUBLICATION, partial(_request, world, request))
        _steps(world, request)
    for undertaking in world.folder.entries("requests.yaml", "undertakings"):
        world.timeline.on(
            undertaking["given_on"], Hour.PUBLICATION, partial(_undertaking, world, undertaking)
        )
        _steps(world, undertaking)


def _steps(world: World, facts: Facts) -> None:
    for step in facts.get("steps", []):
        world.timeline.on(step["day"], Hour.PUBLICATION, partial(_step, world, facts["key"], step))


def _owed(world: World, facts: Facts) -> dict[str, Any]:
    owner = world.people.get(facts["owner"])
    role = "" if owner else facts["owner"]
    return {"text": facts["text"], "owner": owner, "owner_role": role, "due": facts.get("due")}


def _request(world: World, facts: Facts) -> None:
    world.owed[facts["key"]] = add_request(
        council=world.council,
        by=world.in_role("clerk"),
        meeting=world.meetings["committee", facts["meeting"]],
        asked_by=facts["asked_by"],
        minute=str(facts.get("minute", "")),
        **_owed(world, facts),
    )


def _undertaking(world: World, facts: Facts) -> None:
    world.owed[facts["key"]] = add_undertaking(
        council=world.council,
        by=world.in_role("clerk"),
        paper=facts["paper"],
        paragraph=str(facts.get("paragraph", "")),
        given_on=facts["given_on"],
        **_owed(world, facts),
    )


def _step(world: World, key: str, facts: Facts) -> None:
    thing: CommitteeRequest | Undertaking = world.owed[key]
    by, words = world.in_role("clerk"), facts["words"]
    record_step(thing=thing, by=by, step=facts["step"], as_at=facts["day"], words=words)
