"""The tranche drawdown composed from plain data: letters, alternatives, cells, and the note on rounding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.papers.data import ConsulteeRow, OptionRow, PaperData
from reports.papers.drawdown import AllocationRow, Drawdown, TrancheRow
from reports.papers.figures import figures
from reports.papers.kinds import TRANCHE
from reports.papers.parts import Details, Paragraph, Points, Table
from reports.papers.tranche_v1 import ROUNDED, letter, report, rounding_note
from tests.reports.papers import sample


def row(code: str, name: str, *amounts: int, indicative: bool = False) -> AllocationRow:
    return AllocationRow(1, code, name, "Reserve", tuple(map(Decimal, amounts)), indicative)


def drawdown(*rows: AllocationRow) -> Drawdown:
    return Drawdown(
        decision="Transformation",
        authorised=Decimal(11_000),
        approved_by="Cabinet",
        effective_on=date(2024, 3, 1),
        is_key=True,
        key_reasons="It costs more than the threshold.",
        notice_by=date(2024, 12, 12),
        years=(2022, 2023, 2024),
        tranches=(
            TrancheRow(1, Decimal(5_000), Decimal(5_000)),
            TrancheRow(2, Decimal(6_000), Decimal(1_000), Decimal(1_000), date(2024, 7, 1), "", True),
        ),
        rows=rows,
        spent_through=date(2024, 12, 31),
    )


def paper(*rows: AllocationRow, **changes: object) -> PaperData:
    data = replace(
        sample.paper(),
        kind="tranche",
        template="tranche_v1",
        narratives=(),
        drawdown=drawdown(*rows),
        dates={"drawdown": date(2025, 1, 2), "risks": date(2025, 1, 2)},
    )
    return replace(data, **changes)  # type: ignore[arg-type]


def parts(data: PaperData, anchor: str) -> list[object]:
    sheet = report(data, TRANCHE.document("report"))
    return [
        part for section in sheet.sections if section.anchor == f"section-{anchor}" for part in section.parts
    ]


def table(data: PaperData, anchor: str, at: int) -> Table:
    return [part for part in parts(data, anchor) if isinstance(part, Table)][at]


def cells(found: Table) -> list[list[str]]:
    return [[cell.text for cell in each.cells] for group in found.groups for each in group.rows]


def test_recommendations_are_lettered_and_alternatives_number_from_one() -> None:
    options = (
        OptionRow("Wait", "Nothing changes", "It costs more."),
        OptionRow("Borrow", "Debt", "Interest"),
    )
    data = paper(recommendations=("Draw it down.", "Note progress."), options=options)
    intro, asked = parts(data, "recommendations")
    assert isinstance(intro, Paragraph)
    assert isinstance(asked, Points)
    assert [item.letter for item in asked.items] == ["(a)", "(b)"]
    before, others = parts(data, "alternatives")
    assert isinstance(before, Paragraph)
    assert isinstance(others, Points)
    assert int(before.number) == int(intro.number) + 1
    assert [(item.letter, item.html) for item in others.items] == [
        ("1.", "Wait. Nothing changes. It costs more."),
        ("2.", "Borrow. Debt. Interest."),
    ]


@pytest.mark.parametrize(("at", "said"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab")])
def test_letters_go_on_after_z(at: int, said: str) -> None:
    assert letter(at) == said


def test_every_cell_is_filled_in_and_a_name_that_repeats_shows_its_code() -> None:
    data = paper(row("A-1", "Team", 0, 0, 2_000, 0), row("A-2", "Team", 0, 1_000, 2_000, 1_000))
    found = cells(table(data, "resources", 1))
    assert found == [
        ["Team (A-1)", "0", "0", "2", "0", "2"],
        ["Team (A-2)", "0", "1", "2", "1", "4"],
        ["Total", "0", "1", "4", "1", "6"],
    ]
    assert table(data, "resources", 1).note == ""
    assert [column.heading for column in table(data, "resources", 1).columns][1:] == [
        "2022/23",
        "2023/24",
        "2024/25",
        "Future Years",
        "Total",
    ]


def test_rows_that_do_not_add_up_as_shown_say_why() -> None:
    data = paper(row("A-1", "One", 0, 0, 1_400, 0), row("A-2", "Two", 0, 0, 1_400, 0))
    assert cells(table(data, "resources", 1))[-1][-1] == "3"
    assert table(data, "resources", 1).note == ROUNDED
    assert rounding_note([(1, 1, 3)], (1, 1, 3)) == ROUNDED
    assert rounding_note([(1, 1, 2)], (1, 1, 2)) == ""


def test_what_is_not_allocated_is_said() -> None:
    said = [
        part.html
        for part in parts(paper(row("A", "One", 0, 0, 2_000, 0)), "resources")
        if isinstance(part, Paragraph)
    ]
    assert any("£4,000 of the tranche is not allocated yet." in words for words in said)


def test_the_title_block_says_the_decision_why_and_by_when_notice() -> None:
    (block,) = report(paper(), TRANCHE.document("report")).opening
    assert isinstance(block, Details)
    told = {name: values[0].text for name, values in block.rows}
    assert told["Decision type"] == "Key decision"
    assert told["Reasons"] == "It costs more than the threshold."
    assert told["Notice of the decision"] == "By 12 December 2024, 28 clear days before the meeting"


def test_consultees_stand_with_their_days() -> None:
    data = paper(consultees=(ConsulteeRow("Leadership team", date(2024, 12, 1), "Agreed."),))
    assert cells(table(data, "consultees", 0)) == [["Leadership team", "1 December 2024", "Agreed."]]
    assert parts(paper(), "consultees") == []


def test_a_paper_without_a_decision_offers_no_figures_of_it() -> None:
    assert "drawdown.amount" in figures(paper())
    assert not any(name in figures(paper(drawdown=None)) for name in ("drawdown.amount", "drawdown.lines"))
