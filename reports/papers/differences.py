"""What one version of a paper says otherwise than another, document by document, in the lines a reader sees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from reports.papers.data import PaperData
from reports.papers.documents import documents_of, full_title
from reports.papers.render import render

_BODY = re.compile(r"<main>(.*)</main>", re.DOTALL)
_DRAWN = re.compile(r"<svg.*?</svg>", re.DOTALL)
_CELL = re.compile(r"</(?:td|th)>\s*<(?:td|th)[^>]*>|<br>")
_END = re.compile(r"</(?:p|h\d|tr|caption|figcaption|li|blockquote)>")
_TAG = re.compile(r"<[^>]+>")
# What moves when something is written elsewhere: the number a paragraph or heading begins with, and that of a table.
_NUMBER = re.compile(r'<span class="number">([^<]*)</span>')
_TABLE = re.compile(r"\b([Tt])able \d+")


@dataclass(frozen=True)
class Line:
    """A line as a reader sees it, and what of it is told apart: without the numbers that move."""

    shown: str
    told: str


@dataclass(frozen=True)
class Changed:
    """Neighbouring lines as they were and as they are; one of the two may be empty."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Differing:
    """A document of the pack and what changed in it."""

    title: str
    stem: str
    changes: tuple[Changed, ...]


def differences(before: PaperData, after: PaperData) -> tuple[Differing, ...]:
    """The documents that differ, in the order of the pack. Raises CannotRender."""
    then, now = _lines(before), _lines(after)
    titles = {each.stem: full_title(each) for data in (before, after) for each in documents_of(data)}
    found = (
        Differing(title, stem, tuple(_changes(then.get(stem, ()), now.get(stem, ()))))
        for stem, title in titles.items()
    )
    return tuple(each for each in found if each.changes)


def lines_of(html: str) -> tuple[Line, ...]:
    """The lines of a document: a paragraph, a heading, a point or a row of a table each."""
    body = _BODY.search(html)
    text = _CELL.sub(" · ", _DRAWN.sub("", body[1] if body else html))
    lines = (
        Line(_words(piece), _TABLE.sub(r"\1able", _words(_NUMBER.sub(" ", piece))))
        for piece in _END.split(text)
    )
    return tuple(line for line in lines if line.shown)


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _lines(data: PaperData) -> dict[str, tuple[Line, ...]]:
    return {each.stem: lines_of(render(data, each).html) for each in documents_of(data)}


def _changes(before: tuple[Line, ...], after: tuple[Line, ...]) -> Iterator[Changed]:
    # Popular lines are no noise here: a table repeats its words in row after row.
    matcher = SequenceMatcher(
        None, [line.told for line in before], [line.told for line in after], autojunk=False
    )
    for what, from_, to, from_now, to_now in matcher.get_opcodes():
        if what != "equal":
            was, now = before[from_:to], after[from_now:to_now]
            yield Changed(tuple(line.shown for line in was), tuple(line.shown for line in now))
