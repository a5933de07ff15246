"""Who may do what: the one table of role × capability, and how far each reaches."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Council, User


class Role(models.TextChoices):
    OFFICER = "officer", "Action lead"
    CHAIR = "chair", "Workstream chair"
    PROGRAMME = "programme", "Programme office"
    FINANCE = "finance", "Finance officer"
    WORKFORCE = "workforce", "HR and workforce lead"
    CLERK = "clerk", "Committee clerk"
    LEGAL = "legal", "Legal reviewer"
    READER = "reader", "Reader"
    ADMINISTRATOR = "admin", "Administrator"


class Scope(StrEnum):
    """How far a capability reaches, narrowest first."""

    OWN = "own"
    OWN_WORKSTREAM = "own_workstream"
    ANY = "any"


class Capability(StrEnum):
    SEE_RECORD = "see_record"
    SEE_DRAFT_PAPERS = "see_draft_papers"
    SEE_EXEMPT = "see_exempt"
    UPDATE_ACTION = "update_action"
    CHALLENGE_UPDATE = "challenge_update"
    DECIDE_DATE = "decide_date"
    ENDORSE_ACTION = "endorse_action"
    ADD_EVIDENCE = "add_evidence"
    REVIEW_EVIDENCE = "review_evidence"
    RATE_IMPACT = "rate_impact"
    RECORD_HIGHLIGHT = "record_highlight"
    RECORD_RISK = "record_risk"
    EDIT_PLAN = "edit_plan"
    MANAGE_INSPECTIONS = "manage_inspections"
    MANAGE_MEASURES = "manage_measures"
    ENTER_READINGS = "enter_readings"
    RECORD_AUDIT = "record_audit"
    MANAGE_REQUESTS = "manage_requests"
    ENTER_SPEND = "enter_spend"
    MANAGE_BUDGET = "manage_budget"
    OVERDRAW_BUDGET = "overdraw_budget"
    MANAGE_POSTS = "manage_posts"
    RECORD_RECRUITMENT = "record_recruitment"
    WRITE_PAPER = "write_paper"
    PUBLISH_PAPER = "publish_paper"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    SEE_CHANGE_LOG = "see_change_log"
    SHARE_VIEW = "share_view"


_EVERYONE = {Capability.SEE_RECORD: Scope.ANY}
_STAFF = _EVERYONE | {Capability.SEE_DRAFT_PAPERS: Scope.ANY, Capability.SEE_CHANGE_LOG: Scope.ANY}
# Those who write a paper, clear it or chair its meeting.
_TRUSTED = _STAFF | {Capability.SEE_EXEMPT: Scope.ANY}

TABLE: dict[Role, dict[Capability, Scope]] = {
    Role.OFFICER: _STAFF
    | {
        Capability.UPDATE_ACTION: Scope.OWN,
        Capability.ADD_EVIDENCE: Scope.OWN,
        Capability.RECORD_HIGHLIGHT: Scope.ANY,
        Capability.ENTER_READINGS: Scope.ANY,
        Capability.WRITE_PAPER: Scope.OWN,
    },
    Role.CHAIR: _TRUSTED
    | {
        Capability.SHARE_VIEW: Scope.ANY,
        Capability.UPDATE_ACTION: Scope.OWN_WORKSTREAM,
        Capability.ADD_EVIDENCE: Scope.OWN_WORKSTREAM,
        Capability.REVIEW_EVIDENCE: Scope.OWN_WORKSTREAM,
        Capability.CHALLENGE_UPDATE: Scope.OWN_WORKSTREAM,
        Capability.DECIDE_DATE: Scope.OWN_WORKSTREAM,
        Capability.ENDORSE_ACTION: Scope.OWN_WORKSTREAM,
        Capability.RATE_IMPACT: Scope.ANY,
        Capability.RECORD_HIGHLIGHT: Scope.ANY,
        Capability.RECORD_RISK: Scope.ANY,
        Capability.ENTER_READINGS: Scope.ANY,
        Capability.RECORD_AUDIT: Scope.ANY,
        Capability.WRITE_PAPER: Scope.OWN,
    },
    Role.PROGRAMME: _TRUSTED
    | {
        Capability.SHARE_VIEW: Scope.ANY,
        Capability.UPDATE_ACTION: Scope.ANY,
        Capability.ADD_EVIDENCE: Scope.ANY,
        Capability.REVIEW_EVIDENCE: Scope.ANY,
        Capability.CHALLENGE_UPDATE: Scope.ANY,
        Capability.DECIDE_DATE: Scope.ANY,
        Capability.ENDORSE_ACTION: Scope.ANY,
        Capability.RATE_IMPACT: Scope.ANY,
        Capability.RECORD_HIGHLIGHT: Scope.ANY,
        Capability.RECORD_RISK: Scope.ANY,
        Capability.EDIT_PLAN: Scope.ANY,
        Capability.MANAGE_INSPECTIONS: Scope.ANY,
        Capability.MANAGE_MEASURES: Scope.ANY,
        Capability.ENTER_READINGS: Scope.ANY,
        Capability.RECORD_AUDIT: Scope.ANY,
        Capability.MANAGE_REQUESTS: Scope.ANY,
        Capability.WRITE_PAPER: Scope.ANY,
    },
    Role.FINANCE: _TRUSTED
    | {
        Capability.ENTER_SPEND: Scope.ANY,
        Capability.MANAGE_BUDGET: Scope.ANY,
        Capability.OVERDRAW_BUDGET: Scope.ANY,
        Capability.WRITE_PAPER: Scope.OWN,
    },
    Role.WORKFORCE: _STAFF
    | {
        Capability.MANAGE_POSTS: Scope.ANY,
        Capability.RECORD_RECRUITMENT: Scope.ANY,
        Capability.WRITE_PAPER: Scope.OWN,
    },
    Role.CLERK: _TRUSTED
    | {
        Capability.SHARE_VIEW: Scope.ANY,
        Capability.WRITE_PAPER: Scope.ANY,
        Capability.PUBLISH_PAPER: Scope.ANY,
        Capability.RECORD_HIGHLIGHT: Scope.ANY,
        Capability.MANAGE_REQUESTS: Scope.ANY,
    },
    Role.LEGAL: _TRUSTED | {Capability.WRITE_PAPER: Scope.OWN},
    Role.READER: _EVERYONE,
    Role.ADMINISTRATOR: _TRUSTED
    | {
        Capability.MANAGE_PEOPLE: Scope.ANY,
        Capability.MANAGE_SETTINGS: Scope.ANY,
        Capability.EDIT_PLAN: Scope.ANY,
        Capability.SHARE_VIEW: Scope.ANY,
    },
}

_WIDTH = {scope: width for width, scope in enumerate(Scope)}


def holds(user: "User | AnonymousUser", council: "Council", capability: Capability) -> Scope | None:
    """The widest scope in which `user` has `capability` at `council` today, or None."""
    scopes = [TABLE[role][capability] for role in roles_of(user, council) if capability in TABLE[role]]
    return max(scopes, key=_WIDTH.__getitem__, default=None)


def roles_of(user: "User | AnonymousUser", council: "Council") -> frozenset[Role]:
    """The roles `user` has at `council` today; read once per person object and council."""
    if not user.is_authenticated:
        return frozenset()
    cache: dict[int, frozenset[Role]] = user.__dict__.setdefault("_roles_by_council", {})
    if council.pk not in cache:
        current = user.memberships.current().filter(council=council)
        cache[council.pk] = frozenset(Role(role) for role in current.values_list("role", flat=True))
    return cache[council.pk]
