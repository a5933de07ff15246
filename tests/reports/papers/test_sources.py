"""Where live figures are named, where they come from, and the document that lists it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from reports.papers import codec
from reports.papers.compose import compose
from reports.papers.data import PaperData
from reports.papers.documents import SOURCES, documents_of
from reports.papers.docx import manuscript
from reports.papers.figures import figures
from reports.papers.origins import origin_of
from reports.papers.parts import Table
from reports.papers.render import render, render_together
from reports.papers.uses import uses
from tests.reports.papers import sample

WORDS = """The plan has {{ actions.total }} actions.

By {{ spend.through }} we spent:

(a) {{ spend.to_date }} on posts; and {{ spend.to_date }} again.

(b) nothing else.

- and a bullet with {{ posts.approved }}

Nothing, then {{ actions.complete.percent }}."""

KNOWN = datetime(2025, 1, 2, 9, 41, tzinfo=UTC)


def paper(**given: object) -> PaperData:
    data = sample.paper(
        narratives=sample.narratives(purpose=WORDS),
        recommendations=("Note.", "Note {{ actions.overdue }} overdue."),
        has_source_list=True,
        known_at=KNOWN,
    )
    return replace(data, **given)  # type: ignore[arg-type]


def listed(data: PaperData) -> list[tuple[str, str]]:
    report = compose(data, documents_of(data)[0])
    return [(use.where, use.figure.name) for use in uses(data, report)]


def test_each_use_has_the_number_its_paragraph_is_printed_with() -> None:
    assert listed(paper()) == [
        ("paragraph 1", "actions.total"),
        ("paragraph 2", "spend.through"),
        ("paragraph 2(a)", "spend.to_date"),
        ("paragraph 2", "posts.approved"),
        ("paragraph 3", "actions.complete.percent"),
        ("recommendation 2", "actions.overdue"),
    ]


def test_a_paper_without_figures_says_so() -> None:
    data = paper(narratives=sample.narratives(), recommendations=("Note.",))
    assert listed(data) == []
    assert "no figures of the record" in render(data, SOURCES).html


def test_the_document_is_off_unless_switched_on() -> None:
    assert SOURCES in documents_of(paper())
    assert SOURCES not in documents_of(sample.paper())
    assert "Source list: Where each figure comes from" in render(paper(), documents_of(paper())[0]).html


def test_it_says_value_as_at_known_at_rule_and_rows() -> None:
    (table,) = [part for part in compose(paper(), SOURCES).sections[0].parts if isinstance(part, Table)]
    assert "as known 2 January 2025 at 9:41am" in table.caption
    spent = next(row for group in table.groups for row in group.rows if row.cells[0].text == "Paragraph 2(a)")
    _where, figure, printed, as_at, rule = spent.cells
    assert (figure.more, printed.text, as_at.text) == (("spend.to_date",), "£45,681", "31 October 2024")
    assert rule.text.startswith("Spend entered month by month")
    assert rule.more == ("2 rows: CFI-03 Social Worker x 6: £33,846.50; CFI-09 Project Manager: £11,834.50",)


def test_it_is_of_the_pack_in_every_format() -> None:
    data = paper()
    html = render(data, SOURCES)
    assert html.sheet is not None
    assert "£45,681" in html.html
    assert "£45,681" in str(manuscript(data, SOURCES, html.sheet, html.title))
    assert "Source list" in render_together(data).html
    assert codec.from_json(PaperData, codec.to_json(data)) == data


@pytest.mark.parametrize("name", sorted(figures(sample.paper())))
def test_every_figure_has_an_origin_whose_page_exists(name: str) -> None:
    data = sample.paper()
    origin = origin_of(figures(data)[name], data)
    assert reverse(origin.view, args=["eastshire", *origin.arguments])
    assert origin.rule
    assert origin.sort
