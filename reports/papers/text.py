"""An author's words: Markdown to numbered paragraphs, lettered sub-paragraphs, bullets, quotes and subheadings.

Raw HTML, images and styles are text here, never markup; what is left is sanitised again.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from reports.papers.parts import Item, Paragraph, Part, Points, Quote, Subheading

# The longest text under one heading; document 001's longest has some 4,000 characters.
LONGEST = 60_000
# Lists deeper than this are printed at this depth.
DEEPEST = 2

_LETTERED = re.compile(r"^\(([a-z]{1,3})\)\s+")
_parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline", "html_block", "code"])


class TextTooLong(ValueError):
    """The text under a heading is longer than a paper can print."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The text has {length:,} characters; a paper prints up to {LONGEST:,} under a heading."
        )


class Numbering:
    """Numbers paragraphs through the whole document, and tables apart from them."""

    def __init__(self) -> None:
        self._paragraphs, self._tables = count(1), count(1)

    def paragraph(self, html: str) -> Paragraph:
        return Paragraph(next(self._paragraphs), html)

    def table(self) -> int:
        return next(self._tables)


def parts_of(text: str, numbering: Numbering) -> tuple[Part, ...]:
    """The parts of a text in which live figures are already filled in. Raises TextTooLong."""
    if len(text) > LONGEST:
        raise TextTooLong(len(text))
    return tuple(_joined(_parts(SyntaxTreeNode(_parser.parse(text)), numbering)))


def inline(text: str) -> str:
    """One line of Markdown as HTML: a recommendation, a cell. Raises TextTooLong."""
    if len(text) > LONGEST:
        raise TextTooLong(len(text))
    return _clean(_parser.renderInline(text.strip()))


def _parts(root: SyntaxTreeNode, numbering: Numbering) -> Iterator[Part]:
    for node in root.children:
        match node.type:
            case "bullet_list" | "ordered_list":
                yield Points(tuple(_items(node, 1)))
            case "blockquote":
                yield Quote(tuple(_html(child) for child in node.walk() if child.type == "paragraph"))
            case "heading":
                yield Subheading(_plain(node))
            case "hr":
                pass
            case _:
                yield _paragraph(node, numbering)


def _paragraph(node: SyntaxTreeNode, numbering: Numbering) -> Part:
    html = _html(node)
    if lettered := _LETTERED.match(html):
        return Points((Item(html[lettered.end() :], f"({lettered[1]})"),))
    return numbering.paragraph(html)


def _items(node: SyntaxTreeNode, depth: int) -> Iterator[Item]:
    for at, child in enumerate(node.children):
        words = " ".join(_html(part) for part in child.children if not _is_list(part))
        inner = [item for part in child.children if _is_list(part) for item in _items(part, depth + 1)]
        letter = f"({letter_of(at)})" if node.type == "ordered_list" else ""
        if depth < DEEPEST:
            yield Item(words, letter, tuple(inner))
        else:
            yield Item(words, letter)
            yield from inner


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """Neighbouring lettered sub-paragraphs as one list, lettered in order whatever was typed."""
    waiting: list[Item] = []
    for part in parts:
        if isinstance(part, Points) and part.is_lettered:
            waiting.extend(part.items)
            continue
        yield from _lettered(waiting)
        waiting = []
        yield part
    yield from _lettered(waiting)


def _lettered(items: Sequence[Item]) -> Iterator[Points]:
    if items:
        yield Points(
            tuple(Item(item.html, f"({letter_of(at)})", item.items) for at, item in enumerate(items))
        )


def letter_of(at: int) -> str:
    """a, b, … z, aa, ab, …"""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")


def _html(node: SyntaxTreeNode) -> str:
    return _clean(" ".join(_inline_of(node)))


def _inline_of(node: SyntaxTreeNode) -> Iterator[str]:
    for part in node.walk():
        if part.type == "inline":
            yield _parser.renderInline(part.content)
        elif part.type == "fence":
            yield f"<code>{nh3.clean_text(part.content)}</code>"


def _plain(node: SyntaxTreeNode) -> str:
    """The words alone, for a heading; the template escapes them."""
    return " ".join(part.content for part in node.walk() if part.type in ("text", "code_inline")).strip()


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags={"a", "strong", "em", "code", "br"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()
