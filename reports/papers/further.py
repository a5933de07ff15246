"""The further blocks of a progress paper: each a sentence that says in words what the table or drawing beside it shows,
as at its own date. Once a paper has been published with them, what they say is never changed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.dates import full_date
from core.money import pounds
from core.words import listed
from reports.papers import charts, chosen, funding_v1, printed_v1, scorecard_v1
from reports.papers.blocks import (
    REQUEST,
    UNDERTAKING,
    External,
    GroupRow,
    InterventionRow,
    OwedRow,
    SourcesAgainstUses,
)
from reports.papers.capacity_in_short_v1 import capacity_in_short
from reports.papers.choices import is_shown
from reports.papers.composer import Composer
from reports.papers.elements import Element
from reports.papers.parts import Cell, Chart, Column, Group, Part, Row, Table
from reports.papers.style import ours
from reports.papers.words import counted

DASH = "–"


# What is owed to members


def owed(composer: Composer) -> Iterator[Part]:
    """What is open, and what was settled since the last paper; nothing where nothing is open."""
    rows, day = chosen.owed(composer.data), composer.data.dates.get("owed")
    still = [row for row in rows if not row.settled]
    if not still or day is None:
        return
    number = composer.numbering.table()
    asked, promised = (sum(row.sort == sort for row in still) for sort in (REQUEST, UNDERTAKING))
    parts = [
        counted(asked, "request of members", "requests of members") if asked else "",
        counted(promised, "undertaking of earlier papers", "undertakings of earlier papers")
        if promised
        else "",
    ]
    since = composer.data.since("owed")
    settled = len(rows) - len(still)
    after = f", and what became of {settled} settled since {full_date(since)}" if settled and since else ""
    yield composer.say(f"Table {number} lists the {listed(parts)} open on {full_date(day)}{after}.")
    groups = (
        (
            ours("Open requests of members", composer.data.style),
            [row for row in still if row.sort == REQUEST],
        ),
        ("Open undertakings of earlier papers", [row for row in still if row.sort == UNDERTAKING]),
        ("Settled since the last paper", [row for row in rows if row.settled]),
    )
    meeting = composer.data.identity.meeting_date
    yield Table(
        f"Table {number}: Requests of members and undertakings as at {full_date(day)}",
        (
            Column("What was asked for or promised", "words"),
            Column("By whom and when", "keyed"),
            Column("State", "due"),
        ),
        tuple(
            Group(tuple(_owed_row(row, day, meeting) for row in found), heading=heading)
            for heading, found in groups
            if found
        ),
    )


def _owed_row(row: OwedRow, day: date, meeting: date) -> Row:
    if row.settled:
        on = f"{row.settled}, {full_date(row.settled_on)}" if row.settled_on else row.settled
        return Row((Cell(row.text), Cell(row.source), Cell(on, more=_lines(row.words))))
    who = f"To answer: {row.owner}" if row.owner else ""
    return Row((Cell(row.text), Cell(row.source, more=_lines(who)), Cell(_due(row.due, day, meeting))))


def _due(due: date | None, day: date, meeting: date) -> str:
    if due is None:
        return "Open, no date has been set"
    if due == meeting:
        return "Open, due by this meeting"
    return f"{'Overdue, was due' if due < day else 'Open, due'} by {full_date(due)}"


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


# Inspections, and what followed


def inspections(composer: Composer) -> Iterator[Part]:
    found, day = chosen.external(composer.data), composer.data.dates.get("inspections")
    if found is None or day is None or not (found.inspections or found.interventions):
        return
    yield composer.say(_in_words(found, full_date(day)), (one.title for one in found.interventions))
    graded = [one for one in found.inspections if one.judgements]
    if graded:
        number = composer.numbering.table()
        yield Table(
            f"Table {number}: Judgements of inspections as at {full_date(day)}",
            (Column("Area", "words"), Column("Judgement", "keyed")),
            tuple(
                Group(
                    tuple(Row((Cell(area), Cell(grade))) for area, grade in one.judgements),
                    heading=_headed(one.title, one.published_on),
                )
                for one in graded
            ),
        )
    if found.interventions:
        number = composer.numbering.table()
        rows = (
            Row(
                (
                    Cell(_named(i), more=tuple(filter(None, [i.note]))),
                    Cell(i.body),
                    Cell(i.stands),
                )
            )
            for i in found.interventions
        )
        yield Table(
            f"Table {number}: Notices, directions, monitoring visits and advisers as at {full_date(day)}",
            (Column("What", "words"), Column("By whom", "due"), Column("How it stands", "state")),
            (Group(tuple(rows)),),
        )


def _named(one: InterventionRow) -> str:
    """`Statutory direction: Direction of 2022`; the title alone where it says what it is."""
    return one.title if one.kind.split()[-1].lower() in one.title.lower() else f"{one.kind}: {one.title}"


def _headed(title: str, published: date | None) -> str:
    return f"{title}, published {full_date(published)}" if published else title


def _in_words(found: External, day: str) -> str:
    """`As at 2 January 2025 there have been 1 inspection or review; …`, with every visit by name."""
    visits = [one for one in found.interventions if one.kind == "Monitoring visit"]
    open_ones = [one for one in found.interventions if not one.is_over and one.kind != "Monitoring visit"]
    held = counted(len(found.inspections), "inspection or review", "inspections and reviews")
    told = [f"As at {day} the record holds {held}."]
    if open_ones:
        told.append(f"In force: {listed(f'{one.title} ({_begun_small(one.stands)})' for one in open_ones)}.")
    if visits:
        told.append(
            f"Monitoring visits: {listed(f'{one.title} ({_begun_small(one.stands)})' for one in visits)}."
        )
    return " ".join(told)


def _begun_small(words: str) -> str:
    return words[:1].lower() + words[1:]


# The groups


def governance(composer: Composer) -> Iterator[Part]:
    """The groups as a drawing, and the same as a table that says who reports to whom."""
    groups, day = composer.data.governance, composer.data.dates.get("governance_structure")
    if not groups or day is None:
        return
    number = composer.numbering.table()
    reports = listed(f"{row.name} reports to {row.reports_to}" for row in groups if row.reports_to)
    yield composer.say(
        f"{counted(len(groups), 'group')} govern the plan as at {full_date(day)}: {reports}. Table {number} says who "
        "chairs each and when it meets next.",
        (row.name for row in groups),
    )
    if is_shown(composer.data, "governance_structure.drawing"):
        yield Chart(
            charts.governance(composer.data),
            f"Groups that govern the plan, each beneath the one it reports to, as at {full_date(day)}",
        )
    yield Table(
        f"Table {number}: Groups that govern the plan as at {full_date(day)}",
        (
            Column("Group", "words"),
            Column("Reports to", "state"),
            Column("Chair", "state"),
            Column("Next meeting", "reference"),
        ),
        (Group(tuple(_group_row(row) for row in groups)),),
    )


def _group_row(row: GroupRow) -> Row:
    kind = "" if row.kind.split()[0].lower() in row.name.lower() else row.kind
    decides = f"Decides {row.decides}" if row.decides else ""
    meets = full_date(row.next_meeting) if row.next_meeting else "None arranged"
    more = tuple(filter(None, [kind, decides]))
    return Row(
        (Cell(row.name, more=more), Cell(row.reports_to or DASH), Cell(row.chair or DASH), Cell(meets))
    )


# Money


def sources(composer: Composer) -> Iterator[Part]:
    both, day = composer.data.money_sources, composer.data.dates.get("sources")
    if both is None or day is None or not both.sources:
        return
    number = composer.numbering.table()
    gone = f" {_whole(both.returned)} was returned." if both.returned else ""
    left = "remains without a use" if both.left >= 0 else "is used beyond what the sources bring"
    yield composer.say(
        f"Table {number} sets where the money comes from against what it pays for, as at {full_date(day)}: the sources "
        f"bring {_whole(both.brought)}, the lines take {_whole(both.used)}, and {_whole(abs(both.left))} {left}.{gone}"
    )
    yield Table(
        f"Table {number}: Sources against uses as at {full_date(day)}, all years",
        (
            Column("Source or budget line", "words"),
            Column("Sum", "money", is_number=True),
            Column("Spent", "money", is_number=True),
        ),
        (
            Group(tuple(_rows_of_sources(both)), heading="Sources"),
            Group(tuple(_rows_of_uses(both, is_shown(composer.data, "sources.uses"))), heading="Uses"),
        ),
        note="Each sum is rounded to the pound by itself, so that rows may differ from their total by a pound or two.",
    )


def _rows_of_sources(both: SourcesAgainstUses) -> Iterator[Row]:
    for row in both.sources:
        often = "Every year" if row.is_recurring else "Once"
        yield Row((Cell(row.words, more=(row.decision, often)), Cell(_whole(row.amount)), Cell(DASH)))
    yield Row((Cell("All sources"), Cell(_whole(both.brought)), Cell(DASH)), is_total=True)


def _rows_of_uses(both: SourcesAgainstUses, are_listed: bool) -> Iterator[Row]:
    for row in both.uses if are_listed else ():
        yield Row((Cell(f"{row.code} {row.name}"), Cell(_whole(row.budget)), Cell(_whole(row.spent))))
    spent = sum((row.spent for row in both.uses), both.returned * 0)
    yield Row((Cell("All uses"), Cell(_whole(both.used)), Cell(_whole(spent))), is_total=True)


def _whole(amount: Decimal) -> str:
    return pounds(amount, pence=False)


FURTHER: dict[str, Element] = {
    "owed": owed,
    "inspections": inspections,
    "governance_structure": governance,
    "sources": sources,
    "costings": funding_v1.costings_in_short,
    "capacity": capacity_in_short,
    "printed": printed_v1.printed,
    "scorecard": scorecard_v1.scorecard_in_short,
    "audits": scorecard_v1.audits,
}
