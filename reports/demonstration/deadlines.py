"""The dates of papers: the steps each has passed, and the notice of a key decision."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from reports.services.deadlines import record_key_notice, record_step

Facts = Mapping[str, Any]


def tell_deadlines(world: World) -> None:
    """What a paper passed on its day, or on the day the paper was begun where that is later."""
    for paper in world.folder.papers():
        for step in paper.get("steps", ()):
            day = max(step["day"], paper["created_on"])
            world.timeline.on(day, Hour.PAPERS, partial(_step, world, paper, step))
        if "notice" in paper:
            world.timeline.on(paper["created_on"], Hour.PAPERS, partial(_notice, world, paper))


def _step(world: World, facts: Facts, step: Facts) -> None:
    by = world.people[facts["created_by"]]
    note = step.get("note", "")
    record_step(paper=world.papers[facts["slug"]], by=by, step=step["step"], on=step["day"], note=note)


def _notice(world: World, facts: Facts) -> None:
    notice = facts["notice"]
    record_key_notice(
        paper=world.papers[facts["slug"]],
        by=world.in_role("clerk"),
        route=notice["route"],
        words=notice.get("words", ""),
        on=notice["day"],
    )
