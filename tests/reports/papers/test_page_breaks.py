"""Where a page ends: no table leaves its head with one row behind, and a key stands on the page of what it is the key
to."""

import io
import re
from collections.abc import Iterator
from unittest.mock import patch

import pikepdf
import pytest
from django.template.loader import render_to_string

from reports.papers import pdf
from reports.papers.parts import Cell, Column, Group, Row, Table
from reports.papers.render import render_pack
from tests import printing
from tests.reports.papers import sample
from tests.reports.papers.pdf_text import lines_of_page

# Each begins a page of its own, at a place a little further down, so that some table meets the foot of the page.
HEIGHTS = range(170, 240, 3)
ROWS = "".join(f'<tr><th scope="row">Row-{at}</th><td>Words</td></tr>' for at in range(1, 8))
HEAD = '<thead><tr><th scope="col">Head</th><th scope="col">What</th></tr></thead>'
GROUP = '<tr class="group"><th scope="rowgroup" colspan="2">Gathered</th></tr>'
MEANING = '<tbody><tr><th scope="row">On</th><td>It is.</td></tr></tbody>'
KEY = f'<table class="key"><caption>The-key</caption>{HEAD}{MEANING}</table>'


@pytest.fixture(scope="module", autouse=True)
def really(documents_made_once: None) -> Iterator[None]:
    with patch.object(pdf, "carry_out", printing.really_carry_out):
        yield


def pages_of(table: str) -> list[str]:
    """The words of each page, where the table stands below boxes of every height, in the style of a report."""
    style = re.search(r"<style>.*?</style>", render_pack(sample.paper())[0].html, re.DOTALL)
    assert style
    boxes = "".join(
        f'<div style="break-before: page; height: {height}mm"></div><p>Before.</p>{table}<p>After.</p>'
        for height in HEIGHTS
    )
    head = f'<html lang="en-GB"><head><title>T</title>{style[0]}</head>'
    html = f"{head}<body><main><h1>T</h1>{boxes}</main></body></html>"
    with pikepdf.open(io.BytesIO(pdf.print_pdf(html).content)) as file:
        return [" ".join(lines_of_page(page)) for page in file.pages]


@pytest.mark.parametrize("rows", [ROWS, GROUP + ROWS], ids=["plain", "gathered"])
def test_a_table_begins_with_two_rows_at_least(rows: str) -> None:
    pages = pages_of(f"<table><caption>Posts</caption>{HEAD}<tbody>{rows}</tbody></table>")
    begun = [page for page in pages if "Row-1" in page]
    assert len(begun) == len(HEIGHTS)
    assert all("Posts" in page and "Row-2" in page for page in begun)
    assert any("Row-7" not in page for page in begun), "Some of them have to meet the foot of a page"


def test_a_key_stands_on_the_page_of_its_table() -> None:
    pages = pages_of(f"{KEY}<table><caption>Posts</caption>{HEAD}<tbody>{ROWS}</tbody></table>")
    assert [page for page in pages if "The-key" in page and "Row-2" not in page] == []


def test_a_note_is_not_parted_from_its_table() -> None:
    row = '<tr><th scope="row">Row-1</th><td>Words</td></tr>'
    note = '<p class="note">Noted-below.</p>'
    pages = pages_of(f"<table><caption>Posts</caption>{HEAD}<tbody>{row}</tbody></table>{note}")
    assert [page for page in pages if "Noted-below" in page and "Row-1" not in page] == []


def test_a_row_longer_than_the_rest_of_the_page_goes_on_with_the_head_repeated() -> None:
    sources = "; ".join(f"IP Ch.1, S.{at}, action {at}" for at in range(1, 93))
    part = Table(
        "Sources",
        (Column("Head", "count"), Column("What", "words")),
        (Group((Row((Cell("Row-1"), Cell("Named", more=(sources,)))), Row((Cell("Row-2"), Cell("One"))))),),
    )
    table = render_to_string("papers/press_v1/parts/table.html", {"part": part})
    assert table.count('class="long"') == 1
    pages = pages_of(table)
    begun = [page for page in pages if "Row-1" in page]
    assert all("Named" in page and "Sources" in page for page in begun)
    gone_on = [page for page in pages if "action 92" in page and "Row-1" not in page]
    assert gone_on
    assert all("Head" in page for page in gone_on)


def test_the_table_of_reviewers_stays_whole() -> None:
    heading = '<h2 id="report-section-reviewers">Reviewers</h2>'
    pages = pages_of(f"{heading}<table><caption>Who</caption>{HEAD}<tbody>{ROWS}</tbody></table>")
    begun = [page for page in pages if "Row-1" in page]
    assert len(begun) == len(HEIGHTS)
    assert all("Reviewers" in page and "Row-7" in page for page in begun)


def test_no_cell_ends_with_a_space_which_would_end_its_line_after_the_first_word() -> None:
    for document in render_pack(sample.paper()):
        assert not re.search(r"\s</t[hd]>", document.html)
    name = "TT-03 Corporate Parenting Team"
    part = Table("Lines", (Column("Line", "words"),), (Group((Row((Cell(name),)),)),))
    assert f"{name}</th>" in render_to_string("papers/press_v1/parts/table.html", {"part": part})
