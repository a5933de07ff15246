"""Hostile text in Word documents: it ends in words, within the limits, and nothing is fetched or let in."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from unittest.mock import patch

import pytest

from reports.papers import docx, pdf
from reports.papers.compose import compose
from reports.papers.data import Narrative
from reports.papers.documents import document_of
from reports.papers.parts import Cell, Column, Group, Paragraph, Part, Row, Table
from reports.papers.pdf import CannotPrint
from reports.papers.press import Limits
from reports.papers.render import title_of
from reports.papers.text import TextTooLong
from reports.papers.word import Manuscript
from tests import printing
from tests.reports.papers import sample
from tests.reports.papers.word_text import open_word, words_of_word

DATA = sample.paper()
DOCUMENT = document_of(DATA, "report")
# Whoever reads this machine's files would bring back a line like this one.
READ = b"root:"


@pytest.fixture(scope="module", autouse=True)
def really(documents_made_once: None) -> Iterator[None]:
    with patch.object(pdf, "carry_out", printing.really_carry_out):
        yield


def saying(text: str) -> Manuscript:
    """The report with an author's `text` for the words of its first heading."""
    others = [each for each in DATA.narratives if each.key != "purpose"]
    data = replace(DATA, narratives=(Narrative(1, "purpose", "Purpose of report", text), *others))
    return docx.manuscript(data, DOCUMENT, compose(data, DOCUMENT), title_of(data, DOCUMENT))


def holding(*parts: Part) -> Manuscript:
    """The report with `parts` that no author could write, past every check of ours before Word."""
    sheet = compose(DATA, DOCUMENT)
    first = replace(sheet.sections[0], parts=parts)
    return docx.manuscript(
        DATA, DOCUMENT, replace(sheet, sections=(first, *sheet.sections[1:])), title_of(DATA, DOCUMENT)
    )


def written(manuscript: Manuscript, limits: Limits | None = None) -> bytes:
    return docx.write_pack({"Report": manuscript}, limits=limits)["Report"].content


def pieces_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


# A link may lead elsewhere; a picture is brought along or is none.
_IMAGES_ELSEWHERE = re.compile(rb'<Relationship [^>]*relationships/image"[^>]*External')
ADDRESSES = ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "https://example.test/x.png"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_image_of_elsewhere_is_only_words(address: str) -> None:
    plain = pieces_of(written(saying("Words.")))
    for manuscript in (
        saying(f"![x]({address}) and words."),
        saying(f'<img alt="x" src="{address}"> and words.'),
        holding(Paragraph("1", f'<img alt="x" src="{address}"> and words.')),
    ):
        pieces = pieces_of(written(manuscript))
        assert set(pieces) == set(plain)
        assert not [name for name, content in pieces.items() if READ in content]
        assert not _IMAGES_ELSEWHERE.search(pieces["word/_rels/document.xml.rels"])


def test_a_link_to_a_file_of_the_machine_leads_nowhere() -> None:
    pieces = pieces_of(written(saying("Read [this](file:///etc/passwd) and [that](javascript:alert(1)).")))
    assert b"file:///" not in pieces["word/_rels/document.xml.rels"]
    assert b"javascript:" not in pieces["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td colspan=65534>x</td></tr></table>",
        '<table><tr><td rowspan="65534" colspan="65534">x</td></tr></table>',
        "<div>" * 900 + "deep",
        "<ul><li>" * 400 + "deep",
        "<b>" * 3000 + "deep",
    ],
)
def test_markup_that_stops_a_printer_is_only_words(markup: str) -> None:
    assert open_word(written(saying(f"Before.\n\n{markup}\n\nAfter."), Limits(clock=60, cpu=50)))
    with suppress(CannotPrint):
        assert open_word(written(holding(Paragraph("1", markup)), Limits(clock=60, cpu=50)))


@pytest.mark.parametrize("depth", [3, 12, 60])
def test_lists_within_lists_keep_their_words_or_are_refused(depth: int) -> None:
    text = "\n".join(f"{'  ' * at}- point {at}" for at in range(depth))
    try:
        manuscript = saying(text)
    except TextTooLong:
        assert depth > 3
        return
    words = " ".join(words_of_word(open_word(written(manuscript))))
    assert f"point {depth - 1}" in words


def test_a_paragraph_without_end_is_refused_before_it_is_written() -> None:
    with pytest.raises(TextTooLong):
        saying("word " * 60_000)


def test_a_paragraph_of_300_kilobytes_is_written_within_the_limit() -> None:
    content = written(holding(Paragraph("1", "word " * 60_000)), Limits(clock=30, cpu=25))
    assert words_of_word(open_word(content)).count("word") == 60_000


def test_a_document_that_takes_for_ever_is_stopped_and_the_next_is_written() -> None:
    rows = tuple(Row((Cell(f"row {at}"), Cell("words"))) for at in range(80_000))
    table = Table("Endless", (Column("One", "words"), Column("Two", "words")), (Group(rows),))
    with pytest.raises(CannotPrint, match=r"took too long|Shorten the longest"):
        written(holding(table), Limits(clock=2, cpu=2))
    assert open_word(written(saying("Still here.")))


def test_a_document_that_takes_all_the_memory_is_stopped() -> None:
    parts = tuple(Paragraph(str(at), "word " * 200) for at in range(80_000))
    with pytest.raises(CannotPrint, match="Shorten the longest"):
        written(holding(*parts), Limits(clock=60, memory=260 * 1024**2))
