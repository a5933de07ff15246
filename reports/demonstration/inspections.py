"""Inspections with their judgements and findings, and what followed: notices, visits, advisers."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from improvement.models import Action, Section
from improvement.services.findings import add_finding
from improvement.services.inspections import add_inspection, add_intervention, judge, record_event
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

Facts = Mapping[str, Any]


def tell_inspections(world: World) -> None:
    """Each on the day it was recorded; findings once the plan that answers them is there."""
    on, entries = world.timeline.on, partial(world.folder.entries, "inspections.yaml")
    for inspection in entries("inspections"):
        on(inspection["recorded_on"], Hour.INSPECTIONS, partial(_inspection, world, inspection))
    for intervention in entries("interventions"):
        first, *later = intervention["events"]
        on(first["recorded_on"], Hour.INSPECTIONS, partial(_intervention, world, intervention, first))
        for event in later:
            on(event["recorded_on"], Hour.INSPECTIONS, partial(_event, world, intervention["key"], event))
    for finding in entries("findings"):
        on(finding["recorded_on"], Hour.INSPECTIONS, partial(_finding, world, finding))


def _inspection(world: World, facts: Facts) -> None:
    by = world.in_role("programme")
    names = ("kind", "title", "body", "started_on", "ended_on", "published_on", "summary")
    inspection = add_inspection(council=world.council, by=by, **{name: facts.get(name, "") for name in names})
    world.inspections[facts["key"]] = inspection
    for area, grade in facts.get("judgements", {}).items():
        judge(inspection=inspection, by=by, area=area, grade=grade, as_at=facts["published_on"])


def _intervention(world: World, facts: Facts, first: Facts) -> None:
    world.interventions[facts["key"]] = add_intervention(
        council=world.council,
        by=world.in_role("programme"),
        kind=facts["kind"],
        title=facts["title"],
        body=facts["body"],
        inspection=world.inspections.get(facts.get("inspection", "")),
        as_at=first["as_at"],
        day=first.get("day"),
        month_only=first.get("month_only", False),
        note=first["note"],
    )


def _event(world: World, key: str, facts: Facts) -> None:
    record_event(
        intervention=world.interventions[key],
        by=world.in_role("programme"),
        step=facts["step"],
        as_at=facts["as_at"],
        day=facts.get("day"),
        month_only=facts.get("month_only", False),
        note=facts["note"],
    )


def _finding(world: World, facts: Facts) -> None:
    sections: list[Section] = [world.sections[key] for key in facts.get("sections", [])]
    actions: list[Action] = [world.actions[key] for key in facts.get("actions", [])]
    add_finding(
        council=world.council,
        by=world.in_role("programme"),
        kind=facts["kind"],
        text=facts["text"],
        paragraph=str(facts.get("paragraph", "")),
        inspection=world.inspections[facts["inspection"]],
        found_on=facts["found_on"],
        sections=sections,
        actions=actions,
    )
