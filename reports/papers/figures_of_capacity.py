"""Live figures of caseloads and of the posts asked for because of them."""

import re
from collections.abc import Iterator

from core.money import pounds
from reports.papers.capacity import Capacity, ServiceRow, fte, in_fte
from reports.papers.data import PaperData
from reports.papers.figure import Figure


def capacity(data: PaperData) -> Iterator[Figure]:
    """Posts and money asked for; then, service by service, cases over capacity, posts needed and posts asked for."""
    asked, day = data.capacity or Capacity((), ()), data.dates["capacity"]
    posts = tuple(f"{post.where}: {post.role}, {in_fte(post.fte)}" for post in asked.posts)
    lines = tuple(f"{line.name}: {pounds(line.amount)}" for line in asked.lines)
    yield Figure("capacity.fte", fte(asked.fte), "Posts asked for, in FTE", day, posts)
    yield Figure("capacity.rows", str(len(asked.posts)), "Rows of posts asked for", day, posts)
    yield Figure("capacity.gross", pounds(asked.gross, pence=False), "What it costs in all", day, lines)
    already = pounds(asked.already_in_budget, pence=False)
    yield Figure("capacity.growth", already, "Growth already in the budget", day)
    yield Figure("capacity.net", pounds(asked.net, pence=False), "What has to be found", day, lines)
    teams = tuple(team.name for service in asked.services for team in service.teams)
    yield Figure("capacity.teams", str(len(teams)), "Teams whose workload is recorded", day, teams)
    for service in asked.services:
        for name, value, words in _of_service(service):
            sources = (*service.steps, *(f"{post.role}: {in_fte(post.fte)}" for post in service.posts))
            yield Figure(f"capacity.{slug(service.name)}.{name}", value, words, day, sources)


def _of_service(service: ServiceRow) -> Iterator[tuple[str, str, str]]:
    yield "asked", fte(service.fte), f"{service.name}: posts asked for, in FTE"
    if service.over is not None:
        yield "over", str(service.over), f"{service.name}: cases over capacity"
    if service.need:
        yield "needed", service.need, f"{service.name}: posts needed for the standard"
        yield (
            "compared",
            fte(service.compared_fte),
            f"{service.name}: posts the standard is about, in FTE",
        )


def slug(name: str) -> str:
    """`strengthening_families_locality_3`: a name as part of a figure's name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
