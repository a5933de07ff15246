from improvement.models.actions import Action, DateRevision, ProgressUpdate
from improvement.models.evidence import Evidence, EvidenceReview
from improvement.models.groups import Group, Meeting
from improvement.models.highlights import Highlight
from improvement.models.plan import Chapter, Plan
from improvement.models.ratings import Rating, RatingScale
from improvement.models.risks import Risk, RiskAssessment
from improvement.models.sections import ImpactRating, Priority, Section

__all__ = [
    "Action",
    "Chapter",
    "DateRevision",
    "Evidence",
    "EvidenceReview",
    "Group",
    "Highlight",
    "ImpactRating",
    "Meeting",
    "Plan",
    "Priority",
    "ProgressUpdate",
    "Rating",
    "RatingScale",
    "Risk",
    "RiskAssessment",
    "Section",
]
