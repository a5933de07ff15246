"""The scorecard and the practice audits, on the days they were recorded."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from improvement.services.audits import add_audit, add_audit_action, finish_audit_action, record_figures
from improvement.services.scorecard import ReadingGiven, add_measure, record_readings
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

Facts = Mapping[str, Any]
_COUNTS = ("outstanding", "good", "requires_improvement", "inadequate", "moderated", "agreed")
_AMOUNTS = ("target", "tolerance", "national", "neighbours")
_NAMES = (
    "key", "title", "definition", "source", "unit", "numerator", "denominator", "span", "polarity", "frequency"
)  # fmt: skip


def tell_scorecard(world: World) -> None:
    """Measures on the day they were chosen; the readings of one period and day together, as they are entered."""
    on = world.timeline.on
    sheets: defaultdict[tuple[date, date], list[tuple[str, Facts]]] = defaultdict(list)
    for measure in world.folder.entries("scorecard.yaml", "measures"):
        on(measure["added_on"], Hour.READINGS, partial(_measure, world, measure))
        for reading in measure["readings"]:
            sheets[reading["recorded_on"], reading["as_at"]].append((measure["key"], reading))
    for (recorded_on, as_at), readings in sorted(sheets.items()):
        on(recorded_on, Hour.READINGS, partial(_readings, world, as_at, readings))
    for audit in world.folder.entries("audits.yaml", "audits"):
        on(audit["recorded_on"], Hour.AUDITS, partial(_audit, world, audit))
        for action in audit.get("actions", []):
            on(action["set_on"], Hour.AUDITS, partial(_action, world, audit["key"], action))
            if "done_on" in action:
                on(action["done_on"], Hour.AUDITS, partial(_done, world, action))


def _measure(world: World, facts: Facts) -> None:
    amounts: dict[str, Any] = {name: _amount(facts.get(name)) for name in _AMOUNTS}
    world.measures[facts["key"]] = add_measure(
        council=world.council,
        by=world.in_role("programme"),
        sections=[world.sections[key] for key in facts.get("sections", [])],
        parts=facts.get("parts", []),
        added_on=facts.get("kept_since"),
        **{name: facts.get(name, "") for name in _NAMES},
        **amounts,
    )


def _readings(world: World, as_at: date, readings: list[tuple[str, Facts]]) -> None:
    given = [
        ReadingGiven(
            world.measures[key],
            value=_amount(facts.get("value")),
            numerator=_amount(facts.get("numerator")),
            denominator=_amount(facts.get("denominator")),
            parts=facts.get("parts", []),
            commentary=facts.get("commentary", ""),
        )
        for key, facts in readings
    ]
    record_readings(council=world.council, by=world.in_role("programme"), as_at=as_at, readings=given)


def _audit(world: World, facts: Facts) -> None:
    by, counts = world.in_role("programme"), {name: facts[name] for name in _COUNTS}
    told: dict[str, Any] = {"as_at": facts["as_at"], "note": facts["note"]}
    if facts["key"] in world.audits:
        record_figures(audit=world.audits[facts["key"]], by=by, **told, **counts)
        return
    world.audits[facts["key"]] = add_audit(
        council=world.council,
        by=by,
        service=facts["service"],
        period_start=facts["from"],
        period_end=facts["to"],
        **told,
        **counts,
    )


def _action(world: World, key: str, facts: Facts) -> None:
    world.audit_actions[facts["text"]] = add_audit_action(
        audit=world.audits[key], by=world.in_role("programme"), text=facts["text"], set_on=facts["set_on"]
    )


def _done(world: World, facts: Facts) -> None:
    action, by = world.audit_actions[facts["text"]], world.in_role("programme")
    finish_audit_action(action=action, by=by, as_at=facts["done_on"])


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
