"""An author's words as parts of a document: paragraphs numbered through, letters, bullets and quotes within."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from core import markdown
from core.markdown import Block, Bullet, BulletList, Quote, SubParagraph, Unnumbered
from reports.papers import parts
from reports.papers.parts import Item, Part, Points


class TextTooLong(ValueError):
    """The text is longer, or nested more deeply, than a paper prints; the message says what to do."""


class Numbering:
    """Numbers paragraphs through the whole document, and tables apart from them."""

    def __init__(self) -> None:
        self._paragraphs, self._tables = count(1), count(1)

    def begin(self) -> None:
        """A heading follows; whether it is printed is known when its parts are."""

    def heading(self) -> str:
        """The number of the heading just begun, which is printed; none where paragraphs are numbered through."""
        return ""

    def paragraph(self, html: str) -> parts.Paragraph:
        return parts.Paragraph(str(next(self._paragraphs)), html)

    def table(self) -> int:
        return next(self._tables)


class NumberingByHeading(Numbering):
    """Numbers headings 1, 2, 3 and the paragraphs under each 1.1, 1.2 (document 004, whose own numbers slip after
    11.2). A heading that is begun and not printed leaves no gap."""

    def __init__(self) -> None:
        super().__init__()
        self._printed = 0

    def begin(self) -> None:
        self._paragraphs = count(1)

    def heading(self) -> str:
        self._printed += 1
        return str(self._printed)

    def paragraph(self, html: str) -> parts.Paragraph:
        return parts.Paragraph(f"{self._printed + 1}.{next(self._paragraphs)}", html)


def parts_of(text: str, numbering: Numbering) -> tuple[Part, ...]:
    """The parts of a text in which live figures are already filled in. Raises TextTooLong."""
    return tuple(_joined([_part(block, numbering) for block in _blocks(text)]))


def inline(text: str) -> str:
    """A short text as HTML within one paragraph: a recommendation, a cell. Raises TextTooLong."""
    pieces = [
        piece.html
        for block in _blocks(text)
        for piece in (block.items if isinstance(block, BulletList) else [block])
    ]
    return "<br>".join(pieces)


def _blocks(text: str) -> list[Block]:
    try:
        return markdown.blocks(text)
    except (markdown.TextTooLong, markdown.TextTooDeep) as refused:
        raise TextTooLong(f"{refused}.") from None


def _part(block: Block, numbering: Numbering) -> Part:
    match block:
        case SubParagraph():
            return Points((Item(block.html, f"({block.letter})"),))
        case BulletList():
            return Points(tuple(_nested(block.items)))
        case Unnumbered():
            return parts.Unnumbered(block.html)
        case Quote():
            return parts.Quote((block.html,))
        case _:
            return numbering.paragraph(block.html)


def _nested(bullets: tuple[Bullet, ...]) -> Iterator[Item]:
    """Bullets of the outermost level, each with those deeper ones that follow it."""
    at = 0
    while at < len(bullets):
        end = at + 1
        while end < len(bullets) and bullets[end].level > bullets[at].level:
            end += 1
        inner = tuple(Item(bullet.html, bullet.marker) for bullet in bullets[at + 1 : end])
        yield Item(bullets[at].html, bullets[at].marker, inner)
        at = end


def _flat(items: tuple[Item, ...]) -> Iterator[Item]:
    """Below a letter all bullets stand on one level."""
    for item in items:
        yield replace(item, items=())
        yield from item.items


def _joined(found: list[Part]) -> Iterator[Part]:
    """Neighbouring lettered sub-paragraphs as one list, with the bullets that belong to each within it."""
    waiting: list[Item] = []
    for part in found:
        if isinstance(part, Points) and part.is_lettered:
            waiting.extend(part.items)
            continue
        if isinstance(part, Points) and waiting:
            waiting[-1] = replace(waiting[-1], items=(*waiting[-1].items, *_flat(part.items)))
            continue
        if waiting:
            yield Points(tuple(waiting))
            waiting = []
        yield part
    if waiting:
        yield Points(tuple(waiting))
