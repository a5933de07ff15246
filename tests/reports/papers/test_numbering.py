"""Numbers of headings and paragraphs: written out, never a style's counters, and without a slip."""

from dataclasses import replace
from datetime import date
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.papers.compose import compose
from reports.papers.data import Narrative, PaperData
from reports.papers.kinds import SCORECARD
from reports.papers.parts import Paragraph, Section
from reports.papers.render import render
from reports.papers.verify import words_of
from reports.papers.word import write
from tests.reports.papers import sample
from tests.reports.papers.test_word import manuscript
from tests.reports.papers.word_text import open_word, words_of_word

KEYS = [section.key for section in SCORECARD.sections if section.key not in ("recommendations", "access")]
# Paragraphs, bullets, lettered sub-paragraphs and quotations, which carry no number of their own.
TEXT = "One:\n\n- bullet\n  - inner\n\nTwo:\n\n(a) first\n\n(b) second\n\n> Said.\n\nThree."


def briefing(bodies: dict[str, str]) -> PaperData:
    """The sample as a scorecard briefing with these words by heading; without words a heading is not printed."""
    words = tuple(
        Narrative(at, section.key, section.heading, bodies[section.key])
        for at, section in enumerate(SCORECARD.sections, 1)
        if section.key in bodies
    )
    days = {block.key: date(2024, 5, 31) for block in SCORECARD.blocks}
    data = sample.paper(kind=SCORECARD.key, template=SCORECARD.template, narratives=words, previous=None)
    return replace(data, dates=days, highlights=(), options=())


def sections_of(data: PaperData) -> tuple[Section, ...]:
    return compose(data, SCORECARD.document("report")).sections


def numbers_of(sections: tuple[Section, ...]) -> list[str]:
    return [part.number for section in sections for part in section.parts if isinstance(part, Paragraph)]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.integers(1, 12)))
def test_no_number_ever_slips(lengths: dict[str, int]) -> None:
    """Document 004 prints 11, 11.2 and 12.1 where it means 11, 12 and 12.1."""
    bodies = {key: "\n\n".join(f"Words {at}." for at in range(length)) for key, length in lengths.items()}
    sections = sections_of(briefing(bodies))
    assert [section.number for section in sections] == [str(at) for at in range(1, len(sections) + 1)]
    for number, found in groupby(numbers_of(sections), key=lambda each: each.split(".")[0]):
        of_heading = list(found)
        assert of_heading == [f"{number}.{at}" for at in range(1, len(of_heading) + 1)]
    for section in sections:
        own = [part.number for part in section.parts if isinstance(part, Paragraph)]
        assert all(number.startswith(f"{section.number}.") for number in own)


def test_points_and_quotations_take_no_number() -> None:
    assert numbers_of(sections_of(briefing({"purpose": TEXT})))[:3] == ["1.1", "1.2", "1.3"]


def test_recommendations_are_paragraphs_of_their_heading() -> None:
    data = replace(briefing({"purpose": "Words."}), recommendations=("Note it.", "Question it."))
    recommended = next(section for section in sections_of(data) if section.number == "2")
    told = [(part.number, part.html) for part in recommended.parts if isinstance(part, Paragraph)]
    assert told == [
        ("2.1", "The Children and Families Committee is asked to:"),
        ("2.2", "Note it."),
        ("2.3", "Question it."),
    ]


def test_a_heading_that_is_not_printed_leaves_no_gap() -> None:
    with_and_without = [sections_of(briefing({"purpose": "Words.", key: "Words."})) for key in KEYS[1:3]]
    assert all(
        [s.number for s in found] == ["1", "2", "3", "4", "5"][: len(found)] for found in with_and_without
    )


def test_word_counts_to_the_same_numbers_by_itself() -> None:
    data = briefing({"purpose": TEXT, "summary": "First.\n\nSecond.", "implications_legal": "None."})
    document = SCORECARD.document("report")
    html = " ".join(words_of(render(data, document).html))
    word = open_word(write(manuscript("report", data)))
    in_word = " ".join(words_of_word(word))
    for line in ("1 Purpose of report", "1.1 One:", "1.3 Three.", "2 Executive summary", "2.2 Second."):
        assert line in html
        assert line in in_word
    typed = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert "1.1" not in typed
    assert "2 Executive" not in typed


def test_the_list_of_contents_has_the_numbers() -> None:
    sections = sections_of(briefing({"purpose": "Words."}))
    assert sections[0].full_heading == "1 Purpose of report"
