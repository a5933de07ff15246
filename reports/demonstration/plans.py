"""The plan: its chapters, sections, priorities and actions."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from improvement.models import Chapter, Endorsement, Priority, Section
from improvement.services.endorsements import decline_action, endorse_action
from improvement.services.structure import (
    add_action,
    add_chapter,
    add_priority,
    add_section,
    create_plan,
)
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

Facts = Mapping[str, Any]


def tell_plan(world: World) -> None:
    """The plan on the day it was agreed, and later actions each on the day they joined it."""
    facts = world.folder.document("plan.yaml")
    adopted: date = facts["agreed_on"]
    world.timeline.on(adopted, Hour.PLAN, partial(_adopt, world, facts))
    joining: defaultdict[date, list[tuple[str, Facts]]] = defaultdict(list)
    for chapter in facts["chapters"]:
        for section in chapter["sections"]:
            for action in section["actions"]:
                joining[action["added_on"]].append((_key(chapter, section), action))
                if "decided" in action:
                    decide = partial(_decide, world, action["key"], action["decided"])
                    world.timeline.on(action["decided"]["day"], Hour.DECISIONS, decide)
    for added_on, actions in joining.items():
        world.timeline.on(added_on, Hour.ACTIONS, partial(_join, world, actions))


def _key(chapter: Facts, section: Facts) -> str:
    """`1/S.3`, as the other files name a section."""
    return f"{_number(chapter)}/{section['label']}"


def _number(chapter: Facts) -> int:
    return int(chapter["label"].removeprefix("Ch."))


def _adopt(world: World, facts: Facts) -> None:
    progress, impact = next(iter(world.progress.values())), next(iter(world.impact.values()))
    by = world.in_role("programme")
    plan = create_plan(
        council=world.council,
        by=by,
        slug="improvement-plan",
        title=facts["title"],
        prefix=facts["prefix"],
        adopted_on=facts["agreed_on"],
        progress_scale=progress.scale,
        impact_scale=impact.scale,
        needs_evidence=facts["evidence"],
        dates_decided_by=world.groups[facts["decided_by"]["dates"]],
        actions_endorsed_by=world.groups[facts["decided_by"]["new_actions"]],
    )
    world.plans.append(plan)
    for chapter in facts["chapters"]:
        made = add_chapter(plan=plan, by=by, number=_number(chapter), title=chapter["name"])
        for section in chapter["sections"]:
            world.sections[_key(chapter, section)] = _section(world, made, section)


def _section(world: World, chapter: Chapter, facts: Facts) -> Section:
    by = world.in_role("programme")
    section = add_section(
        chapter=chapter,
        by=by,
        label=facts["label"],
        title=facts["name"],
        outcome=facts["aim"],
        order=facts["order"],
    )
    for order, priority in enumerate(facts["priorities"], 1):
        add_priority(section=section, by=by, label=priority["label"], title=priority["name"], order=order)
    return section


def _join(world: World, actions: list[tuple[str, Facts]]) -> None:
    priorities = {(p.section_id, p.label): p for p in Priority.objects.filter(council=world.council)}
    for section_key, facts in actions:
        section = world.sections[section_key]
        world.actions[facts["key"]] = add_action(
            section=section,
            by=world.people.get(facts.get("proposed_by", ""), world.in_role("programme")),
            number=facts["number"],
            title=facts["title"],
            success_measure=facts["success_measure"],
            original_due=facts["due"],
            lead=world.people.get(facts.get("lead", "")),
            partner_lead=facts.get("partner_lead", ""),
            deputy=world.people.get(facts.get("deputy", "")),
            workstream=world.groups[facts["workstream"]],
            priority=priorities[section.pk, facts["priority"]] if "priority" in facts else None,
            order=facts["number"],
            as_adopted=facts["added_on"] == section.chapter.plan.adopted_on,
        )


def _decide(world: World, key: str, decided: Facts) -> None:
    """What the group that decides new actions made of one that was proposed."""
    decide = endorse_action if decided["step"] == Endorsement.Step.ENDORSED else decline_action
    decide(
        action=world.actions[key],
        by=world.people[decided["by"]],
        meeting=world.meetings[decided["group"], decided["day"]],
        note=decided["note"],
    )
