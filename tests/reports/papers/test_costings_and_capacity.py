"""Costings and caseloads as sections of a progress paper: off by themselves, read and printed once switched on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council
from core.dates import clock
from reports.papers.capacity import Capacity, ProposedPost, ServiceRow, StandardRow, TeamRow
from reports.papers.choices import ChosenRow
from reports.papers.collect import collect
from reports.papers.collect_funding import together
from reports.papers.costings import CostingRow, Costings
from reports.papers.data import LaidOut, PaperData
from reports.papers.figures import figures
from reports.papers.kinds import PROGRESS
from reports.papers.open_parts import open_alone
from reports.papers.render import render
from reports.services.arranging import show_section
from tests.reports.papers import sample
from tests.reports.papers.scenario import Scenario, scenario
from tests.reports.papers.test_render import as_text

REPORT, DAY = PROGRESS.document("report"), date(2025, 1, 2)
CHILDREN = StandardRow("Social worker", "children", 18, 20, "")


def row(label: str, *amounts: str, rationale: str = "") -> CostingRow:
    computed = tuple(Decimal(each) for each in amounts)
    return CostingRow(1, 1, label, "10", "Permanent", rationale, "IP Ch.1, S.1", None, computed)


def with_sections() -> PaperData:
    """The sample paper with both switched on."""
    layout = tuple(LaidOut(each.key) for each in PROGRESS.sections if not each.optional)
    layout += (LaidOut("costings"), LaidOut("capacity"))
    teams = (
        TeamRow("North", date(2024, 12, 1), 130, Decimal(5), Decimal(26), 30),
        TeamRow("South", date(2024, 12, 1), 80, Decimal(4), Decimal(20), 0, is_fte_ours=True),
    )
    posts = (ProposedPost(1, "Social worker", "Locality", 2, Decimal(2), ""),)
    service = ServiceRow("Locality", teams, CHILDREN, "1.5 to 1.7", ("30 over",), Decimal(2), posts=posts)
    data = sample.paper()
    return replace(
        data,
        layout=layout,
        dates=data.dates | {"costings": DAY, "capacity": DAY},
        costings=Costings(
            (2024, 2025), (row("Social Worker x 6", "100", "200.5", rationale="To see children."),)
        ),
        capacity=Capacity((service,), (CHILDREN,)),
    )


def words(data: PaperData) -> str:
    return " ".join(as_text(render(data, REPORT).html).split())


def test_both_say_in_a_sentence_what_their_table_shows() -> None:
    told = words(with_sections())
    assert "lists what the money of the plan was given for, as first budgeted: 1 row, £301 in all" in told
    assert "To see children." in told
    assert "1 service holds more than the standard: Locality by 30." in told.replace("One", "1")
    assert "18 to 20 children each" in told
    assert "1.5 to 1.7" in told
    assert "North, December 2024" in told
    assert "FTE marked * is our own estimate" in told


def test_their_options() -> None:
    chosen = (ChosenRow("costings.rationale", ("hidden",)), ChosenRow("capacity.teams", ("hidden",)))
    told = words(replace(with_sections(), chosen=chosen))
    assert "To see children." not in told
    assert "North, December 2024" not in told
    assert "Locality by 30" in told


def test_their_figures_may_be_named_once_they_are_shown() -> None:
    data = with_sections()
    assert figures(data)["costings.total"].value == "£301"
    assert figures(data)["capacity.locality.over"].value == "30"
    assert "costings.total" not in figures(replace(data, layout=()))


def test_open_data_have_them_as_the_report_does() -> None:
    data = with_sections()
    assert open_alone(data, frozenset()).costings == data.costings
    assert open_alone(data, frozenset({"report"})).costings is None


def test_decisions_stand_over_the_years_of_all() -> None:
    first, second = Costings((2024,), (row("A", "1"),)), Costings((2025,), (row("B", "2"),))
    both = together([first, second, Costings((2030,), ())])
    assert both.years == (2024, 2025)
    assert [one.computed for one in both.rows] == [(Decimal(1), Decimal(0)), (Decimal(0), Decimal(2))]


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.mark.django_db
def test_a_progress_paper_reads_them_only_once_shown(story: Scenario) -> None:
    assert collect(story.paper).data.costings is None
    for key in ("costings", "capacity"):
        story.paper.refresh_from_db()
        with clock(DAY):
            version = story.paper.version
            show_section(paper=story.paper, by=story.clerk, shown_version=version, key=key, shown=True)
    data = collect(story.paper).data
    assert data.costings
    assert {row.line_pk for row in data.costings.rows} >= {line.pk for line in data.spend.lines}
    assert data.capacity
    assert data.capacity.posts


def test_posts_paid_for_by_one_sum_print_no_sum_of_their_own() -> None:
    """A sum of nothing would say that the post is free."""
    data = with_sections()
    assert data.costings
    within = replace(row("Team Manager x 2", "0", "0"), paid_in="Posts together")
    rows = (within, row("Posts together", "100", "200"))
    said = words(replace(data, costings=replace(data.costings, rows=rows)))
    assert "paid for within “Posts together”" in said
    assert "£0" not in said.partition("Revenue costings")[2].partition("Caseloads")[0]
