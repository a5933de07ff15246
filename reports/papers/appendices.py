"""An appendix of the author's own words, which any kind of paper may have."""

from reports.papers.composer import Composer
from reports.papers.data import PaperData
from reports.papers.documents import full_title
from reports.papers.figures import substitute
from reports.papers.kinds import DocumentKind
from reports.papers.parts import Part, Sheet
from reports.papers.text import parts_of


def is_own(data: PaperData, stem: str) -> bool:
    return any(row.stem == stem for row in data.appendices)


def own_appendix(data: PaperData, document: DocumentKind) -> Sheet:
    """Its words with live figures filled in. Raises UnknownFigure or TextTooLong."""
    body = next(row.body for row in data.appendices if row.stem == document.stem)
    words = parts_in(data, body)
    return Sheet(document.stem, document.label, full_title(document), document.landscape, (), words)


def parts_in(data: PaperData, text: str) -> tuple[Part, ...]:
    composer = Composer(data)
    return parts_of(substitute(text, composer.figures), composer.numbering)
