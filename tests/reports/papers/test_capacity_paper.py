"""The capacity rationale composed from plain data: workload, need with its steps, and what is asked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.papers.capacity import Capacity, CostLine, ProposedPost, ServiceRow, StandardRow, TeamRow, fte
from reports.papers.capacity_v1 import report
from reports.papers.data import PaperData
from reports.papers.figures import figures
from reports.papers.kinds import CAPACITY
from reports.papers.parts import Paragraph, Points, Table
from tests.reports.papers import sample

STANDARD = StandardRow("Social worker", "children", 18, 20, "Agreed by managers")
WORKERS = ProposedPost(1, "Social Worker", "North", 2, Decimal("2.00"), "Caseloads.", True)
NORTH = ServiceRow(
    name="North",
    teams=(TeamRow("Team A", date(2024, 12, 1), 1_050, Decimal("50.00"), Decimal("21.0"), 50, True),),
    standard=STANDARD,
    need="2.5 to 2.8",
    steps=("50 over capacity", "50 ÷ 20 = 2.5", "50 ÷ 18 = 2.8"),
    compared_fte=Decimal("2.00"),
    difference="0.5 to 0.8 fewer than computed",
    posts=(WORKERS,),
)


def paper(*services: ServiceRow, **money: object) -> PaperData:
    return replace(
        sample.paper(),
        kind="capacity",
        template="capacity_v1",
        narratives=(),
        capacity=replace(Capacity(services, (STANDARD,)), **money),  # type: ignore[arg-type]
        dates={"capacity": date(2025, 1, 2)},
    )


def parts(data: PaperData, anchor: str) -> list[object]:
    sheet = report(data, CAPACITY.document("report"))
    return [part for each in sheet.sections if each.anchor == f"section-{anchor}" for part in each.parts]


def said(data: PaperData, anchor: str) -> list[str]:
    return [part.html for part in parts(data, anchor) if isinstance(part, Paragraph)]


def test_need_steps_and_difference_are_said() -> None:
    assert said(paper(NORTH), "services") == [
        "50 cases are over capacity, as table 2 shows.",
        "The standard is 18 to 20 children each. It takes 2.5 to 2.8 further posts to meet it, worked out so:",
        "Proposal: 2.0 FTE. In the roles that the standard is about, 2.0 FTE are asked for: "
        "0.5 to 0.8 fewer than computed.",
    ]
    steps, posts = (part for part in parts(paper(NORTH), "services") if isinstance(part, Points))
    assert [item.html for item in steps.items] == list(NORTH.steps)
    assert [item.html for item in posts.items] == ["Social Worker, 2.0 FTE: Caseloads."]


def test_an_estimate_is_marked_and_what_is_not_recorded_is_a_dash() -> None:
    bare = TeamRow("Team B", date(2024, 12, 1), None, None, None, None)
    found = next(
        part
        for part in parts(paper(replace(NORTH, teams=(*NORTH.teams, bare))), "services")
        if isinstance(part, Table)
    )
    cells = [[cell.text for cell in row.cells] for group in found.groups for row in group.rows]
    assert cells == [["Team A", "1,050", "50.0*", "21", "50"], ["Team B", "–", "–", "–", "–"]]
    assert "estimate" in found.note


def test_without_a_standard_or_enough_readings_no_posts_are_computed() -> None:
    assert "No standard is set for it." in said(paper(replace(NORTH, standard=None)), "services")
    unknown = replace(NORTH, need="", steps=(), difference="")
    assert any("Too little is recorded" in words for words in said(paper(unknown), "services"))
    within = replace(NORTH, need="None", steps=(), posts=())
    assert said(paper(within), "services")[1:] == [
        "The standard is 18 to 20 children each. No further posts are needed for it.",
        "No posts are asked for: none are needed.",
    ]


def test_costs_are_gross_less_growth_and_the_rest_of_the_sum_is_named() -> None:
    line = CostLine(1, "Posts", Decimal(800), is_posts=True)
    fund = CostLine(2, "Court fees", Decimal(100), is_posts=False)
    data = paper(NORTH, lines=(line, fund), gross=Decimal(1_000), already_in_budget=Decimal(300))
    (table,) = (part for part in parts(data, "costs") if isinstance(part, Table))
    cells = [[cell.text for cell in row.cells] for group in table.groups for row in group.rows]
    assert cells == [
        ["Posts", "£800"],
        ["Court fees", "£100"],
        ["Not given to a line", "£100"],
        ["Gross cost", "£1,000"],
        ["Less growth already in the budget", "−£300"],
        ["Net cost", "£700"],
    ]
    assert said(data, "funds") == ["Besides posts, the sum pays for: Court fees, £100."]


def test_figures_name_the_service() -> None:
    known = figures(paper(NORTH))
    assert known["capacity.north.needed"].value == "2.5 to 2.8"
    assert known["capacity.north.over"].value == "50"
    assert known["capacity.fte"].value == "2.0"


def test_fte_keep_two_places_where_it_takes_two() -> None:
    assert [fte(Decimal(text)) for text in ("4.00", "0.50", "0.75")] == ["4.0", "0.5", "0.75"]
