import re
from contextlib import suppress
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import (
    LIMIT,
    Bullet,
    BulletList,
    Paragraph,
    Quote,
    SubParagraph,
    TextTooDeep,
    TextTooLong,
    blocks,
    plain,
    render,
)

TAGS = re.compile(r"</?([a-z0-9]+)((?:\s[^<>]*)?)>")


def test_the_few_things_people_write() -> None:
    html = render(
        "Good **work** by *all*, see [the notice](https://example.org/).\n\n- one\n- two\n\n> We were told"
    )
    assert "<strong>work</strong>" in html
    assert "<em>all</em>" in html
    assert '<a href="https://example.org/" rel="noopener noreferrer">the notice</a>' in html
    assert "<ul>\n<li>one</li>" in html
    assert "<blockquote>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example/)",
        "[x](/admin/)",
        '<p style="color:red" class="x">',
        "![alt](https://example.org/x.png)",
        "# Heading",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<svg><a xlink:href='javascript:x'>",
        "```\ncode\n```",
    ],
)
def test_nothing_else_becomes_markup(text: str) -> None:
    html = render(text)
    assert {tag for tag, _ in TAGS.findall(html)} <= {"p", "a"}
    assert "javascript:" not in "".join(attributes for _, attributes in TAGS.findall(html))
    assert not re.search(r"<(script|img|svg|h1|table|code|style)", html)


@given(st.text(alphabet="ab *_[]()<>!#`~|>-1.\\&;:/\"'\n\t\x00\u202e", max_size=120))
def test_no_text_gives_other_tags_or_breaks(text: str) -> None:
    try:
        html = render(text)
    except TextTooDeep:
        return
    for tag, attributes in TAGS.findall(html):
        assert tag in {"p", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br"}
        assert not attributes or tag in {"a", "ol"}
    assert "\x00" not in html


@given(st.text(alphabet="ab \n(>-1.", max_size=80))
def test_blocks_lose_no_word(text: str) -> None:
    try:
        said = plain(text)
    except TextTooDeep:
        return
    assert (
        re.sub(r"[^ab]", "", re.sub(r"\([ab]{1,2}\)\s", "", said)) in re.sub(r"[^ab]", "", text)
        or "(" in text
    )


def test_lettered_lines_and_bullets_belong_to_a_paragraph() -> None:
    found = blocks("The Board:\n(a) met *twice*\n(b) agreed\n- one\n  - inner\n- two\n\nNext.")
    assert found == [
        Paragraph("The Board:", "The Board:"),  # type: ignore[arg-type]
        SubParagraph("a", "met <em>twice</em>", "met twice"),  # type: ignore[arg-type]
        SubParagraph("b", "agreed", "agreed"),  # type: ignore[arg-type]
        BulletList((Bullet("one", "one"), Bullet("inner", "inner", 2), Bullet("two", "two"))),  # type: ignore[arg-type]
        Paragraph("Next.", "Next."),  # type: ignore[arg-type]
    ]


def test_a_numbered_list_is_lettered() -> None:
    found = blocks("It was agreed:\n\n1. to fund posts\n   - six of them\n2. to report back")
    assert [(block.letter, block.text) for block in found if isinstance(block, SubParagraph)] == [
        ("a", "to fund posts"),
        ("b", "to report back"),
    ]
    assert isinstance(found[2], BulletList)
    assert found[2].items[0].text == "six of them"


def test_a_numbered_list_inside_bullets_keeps_its_numbers() -> None:
    found = blocks("- first\n  1. one\n  2. two")
    assert isinstance(found[0], BulletList)
    assert [(item.marker, item.level) for item in found[0].items] == [("", 1), ("(i)", 2), ("(ii)", 2)]


def test_the_letters_people_type_are_kept() -> None:
    letters = [
        block.letter for block in blocks("(a) x\n(c) y\n(ii) z\n(aa) w") if isinstance(block, SubParagraph)
    ]
    assert letters == ["a", "c", "ii", "aa"]
    assert isinstance(blocks("(see the notice) text")[0], Paragraph)


def test_quotes_and_breaks() -> None:
    found = blocks("> You listen to us.  \n> At last.\n>\n> A child")
    assert isinstance(found[0], Quote)
    assert found[0].html == "You listen to us.<br>\nAt last.<br>A child"
    assert found[0].text == "You listen to us.\nAt last.\nA child"
    assert blocks("  \n") == []


def test_a_text_too_long_is_told_the_limit() -> None:
    assert render("a" * LIMIT)
    with pytest.raises(TextTooLong, match=r"20,001 characters\. Shorten it to 20,000"):
        render("a" * (LIMIT + 1))
    with pytest.raises(TextTooLong, match="Shorten it to 10"):
        blocks("a" * 11, limit=10)


@pytest.mark.parametrize("text", ["> " * 500 + "x", "- " * 500 + "x", "- a\n  - b\n    - c\n      - d"])
def test_nesting_too_deep_is_refused(text: str) -> None:
    with pytest.raises(TextTooDeep, match="no more than 3 deep"):
        render(text)


@pytest.mark.parametrize(
    "piece",
    ["[", "*a **b ", "*", "![[", "[a](http://", "\n(a) x", "_a", "<", "&#x41;", "`", "\\", "[](", "**a*"],
)
def test_no_text_takes_long(piece: str) -> None:
    began = thread_time()  # of the processor: what else the machine does counts for nothing
    with suppress(TextTooDeep):
        blocks(piece * (LIMIT // len(piece)))
    assert thread_time() - began < 5
