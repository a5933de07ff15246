"""What has been made of one council so far, by the keys its files use."""

from dataclasses import dataclass, field

from accounts.models import Council, User
from finance.models import BudgetLine, FundingDecision
from improvement.models import (
    Action,
    Audit,
    AuditAction,
    CommitteeRequest,
    DateRevision,
    Evidence,
    Group,
    Inspection,
    Intervention,
    Measure,
    Meeting,
    Plan,
    Rating,
    Risk,
    Section,
    Undertaking,
)
from reports.demonstration.folder import Folder
from reports.demonstration.timeline import Timeline
from reports.models import Paper
from workforce.models import CaseloadStandard, Cover, FundedPost, Position, Team


@dataclass
class World:
    """One council while its history is told. People by mail address, actions by `chapter/section/number`."""

    folder: Folder
    timeline: Timeline
    people: dict[str, User]
    council: Council
    progress: dict[str, Rating] = field(default_factory=dict)
    impact: dict[str, Rating] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    meetings: dict[tuple[str, object], Meeting] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    requests: dict[str, DateRevision] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    interventions: dict[str, Intervention] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    audits: dict[str, Audit] = field(default_factory=dict)
    audit_actions: dict[str, AuditAction] = field(default_factory=dict)
    decisions: dict[str, FundingDecision] = field(default_factory=dict)
    lines: dict[str, BudgetLine] = field(default_factory=dict)
    posts: dict[str, FundedPost] = field(default_factory=dict)
    positions: dict[tuple[str, int], Position] = field(default_factory=dict)
    cover: dict[tuple[str, str], Cover] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    standards: dict[str, CaseloadStandard] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    owed: dict[str, CommitteeRequest | Undertaking] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.plans[0]

    def in_role(self, role: str) -> User:
        """The council's sign-in of a role: `finance@eastshire.example`."""
        return self.people[f"{role}@{self.council.slug}.example"]
