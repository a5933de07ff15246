"""Caseloads in a paper that is about something else: each service against its standard in one table, with the posts it
needs at both ends and those given to it. Once a paper has been published with it, what it says is never changed."""

from collections.abc import Iterator
from decimal import Decimal

from core.dates import full_date, month_name
from core.words import listed
from reports.papers.capacity import Capacity, ServiceRow, TeamRow, fte
from reports.papers.choices import is_shown
from reports.papers.composer import Composer
from reports.papers.parts import Cell, Column, Group, Part, Row, Table
from reports.papers.words import counted

DASH = "–"
OURS = "FTE marked * is our own estimate and was not published."
KEY = (
    "Over capacity is what a service holds beyond the top of its standard. Posts needed are worked out at both ends "
    "of it."
)


def capacity_in_short(composer: Composer) -> Iterator[Part]:
    """Nothing where no team has a reading."""
    asked, day = composer.data.capacity, composer.data.dates.get("capacity")
    services = [service for service in asked.services if service.teams] if asked else []
    if asked is None or day is None or not services:
        return
    number = composer.numbering.table()
    yield composer.say(_in_words(asked, services, number, full_date(day)))
    teams = is_shown(composer.data, "capacity.teams")
    groups = tuple(_group(service) for service in services) if teams else (_alone(services),)
    yield Table(
        f"Table {number}: Caseloads against standards as at {full_date(day)}",
        (
            Column("Service and its standard", "words"),
            Column("Cases", "score", is_number=True),
            Column("FTE", "score", is_number=True),
            Column("Over capacity", "count", is_number=True),
            Column("Posts needed", "count"),
            Column("Posts given or asked for", "count"),
        ),
        groups,
        note=" ".join([KEY, *([OURS] if _has_ours(services) else [])]),
    )


def _in_words(asked: Capacity, services: list[ServiceRow], number: int, day: str) -> str:
    over = [service for service in services if service.over]
    months = listed(dict.fromkeys(month_name(team.month) for service in services for team in service.teams))
    held = counted(len(over), "service holds", "services hold")
    which = f": {listed(f'{each.name} by {each.over}' for each in over)}" if over else ""
    return (
        f"Table {number} sets the caseloads of {counted(len(services), 'service')} against their standards, as known "
        f"on {day} from readings of {months}. {held.capitalize()} more than the standard{which}. The posts given or "
        f"asked for come to {fte(asked.fte)} FTE in all."
    )


def _has_ours(services: list[ServiceRow]) -> bool:
    return any(team.is_fte_ours for service in services for team in service.teams)


def _alone(services: list[ServiceRow]) -> Group:
    return Group(tuple(_service(service) for service in services))


def _group(service: ServiceRow) -> Group:
    """The service, then its teams where it has several."""
    teams = service.teams if len(service.teams) > 1 else ()
    return Group((_service(service), *(_team(team) for team in teams)))


def _service(service: ServiceRow) -> Row:
    standard = service.standard
    held = f"{standard.low} to {standard.high} {standard.counts} each" if standard else "No standard is set"
    cases = [team.cases for team in service.teams]
    people = [team.fte for team in service.teams]
    return Row(
        (
            Cell(service.name, more=tuple(filter(None, [held, service.unlike]))),
            Cell(DASH if None in cases else f"{sum(each or 0 for each in cases):,}"),
            Cell(DASH if None in people else f"{fte(_sum(people))}{_mark(service.teams)}"),
            Cell(_over(service.over)),
            Cell(service.need or DASH),
            Cell(fte(service.fte) if service.posts else "None"),
        )
    )


def _sum(amounts: list[Decimal | None]) -> Decimal:
    return sum((each for each in amounts if each is not None), Decimal(0))


def _mark(teams: tuple[TeamRow, ...]) -> str:
    return "*" if any(team.is_fte_ours for team in teams) else ""


def _over(over: int | None) -> str:
    return DASH if over is None else str(over) if over else "Within"


def _team(team: TeamRow) -> Row:
    return Row(
        (
            Cell(f"{team.name}, {month_name(team.month)}"),
            Cell(DASH if team.cases is None else f"{team.cases:,}"),
            Cell(DASH if team.fte is None else f"{fte(team.fte)}{_mark((team,))}"),
            Cell(_over(team.over)),
            Cell(),
            Cell(),
        )
    )
