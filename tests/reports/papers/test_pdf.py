"""The PDF: tagged, ours to the last letter, the same each time; and what cannot be printed ends in words."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pikepdf
import pytest

from reports.papers import pdf
from reports.papers.pdf import CannotPrint, print_pdf
from reports.papers.press import Limits, Printed
from reports.papers.render import render_pack, render_together
from reports.papers.verify import words_of
from tests import printing
from tests.reports.papers import sample
from tests.reports.papers.pdf_text import fonts_of_pdf, words_of_pdf

PACK = {rendered.stem: rendered for rendered in render_pack(sample.paper())}
STEMS = list(PACK)
# Bullets and the page numbers of the footer.
FURNITURE = {"•", "·", "Page"}


@pytest.fixture(scope="module", autouse=True)
def really(documents_made_once: None) -> Iterator[None]:
    with patch.object(pdf, "carry_out", printing.really_carry_out):
        yield


@pytest.fixture(scope="module")
def printed() -> dict[str, Printed]:
    return pdf.print_pack({stem: rendered.html for stem, rendered in PACK.items()})


@pytest.fixture(scope="module", params=STEMS)
def document(
    request: pytest.FixtureRequest, printed: dict[str, Printed], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("pdf") / f"{request.param}.pdf"
    path.write_bytes(printed[request.param].content)
    return path


def elements(node: object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def tagged(file: pikepdf.Pdf, *kinds: str) -> list[pikepdf.Dictionary]:
    return [each for each in elements(file.Root.StructTreeRoot.K) if str(each.S) in kinds]


def test_it_says_its_language_its_title_and_that_it_is_tagged(document: Path) -> None:
    with pikepdf.open(document) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.docinfo["/Title"]) == PACK[document.stem].title
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)


def test_it_is_for_keeping_and_for_everyone_at_once(document: Path) -> None:
    """PDF/A-3a with PDF/UA-1, whose identifier PDF/A only takes with the schema it belongs to."""
    with pikepdf.open(document) as file:
        described = file.open_metadata()
        assert described.pdfa_status == "3A"
        assert described["pdfuaid:part"] == "1"
        schema = file.Root.Metadata.read_bytes().split(b"<pdfaExtension:schemas>")[1]
        assert b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in schema
        assert [str(intent.S) for intent in file.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert "/ID" in file.trailer


def test_every_cell_names_its_headings_and_every_figure_its_alternative(document: Path) -> None:
    with pikepdf.open(document) as file:
        cells, figures = tagged(file, "/TD"), tagged(file, "/Figure")
        assert cells
        assert all(_has_headers(cell) for cell in cells)
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        assert len(figures) == (2 if document.stem == "report" else 0)


def _has_headers(cell: pikepdf.Dictionary) -> bool:
    attributes = cell.get("/A", pikepdf.Array([]))
    each = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return any("/Headers" in attribute for attribute in each)


def test_headings_never_skip_a_level(document: Path) -> None:
    with pikepdf.open(document) as file:
        levels = [int(str(each.S)[2:]) for each in tagged(file, "/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_bookmarks_follow_the_headings(document: Path) -> None:
    with pikepdf.open(document) as file, file.open_outline() as outline:
        assert len(outline.root) == 1
        assert outline.root[0].children


def test_only_our_fonts_are_in_it(document: Path) -> None:
    fonts = fonts_of_pdf(document)
    assert fonts
    assert all(name.startswith(("Arimo", "Noto-Sans-Symbols-2")) for name in fonts), fonts
    assert all(fonts.values())


def test_it_holds_the_words_and_figures_of_the_html(document: Path) -> None:
    """Word for word and figure for figure; the PDF has its footers and repeated heads besides."""
    in_html = html_words(PACK[document.stem].html)
    in_pdf = [word for word in words_of_pdf(document) if word not in FURNITURE]
    html_run, pdf_run = "".join(html_words(PACK[document.stem].html, charts=True)), "".join(in_pdf)
    # A long word may be broken over two lines, so each is looked for in the run of the other.
    assert [word for word in in_html if word not in pdf_run] == []
    assert [word for word in in_pdf if word not in html_run] == []
    figures, printed = Counter(filter(has_digit, in_html)), Counter(filter(has_digit, in_pdf))
    assert {word: (number, printed[word]) for word, number in figures.items() if printed[word] < number} == {}


def html_words(html: str, *, charts: bool = False) -> list[str]:
    """The words of the page, with those drawn in its charts or without."""
    body = html.split("<body", 1)[1]
    unseen = r"<title>.*?</title>" if charts else r"<svg.*?</svg>"
    return words_of(re.sub(unseen, "", f"<body{body}", flags=re.DOTALL))


def has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def test_the_same_paper_gives_the_same_bytes(printed: dict[str, Printed]) -> None:
    again = print_pdf(PACK["appendix-1"].html)
    assert again.content == printed["appendix-1"].content
    assert again.renderer == printed["appendix-1"].renderer


def test_it_names_what_printed_it(printed: dict[str, Printed]) -> None:
    assert set(printed["report"].renderer) == {
        "profile",
        "weasyprint",
        "pydyf",
        "fonttools",
        "pango",
        "harfbuzz",
        "fonts",
    }


def test_the_plan_is_landscape_and_the_report_is_not(printed: dict[str, Printed], tmp_path: Path) -> None:
    for stem, is_wide in (("report", False), ("appendix-2", True)):
        path = tmp_path / f"{stem}.pdf"
        path.write_bytes(printed[stem].content)
        with pikepdf.open(path) as file:
            _, _, width, height = map(float, file.pages[0].mediabox)
        assert (width > height) == is_wide


# What cannot be printed


def page(body: str) -> str:
    return (
        f'<!doctype html><html lang="en-GB"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'
    )


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "https://example.test/x.png"]
)
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(CannotPrint, match=r"not part of the paper: (file|https?)://"):
        print_pdf(page(f'<img alt="x" src="{address}">'))


def test_a_style_that_asks_for_a_file_is_refused() -> None:
    with pytest.raises(CannotPrint, match="not part of the paper"):
        print_pdf(page('<p style="background: url(file:///etc/hostname)">x</p>'))


def test_nested_boxes_without_end_are_refused_in_words() -> None:
    with pytest.raises(CannotPrint, match="nested too deeply"):
        print_pdf(page("<div>" * 900))


def test_a_table_that_takes_for_ever_is_stopped_by_the_clock() -> None:
    with pytest.raises(CannotPrint, match="took too long"):
        print_pdf(page("<table><tr><td colspan=65534>x</td></tr></table>"), limits=Limits(clock=2))


def test_a_table_that_takes_all_the_processor_is_stopped() -> None:
    with pytest.raises(CannotPrint, match="Shorten the longest"):
        print_pdf(page("<table><tr><td colspan=65534>x</td></tr></table>"), limits=Limits(clock=20, cpu=1))


def test_a_document_that_takes_all_the_memory_is_stopped() -> None:
    with pytest.raises(CannotPrint, match="Shorten the longest"):
        print_pdf(page("<p>word</p>" * 20_000), limits=Limits(clock=60, memory=260 * 1024**2))


def test_other_papers_are_printed_after_a_hostile_one() -> None:
    with pytest.raises(CannotPrint):
        print_pdf(page("<div>" * 900))
    assert print_pdf(page("<p>Still here.</p>")).content.startswith(b"%PDF")


def test_without_fonts_it_says_what_to_run(settings: object, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CannotPrint, match="make build"):
        print_pdf(page("<p>x</p>"))


def test_the_whole_pack_is_one_document_with_one_list_of_contents(tmp_path: Path) -> None:
    together = render_together(sample.paper())
    path = tmp_path / "pack.pdf"
    path.write_bytes(print_pdf(together.html).content)
    in_pack, apart = words_of_pdf(path), [word for one in PACK.values() for word in html_words(one.html)]
    run = "".join(in_pack)
    assert [word for word in apart if word not in run] == []
    with pikepdf.open(path) as file:
        sizes = [tuple(round(float(side)) for side in page.mediabox[2:]) for page in file.pages]
        assert {(595, 842), (842, 595)} == set(sizes)
        links = [note for page in file.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert len(links) >= len(STEMS)
        levels = [int(str(each.S)[2:]) for each in tagged(file, "/H1", "/H2", "/H3", "/H4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(re.findall(r' id="([^"]+)"', together.html)) == len(
        set(re.findall(r' id="([^"]+)"', together.html))
    )


def test_a_draft_is_marked_as_decoration_and_in_words(tmp_path: Path) -> None:
    rendered = render_pack(sample.paper(), draft=True)[1]
    path = tmp_path / "draft.pdf"
    path.write_bytes(print_pdf(rendered.html).content)
    assert "Draft, not yet published" in rendered.html
    assert "Draft, not yet published" not in PACK["appendix-1"].html
    assert path.stat().st_size > len(print_pdf(PACK["appendix-1"].html).content)
    assert all(name.startswith(("Arimo", "Noto-Sans-Symbols-2")) for name in fonts_of_pdf(path))
