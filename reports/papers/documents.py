"""Which documents a paper's pack has: those of its kind, and those that this paper has besides."""

from reports.papers.data import PaperData
from reports.papers.kinds import DocumentKind, kind_of


def documents_of(data: PaperData) -> tuple[DocumentKind, ...]:
    """Every document of the pack, the report first."""
    return kind_of(data.kind).documents


def document_of(data: PaperData, stem: str) -> DocumentKind:
    """Raises `KeyError` for a document that this paper's pack has not."""
    return {document.stem: document for document in documents_of(data)}[stem]


def full_title(document: DocumentKind) -> str:
    """`Appendix 1: Rating overview`, or `Report`."""
    same = document.label == document.title
    return document.label if same else f"{document.label}: {document.title}"
