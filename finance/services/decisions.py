"""Funding decisions: who decided what sum, when, from where, and under which conditions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.text import slugify

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import raise_version
from core.dates import full_date, today
from core.money import pounds
from finance.access import may_decide_key, may_manage_budget
from finance.figures import NIL
from finance.models import Approval, FundingDecision, FundingSource
from finance.services.terms import append_amount, append_terms, check_holds_from
from improvement.models import Meeting, Plan


@dataclass(frozen=True)
class ApprovalGiven:
    """One body's approval: who, on which day (None: not yet), by which minute, at which of our meetings."""

    body: str
    approved_on: date | None = None
    minute: str = ""
    meeting: Meeting | None = None


@dataclass(frozen=True)
class SourceGiven:
    """A sum (pounds) a decision is paid from; a reserve with what it held, money for a time with its end."""

    kind: str
    amount: Decimal
    name: str = ""
    is_recurring: bool = False
    balance: Decimal | None = None
    balance_on: date | None = None
    ends_on: date | None = None


class DecisionWords(TypedDict, total=False):
    """What else is told of a decision."""

    plan: Plan | None
    already_in_budget: Decimal
    delegation: str
    delegated_to: str
    delegated_with: str
    delegated_up_to: Decimal | None
    conditions: str
    wards: int | None


@transaction.atomic
def create_decision(
    *,
    council: Council,
    title: str,
    amount: Decimal,
    sources: Sequence[SourceGiven],
    by: User,
    approvals: Sequence[ApprovalGiven] = (),
    slug: str = "",
    **words: Unpack[DecisionWords],
) -> FundingDecision:
    """Record who decided what sum (pounds), when and from where; effective at the last approval.

    Raises ValueError when the sources do not come to the sum, an approval lies in the future or out of
    sequence, or the growth already in the budget or the delegation is more than the sum itself.
    """
    if not may_manage_budget(by, council):
        raise PermissionDenied
    decision = FundingDecision(
        council=council, slug=slug or _free_slug(council, title), title=title, amount=amount, **words
    )
    _check(decision, sources, approvals)
    decision.save(force_insert=True)
    _set_parts(decision, sources, approvals)
    after = _told(decision, sources, approvals)
    entries = [*append_amount(decision, by), *append_terms(decision, by)]
    record("recorded the funding decision", decision, council=council, by=by, after=after, entries=entries)
    return decision


@transaction.atomic
def edit_decision(
    *,
    decision: FundingDecision,
    by: User,
    shown_version: int,
    title: str,
    amount: Decimal,
    sources: Sequence[SourceGiven],
    approvals: Sequence[ApprovalGiven],
    holds_from: date | None = None,
    **words: Unpack[DecisionWords],
) -> FundingDecision:
    """Change the words and sums of a decision: on purpose from the day `holds_from`, which days before it do not
    show; without it they are put right, as wrong from the start. What they were stays in the ledger.

    Raises StaleVersion, and ValueError as `create_decision`, for a day to come or before the last change, a sum
    below its tranches, or when a body that has approved, or a source, would go missing after budget lines have
    been hung on the decision.
    """
    council = decision.council
    if not may_manage_budget(by, council):
        raise PermissionDenied
    raise_version(decision, shown=shown_version)
    decision.refresh_from_db()
    old_sources, old_approvals = given_sources(decision), given_approvals(decision)
    before = _told(decision, old_sources, old_approvals)
    decision.title, decision.amount = title, amount
    for name, value in words.items():
        setattr(decision, name, value)
    _check(decision, sources, approvals)
    _check_use(decision, len(old_sources) - len(sources), len(old_approvals) - len(approvals))
    if holds_from:
        check_holds_from(decision, holds_from)
    decision.save(update_fields=["title", "amount", *words])
    _set_parts(decision, sources, approvals)
    after = _told(decision, sources, approvals)
    if holds_from:
        after["holds_from"] = holds_from
    entries = [*append_amount(decision, by, holds_from), *append_terms(decision, by, holds_from)]
    record(
        "changed the funding decision",
        decision,
        council=council,
        by=by,
        before=before,
        after=after,
        entries=entries,
    )
    return decision


@transaction.atomic
def decide_key(
    *, decision: FundingDecision, is_key: bool, reasons: str, by: User, shown_version: int
) -> FundingDecision:
    """The clerk decides whether this is a key decision, whatever was suggested; the reasons print.

    Raises StaleVersion, and ValueError without reasons or in a council that has no executive.
    """
    council = decision.council
    if not may_decide_key(by, council):
        raise PermissionDenied
    if council.system != Council.System.EXECUTIVE:
        raise ValueError("Only a council with an executive takes key decisions")
    if not reasons.strip():
        raise ValueError("Enter the reasons: they print in the paper")
    raise_version(decision, shown=shown_version)
    decision.refresh_from_db()
    before = {"is_key": decision.is_key, "reasons": decision.key_reasons}
    decision.is_key, decision.key_reasons, decision.key_decided_by = is_key, reasons.strip(), by
    decision.save(update_fields=["is_key", "key_reasons", "key_decided_by"])
    after = {"is_key": is_key, "reasons": decision.key_reasons}
    entries = append_terms(decision, by)
    record(
        "decided whether it is key:",
        decision,
        council=council,
        by=by,
        before=before,
        after=after,
        entries=entries,
    )
    return decision


def given_sources(decision: FundingDecision) -> list[SourceGiven]:
    """The sources of a decision as they would be given again."""
    return [
        SourceGiven(
            source.kind,
            source.amount,
            source.name,
            source.is_recurring,
            source.balance,
            source.balance_on,
            source.ends_on,
        )
        for source in decision.sources.all()
    ]


def given_approvals(decision: FundingDecision) -> list[ApprovalGiven]:
    """The approvals of a decision as they would be given again."""
    approvals = decision.approvals.select_related("meeting")
    return [ApprovalGiven(each.body, each.approved_on, each.minute, each.meeting) for each in approvals]


def _check(
    decision: FundingDecision, sources: Sequence[SourceGiven], approvals: Sequence[ApprovalGiven]
) -> None:
    amount = decision.amount
    if amount <= NIL:
        raise ValueError("The amount authorised must be above nil")
    if not NIL <= decision.already_in_budget <= amount:
        raise ValueError(
            "The growth already in the budget must be between nil and the amount of the decision"
        )
    if decision.delegated_up_to is not None and not NIL < decision.delegated_up_to <= amount:
        raise ValueError("The delegation must be above nil and no more than the amount of the decision")
    if any(source.amount <= NIL for source in sources):
        raise ValueError("Each source must bring a sum above nil")
    brought = sum((source.amount for source in sources), NIL)
    if brought != amount:
        raise ValueError(f"The sources come to {pounds(brought)}, the decision to {pounds(amount)}")
    _check_sequence(approvals)


def _check_sequence(approvals: Sequence[ApprovalGiven]) -> None:
    last, waiting = date.min, ""
    for given in approvals:
        if given.approved_on is None:
            waiting = waiting or given.body
            continue
        if waiting:
            raise ValueError(f"{given.body} comes after {waiting}, which has not approved yet")
        if given.approved_on > today():
            raise ValueError(
                f"The approval by {given.body} lies in the future: leave its date out until then"
            )
        if given.approved_on < last:
            raise ValueError(f"{given.body} approved before the body that comes before it: check the order")
        last = given.approved_on


def _check_use(decision: FundingDecision, sources_gone: int, approvals_gone: int) -> None:
    tranches = decision.tranches.aggregate(sum=Sum("amount"))["sum"] or NIL
    if tranches > decision.amount:
        raise ValueError(f"Its tranches come to {pounds(tranches)}, more than the new amount")
    if (sources_gone > 0 or approvals_gone > 0) and decision.lines.exists():
        raise ValueError(
            "Budget lines rely on this decision: change its approvals and sources, but leave none out"
        )


def _set_parts(
    decision: FundingDecision, sources: Sequence[SourceGiven], approvals: Sequence[ApprovalGiven]
) -> None:
    pairs: list[tuple[type[FundingSource | Approval], Sequence[SourceGiven | ApprovalGiven]]]
    pairs = [(FundingSource, sources), (Approval, approvals)]
    for model, given in pairs:
        parts = model._default_manager.filter(decision=decision)
        kept = list(parts.order_by("order", "pk"))
        parts.filter(pk__in=[part.pk for part in kept[len(given) :]]).delete()
        for order, facts in enumerate(given, start=1):
            known = {field.name: getattr(facts, field.name) for field in fields(facts)}
            pk = kept[order - 1].pk if order <= len(kept) else None
            part = model(pk=pk, council=decision.council, decision=decision, order=order, **known)
            part.save(force_insert=pk is None, force_update=pk is not None)


def _told(
    decision: FundingDecision, sources: Sequence[SourceGiven], approvals: Sequence[ApprovalGiven]
) -> dict[str, object]:
    words = ("title", "amount", "already_in_budget", "delegation", "delegated_to", "delegated_with")
    more = ("delegated_up_to", "conditions", "wards")
    return {
        **{name: _plain(getattr(decision, name)) for name in (*words, *more)},
        "plan": decision.plan,
        "approvals": [_approval_words(given) for given in approvals],
        "sources": [_source_words(given) for given in sources],
    }


def _approval_words(given: ApprovalGiven) -> str:
    day = full_date(given.approved_on) if given.approved_on else "not yet"
    return f"{given.body}, {day}" + (f", minute {given.minute}" if given.minute else "")


def _source_words(given: SourceGiven) -> str:
    said = {name: value for name, value in asdict(given).items() if value not in (None, "", False)}
    return ", ".join(f"{name} {_plain(value)}" for name, value in said.items())


def _plain(value: object) -> object:
    # 5 and 5.00 are the same sum, and the log should not call one a change of the other.
    return pounds(value) if isinstance(value, Decimal) else value


def _free_slug(council: Council, title: str) -> str:
    stem = slugify(title)[:40].strip("-") or "decision"
    taken = set(FundingDecision.objects.of(council).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)
