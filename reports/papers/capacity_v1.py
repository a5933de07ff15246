"""The capacity rationale, version 1 (document 002): workload by service and team, the posts that would bring it
within the standard, those asked for, and what they cost. Once published, what it says is never changed."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from core.dates import full_date, month_name
from core.money import pounds
from core.words import listed
from reports.papers import elements
from reports.papers.capacity import Capacity, ServiceRow, StandardRow, TeamRow, fte, in_fte
from reports.papers.choices import is_shown
from reports.papers.composer import Composer, escaped
from reports.papers.data import PaperData
from reports.papers.elements import Element
from reports.papers.kinds import ACCESS, RECOMMENDATIONS, DocumentKind
from reports.papers.parts import Cell, Column, Group, Item, Part, Points, Row, Sheet, Subheading, Table
from reports.papers.text import inline
from reports.papers.words import counted

DASH = "–"
ESTIMATED = "FTE marked * is our own estimate and was not published."


def report(data: PaperData, document: DocumentKind) -> Sheet:
    """The report itself, in the order of its kind's sections."""
    return elements.report(data, document, _ELEMENTS)


def _asked(composer: Composer) -> Capacity:
    return composer.data.capacity or Capacity((), ())


def _standards(composer: Composer) -> Iterator[Part]:
    asked = _asked(composer)
    if not asked.standards:
        return
    number = composer.numbering.table()
    yield composer.say(f"Table {number} gives the standards that teams are measured against here.")
    rows = [
        Row((Cell(each.applies_to), Cell(f"{each.low} to {each.high} {each.counts}"), Cell(each.source)))
        for each in asked.standards
    ]
    yield Table(
        f"Table {number}: Standards, as at {full_date(composer.data.dates['capacity'])}",
        (Column("For", "words"), Column("Each holds", "state"), Column("Source", "keyed")),
        (Group(tuple(rows)),),
    )


# Service by service


def _services(composer: Composer) -> Iterator[Part]:
    for service in _asked(composer).services:
        yield Subheading(service.name)
        if service.teams:
            number = composer.numbering.table()
            yield composer.say(_workload(service, number))
            yield _teams(service, number)
            yield from _need(composer, service)
        yield from _proposal_of(composer, service)


def _workload(service: ServiceRow, number: int) -> str:
    if service.over is None:
        return f"Table {number} shows the present workload."
    over = counted(service.over, "case is", "cases are").capitalize()
    within = f" in {counted(len(service.teams), 'team')}" if len(service.teams) > 1 else ""
    return f"{over} over capacity{within}, as table {number} shows."


def _teams(service: ServiceRow, number: int) -> Table:
    months = listed(dict.fromkeys(month_name(team.month) for team in service.teams))
    return Table(
        f"Table {number}: {service.name}, workload in {months}",
        (
            Column("Team", "words"),
            Column("Cases", "score", is_number=True),
            Column("FTE", "score", is_number=True),
            Column("Average caseload", "money", is_number=True),
            Column("Over capacity", "money", is_number=True),
        ),
        (Group(tuple(_team(team) for team in service.teams)),),
        note=ESTIMATED if any(team.is_fte_ours for team in service.teams) else "",
    )


def _team(team: TeamRow) -> Row:
    over = DASH if team.over is None else str(team.over) if team.over else "Within"
    held = DASH if team.fte is None else f"{fte(team.fte)}{'*' if team.is_fte_ours else ''}"
    average = DASH if team.average is None else plain(team.average)
    cases = DASH if team.cases is None else f"{team.cases:,}"
    return Row((Cell(team.name), Cell(cases), Cell(held), Cell(average), Cell(over)))


def plain(amount: Decimal) -> str:
    """`18`, `26.5`: no noughts behind the point."""
    return f"{amount.normalize():f}"


def _need(composer: Composer, service: ServiceRow) -> Iterator[Part]:
    kept = [service.standard.counts] if service.standard else []
    if service.standard is None:
        yield composer.say("No standard is set for it.")
    elif not service.need:
        yield composer.say(
            f"{_standard_words(service.standard)} Too little is recorded to compute posts from.", kept
        )
    elif service.need == "None":
        yield composer.say(f"{_standard_words(service.standard)} No further posts are needed for it.", kept)
    else:
        posts = "post" if service.need == "1.0" else "posts"
        with_steps = is_shown(composer.data, "services.steps")
        words = (
            f"It takes {service.need} further {posts} to meet it{', worked out so:' if with_steps else '.'}"
        )
        yield composer.say(
            " ".join(filter(None, [_standard_words(service.standard), service.unlike, words])), kept
        )
        if not with_steps:
            return
        yield Points(tuple(Item(inline(escaped(step))) for step in service.steps))


def _standard_words(standard: StandardRow) -> str:
    return f"The standard is {standard.low} to {standard.high} {standard.counts} each."


def _proposal_of(composer: Composer, service: ServiceRow) -> Iterator[Part]:
    if not service.posts:
        yield composer.say(f"No posts are asked for{': none are needed' if service.need == 'None' else ''}.")
        return
    yield composer.say(f"Proposal: {in_fte(service.fte)}. {_difference(service)}".strip())
    yield Points(
        tuple(
            Item(inline(escaped(f"{post.role}, {in_fte(post.fte)}: {post.rationale or 'no reason given'}")))
            for post in service.posts
        )
    )


def _difference(service: ServiceRow) -> str:
    """What is asked for against what was computed, in the roles that the standard is about."""
    if not service.difference:
        return ""
    difference = f"{service.difference[:1].lower()}{service.difference[1:]}"
    roles = "In the roles that the standard is about"
    return f"{roles}, {in_fte(service.compared_fte)} are asked for: {difference}."


# All of it


def _proposal(composer: Composer) -> Iterator[Part]:
    asked = _asked(composer)
    if not asked.posts:
        return
    number = composer.numbering.table()
    yield composer.say(
        f"Table {number} lists every post asked for: {counted(len(asked.posts), 'row')}, "
        f"{in_fte(asked.fte)} in all."
    )
    rows = [
        Row((Cell(post.where), Cell(post.role), Cell(str(post.number)), Cell(fte(post.fte))))
        for post in asked.posts
    ]
    rows.append(Row((Cell("Total"), Cell(), Cell(), Cell(fte(asked.fte))), is_total=True))
    yield Table(
        f"Table {number}: Posts asked for, as at {full_date(composer.data.dates['capacity'])}",
        (
            Column("Where", "words"),
            Column("Role", "keyed"),
            Column("Number", "score", is_number=True),
            Column("FTE", "score", is_number=True),
        ),
        (Group(tuple(rows)),),
    )


def _funds(composer: Composer) -> Iterator[Part]:
    """What is asked for besides posts: legal costs, experts, funds."""
    funds = _asked(composer).funds
    if funds:
        named = listed(f"{line.name}, {_whole(line.amount)}" for line in funds)
        yield composer.say(f"Besides posts, the sum pays for: {named}.", (line.name for line in funds))


def _costs(composer: Composer) -> Iterator[Part]:
    asked = _asked(composer)
    if not asked.gross:
        return
    number = composer.numbering.table()
    growth = (
        f" {_whole(asked.already_in_budget)} of growth is in the budget already, so that {_whole(asked.net)} "
        "has to be found."
        if asked.already_in_budget
        else ""
    )
    yield composer.say(f"The proposal costs {_whole(asked.gross)}.{growth} Table {number} shows it.")
    yield _cost_table(asked, number)
    if asked.sources:
        number = composer.numbering.table()
        yield composer.say(f"Table {number} says where the money comes from.")
        yield _source_table(asked, number)


def _cost_table(asked: Capacity, number: int) -> Table:
    rows = [Row((Cell(line.name), Cell(_whole(line.amount)))) for line in asked.lines]
    if asked.lines and asked.unallocated:
        rows.append(Row((Cell("Not given to a line"), Cell(_whole(asked.unallocated)))))
    rows.append(Row((Cell("Gross cost"), Cell(_whole(asked.gross))), is_total=True))
    rows.append(Row((Cell("Less growth already in the budget"), Cell(_whole(-asked.already_in_budget)))))
    rows.append(Row((Cell("Net cost"), Cell(_whole(asked.net))), is_total=True))
    return _money_table(f"Table {number}: What it costs", "What", rows)


def _source_table(asked: Capacity, number: int) -> Table:
    rows = [
        Row(
            (
                Cell(source.label, more=("Every year" if source.is_recurring else "Once",)),
                Cell(_whole(source.amount)),
            )
        )
        for source in asked.sources
    ]
    total = sum((source.amount for source in asked.sources), Decimal(0))
    rows.append(Row((Cell("Total"), Cell(_whole(total))), is_total=True))
    return _money_table(f"Table {number}: Where the money comes from", "Source", rows)


def _money_table(caption: str, head: str, rows: list[Row]) -> Table:
    columns = (Column(head, "words"), Column("Amount", "money", is_number=True))
    return Table(caption, columns, (Group(tuple(rows)),))


def _whole(amount: Decimal) -> str:
    return pounds(amount, pence=False)


_ELEMENTS: dict[str, Element] = {
    RECOMMENDATIONS: elements.recommendations,
    ACCESS: elements.access,
    "standards": _standards,
    "services": _services,
    "proposal": _proposal,
    "funds": _funds,
    "costs": _costs,
}
SHEETS: dict[str, Callable[[PaperData, DocumentKind], Sheet]] = {"report": report}
