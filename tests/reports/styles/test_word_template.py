"""A council's Word template: filled in a sandbox, saying what the HTML says; a hostile one is refused in a sentence."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.papers import docx, pdf, store
from reports.papers.compose import compose
from reports.papers.data import ClassRow, PaperData
from reports.papers.kinds import kind_of
from reports.papers.pack import content_digest
from reports.papers.pdf import CannotPrint
from reports.papers.press import Limits, Refused
from reports.papers.render import render, title_of
from reports.papers.style import HouseStyle, Logo
from reports.papers.verify import words_of
from reports.papers.word import Manuscript, write
from reports.papers.word_package import LARGEST_PART, check_package
from tests.reports.papers import sample
from tests.reports.papers.word_text import headings_of_word, open_word, words_of_word
from tests.reports.styles.test_logos import png
from tests.reports.styles.word_files import LINES, changed, part_of, related, saved, template, with_parts

DATA = sample.paper()
STEMS = [document.stem for document in kind_of("progress").documents]
WIDE_ENTITIES = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(
    "utf-16"
)
MANY = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"


def manuscript(
    content: bytes, stem: str = "report", data: PaperData = DATA, *, draft: bool = False
) -> Manuscript:
    styled = replace(data, style=HouseStyle(word_template=store.put(content)))
    document = kind_of(data.kind).document(stem)
    return docx.manuscript(
        styled, document, compose(styled, document), title_of(styled, document), draft=draft
    )


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        write(manuscript(content))
    return str(refused.value)


@pytest.mark.parametrize("stem", STEMS)
def test_it_says_what_the_html_says(stem: str) -> None:
    html = render(DATA, kind_of(DATA.kind).document(stem)).html
    body = re.sub(r"<svg.*?</svg>", "", html.split("<body", 1)[1], flags=re.DOTALL)
    in_html = [word for word in words_of(f"<body{body}") if word != "•"]
    in_word = [word for word in words_of_word(open_word(write(manuscript(template(), stem)))) if word != "•"]
    assert Counter(in_word) == Counter(in_html)


def test_headings_are_real_lists_count_and_the_foot_says_whose_it_is() -> None:
    made = open_word(write(manuscript(template())))
    found = headings_of_word(made)
    assert found[0] == (1, DATA.identity.title)
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(found))
    assert DATA.identity.reference in made.sections[0].footer.paragraphs[0].text
    assert made.sections[0].header.paragraphs[0].text == f"House of {DATA.identity.council}"
    assert made.core_properties.author == DATA.identity.council


def test_the_same_paper_gives_the_same_bytes_and_another_template_another_digest() -> None:
    assert write(manuscript(template())) == write(manuscript(template()))
    rendered = render(DATA, kind_of("progress").documents[0])
    digests = {content_digest(rendered, "docx", each) for each in ("", "a", "b")}
    assert len(digests) == 3


def test_the_logo_stands_where_it_is_named_with_its_words() -> None:
    logo = Logo(store.put(png()), "image/png", "Crest of Eastshire")
    style = HouseStyle(logo=logo, word_template=store.put(template()))
    data, document = replace(DATA, style=style), kind_of("progress").documents[0]
    made = open_word(write(docx.manuscript(data, document, compose(data, document), "A title")))
    assert made.inline_shapes[0]._inline.docPr.get("descr") == "Crest of Eastshire"


def test_without_a_template_the_logo_stands_at_the_head() -> None:
    data = replace(DATA, style=HouseStyle(logo=Logo(store.put(png()), "image/png", "Crest")))
    document = kind_of("progress").documents[0]
    made = open_word(write(docx.manuscript(data, document, compose(data, document), "A title")))
    assert made.inline_shapes[0]._inline.docPr.get("descr") == "Crest"


def test_a_templates_own_styles_lists_and_page_are_kept() -> None:
    document = python_docx.Document()
    document.styles["Heading 2"].font.name = "Georgia"
    document.add_paragraph("Its own list", style="List Number")
    for text, style in LINES:
        document.add_paragraph(text, style=style)
    document.sections[0].left_margin = Mm(40)
    made = open_word(write(manuscript(saved(document), "appendix-2")))
    assert made.styles["Heading 2"].font.name == "Georgia"
    page = made.sections[0]
    assert round((page.left_margin or Mm(0)).mm) == 40
    assert (page.page_width or 0) > (page.page_height or 0)
    numbers = [each.get(qn("w:numId")) for each in made.part.numbering_part.element.findall(qn("w:num"))]
    assert len(numbers) == len(set(numbers))


def test_a_draft_and_what_is_closed_say_so_on_each_page() -> None:
    made = open_word(write(manuscript(template(), draft=True)))
    assert made.sections[0].header.paragraphs[0].text == "Draft, not yet published"
    closed = replace(DATA, classed=(ClassRow("appendix-2", "confidential", reason="It names a child."),))
    made = open_word(write(manuscript(template(), "appendix-2", closed)))
    assert made.sections[0].header.paragraphs[0].text == "Not for publication"


def test_authors_braces_and_markup_stay_words() -> None:
    paper = replace(DATA.identity, title="{{ 7*7 }} & <w:p/> {% for %}")
    text = "\n".join(
        each.text
        for each in open_word(write(manuscript(template(), data=replace(DATA, identity=paper)))).paragraphs
    )
    assert "{{ 7*7 }} & <w:p/> {% for %}" in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ titel }}", "Did you mean title?"),
        ("{{ ''.__class__.__mro__ }}", "holds a command"),
        ("{{ title.__class__ }}", "holds a command"),
        ("{{ title['x'] }}", "holds a command"),
        ("{{ title|upper }}", "not written as|holds a command"),
        ("{{ cycler.__init__.__globals__.os.popen('id') }}", "no placeholder|holds a command"),
        ("{{ self._TemplateReference__context }}", "no placeholder|holds a command"),
        ("{% for x in range(10**9) %}x{% endfor %}", "no placeholder|holds a command"),
        ("{{ 'a' * 10**10 }}", "holds a command"),
        ("{{ 10**10**10 }}", "holds a command"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "no placeholder|holds a command"),
        ("{% include 'word/document.xml' %}", "holds a command"),
        ("{% import 'os' as os %}", "holds a command"),
        ("{% set x = 1 %}", "holds a command"),
        ("{{ title }", "not written as"),
        ("{% if draft %}", "not written as"),
        ("{{ body }}", "once, alone"),
    ],
)
def test_what_a_template_may_not_say(line: str, why: str) -> None:
    assert re.search(why, refusal(template(line)))


def test_headers_and_properties_are_held_to_the_same() -> None:
    header = (
        changed(template(), "word/header1.xml", b"House of", b"{{ title.__class__ }}")
        if _has_header()
        else b""
    )
    assert "command" in refusal(header)
    document = python_docx.Document()
    document.core_properties.subject = "{{ title.__class__ }}"
    for text, style in LINES:
        document.add_paragraph(text, style=style)
    assert "command" in refusal(saved(document))


def _has_header() -> bool:
    return bool(part_of(template(), "word/header1.xml"))


@pytest.mark.parametrize("missing", ["{{ title }}", "{{ classification }}", "{{ body }}"])
def test_what_a_template_has_to_say(missing: str) -> None:
    lines = tuple(line for line in LINES if line[0] != missing)
    assert missing in refusal(template(lines=lines))


def hostile() -> dict[str, tuple[bytes, str]]:
    sound = template()
    end = b"</w:body>"
    w = b'<w:p><w:r><w:instrText xml:space="preserve">%s</w:instrText></w:r></w:p></w:body>'
    kinds = b"wordprocessingml.document.main+xml"
    return {
        "no archive": (b"Not a document", "damaged"),
        "cut short": (sound[:2000], "damaged"),
        "a workbook": (changed(sound, "[Content_Types].xml", kinds, b"x"), "no plain Word"),
        "macros": (
            changed(
                sound,
                "[Content_Types].xml",
                b"application/vnd.openxmlformats-officedocument." + kinds,
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "without macros",
        ),
        "a program": (with_parts(sound, {"word/vbaProject.bin": b"\xd0\xcf"}), "neither text"),
        "a false picture": (with_parts(sound, {"word/media/image9.png": b"<svg/>"}), "neither text"),
        "a remote picture": (related(sound, "image", "https://example.org/pixel.png"), "fetches"),
        "a remote template": (
            related(sound, "attachedTemplate", "https://example.org/a.dotm"),
            "tied to another",
        ),
        "a local file": (related(sound, "hyperlink", "file:///etc/passwd"), "fetches"),
        "an object": (related(sound, "oleObject", "embeddings/a.bin", outside=False), "tied to another"),
        "a chunk": (related(sound, "aFChunk", "a.htm", outside=False), "tied to another"),
        "out of itself": (related(sound, "image", "media/../../../etc/passwd", outside=False), "leads out"),
        "altChunk": (
            changed(sound, "word/document.xml", end, b'<w:altChunk r:id="rId1"/></w:body>'),
            "altChunk",
        ),
        "INCLUDEPICTURE": (
            changed(sound, "word/document.xml", end, w % b"INCLUDEPICTURE x"),
            "field of Word",
        ),
        "DDE": (changed(sound, "word/document.xml", end, w % b" DDEAUTO c:\\x"), "field of Word"),
        "entities": (
            with_parts(
                sound,
                {"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'},
            ),
            "entities of its own",
        ),
        "entities in UTF-16": (
            with_parts(
                sound,
                {"word/styles.xml": WIDE_ENTITIES},
            ),
            "entities of its own",
        ),
        "a bomb": (with_parts(sound, {"word/comments.xml": b" " * (LARGEST_PART + 1)}), "far too much"),
        "many parts": (
            with_parts(sound, {f"word/a{at}.xml": b"<a/>" for at in range(400)}),
            "too many parts",
        ),
        "deep": (with_parts(sound, {"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "damaged"),
    }


@pytest.mark.parametrize("name", hostile())
def test_what_a_template_may_not_hold(name: str) -> None:
    content, why = hostile()[name]
    assert re.search(why, refusal(content))


def test_a_link_to_a_page_and_page_numbers_are_allowed() -> None:
    sound = related(template(), "hyperlink", "https://www.gov.uk")
    field = b"<w:p><w:r><w:instrText>NUMPAGES</w:instrText></w:r></w:p><w:sectPr"
    check_package(changed(sound, "word/document.xml", b"<w:sectPr", field))


def test_the_worker_says_why_and_lives() -> None:
    with pytest.raises(CannotPrint, match="holds a command"):
        pdf.carry_out({"Report": manuscript(template("{{ ''.__class__ }}"))})
    slow = changed(template(), "word/document.xml", b"<w:sectPr", MANY * 20_000 + b"<w:sectPr")
    with pytest.raises(CannotPrint):
        pdf.carry_out({"Report": manuscript(slow)}, Limits(clock=1, cpu=1))
    made = pdf.carry_out({"Report": manuscript(template())})["Report"]
    assert made.content == write(manuscript(template()))
    assert {"docxtpl", "jinja2"} <= set(made.renderer)
