"""Where the pages of the PDF break, and what its drawings look like to those who see little contrast."""

import re
from dataclasses import replace
from pathlib import Path

import pikepdf

from reports.papers import charts, tables
from reports.papers.data import ChapterRow, PaperData
from reports.papers.kinds import PROGRESS
from reports.papers.pdf import print_pdf
from reports.papers.render import render
from tests.reports.papers import sample
from tests.reports.papers.pdf_text import lines_of_page

LEAST_CONTRAST_OF_A_SHAPE = 3


def plan_of(areas: int) -> PaperData:
    """A paper whose plan has so many areas that headings come to stand at every height of a page."""
    data, section = sample.paper(), sample.section(sample.ACTIONS)
    sections = tuple(
        replace(
            section,
            pk=at,
            label=f"S.{at}",
            reference=f"IP Ch.1, S.{at}",
            actions=section.actions[: at % 4 + 1],
        )
        for at in range(1, areas + 1)
    )
    return replace(data, plan=replace(data.plan, chapters=(ChapterRow(1, "Care leavers", sections),)))


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_rating_of_an_area_is_on_the_page_where_its_actions_begin(tmp_path: Path) -> None:
    path = tmp_path / "appendix-2.pdf"
    path.write_bytes(print_pdf(render(plan_of(14), PROGRESS.document("appendix-2")).html).content)
    with pikepdf.open(path) as file:
        pages = [" ".join(lines_of_page(page)) for page in file.pages]
    assert len(pages) > 4
    for number in range(1, 15):
        heading, table = f"IP Ch.1, S.{number} ", f"Actions of IP Ch.1, S.{number} as at"
        assert [heading in page for page in pages] == [table in page for page in pages], f"S.{number}"


def test_columns_of_the_spend_chart_can_be_told_from_the_page() -> None:
    fills = set(re.findall(r'<rect [^>]*fill="(#[0-9a-f]{6})"', charts.spend_against_budget(sample.paper())))
    assert fills
    for fill in fills:
        assert 1.05 / (luminance(fill) + 0.05) >= LEAST_CONTRAST_OF_A_SHAPE, fill


def test_the_spend_chart_stands_beside_a_table_of_the_same_sums() -> None:
    data = sample.paper()
    rows = [[cell.text for cell in row.cells] for row in tables.spend_by_month(data, 7).groups[0].rows]
    assert rows[4] == ["August 2024", "£0.00", "–"]
    assert rows[6] == ["October 2024", "£72,873.50", "£45,681.00"]
    assert rows[7] == ["November 2024", "£109,310.25", "–"]


def test_a_first_paper_says_up_to_which_day_it_tells() -> None:
    html = render(replace(sample.paper(), previous=None), PROGRESS.document("report")).html
    assert "told us since the plan began, up to 13 November 2024:" in html
    assert "Activity since the plan began, up to 13 November 2024, includes:" in html
