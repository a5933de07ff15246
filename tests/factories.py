"""Builders of what a test needs. They call the services under a past clock, as the application does."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import add_months, clock
from finance.models import BudgetLine, FundingDecision, MonthClose
from finance.services import ApprovalGiven, SourceGiven, add_line, create_decision, record_spend_of_line
from finance.services.close import close_month, closing_of
from improvement import services
from improvement.models import (
    Action,
    Audit,
    Chapter,
    DateRevision,
    Evidence,
    Finding,
    Group,
    Inspection,
    Intervention,
    Measure,
    Plan,
    ProgressUpdate,
    Rating,
    RatingScale,
    Section,
)
from improvement.models.ratings import ImpactMeaning, ProgressMeaning
from reports.models import Clearance, Paper, PaperSection
from reports.papers.clearing import State, standings_of
from reports.papers.kinds import kind_of
from reports.services.clearing import Said, say, token_of
from reports.services.drafting import (
    create_paper,
    save_details,
    save_recommendations,
)
from reports.services.locking import lock_data
from workforce import services as workforce_services
from workforce.models import Cover, FundedPost, RecruitmentEvent

# The day the plan of the tests was adopted (document 001, paragraph 2).
ADOPTED = date(2024, 7, 17)

_PROGRESS = [
    ("not-started", "Not started", "grey", "○", ProgressMeaning.NOT_STARTED),
    ("on-track", "On track", "green", "●", ProgressMeaning.ON_TRACK),
    ("at-risk", "At risk", "amber", "◆", ProgressMeaning.AT_RISK),
    ("off-track", "Off track", "red", "▲", ProgressMeaning.OFF_TRACK),
    ("awaiting", "Complete, awaiting evidence", "purple", "◐", ProgressMeaning.DONE_AWAITING_EVIDENCE),
    ("complete", "Complete", "blue", "✓", ProgressMeaning.DONE),
]
_IMPACT = [
    ("not-yet", "Not yet rated", "grey", "○", ImpactMeaning.NOT_YET_RATED),
    ("none", "No difference yet", "red", "△", ImpactMeaning.NONE_YET),
    ("early", "Early signs", "amber", "◇", ImpactMeaning.EARLY),
]


def office(council: Council) -> User:
    """Somebody of the council's programme office, who may write almost everything in the plan."""
    found = User.objects.filter(memberships__council=council, memberships__role=Role.PROGRAMME).first()
    if found:
        return found
    user = User.objects.create_user(email=f"programme@{council.slug}.example", name="Programme office")
    Membership.objects.create(council=council, user=user, role=Role.PROGRAMME, started_on=date(2024, 1, 1))
    return user


def scale(council: Council, kind: str = RatingScale.Kind.PROGRESS, name: str = "Key") -> RatingScale:
    """A key of six progress ratings, or of three impact ratings; "off-track" and "early" need a narrative."""
    by = office(council)
    made = services.create_scale(council=council, by=by, kind=kind, name=name)
    steps = _PROGRESS if kind == RatingScale.Kind.PROGRESS else _IMPACT
    for order, (code, label, colour, symbol, meaning) in enumerate(steps, start=1):
        services.add_rating(
            scale=made,
            by=by,
            code=code,
            label=label,
            description=f"What “{label}” means.",
            colour=colour,
            symbol=symbol,
            meaning=meaning,
            order=order,
            needs_narrative=code in {"off-track", "early"},
            needs_evidence=code == "complete",
        )
    return made


def plan(council: Council, **given: Any) -> Plan:
    """A plan with both keys, adopted on 17 July 2024."""
    with clock(ADOPTED):
        defaults: dict[str, Any] = {"slug": "plan", "title": "Improvement Plan", "adopted_on": ADOPTED}
        if "progress_scale" not in given:
            defaults["progress_scale"] = scale(council)
        if "impact_scale" not in given:
            defaults["impact_scale"] = scale(council, RatingScale.Kind.IMPACT)
        return services.create_plan(council=council, by=office(council), **(defaults | given))


def section(of: Plan, *, chapter: int = 1, **given: Any) -> Section:
    """The next section (S.1, S.2, …) of a chapter, which is added where it is missing."""
    by = office(of.council)
    with clock(ADOPTED):
        found = Chapter.objects.filter(plan=of, number=chapter).first()
        of_chapter = found or services.add_chapter(plan=of, by=by, number=chapter, title=f"Theme {chapter}")
        order = of_chapter.sections.count() + 1
        defaults: dict[str, Any] = {"label": f"S.{order}", "title": f"Area {order}", "order": order}
        return services.add_section(chapter=of_chapter, by=by, **(defaults | given))


def action(of: Section, **given: Any) -> Action:
    """The next action of a section, in the plan as adopted on 17 July 2024 and due at the end of that year."""
    order = of.actions.count() + 1
    defaults: dict[str, Any] = {
        "as_adopted": True,
        "number": str(order),
        "title": f"Do thing {order}",
        "original_due": date(2024, 12, 31),
        "order": order,
    }
    published = Action.objects.filter(section__chapter=of.chapter).exclude(first_published_on=None)
    if published.exists():
        return endorsed(of, **(defaults | given | {"as_adopted": False}))
    with clock(ADOPTED):
        return services.add_action(section=of, by=office(of.council), **(defaults | given))


def endorsed(of: Section, **given: Any) -> Action:
    """An action proposed by one of the programme office and endorsed by another, on 17 July 2024."""
    email = f"second.programme@{of.council.slug}.example"
    other = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name="Second")
    kept = {"council": of.council, "user": other, "role": Role.PROGRAMME}
    Membership.objects.get_or_create(**kept, defaults={"started_on": date(2024, 1, 1)})
    with clock(ADOPTED):
        made = services.add_action(section=of, by=office(of.council), **given)
        services.endorse_action(action=made, by=other)
    return made


def proposal(of: Section, on: date, *, by: User | None = None, **given: Any) -> Action:
    """An action proposed on a day for a section, which nobody has endorsed."""
    order = of.actions.count() + 1
    defaults: dict[str, Any] = {
        "number": str(order),
        "title": f"Propose thing {order}",
        "original_due": date(2025, 6, 30),
        "order": order,
    }
    with clock(on):
        return services.add_action(section=of, by=by or office(of.council), **(defaults | given))


def rating(of: Plan, code: str) -> Rating:
    """A progress rating of the plan by its code ("on-track"), or an impact rating ("early")."""
    return Rating.objects.get(scale__in=[of.progress_scale_id, of.impact_scale_id], code=code)


def update(of: Action, code: str, as_at: date, *, on: date | None = None, **given: Any) -> ProgressUpdate:
    """An update recorded on the day it is as at, or `on` another."""
    defaults: dict[str, Any] = {"by": office(of.council), "narrative": f"Now {code}."}
    with clock(on or as_at):
        return services.record_update(
            action=of, rating=rating(of.plan, code), as_at=as_at, **(defaults | given)
        )


def date_request(of: Action, new_due: date, *, on: date, by: User | None = None) -> DateRevision:
    """A new date asked for on a day, under review until decided."""
    with clock(on):
        return services.ask_for_date(
            action=of, by=by or office(of.council), new_due=new_due, reason="Two posts are vacant."
        )


def evidence(of: Action, on: date, *, by: User | None = None, title: str = "Signed standards") -> Evidence:
    """Evidence of the day it was added on, held in a file."""
    with clock(on):
        return services.add_evidence(
            action=of, by=by or office(of.council), title=title, evidence_of=on, where_held="File 12"
        )


def group(council: Council, kind: str = Group.Kind.WORKSTREAM, **given: Any) -> Group:
    """A group of the council, by default a workstream."""
    defaults: dict[str, Any] = {"name": Group.Kind(kind).label}
    with clock(ADOPTED):
        return services.create_group(council=council, by=office(council), kind=kind, **(defaults | given))


# Inspections


def inspection(council: Council, **given: Any) -> Inspection:
    """A full inspection of February 2024, published on 16 May 2024 (document 004), without judgements."""
    defaults: dict[str, Any] = {
        "kind": Inspection.Kind.ILACS,
        "title": "Inspection of February 2024",
        "body": "Ofsted",
        "started_on": date(2024, 2, 19),
        "published_on": date(2024, 5, 16),
    }
    with clock(given.pop("on", ADOPTED)):
        return services.add_inspection(council=council, by=office(council), **(defaults | given))


def visit(council: Council, on: date, month: date, title: str = "First monitoring visit") -> Intervention:
    """A monitoring visit planned on a day for a month to come."""
    with clock(on):
        return services.add_intervention(
            council=council,
            by=office(council),
            kind=Intervention.Kind.VISIT,
            title=title,
            body="Ofsted",
            as_at=on,
            day=month,
            month_only=True,
        )


def finding(source: Inspection, text: str = "Support is uneven.", **given: Any) -> Finding:
    """A recommendation of an inspection, recorded on 17 July 2024 or `on` another day."""
    defaults: dict[str, Any] = {"kind": Finding.Kind.RECOMMENDATION, "found_on": source.started_on}
    with clock(given.pop("on", ADOPTED)):
        return services.add_finding(
            council=source.council,
            by=office(source.council),
            text=text,
            inspection=source,
            **(defaults | given),
        )


# Scorecard


def measure(council: Council, **given: Any) -> Measure:
    """A number read monthly since 17 July 2024, higher being better, without a target."""
    defaults: dict[str, Any] = {
        "title": "Visits",
        "definition": "Visits made.",
        "unit": Measure.Unit.NUMBER,
        "span": Measure.Span.POINT,
        "polarity": Measure.Polarity.HIGHER,
        "frequency": Measure.Frequency.MONTHLY,
    }
    with clock(ADOPTED):
        return services.add_measure(council=council, by=office(council), **(defaults | given))


def audit(council: Council, on: date, **given: Any) -> Audit:
    """The audits of October 2024, recorded on a day with the given counts."""
    defaults: dict[str, Any] = {
        "service": "Care leavers",
        "period_start": date(2024, 10, 1),
        "period_end": date(2024, 10, 31),
    }
    with clock(on):
        return services.add_audit(council=council, by=office(council), as_at=on, **(defaults | given))


# Money


def funding_decision(
    council: Council, by: User, *, slug: str = "extra-posts", amount: str = "1986599", **fields: Any
) -> FundingDecision:
    """A decision of document 000's size, approved by committee on 16 July 2024 and Full Council on the 17th."""
    approvals = [
        ApprovalGiven("Children and Families Committee", date(2024, 7, 16)),
        ApprovalGiven("Full Council", date(2024, 7, 17)),
    ]
    with clock(date(2024, 7, 18)):
        return create_decision(
            council=council,
            slug=slug,
            by=by,
            amount=Decimal(amount),
            **{
                "title": "Extra posts",
                "sources": [SourceGiven("diverted_growth", Decimal(amount))],
                "approvals": approvals,
                **fields,
            },
        )


def budget_line(
    decision: FundingDecision,
    by: User,
    code: str = "L01",
    *,
    budgets: dict[int, str] | None = None,
    **fields: Any,
) -> BudgetLine:
    """A line with £12,000 in 2024/25, unless other budgets are given, recorded on 18 July 2024."""
    amounts = {year: Decimal(amount) for year, amount in (budgets or {2024: "12000"}).items()}
    with clock(date(2024, 7, 18)):
        return add_line(
            decision=decision,
            code=code,
            by=by,
            budgets=amounts,
            **{"name": "Social workers", "kind": BudgetLine.Kind.POSTS, **fields},
        )


def spend(line: BudgetLine, by: User, figures: dict[date, str], *, on: date | None = None) -> None:
    """Figures by month, entered on `on`, or else on the seventh of the month after the last of them."""
    amounts = {month: Decimal(amount) for month, amount in figures.items()}
    with clock(on or add_months(max(figures), 1).replace(day=7)):
        record_spend_of_line(line=line, figures=amounts, by=by)


def close(council: Council, by: User, month: date) -> MonthClose:
    """Close a month, with nil confirmed for every live line that is blank."""
    closing = closing_of(council, month)
    blank = {line.pk for line in closing.blanks}
    return close_month(council=council, month=month, confirmed_nil=blank, shown_total=closing.total, by=by)


# Posts


def workforce_office(council: Council) -> User:
    """The council's workforce lead, who may write everything about posts."""
    email = f"workforce@{council.slug}.example"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = User.objects.create_user(email=email, name="Workforce lead")
    Membership.objects.create(council=council, user=user, role=Role.WORKFORCE, started_on=date(2024, 1, 1))
    return user


def funded_post(council: Council, *, approved_on: date | None = ADOPTED, **given: Any) -> FundedPost:
    """An approved post of one social worker from September 2024 to February 2026, with its positions."""
    defaults: dict[str, Any] = {
        "role": "Social Worker",
        "role_noun": "social worker",
        "grade": "10",
        "status": FundedPost.Status.APPROVED if approved_on else FundedPost.Status.PROPOSED,
        "planned_start": date(2024, 9, 2),
        "funded_until": date(2026, 2, 28),
    }
    by = workforce_office(council)
    with clock(ADOPTED):
        post = workforce_services.add_post(council=council, by=by, as_at=approved_on, **(defaults | given))
        if approved_on:
            workforce_services.add_positions(post=post, by=by, approved_on=approved_on)
    return post


def recruitment(
    post: FundedPost, number: int, kind: str, as_at: date, *, on: date | None = None, **given: Any
) -> RecruitmentEvent:
    """What happened to the post's position of that number, recorded on the day or `on` another."""
    position = post.positions.get(number=number)
    with clock(on or as_at):
        return workforce_services.record_event(
            position=position, by=workforce_office(post.council), kind=kind, as_at=as_at, **given
        )


def cover(
    post: FundedPost,
    started_on: date,
    *,
    numbers: Iterable[int] | None = None,
    on: date | None = None,
    **given: Any,
) -> Cover:
    """Agency cover of the post's positions of those numbers, or of all, recorded on its first day."""
    served = post.positions.all() if numbers is None else post.positions.filter(number__in=numbers)
    with clock(on or started_on):
        return workforce_services.record_cover(
            post=post,
            by=workforce_office(post.council),
            started_on=started_on,
            positions=served,
            **({"kind": Cover.Kind.AGENCY} | given),
        )


# Papers


def clerk_of(council: Council) -> User:
    """The council's committee clerk."""
    email = f"clerk@{council.slug}.example"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = User.objects.create_user(email=email, name="Committee clerk")
    Membership.objects.create(council=council, user=user, role=Role.CLERK, started_on=date(2024, 1, 1))
    return user


def paper(of: Plan, *, held_on: date = date(2025, 1, 13), words: str = "Words.", **given: Any) -> Paper:
    """A progress paper with a few words under every heading, its ratings as at 13 November 2024 and its spend
    to the end of October, as document 001 has them."""
    by = clerk_of(of.council)
    committee = Group.objects.filter(council=of.council, kind=Group.Kind.COMMITTEE).first() or group(
        of.council, Group.Kind.COMMITTEE
    )
    with clock(date(2024, 12, 20)):
        meeting = services.add_meeting(group=committee, by=office(of.council), held_on=held_on)
        defaults: dict[str, Any] = {
            "slug": f"progress-{held_on:%Y-%m}",
            "title": "Progress update",
            "report_of": "Executive Director",
            "reference": "CFC/27/24-25",
            "contact": "Director for Improvement",
        }
        made = create_paper(council=of.council, by=by, plan=of, meeting=meeting, **(defaults | given))
        days = {block.key: date(2024, 11, 13) for block in kind_of(made.kind).every_block}
        days["spend"] = date(2024, 10, 31)
        save_details(paper=made, by=by, shown_version=made.version, details={}, block_dates=days)
        # At once: a service call for each of thirty headings was a quarter of the time of the tests of papers.
        PaperSection.objects.bulk_create(
            [
                PaperSection(council=of.council, paper=made, key=heading.key, body=words, version=2)
                for heading in kind_of(made.kind).sections
            ],
            update_conflicts=True,
            update_fields=["body", "version"],
            unique_fields=["paper", "key"],
        )
        save_recommendations(paper=made, by=by, shown_version=made.version, texts=["Note the progress."])
    return made


# Clearance


def reviewer_of(council: Council) -> User:
    """Somebody who may clear for every role of the usual list, and has written nothing."""
    email = f"reviewer@{council.slug}.example"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    user = User.objects.create_user(email=email, name="Ada Reviewer")
    for role in (Role.PROGRAMME, Role.FINANCE, Role.LEGAL, Role.WORKFORCE):
        Membership.objects.create(council=council, user=user, role=role, started_on=date(2024, 1, 1))
    return user


def cleared(of: Paper, *, besides: Iterable[str] = ()) -> Paper:
    """Lock the paper's figures if they are not, and clear it for every role but those of these keys."""
    lock_data(paper=of, by=clerk_of(of.council))
    for standing in standings_of(of):
        if standing.role.key not in besides and standing.state != State.CLEARED:
            # Who clears last comes after the others, and what they said has become part of nothing else.
            said = Said(Clearance.Verdict.CLEARED, "", token_of(standing))
            say(paper=of, role=standing.role, by=reviewer_of(of.council), said=said)
    return of
