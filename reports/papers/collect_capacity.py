"""Caseloads and the posts asked for because of them, read for `collect` (document 002). What is needed is worked
out in `workforce.capacity`, not here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from finance.models import AuthorisedAmount, BudgetLine, BudgetMovement, FundingDecision
from reports.models import Paper
from reports.papers.capacity import (
    Capacity,
    CostLine,
    MoneySource,
    ProposedPost,
    ServiceRow,
    StandardRow,
    TeamRow,
)
from reports.papers.collect_scope import PlanScope
from workforce.capacity import CapacityGroup, capacity_groups
from workforce.models import CapacityReading, CaseloadStandard, FundedPost, Team


def capacity(
    paper: Paper, day: date, known_at: datetime | None = None, scope: PlanScope | None = None
) -> Capacity:
    """The last reading of every team by `day`, the posts of the paper's decision (or, without one, all that are
    asked for or given, of the plan where there are several), and the sum asked for."""
    decision = paper.decision
    readings = list(CapacityReading.objects.of(paper.council).latest_by(day, known_at))
    posts = FundedPost.objects.of(paper.council).as_at(day, known_at).not_over().order_by("order", "pk")
    chosen = list(posts.filter(line__decision=decision) if decision else posts)
    if scope:
        chosen = [post for post in chosen if scope.has_row(post.pk, None)]
    groups, other = capacity_groups(readings, chosen)
    return Capacity(
        services=(*(_service(group) for group in groups), *_without_readings(other)),
        standards=tuple(_standards(readings)),
        lines=tuple(_lines(decision, day)) if decision else (),
        gross=_gross(decision, day) if decision else Decimal(0),
        already_in_budget=decision.already_in_budget if decision else Decimal(0),
        sources=tuple(_sources(decision)) if decision else (),
    )


def _service(group: CapacityGroup) -> ServiceRow:
    return ServiceRow(
        name=group.name,
        teams=tuple(_team(reading) for reading in group.readings),
        standard=_standard(group.standard) if group.standard else None,
        need=group.need.words if group.need else "",
        steps=group.need.steps if group.need else (),
        compared_fte=group.compared_fte,
        difference=group.difference,
        unlike=group.unlike,
        posts=tuple(_post(row.post, is_compared=row.compared) for row in group.asked),
    )


def _without_readings(posts: Iterable[FundedPost]) -> Iterator[ServiceRow]:
    by_team: defaultdict[str, list[ProposedPost]] = defaultdict(list)
    for post in posts:
        by_team[post.team or "Not given to a team"].append(_post(post))
    for name, rows in by_team.items():
        yield ServiceRow(name, posts=tuple(rows))


def _team(reading: CapacityReading) -> TeamRow:
    return TeamRow(
        name=_team_name(reading.team),
        month=reading.month,
        cases=reading.cases,
        fte=reading.fte,
        average=reading.average_caseload,
        over=reading.cases_over,
        is_fte_ours=reading.fte is not None and reading.fte_source == CapacityReading.Source.OURS,
    )


def _team_name(team: Team) -> str:
    """`Locality 1, Team A`: the service is said above it, unless it has no other name."""
    parts = [part for part in (team.locality, team.name) if part and part != team.service]
    return ", ".join(parts) or team.service


def _post(post: FundedPost, *, is_compared: bool = False) -> ProposedPost:
    return ProposedPost(
        pk=post.pk,
        role=post.role,
        where=post.team or "Not given to a team",
        number=post.number,
        fte=post.fte,
        rationale=post.rationale.strip(),
        is_compared=is_compared,
    )


def _standards(readings: Sequence[CapacityReading]) -> list[StandardRow]:
    """Those the teams are held to, each once, in the order of the teams."""
    held = (each for reading in readings for each in (reading.standard, reading.reduced_standard) if each)
    return list(dict.fromkeys(_standard(each) for each in held))


def _standard(standard: CaseloadStandard) -> StandardRow:
    return StandardRow(
        standard.applies_to, standard.counts, standard.low, standard.high, standard.source.strip()
    )


def _lines(decision: FundingDecision, day: date) -> Iterator[CostLine]:
    lines = BudgetLine.objects.filter(decision=decision).order_by("order", "code")
    budgets = BudgetMovement.objects.filter(line__in=lines).by_line_and_year(day, None)
    for line in lines:
        if line.pk in budgets:
            amount = sum(budgets[line.pk].values(), Decimal(0))
            yield CostLine(line.pk, line.name, amount, line.kind == BudgetLine.Kind.POSTS)


def _gross(decision: FundingDecision, day: date) -> Decimal:
    return AuthorisedAmount.objects.by_decision([decision], day).get(decision.pk, decision.amount)


def _sources(decision: FundingDecision) -> Iterator[MoneySource]:
    for source in decision.sources.all():
        yield MoneySource(str(source), source.amount, source.is_recurring)
