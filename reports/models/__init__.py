from reports.models.comments import SectionComment
from reports.models.deadlines import KeyNotice, LateReason, PaperSteps, StepTaken
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
from reports.models.reasons import Reason, WordList
from reports.models.resolutions import Resolution

__all__ = [
    "BackgroundPaper",
    "BlockDate",
    "Consultee",
    "Document",
    "KeyNotice",
    "LateReason",
    "Option",
    "Paper",
    "PaperSection",
    "PaperSteps",
    "Publication",
    "Reason",
    "Recommendation",
    "Rendering",
    "Resolution",
    "SectionComment",
    "StepTaken",
    "WordList",
]
