from improvement.models.actions import Action, DateRevision
from improvement.models.audits import Audit, AuditAction, AuditActionDone, AuditFigures
from improvement.models.bulk import BulkUpdate
from improvement.models.endorsements import Endorsement
from improvement.models.evidence import Evidence, EvidenceReview
from improvement.models.external_help import ExternalHelp
from improvement.models.findings import Finding, FindingLink
from improvement.models.groups import Group, GroupMember, Meeting
from improvement.models.highlights import Highlight, HighlightUse
from improvement.models.inspections import Area, Inspection, Intervention, InterventionEvent, Judgement, Step
from improvement.models.interdependencies import Interdependency
from improvement.models.leads import Lead
from improvement.models.named_views import NamedView
from improvement.models.plan import Chapter, Plan
from improvement.models.ratings import Rating, RatingScale
from improvement.models.requests import CommitteeRequest, RequestStep, Undertaking, UndertakingStep
from improvement.models.retirement import Retirement
from improvement.models.risks import Risk, RiskAssessment, RiskEscalation
from improvement.models.scorecard import Measure, MeasureTarget, Reading
from improvement.models.sections import ImpactRating, Priority, Section
from improvement.models.updates import Challenge, ProgressUpdate

__all__ = [
    "Action",
    "Area",
    "Audit",
    "AuditAction",
    "AuditActionDone",
    "AuditFigures",
    "BulkUpdate",
    "Challenge",
    "Chapter",
    "CommitteeRequest",
    "DateRevision",
    "Endorsement",
    "Evidence",
    "EvidenceReview",
    "ExternalHelp",
    "Finding",
    "FindingLink",
    "Group",
    "GroupMember",
    "Highlight",
    "HighlightUse",
    "ImpactRating",
    "Inspection",
    "Interdependency",
    "Intervention",
    "InterventionEvent",
    "Judgement",
    "Lead",
    "Measure",
    "MeasureTarget",
    "Meeting",
    "NamedView",
    "Plan",
    "Priority",
    "ProgressUpdate",
    "Rating",
    "RatingScale",
    "Reading",
    "RequestStep",
    "Retirement",
    "Risk",
    "RiskAssessment",
    "RiskEscalation",
    "Section",
    "Step",
    "Undertaking",
    "UndertakingStep",
]
