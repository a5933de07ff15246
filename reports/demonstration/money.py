"""The money: decisions, tranches, lines with their budgets and profiles, spend, and tables as printed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.financial_year import parse_label
from finance.models import BudgetLine, BudgetMovement, StatedCause, Tranche
from finance.services.decisions import ApprovalGiven, SourceGiven, create_decision, decide_key
from finance.services.lines import add_line, say_what_spend_covers, set_profile
from finance.services.mappings import add_mapping
from finance.services.movements import move_budget
from finance.services.spend import record_spend
from finance.services.stated import StatedCauseGiven, StatedRowGiven, record_stated_table
from finance.services.tranches import add_tranche, draw_tranche
from reports.demonstration.folder import Row, day, month, pounds
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

Facts = Mapping[str, Any]
_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")


def tell_money(world: World) -> None:
    """Decisions on the day of their last approval, lines with their first budget, spend when it was posted."""
    on, folder = world.timeline.on, world.folder
    for decision in folder.entries("decisions.yaml", "decisions"):
        _tell_decision(world, decision)
    for line, movements in _movements(world).items():
        on(day(movements[0]["recorded_on"]), Hour.MONEY, partial(_line, world, line, movements))
    for row in folder.rows("spend.csv"):
        on(day(row["recorded_on"]), Hour.MONEY, partial(_spend, world, row))
    for row in folder.rows("ledger_codes.csv"):
        on(day(row["recorded_on"]), Hour.MONEY, partial(_ledger_codes, world, row))
    for table in folder.entries("stated.yaml", "tables"):
        told = [day(row["recorded_on"]) for row in folder.rows("movements.csv")]
        on(max(told), Hour.MONEY, partial(_stated, world, table))


def _tell_decision(world: World, facts: Facts) -> None:
    decided: date = max(approval["approved_on"] for approval in facts["approvals"])
    world.timeline.on(decided, Hour.MONEY, partial(_decide, world, facts))
    for tranche in facts["tranches"]:
        known = tranche.get("recorded_on", decided)
        world.timeline.on(known, Hour.MONEY, partial(_add_tranche, world, facts["slug"], tranche))
        world.timeline.on(tranche["drawn_on"], Hour.MONEY, partial(_draw, world, facts["slug"], tranche))


def _decide(world: World, facts: Facts) -> None:
    decision = world.decisions[facts["slug"]] = create_decision(
        council=world.council,
        by=world.in_role("finance"),
        plan=world.plans[0] if world.plans else None,
        slug=facts["slug"],
        title=facts["title"],
        amount=pounds(facts["amount"]),
        sources=[_source(given) for given in facts["sources"]],
        already_in_budget=pounds(facts["already_in_budget"]),
        delegation=facts.get("delegation", ""),
        delegated_to=facts.get("delegated_to", ""),
        delegated_with=facts.get("delegated_with", ""),
        delegated_up_to=pounds(facts["delegated_up_to"]) if "delegated_up_to" in facts else None,
        conditions=facts.get("conditions", ""),
        wards=facts.get("wards"),
        approvals=[
            ApprovalGiven(
                given["body"],
                given["approved_on"],
                meeting=world.meetings[given["group"], given["approved_on"]],
            )
            for given in facts["approvals"]
        ],
    )
    if "key" in facts:
        by, reasons = world.in_role("clerk"), facts["key"]["reasons"]
        decide_key(decision=decision, is_key=facts["key"]["is_key"], reasons=reasons, by=by, shown_version=1)


def _source(facts: Facts) -> SourceGiven:
    return SourceGiven(
        facts["kind"],
        pounds(facts["amount"]),
        facts.get("name", ""),
        is_recurring=facts.get("is_recurring", False),
        balance=pounds(facts["balance"]) if "balance" in facts else None,
        balance_on=facts.get("balance_on"),
        ends_on=facts.get("ends_on"),
    )


def _add_tranche(world: World, slug: str, facts: Facts) -> None:
    add_tranche(
        decision=world.decisions[slug],
        by=world.in_role("finance"),
        number=facts["number"],
        amount=pounds(facts["amount"]),
        available_from=facts["available_from"],
        brought_forward=pounds(facts.get("brought_forward", 0)),
        brought_forward_on=facts.get("brought_forward_on"),
        brought_forward_note=facts.get("brought_forward_note", ""),
    )


def _draw(world: World, slug: str, facts: Facts) -> None:
    tranche = Tranche.objects.select_related("decision__council").get(
        decision=world.decisions[slug], number=facts["number"]
    )
    draw_tranche(
        tranche=tranche,
        drawn_on=facts["drawn_on"],
        drawn_by=facts["drawn_by"],
        by=world.in_role("finance"),
    )


def _movements(world: World) -> dict[str, list[Row]]:
    """The movements of each line, by its code."""
    lines: defaultdict[str, list[Row]] = defaultdict(list)
    for row in world.folder.rows("movements.csv"):
        lines[row["line"]].append(row)
    return lines


def _line(world: World, code: str, movements: list[Row]) -> None:
    row = next(row for row in world.folder.rows("lines.csv") if row["code"] == code)
    decision = world.decisions[row["decision"]]
    by, first = world.in_role("finance"), movements[0]
    original = {parse_label(each["year"]): pounds(each["amount"]) for each in movements if _is_original(each)}
    line = world.lines[code] = add_line(
        decision=decision,
        tranche=decision.tranches.get(number=row["tranche"]),
        code=code,
        name=row["name"],
        kind=row["kind"],
        by=by,
        funding_stream=row["funding_stream"],
        cost_centre=row["cost_centre"],
        subjective_code=row["subjective_code"],
        sections=[world.sections[row["sections"]]] if row["sections"] else [],
        spend_covers=row["spend_covers"],
        allocation=row.get("allocation") or BudgetLine.Allocation.AGREED,
        allocated_by=row.get("allocated_by", ""),
        recurring_cost=pounds(row["recurring_cost"]) if row.get("recurring_cost") else None,
        order=int(row["order"]),
        budgets=original,
        as_at=day(first["as_at"]),
        reason=first["reason"],
    )
    for each in movements:
        if not _is_original(each):
            move_budget(
                line=line,
                year=parse_label(each["year"]),
                kind=each["kind"],
                amount=pounds(each["amount"]),
                as_at=day(each["as_at"]),
                reason=each["reason"],
                by=by,
            )
    for profile in world.folder.rows("profiles.csv"):
        if profile["line"] == code:
            parts = [int(profile[name]) for name in _MONTHS]
            set_profile(line=line, year=parse_label(profile["year"]), parts=parts, by=by)


def _is_original(movement: Row) -> bool:
    return movement["kind"] == BudgetMovement.Kind.ORIGINAL


def _spend(world: World, row: Row) -> None:
    line, by = world.lines[row["line"]], world.people[row["recorded_by"]]
    amount = Decimal(row["amount"])
    record_spend(line=line, month=month(row["month"]), amount=amount, by=by, note=row["note"])
    if row.get("covers"):
        say_what_spend_covers(line=line, by=by, words=row["covers"])


def _ledger_codes(world: World, row: Row) -> None:
    add_mapping(
        council=world.council,
        cost_centre=row["cost_centre"],
        subjective_code=row["subjective_code"],
        line=world.lines[row["line"]] if row["line"] else None,
        note=row["note"],
        by=world.in_role("finance"),
    )


def _stated(world: World, facts: Facts) -> None:
    totals = {parse_label(name): amount for name, amount in facts["stated_totals"].items() if name != "total"}
    record_stated_table(
        decision=world.decisions[facts["decision"]],
        by=world.in_role("finance"),
        title=facts["title"],
        source=facts["source"],
        years=[parse_label(name) for name in facts["columns"]],
        rows=[_stated_row(world, row, facts["causes"]) for row in facts["rows"]],
        totals=totals,
        total=facts["stated_totals"]["total"],
        unit=1000 if facts.get("unit") == "thousands" else 1,
        note=facts["note"],
    )


def _stated_row(world: World, row: Facts, causes: list[Facts]) -> StatedRowGiven:
    return StatedRowGiven(
        label=row["label"],
        printed={parse_label(year): amount for year, amount in row["printed"].items()},
        line=world.lines[row["line"]],
        grade=row.get("grade", ""),
        plan_reference=row.get("plan_reference", ""),
        causes=[
            StatedCauseGiven(
                parse_label(cause["year"]),
                pounds(cause["amount"]),
                cause["explanation"],
                cause.get("kind", StatedCause.Kind.WRONG_CELL),
            )
            for cause in causes
            if cause["line"] == row["line"]
        ],
    )
