import pytest

from reports.papers.parts import Paragraph, Part, Points, Quote
from reports.papers.text import Numbering, TextTooLong, inline, parts_of


def numbers(parts: tuple[Part, ...]) -> list[int]:
    return [int(part.number) for part in parts if isinstance(part, Paragraph)]


def test_paragraphs_are_numbered_through_lists_and_quotes() -> None:
    text = "One.\n\n- bullet\n\nTwo.\n\n(a) first\n\n(b) second\n\n> Their words.\n\nThree."
    parts = parts_of(text, Numbering())
    assert numbers(parts) == [1, 2, 3]
    assert [type(part) for part in parts] == [Paragraph, Points, Paragraph, Points, Quote, Paragraph]


def test_numbers_go_on_in_the_next_text() -> None:
    numbering = Numbering()
    assert numbers(parts_of("One.\n\nTwo.", numbering)) == [1, 2]
    assert numbers(parts_of("Three.", numbering)) == [3]


def test_lettered_sub_paragraphs_stand_together() -> None:
    (_, points) = parts_of("Lead:\n\n(a) first\n\n(b) second", Numbering())
    assert isinstance(points, Points)
    assert [(item.letter, item.html) for item in points.items] == [("(a)", "first"), ("(b)", "second")]


def test_bullets_within_bullets_are_kept() -> None:
    (points,) = parts_of("- one\n  - inner\n- two", Numbering())
    assert isinstance(points, Points)
    assert [(item.html, [inner.html for inner in item.items]) for item in points.items] == [
        ("one", ["inner"]),
        ("two", []),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<table><tr><td colspan=65534>x</td></tr></table>",
        '<img src="file:///etc/passwd">',
        '<p style="position:fixed">x</p>',
        "<svg onload=alert(1)>",
    ],
)
def test_markup_is_shown_as_it_was_typed(hostile: str) -> None:
    assert "<" not in inline(hostile).replace("<br>", "")


def test_an_image_and_an_unsafe_link_are_text() -> None:
    assert "<" not in inline("![x](file:///etc/passwd) [bad](javascript:alert(1))")


def test_too_much_text_is_refused_in_words() -> None:
    with pytest.raises(TextTooLong, match="300,000 characters"):
        parts_of("word " * 60_000, Numbering())


def test_nesting_without_end_is_refused_in_words() -> None:
    with pytest.raises(TextTooLong, match="deep"):
        parts_of(">" * 60 + " x", Numbering())
