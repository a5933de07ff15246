from reports.models.classifying import Appendix, DocumentClass
from reports.models.clearance import Clearance, ClearanceAsk, ClearanceRole, DataLock
from reports.models.comments import SectionComment
from reports.models.deadlines import KeyNotice, LateReason, PaperSteps, StepTaken
from reports.models.events import PublicationEvent
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
from reports.models.styles import HouseStyle, WordTemplate

__all__ = [
    "Appendix",
    "BackgroundPaper",
    "BlockDate",
    "Clearance",
    "ClearanceAsk",
    "ClearanceRole",
    "Consultee",
    "DataLock",
    "Document",
    "DocumentClass",
    "HouseStyle",
    "KeyNotice",
    "LateReason",
    "Option",
    "Paper",
    "PaperSection",
    "PaperSteps",
    "Publication",
    "PublicationEvent",
    "Reason",
    "Recommendation",
    "Rendering",
    "Resolution",
    "SectionComment",
    "StepTaken",
    "WordList",
    "WordTemplate",
]
