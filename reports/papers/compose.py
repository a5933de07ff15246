"""From data to sheets, by the version of the kind that the data names. Markup is the templates' business."""

from reports.papers import (
    appendices,
    capacity_v1,
    funding_v1,
    progress_v1,
    scorecard_v1,
    sources_v1,
    tranche_v1,
)
from reports.papers.data import PaperData
from reports.papers.documents import SOURCES, documents_of
from reports.papers.kinds import DocumentKind
from reports.papers.parts import Sheet
from reports.papers.wording import worded

VERSIONS = {
    "progress_v1": progress_v1.SHEETS,
    "funding_v1": funding_v1.SHEETS,
    "tranche_v1": tranche_v1.SHEETS,
    "capacity_v1": capacity_v1.SHEETS,
    "scorecard_v1": scorecard_v1.SHEETS,
}


def compose(data: PaperData, document: DocumentKind) -> Sheet:
    """A document of the pack as a sheet, in the council's own words. Raises UnknownFigure or TextTooLong for what an
    author wrote."""
    return worded(_composed(data, document), data.style)


def _composed(data: PaperData, document: DocumentKind) -> Sheet:
    if appendices.is_own(data, document.stem):
        return appendices.own_appendix(data, document)
    if document.stem == SOURCES.stem:
        return sources_v1.sheet(data, document, compose(data, documents_of(data)[0]))
    return VERSIONS[data.template][document.stem](data, document)
