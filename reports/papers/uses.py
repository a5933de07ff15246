"""Where a paper names live figures: paragraph by paragraph, with the numbers that are printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from core import markdown
from core.markdown import BulletList, Quote, SubParagraph
from reports.papers.data import PaperData
from reports.papers.documents import is_open
from reports.papers.figure import Figure
from reports.papers.figures import figures, named_in
from reports.papers.layout import sections_of
from reports.papers.parts import Paragraph, Points, Section, Sheet


@dataclass(frozen=True)
class Use:
    """A live figure in the words of a paper: `where` is `paragraph 12(a)` or `recommendation 1`."""

    where: str
    figure: Figure


def uses(data: PaperData, report: Sheet) -> tuple[Use, ...]:
    """Every live figure that the words of the report and of its open appendices name, in order; a paragraph tells
    each once. What is not for publication is not quoted."""
    known = figures(data)
    named = [*_in_sections(data, report), *_in_recommendations(data, report), *_in_appendices(data)]
    found = [Use(where, known[name]) for where, name in dict.fromkeys(named) if name in known]
    return tuple(found)


def _in_sections(data: PaperData, report: Sheet) -> Iterator[tuple[str, str]]:
    by_anchor = {section.anchor: section for section in report.sections}
    for kind in sections_of(data):
        section = by_anchor.get(f"section-{kind.key.replace('_', '-')}")
        if section and (body := data.narrative(kind.key)):
            yield from _in_words(body, section)


def _in_words(body: str, section: Section) -> Iterator[tuple[str, str]]:
    """An author's words come first under a heading, so that their paragraphs have its first numbers."""
    numbers = iter([part.number for part in section.parts if isinstance(part, Paragraph)])
    number = ""
    for block in markdown.blocks(body):
        letter = f"({block.letter})" if isinstance(block, SubParagraph) else ""
        if not isinstance(block, SubParagraph | BulletList | Quote):
            number = next(numbers, number)
        texts = [one.text for one in block.items] if isinstance(block, BulletList) else [block.text]
        where = f"paragraph {number}{letter}" if number else f"under “{section.heading}”"
        yield from ((where, name) for text in texts for name in named_in(text))


def _in_recommendations(data: PaperData, report: Sheet) -> Iterator[tuple[str, str]]:
    printed = next((one for one in report.sections if one.anchor == "section-recommendations"), None)
    points = [part for part in printed.parts if isinstance(part, Points)] if printed else []
    letters = [item.letter.strip(".") for item in points[-1].items] if points else []
    for at, text in enumerate(data.recommendations):
        letter = letters[at] if len(letters) == len(data.recommendations) else str(at + 1)
        yield from ((f"recommendation {letter}", name) for name in named_in(text))


def _in_appendices(data: PaperData) -> Iterator[tuple[str, str]]:
    for row in data.appendices:
        if is_open(data, row.stem):
            where = row.stem.replace("-", " ")
            yield from ((where, name) for name in named_in(row.body))
