"""Who may do what to a thing of the plan. Views and services ask the same functions."""

from accounts.models import Council, User
from accounts.roles import Capability, Scope, holds
from improvement.models import (
    Action,
    BulkUpdate,
    DateRevision,
    Endorsement,
    Evidence,
    Group,
    Meeting,
    NamedView,
    ProgressUpdate,
    Risk,
    Section,
)
from improvement.models.requests import Owed


def may_see_record(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SEE_RECORD) is not None


def may_edit_plan(user: User, council: Council) -> bool:
    return holds(user, council, Capability.EDIT_PLAN) is not None


def may_mark_meeting(user: User, meeting: Meeting) -> bool:
    """Its group's chair, and those who edit the plan."""
    return _chairs(user, meeting.group) or may_edit_plan(user, meeting.council)


def may_oversee(user: User, council: Council) -> bool:
    """Who runs meetings from the oversight page: whoever may decide anything there, of a workstream or of all."""
    deciding = (Capability.DECIDE_DATE, Capability.REVIEW_EVIDENCE)
    return any(holds(user, council, capability) for capability in deciding)


def may_update(user: User, action: Action) -> bool:
    """Its lead or deputy, the chair of its workstream, or the programme office."""
    return _leads_or_chairs(user, action, Capability.UPDATE_ACTION)


def may_report(user: User, council: Council) -> bool:
    """Whether there may be actions here that this person updates: their own, their workstream's, or any."""
    return holds(user, council, Capability.UPDATE_ACTION) is not None


def may_change_many(user: User, council: Council) -> bool:
    """Whether bulk updates are offered; each row asks again whether it may be changed."""
    return may_report(user, council) or may_edit_plan(user, council)


def may_undo_bulk(user: User, bulk: BulkUpdate) -> bool:
    """Whoever made it while still of the council's staff, and those who edit the plan."""
    made_it = bulk.recorded_by_id == user.pk and may_change_many(user, bulk.council)
    return made_it or may_edit_plan(user, bulk.council)


def may_share_views(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SHARE_VIEW) is not None


def may_own_view(user: User, view: NamedView) -> bool:
    """Whoever saved it, while a member of the council."""
    return view.owner_id == user.pk and may_see_record(user, view.council)


def may_add_evidence(user: User, action: Action) -> bool:
    return _leads_or_chairs(user, action, Capability.ADD_EVIDENCE)


def may_decide_dates_of(user: User, action: Action) -> bool:
    """The programme office, or the chair of the action's workstream or of the group that decides dates."""
    scope = holds(user, action.council, Capability.DECIDE_DATE)
    if scope is Scope.OWN_WORKSTREAM:
        return _chairs(user, action.workstream) or _chairs(user, action.plan.dates_decided_by)
    return scope is Scope.ANY


def may_decide_date(user: User, request: DateRevision) -> bool:
    """As `may_decide_dates_of`, but never whoever asked for the date."""
    return request.recorded_by_id != user.pk and may_decide_dates_of(user, request.action)


def may_endorse_for(user: User, action: Action) -> bool:
    """The programme office, or the chair of the group that endorses new actions of the plan."""
    scope = holds(user, action.council, Capability.ENDORSE_ACTION)
    if scope is Scope.OWN_WORKSTREAM:
        return _chairs(user, action.plan.actions_endorsed_by)
    return scope is Scope.ANY


def may_endorse(user: User, proposal: Endorsement) -> bool:
    """As `may_endorse_for`, but never whoever proposed it."""
    return proposal.recorded_by_id != user.pk and may_endorse_for(user, proposal.action)


def may_challenge(user: User, update: ProgressUpdate) -> bool:
    """The chair of the action's workstream or the programme office, but never whoever recorded the update."""
    if update.recorded_by_id == user.pk:
        return False
    scope = holds(user, update.action.council, Capability.CHALLENGE_UPDATE)
    return scope is Scope.ANY or (scope is Scope.OWN_WORKSTREAM and _chairs(user, update.action.workstream))


def may_review_evidence_of(user: User, action: Action) -> bool:
    """The programme office, or the chair of the group that reviews the plan's evidence: the action's workstream
    unless the plan names another. Never the action's own lead."""
    if action.lead_id == user.pk:
        return False
    scope = holds(user, action.council, Capability.REVIEW_EVIDENCE)
    reviewing = action.plan.evidence_reviewed_by or action.workstream
    return scope is Scope.ANY or (scope is Scope.OWN_WORKSTREAM and _chairs(user, reviewing))


def may_review_evidence(user: User, evidence: Evidence) -> bool:
    """As `may_review_evidence_of`, and never whoever added the evidence."""
    return evidence.added_by_id != user.pk and may_review_evidence_of(user, evidence.action)


def may_open_file(user: User, evidence: Evidence) -> bool:
    """Who may see the action; of what was taken out, only those who may add evidence to it or review it."""
    if not may_see_record(user, evidence.council):
        return False
    action = evidence.action
    return (
        evidence.taken_out_on is None
        or may_add_evidence(user, action)
        or may_review_evidence_of(user, action)
    )


def may_rate_impact(user: User, section: Section) -> bool:
    return holds(user, section.council, Capability.RATE_IMPACT) is not None


def may_record_highlight(user: User, council: Council) -> bool:
    return holds(user, council, Capability.RECORD_HIGHLIGHT) is not None


def may_record_risk(user: User, council: Council) -> bool:
    return holds(user, council, Capability.RECORD_RISK) is not None


def may_assess_risk(user: User, risk: Risk) -> bool:
    """Who may record risks, and the risk's own owner while a member of staff."""
    owns = risk.owner_id == user.pk and holds(user, risk.council, Capability.SEE_DRAFT_PAPERS) is not None
    return owns or may_record_risk(user, risk.council)


def may_manage_inspections(user: User, council: Council) -> bool:
    """Inspections, intervention and findings."""
    return holds(user, council, Capability.MANAGE_INSPECTIONS) is not None


def may_manage_measures(user: User, council: Council) -> bool:
    return holds(user, council, Capability.MANAGE_MEASURES) is not None


def may_enter_readings(user: User, council: Council) -> bool:
    return holds(user, council, Capability.ENTER_READINGS) is not None


def may_record_audit(user: User, council: Council) -> bool:
    return holds(user, council, Capability.RECORD_AUDIT) is not None


def may_manage_requests(user: User, council: Council) -> bool:
    """Committee requests and undertakings: who records, rewords and settles them."""
    return holds(user, council, Capability.MANAGE_REQUESTS) is not None


def may_settle(user: User, owed: Owed) -> bool:
    """Who keeps requests and undertakings, and whoever owes this one while a member of staff."""
    owes = owed.owner_id == user.pk and holds(user, owed.council, Capability.SEE_DRAFT_PAPERS) is not None
    return owes or may_manage_requests(user, owed.council)


def _leads_or_chairs(user: User, action: Action, capability: Capability) -> bool:
    match holds(user, action.council, capability):
        case Scope.ANY:
            return True
        case Scope.OWN_WORKSTREAM:
            return _leads(user, action) or _chairs(user, action.workstream)
        case Scope.OWN:
            return _leads(user, action)
    return False


def _leads(user: User, action: Action) -> bool:
    return user.pk in {action.lead_id, action.deputy_id}


def _chairs(user: User, group: Group | None) -> bool:
    return group is not None and group.chair_id == user.pk
