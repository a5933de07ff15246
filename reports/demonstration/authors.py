"""Who writes which section of a paper, what is ready, and what its authors said to each other."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from reports.demonstration.reminders import send_nowhere
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from reports.models import Paper, PaperSection
from reports.services.authoring import assign_authors, comment_on, mark_ready, resolve_comment
from reports.services.drafting import section_of

Facts = Mapping[str, Any]


def tell_authors(world: World, facts: Facts) -> None:
    """Sections are given out on the day the paper is begun; each is ready, and each comment made, on its day."""
    rows = facts.get("authors", ())
    if rows:
        world.timeline.on(facts["created_on"], Hour.PAPERS, partial(_give, world, facts, rows))
    for row in rows:
        if "ready_on" in row:
            world.timeline.on(row["ready_on"], Hour.PAPERS, partial(_ready, world, facts, row))
    for row in facts.get("comments", ()):
        world.timeline.on(row["on"], Hour.PAPERS, partial(_comment, world, facts, row))


def _paper(world: World, facts: Facts) -> Paper:
    return Paper.objects.of(world.council).get(pk=world.papers[facts["slug"]].pk)


def _section(world: World, facts: Facts, row: Facts) -> PaperSection:
    return section_of(_paper(world, facts), row["section"])


def _give(world: World, facts: Facts, rows: list[Facts]) -> None:
    authors = {row["section"]: world.people[row["author"]] for row in rows}
    assign_authors(
        paper=_paper(world, facts), by=world.people[facts["created_by"]], authors=authors, shown={}
    )
    send_nowhere(world)


def _ready(world: World, facts: Facts, row: Facts) -> None:
    section = _section(world, facts, row)
    mark_ready(section=section, by=world.people[row["author"]], shown_version=section.version)


def _comment(world: World, facts: Facts, row: Facts) -> None:
    said = comment_on(
        section=_section(world, facts, row), by=world.people[row["by"]], text=row["text"].strip()
    )
    for reply in row.get("replies", ()):
        comment_on(
            section=said.section, by=world.people[reply["by"]], text=reply["text"].strip(), reply_to=said
        )
    send_nowhere(world)
    if "settled_by" in row:
        resolve_comment(comment=said, by=world.people[row["settled_by"]], resolved=True)
