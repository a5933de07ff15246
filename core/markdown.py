"""The little Markdown people write in: paragraphs, lists, emphasis, links and quotes, and nothing else.

`render` gives safe HTML for screens. `blocks` gives the same text as data, because papers number their
paragraphs explicitly: a line that begins `(a)`, or an item of a numbered list, is a lettered sub-paragraph of
the paragraph before it, bullets belong to whatever stands before them, and `: ` begins one without a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

LIMIT = 20_000
DEEPEST_BLOCK = 3
DEEPEST_INLINE = 6

_LETTERED = re.compile(r"\(([a-z]|[ivx]{2,5}|([a-z])\2)\)\s+")
_COLON = ": "
_OWN_LINE = re.compile(rf"^(?= {{0,3}}(?:{_LETTERED.pattern}|{_COLON}))", re.MULTILINE)
# What neither XML nor a screen can show.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SCHEMES = ("http://", "https://", "mailto:")
_BLOCK_TAGS = {"p", "ul", "ol", "li", "blockquote"}
_INLINE_TAGS = {"em", "strong", "a", "br"}


class TextTooLong(ValueError):
    """The text is longer than the limit; the message says by how much and what to do."""


class TextTooDeep(ValueError):
    """Lists, quotes or emphasis are nested deeper than a paper can show; the message says what to do."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: inline HTML (`em`, `strong`, `a`, `br` only) and the same words plain."""

    html: SafeString
    text: str


@dataclass(frozen=True)
class Unnumbered:
    """A paragraph that carries no number: one that was begun with a colon and a blank."""

    html: SafeString
    text: str


@dataclass(frozen=True)
class SubParagraph:
    """A lettered sub-paragraph of the paragraph before it; `letter` as printed inside the brackets."""

    letter: str
    html: SafeString
    text: str


@dataclass(frozen=True)
class Bullet:
    """A bullet; `level` 1 is the outermost, `marker` is `(i)` for an item that was numbered, else empty."""

    html: SafeString
    text: str
    level: int = 1
    marker: str = ""


@dataclass(frozen=True)
class BulletList:
    """Bullets, belonging to the paragraph or sub-paragraph before them."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True)
class Quote:
    """A quotation; its paragraphs are parted by `br`."""

    html: SafeString
    text: str


Block = Paragraph | Unnumbered | SubParagraph | BulletList | Quote


def render(text: str, limit: int = LIMIT) -> SafeString:
    """Safe HTML of the text. Raises `TextTooLong` beyond the limit (in characters) and `TextTooDeep`."""
    tokens = _parse(text, limit)
    return _clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}), _BLOCK_TAGS | _INLINE_TAGS)


def blocks(text: str, limit: int = LIMIT) -> list[Block]:
    """The text as blocks, in order. Raises as `render` does."""
    tree = SyntaxTreeNode(_parse(text, limit))
    return [block for node in tree.children for block in _blocks(node)]


def plain(text: str, limit: int = LIMIT) -> str:
    """The words alone, a line a paragraph or bullet: for search, mail and summaries."""
    return "\n".join(
        words.text
        for block in blocks(text, limit)
        for words in (block.items if isinstance(block, BulletList) else (block,))
    )


# Parsing


def _parse(text: str, limit: int) -> list[Token]:
    if len(text) > limit:
        raise TextTooLong(
            f"This text has {len(text):,} characters. Shorten it to {limit:,}, or put the rest in an appendix"
        )
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
    tokens = _MARKDOWN.parse(_OWN_LINE.sub("\n", text))
    inline = (_depth(token.children or []) for token in tokens)
    if _depth(token for token in tokens if token.tag in {"ul", "ol", "blockquote"}) > DEEPEST_BLOCK:
        raise TextTooDeep(f"Lists and quotes may stand inside each other no more than {DEEPEST_BLOCK} deep")
    if max(inline, default=0) > DEEPEST_INLINE:
        raise TextTooDeep("There is too much emphasis inside emphasis: take out some of the asterisks")
    return tokens


def _depth(tokens: Iterator[Token] | list[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth)
    return deepest


def _allowed_link(address: str) -> bool:
    return address.lower().startswith(_SCHEMES)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "linkify": False})
    markdown.enable(["list", "blockquote", "emphasis", "link", "escape", "entity", "newline"])
    markdown.validateLink = _allowed_link  # type: ignore[assignment]
    return markdown


_MARKDOWN = _markdown()


def _clean(html: str, tags: set[str]) -> SafeString:
    attributes = {"a": {"href"}, "ol": {"start"}}
    return mark_safe(
        nh3.clean(
            html,
            tags=tags,
            attributes={tag: names for tag, names in attributes.items() if tag in tags},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        ).strip()
    )


# From the tree to blocks


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "bullet_list":
            yield BulletList(tuple(_bullets(node, 1)))
        case "ordered_list":
            for number, item in enumerate(node.children, start=_start(node)):
                yield from _lettered(item, _letter(number))
        case "blockquote":
            yield Quote(*_words([child for child in node.walk() if child.type == "paragraph"]))
        case "paragraph":
            yield _paragraph(*_words([node]))


def _paragraph(html: SafeString, text: str) -> Paragraph | Unnumbered | SubParagraph:
    if (letter := _LETTERED.match(text)) and (in_html := _LETTERED.match(html)):
        return SubParagraph(letter[1], mark_safe(html[in_html.end() :]), text[letter.end() :])
    if text.startswith(_COLON) and html.startswith(_COLON):
        return Unnumbered(mark_safe(html.removeprefix(_COLON)), text.removeprefix(_COLON))
    return Paragraph(html, text)


def _lettered(item: SyntaxTreeNode, letter: str) -> Iterator[Block]:
    yield SubParagraph(letter, *_words(_own_paragraphs(item)))
    bullets = [bullet for node in item.children if _is_list(node) for bullet in _bullets(node, 1)]
    if bullets:
        yield BulletList(tuple(bullets))


def _bullets(node: SyntaxTreeNode, level: int) -> Iterator[Bullet]:
    for number, item in enumerate(node.children, start=_start(node)):
        marker = f"({_roman(number)})" if node.type == "ordered_list" else ""
        yield Bullet(*_words(_own_paragraphs(item)), level, marker)
        for inner in filter(_is_list, item.children):
            yield from _bullets(inner, level + 1)


def _own_paragraphs(item: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The paragraphs of an item, those of a quote in it too, but not those of a list in it."""
    return [
        paragraph
        for node in item.children
        if not _is_list(node)
        for paragraph in node.walk()
        if paragraph.type == "paragraph"
    ]


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in {"bullet_list", "ordered_list"}


def _start(node: SyntaxTreeNode) -> int:
    return int(node.attrs.get("start", 1)) or 1


def _words(paragraphs: list[SyntaxTreeNode]) -> tuple[SafeString, str]:
    inlines = [inline for paragraph in paragraphs for inline in paragraph.children]
    html = "<br>".join(
        _MARKDOWN.renderer.render([inline.token], _MARKDOWN.options, {}) for inline in inlines if inline.token
    )
    return _clean(html, _INLINE_TAGS), "\n".join(map(_plain, inlines))


def _plain(node: SyntaxTreeNode) -> str:
    if node.type in {"softbreak", "hardbreak"}:
        return " " if node.type == "softbreak" else "\n"
    return node.content if node.type == "text" else "".join(map(_plain, node.children))


def _letter(number: int) -> str:
    """a to z, then aa, bb, …"""
    turns, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * min(turns + 1, 5)


def _roman(number: int) -> str:
    tens, units = divmod(number, 10)
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * min(tens, 9) + ones[units]
