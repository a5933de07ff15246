"""Funding decisions, their approvals and their tranches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import raise_version
from core.money import pounds
from finance.access import may_manage_budget
from finance.figures import NIL
from finance.models import Approval, FundingDecision, Tranche
from improvement.models import Meeting, Plan


@dataclass(frozen=True)
class ApprovalGiven:
    """One body's approval: who, on which day, by which minute, at which of our meetings."""

    body: str
    approved_on: date
    minute: str = ""
    meeting: Meeting | None = None


@transaction.atomic
def create_decision(
    *,
    council: Council,
    slug: str,
    title: str,
    amount: Decimal,
    source: str,
    by: User,
    approvals: Sequence[ApprovalGiven] = (),
    plan: Plan | None = None,
    source_note: str = "",
    already_in_budget: Decimal = NIL,
    delegation: str = "",
) -> FundingDecision:
    """Record who decided what sum (pounds), when and from where; effective at the last approval.

    Raises ValueError when the growth already in the budget is more than the sum itself.
    """
    if not may_manage_budget(by, council):
        raise PermissionDenied
    if not NIL <= already_in_budget <= amount:
        raise ValueError(
            "The growth already in the budget must be between nil and the amount of the decision"
        )
    decision = FundingDecision.objects.create(
        council=council,
        plan=plan,
        slug=slug,
        title=title,
        amount=amount,
        source=source,
        source_note=source_note,
        already_in_budget=already_in_budget,
        delegation=delegation,
    )
    for given in approvals:
        Approval.objects.create(
            council=council,
            decision=decision,
            body=given.body,
            approved_on=given.approved_on,
            minute=given.minute,
            meeting=given.meeting,
        )
    bodies = [f"{given.body}, {given.approved_on.isoformat()}" for given in approvals]
    after = {"amount": amount, "source": source, "already_in_budget": already_in_budget, "approvals": bodies}
    record("recorded the funding decision", decision, council=council, by=by, after=after)
    return decision


@transaction.atomic
def add_tranche(
    *,
    decision: FundingDecision,
    number: int,
    amount: Decimal,
    by: User,
    available_from: date | None = None,
    brought_forward: Decimal = NIL,
    brought_forward_note: str = "",
) -> Tranche:
    """Add a part (pounds) of a decision, some of it perhaps released early under delegated powers.

    Raises ValueError when the tranches would come to more than was decided (document 003: £5m + £6.489m).
    """
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    FundingDecision.objects.select_for_update().get(pk=decision.pk)
    others = decision.tranches.aggregate(sum=Sum("amount"))["sum"] or NIL
    if amount <= NIL or others + amount > decision.amount:
        raise ValueError(f"The tranches must be above nil and come to no more than {pounds(decision.amount)}")
    if not NIL <= brought_forward <= amount:
        raise ValueError("The part brought forward must be between nil and the amount of the tranche")
    tranche = Tranche.objects.create(
        council=decision.council,
        decision=decision,
        number=number,
        amount=amount,
        available_from=available_from,
        brought_forward=brought_forward,
        brought_forward_note=brought_forward_note,
    )
    after = {"number": number, "amount": amount, "brought_forward": brought_forward}
    record("added a tranche to", decision, council=decision.council, by=by, after=after)
    return tranche


@transaction.atomic
def draw_tranche(
    *, tranche: Tranche, drawn_on: date, drawn_by: str, by: User, version: int | None = None
) -> Tranche:
    """Record that a body (`drawn_by`: Cabinet) drew a tranche down on a day; a second time changes nothing.

    `version` is the decision's as it was shown. Raises StaleVersion, and ValueError for a tranche drawn on
    another day.
    """
    decision = tranche.decision
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    tranche = Tranche.objects.select_for_update().get(pk=tranche.pk)
    if tranche.drawn_on == drawn_on:
        return tranche
    if tranche.drawn_on:
        raise ValueError("This tranche has been drawn down already")
    raise_version(decision, shown=decision.version if version is None else version)
    tranche.drawn_on, tranche.drawn_by = drawn_on, drawn_by
    tranche.save(update_fields=["drawn_on", "drawn_by"])
    after = {"tranche": tranche.number, "drawn_on": drawn_on, "drawn_by": drawn_by}
    record("drew down a tranche of", decision, council=decision.council, by=by, after=after)
    return tranche
