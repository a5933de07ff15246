"""Every address of the product by URL name, each with something of a demonstration council behind it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from accounts.models import Council, Job, Membership, Reminder, User
from accounts.public import PUBLIC_PAPERS
from accounts.roles import Role
from finance.models import (
    BudgetLine,
    BudgetMovement,
    ForecastOffer,
    FundingDecision,
    LedgerMapping,
    StatedTable,
    Tranche,
)
from finance.services.extracts import receive_extract
from finance.services.mappings import add_mapping
from improvement.models import (
    Action,
    Audit,
    AuditAction,
    BulkUpdate,
    Chapter,
    CommitteeRequest,
    DateRevision,
    Endorsement,
    Evidence,
    EvidenceReview,
    ExternalHelp,
    Finding,
    Group,
    GroupMember,
    Highlight,
    ImpactRating,
    Inspection,
    Interdependency,
    Intervention,
    Measure,
    Meeting,
    NamedView,
    Plan,
    Priority,
    ProgressUpdate,
    Rating,
    RatingScale,
    Reading,
    Risk,
    RiskAssessment,
    RiskEscalation,
    Section,
    Undertaking,
)
from improvement.risk_tables import escalated_words
from reports.checked import checked
from reports.messages import read_message
from reports.models import Clearance, ClearanceRole, Paper, PublicationEvent, Reason, Resolution, WordTemplate
from reports.papers.clearing import standings_of
from reports.services.classifying import Classing, add_appendix
from reports.services.clearing import Said, record_by_mail, token_of
from reports.services.reasons import give_reason
from reports.services.versions import Served, record_served, take_up_for_correction
from reports.services.word_templates import bring_template
from tests.reports.styles.word_files import template
from tests.test_architecture import ADDRESSES
from workforce.models import (
    CaseloadStandard,
    Cover,
    FundedPost,
    GradeCost,
    PayAward,
    Position,
    PostStatus,
    RecruitmentEvent,
    Team,
)
from workforce.services.standards import add_standard
from workforce.services.teams import add_team

Found = Callable[[Council], Model | None]
_Taken = dict[str, dict[str, object]]

# The officer leads this action, and it is in the workstream that the chair chairs.
OF_THE_OFFICER = "Rewrite the local offer with young people"


def officers_action(council: Council) -> Model | None:
    return Action.objects.filter(council=council, title=OF_THE_OFFICER).first()


def chaired(council: Council) -> Group:
    return Group.objects.get(council=council, kind=Group.Kind.WORKSTREAM, chair__email__startswith="chair@")


def waiting_evidence(council: Council) -> Model | None:
    held = Evidence.objects.filter(council=council, action__workstream=chaired(council))
    return held.as_at(date(2025, 1, 2)).awaiting_review().first()


def evidence_file(council: Council) -> Model | None:
    return Evidence.objects.filter(council=council).exclude(file_digest="").first()


def chaired_review(council: Council) -> Model | None:
    """A review that the chair may correct: of what others lead and added."""
    of_others = EvidenceReview.objects.exclude(evidence__action__lead__email__startswith="chair@")
    reviews = of_others.exclude(evidence__added_by__email__startswith="chair@")
    reviews = reviews.exclude(evidence__added_by__email__startswith="programme@")
    return reviews.filter(council=council, evidence__action__workstream=chaired(council)).first()


def waiting_date(council: Council) -> Model | None:
    asked = DateRevision.objects.filter(council=council, action__workstream=chaired(council))
    return asked.open_requests(date(2025, 1, 2)).exclude(recorded_by__email__startswith="chair@").first()


def escalated_risk(council: Council) -> Model | None:
    """An open risk that a group has taken up."""
    risks = Risk.objects.of(council).with_facts(date(2025, 1, 2)).filter(retired_on=None)
    return next((risk for risk in risks if escalated_words(risk)), None)


def closed_risk(council: Council) -> Model | None:
    return Risk.objects.of(council).exclude(retired_on=None).first()


def declined_action(council: Council) -> Model | None:
    declined = last_decision(council)
    return declined.action if isinstance(declined, Endorsement) else None


def last_decision(council: Council) -> Model | None:
    """That a meeting declined an action, which may be taken back."""
    declined = Endorsement.objects.filter(council=council, step=Endorsement.Step.DECLINED)
    return declined.standing().order_by("pk").last()


def draft(council: Council) -> Model | None:
    return Paper.objects.of(council).drafts().first()


def published(council: Council) -> Model | None:
    return Paper.objects.of(council).published().order_by("meeting__held_on").first()


def appendix(council: Council) -> Model:
    """An exempt appendix of a draft."""
    paper = Paper.objects.of(council).drafts().get(slug="progress-2025-01")
    clerk = User.objects.get(email=f"clerk@{council.slug}.example")
    found = paper.appendices.first()
    facts: dict[str, Any] = {
        "title": "Lease",
        "body": "Terms.",
        "classing": Classing("exempt", 3, "A tender."),
    }
    return found or add_appendix(paper=paper, by=clerk, shown_version=paper.version, **facts)


def word_template(council: Council) -> Model:
    """One that has been brought, and is not used."""
    found = WordTemplate.objects.filter(council=council).first()
    administrator = User.objects.get(email=f"admin@{council.slug}.example")
    return found or bring_template(council=council, by=administrator, content=template(), name="ours.docx")


def publication_event(council: Council) -> Model:
    """What stands of a published paper: where its agenda was published."""
    paper = Paper.objects.of(council).published().get(slug="progress-2024-11")
    clerk = User.objects.get(email=f"clerk@{council.slug}.example")
    served = Served(date(2024, 11, 1), "County Hall")
    found = PublicationEvent.objects.told(paper).filter(kind="agenda").first()
    made = found or record_served(paper=paper, by=clerk, shown_version=paper.version, served=served)
    assert made is not None
    return made


def corrected(council: Council) -> Model:
    """A published paper that has been taken up for correction."""
    paper = Paper.objects.of(council).published().get(slug="progress-2024-11")
    clerk = User.objects.get(email=f"clerk@{council.slug}.example")
    take_up_for_correction(paper=paper, by=clerk, shown_version=paper.version, reason="A sum was wrong.")
    return paper


def clearance_by_mail(council: Council) -> Model | None:
    """What Legal said of the draft by mail, recorded by the clerk."""
    found = Clearance.objects.filter(council=council).exclude(file_digest="").first()
    paper = draft(council)
    if found or not isinstance(paper, Paper):
        return found
    clerk = User.objects.get(email=f"clerk@{council.slug}.example")
    legal = next(each for each in standings_of(paper) if each.role.key == "legal")
    return record_by_mail(
        paper=paper,
        role=legal.role,
        by=clerk,
        said=Said("cleared", "", token_of(legal)),
        given_by="Head of Legal",
        on=date(2025, 1, 2),
        message=read_message(b"Cleared by Legal.", "legal.txt"),
    )


def job(council: Council) -> Model:
    """A piece of work that the clerk asked for and that is still open."""
    clerk = User.objects.get(email=f"clerk@{council.slug}.example")
    wanted = {"council": council, "kind": "paper-export", "key": "of the tests"}
    return Job.objects.get_or_create(
        **wanted, defaults={"asked_by": clerk, "task": "reports.tasks.export", "arguments": [0]}
    )[0]


def bulk_update(council: Council) -> Model:
    """A bulk update of nothing, made by the programme office."""
    programme = User.objects.get(email=f"programme@{council.slug}.example")
    wanted = {"council": council, "batch": UUID(int=council.pk)}
    return BulkUpdate.objects.get_or_create(**wanted, defaults={"recorded_by": programme})[0]


def named_view(council: Council) -> Model:
    """A view that the programme office shares."""
    programme = User.objects.get(email=f"programme@{council.slug}.example")
    wanted = {"council": council, "owner": programme, "name": "Late actions"}
    return NamedView.objects.get_or_create(**wanted, defaults={"query": "overdue=on", "is_shared": True})[0]


def readers_membership(council: Council) -> Model | None:
    return Membership.objects.filter(council=council, role=Role.READER).first()


def sent_reminder(council: Council) -> Model | None:
    return Reminder.objects.filter(council=council, state=Reminder.State.SENT).first()


def any_of(model: type[Model]) -> Found:
    return lambda council: model._default_manager.filter(council=council).first()


def last_update(council: Council) -> Model | None:
    """The standing update of the officer's action, which the officer recorded."""
    return ProgressUpdate.objects.filter(council=council, action__title=OF_THE_OFFICER).order_by("pk").last()


def ledger_extract(council: Council) -> Model:
    """A file of the ledger that finance brought and has not posted."""
    finance = User.objects.get(email=f"finance@{council.slug}.example")
    content = b"Cost centre,Subjective,Period,Amount\nX1,1,7,5\nX2,1,7,6\n"
    facts: dict[str, Any] = {"name": "ledger.csv", "kind": "transactions", "year": 2024, "through": None}
    return receive_extract(council=council, content=content, by=finance, **facts)[0]


def ledger_mapping(council: Council) -> Model:
    """Codes of another service, which finance leaves out."""
    finance = User.objects.get(email=f"finance@{council.slug}.example")
    mapped = LedgerMapping.objects.filter(council=council).first()
    facts: dict[str, Any] = {"cost_centre": "X9", "subjective_code": "", "line": None}
    return mapped or add_mapping(council=council, by=finance, **facts)


def standing_event(council: Council) -> Model | None:
    """What was recorded of a position last, which may be corrected."""
    return RecruitmentEvent.objects.filter(council=council).standing(None).order_by("pk").last()


def team(council: Council) -> Model:
    """A team whose caseloads are kept."""
    by = User.objects.get(email=f"workforce@{council.slug}.example")
    found = Team.objects.filter(council=council).first()
    return found or add_team(council=council, by=by, service="Child Protection", name="Team A")


def standard(council: Council) -> Model:
    """How many children a social worker should hold."""
    by = User.objects.get(email=f"workforce@{council.slug}.example")
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "low": 18, "high": 20}
    found = CaseloadStandard.objects.filter(council=council).first()
    return found or add_standard(council=council, by=by, source="Ours", from_date=date(2024, 4, 1), **facts)


def given_reason(council: Council) -> Model | None:
    """A reason that the clerk gave for a warning of the draft, where it has one."""
    paper, clerk = draft(council), User.objects.get(email=f"clerk@{council.slug}.example")
    if found := Reason.objects.of(council).standing().first():
        return found
    assert isinstance(paper, Paper)
    digests = {one.finding.digest for one in checked(paper).unanswered[:1]}
    return give_reason(paper=paper, by=clerk, digests=digests, words="It stands so.")[0]


# What the number in an address stands for, by the longest beginning of the address's name.
THINGS: dict[str, Found] = {
    "accounts:job": job,
    "accounts:membership": readers_membership,
    "accounts:reminder": sent_reminder,
    "finance:decision": any_of(FundingDecision),
    "finance:extract": ledger_extract,
    "finance:line": any_of(BudgetLine),
    "finance:line-add": any_of(FundingDecision),
    "finance:mapping": ledger_mapping,
    "finance:movement": any_of(BudgetMovement),
    "finance:offer": any_of(ForecastOffer),
    "finance:stated-table": any_of(StatedTable),
    "finance:stated-table-add": any_of(FundingDecision),
    "finance:tranche": any_of(Tranche),
    "finance:tranche-add": any_of(FundingDecision),
    "improvement:action": officers_action,
    "improvement:action-add": any_of(Section),
    "improvement:bulk-update": bulk_update,
    "improvement:chapter": any_of(Chapter),
    "improvement:chapter-add": any_of(Plan),
    "improvement:date": waiting_date,
    "improvement:evidence": waiting_evidence,
    "improvement:action-propose-again": declined_action,
    "improvement:endorsement": last_decision,
    "improvement:evidence-add": officers_action,
    "improvement:evidence-file": evidence_file,
    "improvement:evidence-review-correct": chaired_review,
    "improvement:evidence-review": waiting_evidence,
    "improvement:audit": any_of(Audit),
    "improvement:audit-action": any_of(AuditAction),
    "improvement:external-help": any_of(ExternalHelp),
    "improvement:finding": any_of(Finding),
    "improvement:group": any_of(Group),
    "improvement:group-report": chaired,
    "reports:group-report": chaired,
    "improvement:group-member": any_of(GroupMember),
    "improvement:highlight-correct": any_of(Highlight),
    "improvement:impact-correct": any_of(ImpactRating),
    "improvement:inspection": any_of(Inspection),
    "improvement:intervention": any_of(Intervention),
    "improvement:measure": any_of(Measure),
    "improvement:meeting": any_of(Meeting),
    "improvement:reading": any_of(Reading),
    "improvement:meeting-add": any_of(Group),
    "improvement:named-view": named_view,
    "improvement:plan": any_of(Plan),
    "improvement:priority": any_of(Priority),
    "improvement:priority-add": any_of(Section),
    "improvement:rating": any_of(Rating),
    "improvement:rating-add": any_of(RatingScale),
    "improvement:request": any_of(CommitteeRequest),
    "improvement:risk": escalated_risk,
    "improvement:risk-reopen": closed_risk,
    "improvement:risk-assessment-correct": any_of(RiskAssessment),
    "improvement:risk-escalation-correct": any_of(RiskEscalation),
    "improvement:scale": any_of(RatingScale),
    "improvement:section": any_of(Section),
    "improvement:section-add": any_of(Chapter),
    "improvement:undertaking": any_of(Undertaking),
    "improvement:update": last_update,
    "improvement:wait": any_of(Interdependency),
    "improvement:wait-add": officers_action,
    "reports:clearance": clearance_by_mail,
    "reports:clearance-role": any_of(ClearanceRole),
    "reports:paper": draft,
    "reports:appendix": appendix,
    "reports:event": publication_event,
    "reports:paper-correct": published,
    "reports:paper-differences": corrected,
    "reports:paper-resolutions": published,
    "reports:paper-served": published,
    "reports:paper-version": published,
    "reports:paper-withdraw": published,
    "reports:plan": any_of(Plan),
    "reports:reason": given_reason,
    "reports:resolution": any_of(Resolution),
    "reports:section": any_of(Section),
    "reports:word-template": word_template,
    "workforce:event": standing_event,
    "workforce:grade-cost": any_of(GradeCost),
    "workforce:pay-award": any_of(PayAward),
    "workforce:position": any_of(Position),
    "workforce:post": any_of(FundedPost),
    "workforce:post-add-position": any_of(FundedPost),
    "workforce:post-cover-correct": any_of(Cover),
    "workforce:post-cover-end": any_of(Cover),
    "workforce:post-cover-void": any_of(Cover),
    "workforce:standard": standard,
    "workforce:status": any_of(PostStatus),
    "workforce:team": team,
}

# Whatever else an address takes.
WORDS: dict[str, object] = {"year": 2024, "kind": "csv", "key": "purpose", "stem": "report", "form": "html"}
WORDS["period"] = 202410
WORDS["row"] = 2
WORDS["number"] = 1
WORDS["role"] = "legal"
WORDS["data_format"] = "json"
WORDS["paper_kind"] = "progress"
WORDS["slug"] = "progress-2024-11"

PUBLIC_PAGES = sorted(PUBLIC_PAPERS)
COUNCIL_PAGES = [
    name
    for name in ADDRESSES
    if ":" in name and not name.endswith(("statement", "notice", "root")) and name not in PUBLIC_PAPERS
]


def parameters(
    patterns: list[URLPattern | URLResolver], above: Mapping[str, object] | None = None, space: str = ""
) -> _Taken:
    """What the address of each name takes: the names of its parts that vary, with their converters."""
    found: _Taken = {}
    for pattern in patterns:
        taken = dict(above or {}) | dict(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            found |= parameters(
                pattern.url_patterns, taken, f"{pattern.namespace}:" if pattern.namespace else space
            )
        elif pattern.name:
            found[f"{space}{pattern.name}"] = taken
    return found


TAKEN = parameters(get_resolver().url_patterns)


def address_in(council: Council, name: str) -> str:
    """The address of that name in a council. A number that stands for nothing known is 1, a word is `x`."""
    known = [beginning for beginning in THINGS if name.startswith(beginning)]
    thing = THINGS[max(known, key=len)](council) if known else None
    given = WORDS | {"council": council.slug, "pk": thing.pk if thing else 1}
    other = {each: 1 if isinstance(kind, IntConverter) else "x" for each, kind in TAKEN[name].items()}
    return reverse(name, kwargs={each: given.get(each, other[each]) for each in TAKEN[name]})
