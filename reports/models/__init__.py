from reports.models.papers import (
    BackgroundPaper,
    BlockDate,
    Consultee,
    Option,
    Paper,
    PaperSection,
    Recommendation,
)
from reports.models.publications import Document, Publication, Rendering
from reports.models.resolutions import Resolution

__all__ = [
    "BackgroundPaper",
    "BlockDate",
    "Consultee",
    "Document",
    "Option",
    "Paper",
    "PaperSection",
    "Publication",
    "Recommendation",
    "Rendering",
    "Resolution",
]
