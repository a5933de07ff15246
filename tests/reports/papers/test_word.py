"""The Word documents: real headings, Word's own numbers, tables with heads; the words of the HTML, the same bytes."""

import re
import zipfile
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.papers import docx
from reports.papers.compose import compose
from reports.papers.data import Narrative, PaperData
from reports.papers.kinds import kind_of
from reports.papers.render import render, title_of
from reports.papers.verify import words_of
from reports.papers.word import Manuscript, write
from tests.reports.papers import sample
from tests.reports.papers.word_text import headings_of_word, open_word, words_of_word

DATA = sample.paper()
STEMS = [document.stem for document in kind_of("progress").documents]


def manuscript(stem: str, data: PaperData = DATA, *, draft: bool = False) -> Manuscript:
    document = kind_of(data.kind).document(stem)
    return docx.manuscript(data, document, compose(data, document), title_of(data, document), draft=draft)


def written(text: str) -> PaperData:
    """The sample paper with `text` for the words of its first heading."""
    others = [each for each in DATA.narratives if each.key != "purpose"]
    return sample.paper(narratives=(Narrative(1, "purpose", "Purpose of report", text), *others))


@pytest.mark.parametrize("stem", STEMS)
def test_it_says_what_the_html_says(stem: str) -> None:
    html = render(DATA, kind_of(DATA.kind).document(stem)).html
    body = re.sub(r"<svg.*?</svg>", "", html.split("<body", 1)[1], flags=re.DOTALL)
    in_html = [word for word in words_of(f"<body{body}") if word != "•"]
    in_word = [word for word in words_of_word(open_word(write(manuscript(stem)))) if word != "•"]
    assert Counter(in_word) == Counter(in_html)


def test_numbers_are_words_own_and_count_as_the_paper_does() -> None:
    text = "First:\n\n(a) one\n(b) two\n\n- a bullet\n\nSecond:\n\n1. one\n2. two\n\nThird."
    data = written(text)
    html = render(data, kind_of("progress").document("report")).html
    in_word = " ".join(words_of_word(open_word(write(manuscript("report", data)))))
    for line in ("1 First:", "(a) one", "(b) two", "2 Second:", "(a) one", "3 Third."):
        assert line in in_word
        assert line in " ".join(words_of(html))


def test_headings_are_real_and_skip_no_level() -> None:
    found = headings_of_word(open_word(write(manuscript("report"))))
    assert found[0] == (1, DATA.identity.title)
    assert (2, "Purpose of report") in found
    assert (3, "Monitoring officer and legal") in found
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(found))


def test_every_table_repeats_its_heads_and_is_described() -> None:
    tables = open_word(write(manuscript("appendix-2"))).tables
    assert tables
    for table in tables:
        properties = table._tbl.tblPr
        described = properties.find(qn("w:tblDescription"))
        assert described is not None
        assert described.get(qn("w:val"))
        assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None


def test_every_picture_has_an_alternative() -> None:
    document = open_word(write(manuscript("report")))
    pictures = [shape._inline.docPr for shape in document.inline_shapes]
    assert len(pictures) == 2
    assert all((picture.get("descr") or "").strip() for picture in pictures)
    assert "on track" in (pictures[0].get("descr") or "")


def test_nothing_is_laid_out_by_spaces() -> None:
    document = open_word(write(manuscript("report")))
    texts = [node.text or "" for node in document.element.body.iter(qn("w:t"))]
    assert not [text for text in texts if "  " in text or "\t" in text]


def test_it_says_its_language_title_and_council() -> None:
    document = open_word(write(manuscript("report")))
    properties = document.core_properties
    assert properties.title == title_of(DATA, kind_of("progress").document("report"))
    assert (properties.language, properties.author) == ("en-GB", DATA.identity.council)
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_plan_is_landscape_and_each_page_carries_the_reference() -> None:
    plan, report = (open_word(write(manuscript(stem))).sections[0] for stem in ("appendix-2", "report"))
    assert (plan.orientation, report.orientation) == (WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    assert DATA.identity.reference in plan.footer.paragraphs[0].text


def test_a_draft_says_so_on_each_page_and_a_published_paper_does_not() -> None:
    draft, final = (open_word(write(manuscript("report", draft=on))) for on in (True, False))
    assert draft.sections[0].header.paragraphs[0].text == "Draft, not yet published"
    assert final.sections[0].header.paragraphs[0].text == ""


def test_the_same_paper_gives_the_same_bytes_without_a_time_of_day() -> None:
    one, other = write(manuscript("appendix-1")), write(manuscript("appendix-1"))
    assert one == other
    with zipfile.ZipFile(BytesIO(one)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_links_lead_on_and_emphasis_stays() -> None:
    document = open_word(
        write(manuscript("report", written("See **the [plan](https://example.org/a?b=1&c=2)**.")))
    )
    targets = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
    assert "https://example.org/a?b=1&c=2" in targets
    assert [run.text for run in document.paragraphs[6].runs if run.bold]


def test_the_worker_makes_them_too() -> None:
    made = docx.write_pack({"Report": manuscript("report")})
    assert made["Report"].content == write(manuscript("report"))
    assert made["Report"].renderer["word"]


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=80).filter(lambda text: "{{" not in text))
def test_no_text_breaks_it(text: str) -> None:
    assert open_word(write(manuscript("appendix-1", written(text))))


def test_hostile_text_is_only_words() -> None:
    document = open_word(write(manuscript("report", written('Fees & <b>costs</b> ]]> "quoted" \x0b.'))))
    assert any("<b>costs</b>" in paragraph.text for paragraph in document.paragraphs)
