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
]
