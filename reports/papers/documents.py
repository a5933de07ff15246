"""Which documents a paper's pack has: those of its kind, and those that this paper has besides; and which of them
are not for publication. A document is open unless it is classified otherwise."""

from dataclasses import replace

from reports.papers import schedule
from reports.papers.costings import HIDDEN
from reports.papers.data import ClassRow, PaperData
from reports.papers.kinds import DocumentKind, kind_of

REPORT = "report"
# Where each live figure of the report comes from; off unless a paper's authors switch it on.
SOURCES = DocumentKind("sources", "Source list", "Where each figure comes from", landscape=True)


def documents_of(data: PaperData) -> tuple[DocumentKind, ...]:
    """Every document of the pack, the report first, the appendices of the author's own after those of the kind."""
    own = tuple(DocumentKind(row.stem, _label(row.stem), row.title) for row in data.appendices)
    # It quotes the report, and so is not for publication where the report is not.
    sources = (SOURCES,) if data.has_source_list and is_open(data, REPORT) else ()
    return (*(_titled(data, document) for document in kind_of(data.kind).documents), *own, *sources)


def _titled(data: PaperData, document: DocumentKind) -> DocumentKind:
    hides = data.printed_sums == HIDDEN and document.title_unprinted
    return replace(document, title=document.title_unprinted) if hides else document


def document_of(data: PaperData, stem: str) -> DocumentKind:
    """Raises `KeyError` for a document that this paper's pack has not."""
    return {document.stem: document for document in documents_of(data)}[stem]


def full_title(document: DocumentKind) -> str:
    """`Appendix 1: Rating overview`, or `Report`."""
    same = document.label == document.title
    return document.label if same else f"{document.label}: {document.title}"


def own_stem(kind: str, place: int) -> str:
    """The stem of an author's own appendix, the first at place 0: it follows the appendices of the kind."""
    before = sum(document.stem.startswith("appendix-") for document in kind_of(kind).documents)
    return f"appendix-{before + place + 1}"


def _label(stem: str) -> str:
    return stem.replace("-", " ").capitalize()


# Classification


def class_of(data: PaperData, stem: str) -> ClassRow:
    return next((row for row in data.classed if row.stem == stem), ClassRow(stem))


def is_open(data: PaperData, stem: str) -> bool:
    return class_of(data, stem).classification == schedule.OPEN


def closed_stems(data: PaperData) -> frozenset[str]:
    """The documents that are not for publication."""
    return frozenset(row.stem for row in data.classed if row.classification != schedule.OPEN)


def open_documents_of(data: PaperData) -> tuple[DocumentKind, ...]:
    closed = closed_stems(data)
    return tuple(document for document in documents_of(data) if document.stem not in closed)


def mark_of(data: PaperData, stem: str) -> str:
    """What stands at the head of the document: `Open`, or why it is not for publication."""
    if stem == REPORT and is_open(data, stem):
        return data.identity.classification
    row = class_of(data, stem)
    return schedule.mark(row.classification, row.paragraph)


def strictest(data: PaperData) -> str:
    """What the whole pack is, with all its documents in one file."""
    held = {row.classification for row in data.classed}
    ranked = (schedule.CONFIDENTIAL, schedule.EXEMPT)
    return next((each for each in ranked if each in held), schedule.OPEN)


def statements(data: PaperData) -> tuple[str, ...]:
    """For each document that is not for publication the sentence that says so and why."""
    closed = closed_stems(data)
    return tuple(
        _statement(document, class_of(data, document.stem))
        for document in documents_of(data)
        if document.stem in closed
    )


def _statement(document: DocumentKind, row: ClassRow) -> str:
    name = f"{document.label} ({document.title})" if document.label != document.title else "This report"
    return schedule.statement(name, row.classification, row.paragraph, row.interest, row.reason)
