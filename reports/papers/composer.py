"""Composing one document: its figures, and the numbers of its paragraphs and tables."""

from collections.abc import Iterable

from reports.papers.data import PaperData
from reports.papers.figure import Figure
from reports.papers.figures import figures, substitute
from reports.papers.kinds import kind_of
from reports.papers.parts import Part
from reports.papers.style import ours
from reports.papers.text import Numbering, NumberingByHeading, inline, parts_of


class Composer:
    """Composes one document: keeps its figures and its numbering."""

    def __init__(self, data: PaperData) -> None:
        self.data = data
        self.figures: dict[str, Figure] = figures(data)
        self.numbering = NumberingByHeading() if kind_of(data.kind).numbers_headings else Numbering()

    def words(self, key: str) -> tuple[Part, ...]:
        """The author's text under a heading. Raises UnknownFigure or TextTooLong."""
        return parts_of(substitute(self.data.narrative(key), self.figures), self.numbering)

    def line(self, text: str) -> str:
        """One line of an author's text as HTML."""
        return inline(substitute(text, self.figures))

    def say(self, sentence: str, names: Iterable[str] = ()) -> Part:
        """A numbered paragraph of our own, in the council's vocabulary; the sentence is plain text. The `names` in it
        are the record's, and stay as they are."""
        return self.numbering.paragraph(inline(escaped(ours(sentence, self.data.style, names))))


def escaped(text: str) -> str:
    """Plain text as Markdown that says the same: highlights and risks are not written in Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|~!" else char for char in text)
