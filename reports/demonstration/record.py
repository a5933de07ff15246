"""The plan's ledger: updates, evidence, dates asked for and decided, impact, highlights and risks."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from improvement.models import DateRevision, EvidenceReview
from improvement.services.due_dates import ask_for_date, decide_date
from improvement.services.evidence import add_evidence
from improvement.services.external_help import add_external_help
from improvement.services.highlights import record_highlight
from improvement.services.impact import rate_impact
from improvement.services.reviews import review_evidence
from improvement.services.risk_moves import close_risk, escalate_risk, hand_back_risk
from improvement.services.risks import add_risk, assess_risk
from improvement.services.updates import record_update
from reports.demonstration.folder import Row, day
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World


def tell_record(world: World) -> None:
    """Every dated fact about the plan, on the day it was recorded and not the day it speaks of."""
    on, rows = world.timeline.on, world.folder.rows
    for row in rows("updates.csv"):
        on(day(row["recorded_on"]), Hour.UPDATES, partial(_update, world, row))
    for row in rows("evidence.csv"):
        on(day(row["added_on"]), Hour.EVIDENCE, partial(_evidence, world, row))
        if row["outcome"]:
            on(day(row["reviewed_on"]), Hour.DECISIONS, partial(_review, world, row))
    for row in rows("revisions.csv"):
        on(day(row["asked_on"]), Hour.REQUESTS, partial(_ask, world, row))
        if row["decision"]:
            on(day(row["decided_on"]), Hour.DECISIONS, partial(_decide, world, row))
    for row in rows("impact.csv"):
        on(day(row["recorded_on"]), Hour.IMPACT, partial(_impact, world, row))
    for row in rows("highlights.csv"):
        on(day(row["recorded_on"]), Hour.HIGHLIGHTS, partial(_highlight, world, row))
    _tell_risks(world)
    for given in world.folder.entries("external_help.yaml", "external_help"):
        on(given["recorded_on"], Hour.RISKS, partial(_external_help, world, given))


def _tell_risks(world: World) -> None:
    on = world.timeline.on
    for risk in world.folder.entries("risks.yaml", "risks"):
        for assessment in risk["assessments"]:
            on(assessment["recorded_on"], Hour.RISKS, partial(_assess, world, risk, assessment))
        for move in risk.get("escalations", []):
            on(move["day"], Hour.RISKS, partial(_move_risk, world, risk, move))
        if closed := risk.get("closed"):
            on(closed["day"], Hour.RISKS, partial(_close_risk, world, risk, closed))


def _update(world: World, row: Row) -> None:
    record_update(
        action=world.actions[row["action"]],
        by=world.people[row["recorded_by"]],
        rating=world.progress[row["rating"]],
        as_at=day(row["as_at"]),
        narrative=row["narrative"],
        blockers=row["blockers"],
    )


def _evidence(world: World, row: Row) -> None:
    world.evidence[row["key"]] = add_evidence(
        action=world.actions[row["action"]],
        by=world.people[row["added_by"]],
        title=row["title"],
        evidence_of=day(row["evidence_of"]),
        where_held=row["where_held"],
        file=world.folder.file("evidence", row["key"]),
    )


def _review(world: World, row: Row) -> None:
    review_evidence(
        evidence=world.evidence[row["key"]],
        by=world.people[row["reviewed_by"]],
        verdict=EvidenceReview.Verdict(row["outcome"]),
        note=row["note"],
    )


def _ask(world: World, row: Row) -> None:
    world.requests[row["action"]] = ask_for_date(
        action=world.actions[row["action"]],
        by=world.people[row["asked_by"]],
        new_due=day(row["proposed"]),
        reason=row["reason"],
    )


def _decide(world: World, row: Row) -> None:
    decide_date(
        request=world.requests[row["action"]],
        by=world.people[row["decided_by"]],
        agree=row["decision"] == DateRevision.Step.AGREED,
        reason=row["note"],
        meeting=world.meetings[row["group"], day(row["decided_on"])],
    )


def _impact(world: World, row: Row) -> None:
    rate_impact(
        section=world.sections[row["section"]],
        by=world.people[row["recorded_by"]],
        rating=world.impact[row["rating"]],
        as_at=day(row["as_at"]),
        narrative=row["narrative"],
    )


def _highlight(world: World, row: Row) -> None:
    record_highlight(
        council=world.council,
        by=world.people[row["recorded_by"]],
        kind=row["kind"],
        text=row["text"],
        as_at=day(row["on"]),
        section=world.sections[row["section"]] if row["section"] else None,
        gathered_how=row["how_gathered"],
        taken_to=row["taken_to"],
        consent_given=row["consent"] == "yes",
        what_changed=row["what_changed"],
    )


def _assess(world: World, facts: Mapping[str, Any], assessment: Mapping[str, Any]) -> None:
    by, as_at = world.people[assessment["recorded_by"]], assessment["as_at"]
    if facts["key"] not in world.risks:
        _add_risk(world, facts, assessment, as_at)
    assess_risk(
        risk=world.risks[facts["key"]],
        by=by,
        likelihood=assessment["likelihood"],
        impact=assessment["impact"],
        as_at=as_at,
        mitigation=assessment["mitigation"],
    )


def _move_risk(world: World, facts: Mapping[str, Any], move: Mapping[str, Any]) -> None:
    risk, by = world.risks[facts["key"]], world.people[move["by"]]
    if move["to"] is None:
        hand_back_risk(risk=risk, by=by, as_at=move["day"], note=move["note"])
        return
    escalate_risk(risk=risk, by=by, group=world.groups[move["to"]], as_at=move["day"], note=move["note"])


def _close_risk(world: World, facts: Mapping[str, Any], closed: Mapping[str, Any]) -> None:
    risk = world.risks[facts["key"]]
    close_risk(risk=risk, by=world.people[closed["by"]], because=closed["because"], shown_version=None)


def _external_help(world: World, facts: Mapping[str, Any]) -> None:
    told = {name: value for name, value in facts.items() if name not in {"recorded_on", "sections"}}
    sections = [world.sections[key] for key in facts["sections"]]
    by = world.people[f"programme@{world.council.slug}.example"]
    add_external_help(council=world.council, by=by, sections=sections, **told)


def _add_risk(world: World, facts: Mapping[str, Any], first: Mapping[str, Any], added_on: date) -> None:
    world.risks[facts["key"]] = add_risk(
        council=world.council,
        by=world.people[first["recorded_by"]],
        title=facts["title"],
        cause=facts["cause"],
        effect=facts["effect"],
        section=world.sections.get(facts.get("section", "")),
        owner=world.people[first["owner"]],
        on_corporate_register=facts["corporate_register"],
        register_reference=facts.get("register_reference", ""),
        added_on=added_on,
    )
