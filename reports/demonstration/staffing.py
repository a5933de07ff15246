"""The people: what grades cost, funded posts, recruitment and cover, and caseloads."""

from decimal import Decimal
from functools import partial

from core.financial_year import parse_label
from improvement import references
from improvement.models import Priority
from reports.demonstration.folder import Row, day, day_or_none, month, pounds
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World
from workforce.services.capacity import add_reading
from workforce.services.costs import add_grade_cost, add_pay_award
from workforce.services.cover import end_cover, record_cover
from workforce.services.positions import add_positions
from workforce.services.posts import add_post
from workforce.services.recruitment import record_event
from workforce.services.standards import add_standard
from workforce.services.teams import add_team


def tell_workforce(world: World) -> None:
    """Posts on the day they were approved or asked for, then every event and cover when it was recorded."""
    on, rows = world.timeline.on, world.folder.rows
    posts = list(rows("posts.csv"))
    if posts:
        first = min(day(row["recorded_on"]) for row in posts)
        on(first, Hour.POSTS, partial(_costs, world))
        on(first, Hour.POSTS, partial(_capacity, world))
    for row in rows("readings.csv"):
        if row["recorded_on"]:
            on(day(row["recorded_on"]), Hour.UPDATES, partial(_reading, world, row))
    for row in posts:
        on(day(row["recorded_on"]), Hour.POSTS, partial(_post, world, row))
    for row in rows("recruitment.csv"):
        on(day(row["recorded_on"]), Hour.UPDATES, partial(_event, world, row))
    for row in rows("cover.csv"):
        on(day(row["recorded_on"]), Hour.EVIDENCE, partial(_cover, world, row))
        if row["end_recorded_on"]:
            on(day(row["end_recorded_on"]), Hour.EVIDENCE, partial(_end_cover, world, row))


def _costs(world: World) -> None:
    by = world.in_role("workforce")
    for row in world.folder.rows("grade_costs.csv"):
        add_grade_cost(
            council=world.council,
            by=by,
            grade=row["grade"],
            from_date=day(row["from"]),
            annual_cost=pounds(row["annual_cost"]),
        )
    for row in world.folder.rows("pay_awards.csv"):
        add_pay_award(
            council=world.council,
            by=by,
            financial_year=parse_label(row["year"]),
            percent=Decimal(row["percent"]),
        )


def _post(world: World, row: Row) -> None:
    by = world.in_role("workforce")
    post = world.posts[row["key"]] = add_post(
        council=world.council,
        by=by,
        role=row["role"],
        role_noun=row["role_noun"],
        role_type=row["role_type"],
        number=int(row["number"]),
        fte_each=Decimal(row["fte_each"]),
        team=row["team"],
        grade=row["grade"],
        contract=row["contract"],
        core_social_care=row["core"] == "yes",
        rationale=row["rationale"],
        basis=row["basis"],
        basis_count=Decimal(row["basis_count"]) if row["basis_count"] else None,
        basis_of=row["basis_of"],
        basis_unit_cost=pounds(row["basis_unit_cost"]) if row["basis_unit_cost"] else None,
        sections=[world.sections[row["sections"]]] if row["sections"] else [],
        priority=_priority(world, row),
        line=world.lines[row["line"]] if row["line"] else None,
        planned_start=day_or_none(row["planned_start"]),
        funded_until=day_or_none(row["funded_until"]),
        status=row["status"],
        as_at=day(row["approved_on"] or row["recorded_on"]),
        order=int(row["order"]),
    )
    if row["approved_on"]:
        positions = add_positions(post=post, by=by, approved_on=day(row["approved_on"]))
        world.positions |= {(row["key"], position.number): position for position in positions}


def _priority(world: World, row: Row) -> Priority | None:
    """The priority that a plan reference names after its section, as in `IP Ch.1, S.3, P.5`."""
    label = references.parse(row["plan_reference"]).priority if row["plan_reference"] else ""
    return world.sections[row["sections"]].priorities.get(label=label) if label else None


def _event(world: World, row: Row) -> None:
    record_event(
        position=world.positions[row["post"], int(row["position"])],
        by=world.people[row["recorded_by"]],
        kind=row["kind"],
        as_at=day(row["as_at"]),
        start_date=day_or_none(row["start_date"]),
        closing_date=day_or_none(row["closing_date"]),
        contract=row["contract"],
        note=row["note"],
    )


def _cover(world: World, row: Row) -> None:
    known_end = None if row["end_recorded_on"] else day_or_none(row["ended_on"])
    world.cover[row["post"], row["started_on"]] = record_cover(
        post=world.posts[row["post"]],
        by=world.people[row["recorded_by"]],
        kind=row["kind"],
        headcount=int(row["headcount"]),
        positions=[world.positions[row["post"], int(number)] for number in row["positions"].split()],
        started_on=day(row["started_on"]),
        ended_on=known_end,
        weekly_cost=pounds(row["weekly_cost"]) if row["weekly_cost"] else None,
        paid_by=row["paid_by"],
        note=row["note"],
    )


def _end_cover(world: World, row: Row) -> None:
    end_cover(
        cover=world.cover[row["post"], row["started_on"]],
        by=world.people[row["recorded_by"]],
        ended_on=day(row["ended_on"]),
    )


def _capacity(world: World) -> None:
    by = world.in_role("workforce")
    for row in world.folder.rows("standards.csv"):
        world.standards[row["key"]] = add_standard(
            council=world.council,
            by=by,
            applies_to=row["applies_to"],
            counts=row["counts"],
            low=int(row["low"]),
            high=int(row["high"]),
            source=row["source"],
            from_date=day(row["from"]),
            kind=row["kind"],
            is_aspiration=row["aspiration"] == "yes",
            order=int(row["order"]),
        )
    for row in world.folder.rows("teams.csv"):
        world.teams[row["key"]] = add_team(
            council=world.council,
            by=by,
            service=row["service"],
            locality=row["locality"],
            name=row["name"],
            order=int(row["order"]),
            counts=row["counts"],
            standard=world.standards[row["standard"]],
            reduced_standard=world.standards[row["reduced"]] if row["reduced"] else None,
        )
    for row in world.folder.rows("readings.csv"):
        if not row["recorded_on"]:
            _reading(world, row)


def _reading(world: World, row: Row) -> None:
    average = row["average_caseload"]
    add_reading(
        team=world.teams[row["team"]],
        by=world.in_role("workforce"),
        month=month(row["month"]),
        cases=int(row["cases"]),
        cases_like=int(row["cases_like"]) if row["cases_like"] else None,
        average_caseload=Decimal(average) if average else None,
        cases_over=int(row["cases_over"]) if row["cases_over"] else None,
        counts=row["counts"],
        fte=Decimal(row["fte"]),
        reduced_fte=Decimal(row["fte_reduced"]),
        newly_qualified_fte=Decimal(0),
        senior_fte=Decimal(row["fte_reduced"]),
        manager_fte=Decimal(row["fte_manager"]) if row["fte_manager"] else None,
        agency_fte=Decimal(row["agency_fte"]),
        fte_source=row["fte_source"],
        standard=world.standards[row["standard"]],
        reduced_standard=world.standards["reduced"] if Decimal(row["fte_reduced"]) else None,
        source=row["source"],
    )
