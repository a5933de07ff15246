"""Everything that writes to the plan and its ledger."""

from improvement.services.audits import add_audit, add_audit_action, finish_audit_action, record_figures
from improvement.services.challenges import moderate_update, return_update
from improvement.services.due_dates import ask_for_date, decide_date
from improvement.services.endorsements import (
    decline_action,
    endorse_action,
    propose_again,
    take_back_decision,
)
from improvement.services.evidence import add_evidence, replace_evidence, take_out_evidence
from improvement.services.findings import add_finding, edit_finding, link_finding
from improvement.services.groups import add_meeting, create_group
from improvement.services.highlights import record_highlight
from improvement.services.impact import rate_impact
from improvement.services.inspections import (
    add_inspection,
    add_intervention,
    edit_inspection,
    judge,
    record_event,
)
from improvement.services.interdependencies import add_wait, remove_wait
from improvement.services.reviews import correct_review, review_evidence
from improvement.services.risks import add_risk, assess_risk
from improvement.services.scales import add_rating, create_scale
from improvement.services.scorecard import (
    ReadingGiven,
    add_measure,
    correct_reading,
    edit_measure,
    record_readings,
)
from improvement.services.structure import add_action, add_chapter, add_priority, add_section, create_plan
from improvement.services.updates import correct_update, record_update, save_update

__all__ = [
    "ReadingGiven",
    "add_action",
    "add_audit",
    "add_audit_action",
    "add_chapter",
    "add_evidence",
    "add_finding",
    "add_inspection",
    "add_intervention",
    "add_measure",
    "add_meeting",
    "add_priority",
    "add_rating",
    "add_risk",
    "add_section",
    "add_wait",
    "ask_for_date",
    "assess_risk",
    "correct_reading",
    "correct_review",
    "correct_update",
    "create_group",
    "create_plan",
    "create_scale",
    "decide_date",
    "decline_action",
    "edit_finding",
    "edit_inspection",
    "edit_measure",
    "endorse_action",
    "finish_audit_action",
    "judge",
    "link_finding",
    "moderate_update",
    "propose_again",
    "rate_impact",
    "record_event",
    "record_figures",
    "record_highlight",
    "record_readings",
    "record_update",
    "remove_wait",
    "replace_evidence",
    "return_update",
    "review_evidence",
    "save_update",
    "take_back_decision",
    "take_out_evidence",
]
