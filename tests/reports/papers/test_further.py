"""The further blocks of a progress paper: owed to members, inspections, groups, sources, scorecard and audits."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council
from core.dates import clock
from improvement.models import Group
from improvement.services.requests import add_request, add_undertaking, record_step
from reports.papers import docx
from reports.papers.blocks import (
    External,
    GroupRow,
    InspectionRow,
    InterventionRow,
    OwedRow,
    Source,
    SourcesAgainstUses,
    Use,
)
from reports.papers.collect import collect
from reports.papers.compose import compose
from reports.papers.data import LaidOut, PaperData
from reports.papers.kinds import PROGRESS
from reports.papers.render import render, title_of
from reports.papers.verify import words_of
from reports.papers.word import write
from reports.services.arranging import show_section
from tests import factories
from tests.reports.papers import sample
from tests.reports.papers.scenario import Scenario, scenario
from tests.reports.papers.word_text import open_word, words_of_word

REPORT = PROGRESS.document("report")
DAY, SINCE, MEETING = date(2025, 1, 2), date(2024, 11, 1), date(2025, 1, 13)
FURTHER = ("owed", "inspections", "governance_structure", "sources")


def with_blocks() -> PaperData:
    """The sample paper with every further block switched on."""
    data = sample.paper()
    keys = [section.key for section in PROGRESS.sections if not section.optional or section.key in FURTHER]
    owed = (
        OwedRow(1, "request", "The new dates.", "Members, 11 November 2024", "Director", MEETING),
        OwedRow(2, "undertaking", "News of the visit.", "Progress, 11 November 2024", "", None),
        OwedRow(
            3,
            "request",
            "A note.",
            "Vice-chair",
            "Housing",
            None,
            "Answered",
            date(2024, 11, 8),
            "It went out.",
        ),
    )
    judged = InspectionRow(
        1, "Inspection of 2024", "Ofsted", date(2024, 5, 16), (("Care leavers", "Inadequate"),)
    )
    visit = InterventionRow(
        1, "Monitoring visit", "First visit", "Ofsted", "Moved to February 2025", "Put off.", False
    )
    groups = (
        GroupRow(1, "Children’s Committee", "Committee", 0, "", "", "", MEETING),
        GroupRow(
            2, "Improvement Board", "Improvement board", 1, "Children’s Committee", "Chair", "new actions"
        ),
        GroupRow(3, "Care workstream", "Workstream group", 2, "Improvement Board", "Lead", "", MEETING),
    )
    money = SourcesAgainstUses(
        (Source("Diverted growth", "Extra posts", False, Decimal(1000)),),
        (Use("L01", "Social workers", Decimal(900), Decimal(300)),),
        Decimal(0),
    )
    assert data.previous
    return replace(
        data,
        layout=tuple(LaidOut(key) for key in keys),
        dates=data.dates | dict.fromkeys(FURTHER, DAY),
        previous=replace(data.previous, dates=data.previous.dates | {"owed": SINCE}),
        owed=owed,
        external=External((judged,), (visit,)),
        governance=groups,
        money_sources=money,
    )


def told() -> str:
    return " ".join(words_of(render(with_blocks(), REPORT).html))


def test_each_says_in_words_what_its_table_shows_and_as_at_which_day() -> None:
    words = told()
    assert (
        "lists the 1 request of members and 1 undertaking of earlier papers open on 2 January 2025, and"
        in words
    )
    assert "what became of 1 settled since 1 November 2024" in words
    assert "As at 2 January 2025 the record holds 1 inspection or review." in words
    assert "Monitoring visits: First visit (moved to February 2025)." in words
    assert (
        "Improvement Board reports to Children’s Committee and Care workstream reports to Improvement Board"
        in words
    )
    assert "the sources bring £1,000, the lines take £900, and £100 remains without a use." in words


def test_an_undertaking_past_its_day_is_overdue() -> None:
    data = with_blocks()
    late = replace(data.owed[1], due=date(2024, 11, 29))
    words = " ".join(words_of(render(replace(data, owed=(late,)), REPORT).html))
    assert "Overdue, was due by 29 November 2024" in words
    assert "Open, due by this meeting" in told()


def test_the_groups_are_drawn_with_their_names() -> None:
    html = render(with_blocks(), REPORT).html
    drawing = next(
        svg for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL) if "govern the plan" in svg
    )
    assert drawing.count("<rect") == 3
    assert drawing.count("<path") == 2
    assert "Improvement Board reports to Children’s Committee" in drawing.split("</title>")[0]


def test_word_says_what_the_page_says() -> None:
    data = with_blocks()
    html = re.sub(r"<svg.*?</svg>", "", render(data, REPORT).html.split("<body", 1)[1], flags=re.DOTALL)
    manuscript = docx.manuscript(data, REPORT, compose(data, REPORT), title_of(data, REPORT))
    in_word = Counter(word for word in words_of_word(open_word(write(manuscript))) if word != "•")
    assert in_word == Counter(word for word in words_of(f"<body{html}") if word != "•")


def test_a_paper_without_open_ones_has_no_such_heading() -> None:
    data = with_blocks()
    settled = tuple(row for row in data.owed if row.settled)
    assert "What members asked for" not in render(replace(data, owed=settled), REPORT).html
    assert "What members asked for" not in render(sample.paper(), REPORT).html


@pytest.mark.parametrize(
    ("choice", "has", "lacks"),
    [
        ("all", "Actions of IP Ch.1, S.1 as at", "Exceptions"),
        ("by_chapter", "Actions of chapter 1 as at 13 November 2024", "Exceptions"),
        ("exceptions", "Exceptions among the actions of chapter 1 as at 13 November 2024", "Actions of IP"),
    ],
)
def test_the_appendix_lists_what_the_paper_chose(choice: str, has: str, lacks: str) -> None:
    html = render(replace(sample.paper(), plan_table=choice), PROGRESS.document("appendix-2")).html
    assert has in html
    assert lacks not in html


def test_exceptions_are_off_track_overdue_or_slipped() -> None:
    data = replace(sample.paper(), plan_table="exceptions")
    html = render(data, PROGRESS.document("appendix-2")).html
    assert (
        "off track, overdue, or given a later date since 2 October 2024. The others are not listed." in html
    )
    assert "Do thing 2" not in html
    assert "Do thing 3" in html


# Read from the record


@pytest.fixture
def story(eastshire: Council, db: None) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def switched_on(story: Scenario) -> Callable[[str], None]:
    def switch(key: str) -> None:
        story.paper.refresh_from_db()
        show_section(
            paper=story.paper, by=story.clerk, shown_version=story.paper.version, key=key, shown=True
        )

    return switch


def owe(story: Scenario) -> None:
    council, by = story.plan.council, story.clerk
    with clock(date(2024, 11, 11)):
        meeting = story.before.meeting
        asked = {
            "council": council,
            "by": by,
            "meeting": meeting,
            "asked_by": "Members",
            "owner_role": "Director",
        }
        add_request(text="The new dates.", due=MEETING, **asked)  # type: ignore[arg-type]
        answered = add_request(text="A note.", **asked)  # type: ignore[arg-type]
        add_undertaking(
            council=council,
            by=by,
            text="News of the visit.",
            paper="Progress",
            given_on=meeting.held_on,
            owner_role="D",
        )
    with clock(date(2024, 11, 12)):
        record_step(thing=answered, by=by, step="answered", as_at=date(2024, 11, 12), words="It went out.")


@pytest.mark.django_db
def test_what_is_open_appears_by_itself(story: Scenario) -> None:
    owe(story)
    rows = collect(story.paper).data.owed
    assert [(row.text, row.settled) for row in rows] == [
        ("The new dates.", ""),
        ("News of the visit.", ""),
        ("A note.", "Answered"),
    ]
    assert "What members asked for and papers promised" in render(collect(story.paper).data, REPORT).html


@pytest.mark.django_db
def test_since_goes_by_the_blocks_own_date_in_the_last_paper(story: Scenario) -> None:
    owe(story)
    story.before.block_dates.filter(block="owed").update(as_at=date(2024, 11, 12))
    assert [row.text for row in collect(story.paper).data.owed if row.settled] == []
    story.before.block_dates.filter(block="owed").update(as_at=date(2024, 11, 11))
    assert [row.text for row in collect(story.paper).data.owed if row.settled] == ["A note."]


@pytest.mark.django_db
def test_every_block_measures_since_its_own_date(story: Scenario) -> None:
    """Never the meeting's date, and never another block's."""
    for number, block in enumerate(PROGRESS.every_block, 1):
        story.before.block_dates.filter(block=block.key).update(as_at=date(2024, 9, number))
    data = collect(story.paper).data
    since = {block.key: data.since(block.key) for block in PROGRESS.every_block}
    assert since == {block.key: date(2024, 9, number) for number, block in enumerate(PROGRESS.every_block, 1)}


@pytest.mark.django_db
def test_optional_blocks_are_read_only_once_shown(
    story: Scenario, switched_on: Callable[[str], None]
) -> None:
    council = story.plan.council
    factories.inspection(council)
    factories.visit(council, date(2024, 11, 1), date(2024, 12, 1))
    board = factories.group(council, Group.Kind.BOARD, parent=story.paper.meeting.group)
    factories.measure(council)
    assert collect(story.paper).data.external is None
    for key in ("inspections", "governance_structure", "sources", "scorecard", "audits"):
        switched_on(key)
    data = collect(story.paper).data
    assert data.external
    assert [one.stands for one in data.external.interventions] == ["Planned for December 2024"]
    assert [(row.name, row.depth) for row in data.governance] == [("Committee", 0), (board.name, 1)]
    assert data.money_sources
    assert data.money_sources.brought == Decimal("1986599.00")
    assert data.scorecard
    html = render(data, REPORT).html
    assert "Appendix 1 has every measure" not in html


@pytest.mark.django_db
def test_a_visit_moved_later_is_not_known_before(story: Scenario, switched_on: Callable[[str], None]) -> None:
    factories.visit(story.plan.council, date(2024, 12, 1), date(2025, 2, 1))
    switched_on("inspections")
    external = collect(story.paper).data.external
    assert external
    assert external.interventions == ()
