"""Numbered paragraphs, lettered sub-paragraphs, bullets inside, and what has no number: alike in HTML, PDF and Word."""

import re
from collections import Counter
from pathlib import Path

import pytest

from core import markdown
from reports.papers.compose import compose
from reports.papers.data import Narrative, PaperData
from reports.papers.docx import manuscript
from reports.papers.kinds import kind_of
from reports.papers.parts import Paragraph, Points, Quote, Unnumbered
from reports.papers.pdf import print_pdf
from reports.papers.render import render, title_of
from reports.papers.text import Numbering, parts_of
from reports.papers.verify import words_of
from reports.papers.word import write
from tests.reports.papers import sample
from tests.reports.papers.pdf_text import words_of_pdf
from tests.reports.papers.word_text import open_word, words_of_word

TEXT = """First:

(a) a letter
(b) a letter with bullets

- a bullet
  - a bullet in it

: Of the first, without a number.

> Somebody's words.

Second:

- a bullet
"""
PRINTED = (
    "1 First: (a) a letter (b) a letter with bullets a bullet a bullet in it Of the first, without a number. "
    "Somebody's words. 2 Second: a bullet"
)


def written(text: str) -> PaperData:
    data = sample.paper()
    others = [each for each in data.narratives if each.key != "purpose"]
    return sample.paper(narratives=(Narrative(1, "purpose", "Purpose of report", text), *others))


def test_the_parts() -> None:
    first, letters, unnumbered, quote, second, bullets = parts_of(TEXT, Numbering())
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.number, second.number) == ("1", "2")
    assert isinstance(letters, Points)
    assert letters.is_lettered
    assert [item.html for item in letters.items[1].items] == ["a bullet", "a bullet in it"]
    assert unnumbered == Unnumbered("Of the first, without a number.")
    assert isinstance(quote, Quote)
    assert isinstance(bullets, Points)
    assert not bullets.is_lettered


def test_html() -> None:
    html = render(written(TEXT), kind_of("progress").documents[0]).html
    assert PRINTED in " ".join(word for word in words_of(html) if word != "•")
    assert '<p class="numbered">Of the first, without a number.</p>' in html
    assert re.search(r'<ul class="inner"><li><p>a bullet</p></li><li><p>a bullet in it</p></li></ul>', html)


def test_word() -> None:
    data, document = written(TEXT), kind_of("progress").documents[0]
    made = write(manuscript(data, document, compose(data, document), title_of(data, document)))
    assert PRINTED in " ".join(word for word in words_of_word(open_word(made)) if word != "•")


def test_pdf(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(print_pdf(render(written(TEXT), kind_of("progress").documents[0]).html).content)
    in_pdf = [word for word in words_of_pdf(path) if word != "•"]
    # Numbers and letters are drawn after the words they stand beside.
    assert not Counter(PRINTED.split()) - Counter(in_pdf)
    assert "Of the first, without a number." in " ".join(in_pdf)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One\n: two", [markdown.Paragraph, markdown.Unnumbered]),
        (":not this", [markdown.Paragraph]),
        ("At ten: we met", [markdown.Paragraph]),
        (": (a) odd", [markdown.Unnumbered]),
        (": **bold**", [markdown.Unnumbered]),
        ("- a\n\n: b", [markdown.BulletList, markdown.Unnumbered]),
    ],
)
def test_a_colon_and_a_blank_begin_it(text: str, kinds: list[type]) -> None:
    assert [type(block) for block in markdown.blocks(text)] == kinds


def test_it_is_plain_in_mail_and_search() -> None:
    assert markdown.plain("One.\n\n: Two.") == "One.\nTwo."
