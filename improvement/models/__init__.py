from improvement.models.actions import Action, DateRevision, ProgressUpdate
from improvement.models.audits import Audit, AuditAction, AuditActionDone, AuditFigures
from improvement.models.evidence import Evidence, EvidenceReview
from improvement.models.external_help import ExternalHelp
from improvement.models.findings import Finding, FindingLink
from improvement.models.groups import Group, Meeting
from improvement.models.highlights import Highlight, HighlightUse
from improvement.models.inspections import Area, Inspection, Intervention, InterventionEvent, Judgement, Step
from improvement.models.plan import Chapter, Plan
from improvement.models.ratings import Rating, RatingScale
from improvement.models.risks import Risk, RiskAssessment, RiskEscalation
from improvement.models.scorecard import Measure, MeasureTarget, Reading
from improvement.models.sections import ImpactRating, Priority, Section

__all__ = [
    "Action",
    "Area",
    "Audit",
    "AuditAction",
    "AuditActionDone",
    "AuditFigures",
    "Chapter",
    "DateRevision",
    "Evidence",
    "EvidenceReview",
    "ExternalHelp",
    "Finding",
    "FindingLink",
    "Group",
    "Highlight",
    "HighlightUse",
    "ImpactRating",
    "Inspection",
    "Intervention",
    "InterventionEvent",
    "Judgement",
    "Measure",
    "MeasureTarget",
    "Meeting",
    "Plan",
    "Priority",
    "ProgressUpdate",
    "Rating",
    "RatingScale",
    "Reading",
    "Risk",
    "RiskAssessment",
    "RiskEscalation",
    "Section",
    "Step",
]
