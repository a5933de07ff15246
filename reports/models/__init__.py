from reports.models.papers import BackgroundPaper, BlockDate, Option, Paper, PaperSection, Recommendation
from reports.models.publications import Document, Publication, Rendering

__all__ = [
    "BackgroundPaper",
    "BlockDate",
    "Document",
    "Option",
    "Paper",
    "PaperSection",
    "Publication",
    "Recommendation",
    "Rendering",
]
