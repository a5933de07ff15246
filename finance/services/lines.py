"""Budget lines, their first budget, and how it falls across the year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import today
from core.financial_year import label, start
from finance.access import may_manage_budget
from finance.figures import MONTHS_OF_YEAR, parts_from
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Profile, Tranche
from improvement.models import Section


@transaction.atomic
def add_line(
    *,
    decision: FundingDecision,
    code: str,
    name: str,
    kind: str,
    by: User,
    tranche: Tranche | None = None,
    funding_stream: str = "",
    cost_centre: str = "",
    subjective_code: str = "",
    sections: Iterable[Section] = (),
    spend_covers: str = "",
    allocation: str = BudgetLine.Allocation.AGREED,
    allocated_by: str = "",
    recurring_cost: Decimal | None = None,
    order: int | None = None,
    budgets: Mapping[int, Decimal] | None = None,
    as_at: date | None = None,
    reason: str = "",
) -> BudgetLine:
    """Add a budget line and its original budget (pounds by financial year, nil included) as at `as_at`.

    Names repeat, the code does not. It stands behind the lines there are, by its code, unless `order` says where.
    Raises ValueError for a tranche of another decision.
    """
    council = decision.council
    if not may_manage_budget(by, council):
        raise PermissionDenied
    if tranche and tranche.decision_id != decision.pk:
        raise ValueError("The tranche belongs to another decision")
    line = BudgetLine.objects.create(
        council=council,
        decision=decision,
        code=code,
        name=name,
        kind=kind,
        tranche=tranche,
        funding_stream=funding_stream,
        cost_centre=cost_centre,
        subjective_code=subjective_code,
        spend_covers=spend_covers,
        allocation=allocation,
        allocated_by=allocated_by,
        recurring_cost=recurring_cost,
        order=_last_order(decision) if order is None else order,
    )
    line.sections.set(sections)
    original = BudgetMovement.Kind.ORIGINAL
    entries = [
        _append(line, year, original, amount, as_at=as_at or today(), reason=reason, by=by)
        for year, amount in (budgets or {}).items()
    ]
    after = {"name": name, "kind": kind, "decision": decision} | _budget_words(entries)
    record("added the budget line", line, council=council, by=by, after=after, entries=entries)
    return line


@transaction.atomic
def say_what_spend_covers(*, line: BudgetLine, by: User, words: str) -> None:
    """Say whom or what a line's spend has paid for so far, as papers print it (document 001, paragraph 33)."""
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    before, words = line.spend_covers, words.strip()
    if words == before:
        return
    line.spend_covers = words
    line.save(update_fields=["spend_covers"])
    record(
        "said what is paid for by",
        line,
        council=line.council,
        by=by,
        before={"spend covers": before},
        after={"spend covers": words},
    )


def _last_order(decision: FundingDecision) -> int:
    """Where the last of a decision's lines stands; those that stand in one place are ordered by code."""
    last = decision.lines.aggregate(last=Max("order"))["last"]
    return int(last or 0)


def _append(
    line: BudgetLine,
    year: int,
    kind: str,
    amount: Decimal,
    *,
    as_at: date,
    reason: str,
    by: User,
) -> BudgetMovement:
    return BudgetMovement.objects.create(
        council=line.council,
        line=line,
        financial_year=year,
        kind=kind,
        amount=amount,
        as_at=as_at,
        reason=reason,
        recorded_by=by,
    )


def _budget_words(entries: Sequence[BudgetMovement]) -> dict[str, Decimal]:
    return {label(entry.financial_year): entry.amount for entry in entries}


class LineWords(TypedDict, total=False):
    """What a line may be changed in; its budget changes by movements only."""

    code: str
    name: str
    kind: str
    tranche: Tranche | None
    funding_stream: str
    cost_centre: str
    subjective_code: str
    spend_covers: str
    allocation: str
    allocated_by: str
    recurring_cost: Decimal | None
    retired_on: date | None


@transaction.atomic
def edit_line(
    *,
    line: BudgetLine,
    by: User,
    shown_version: int,
    sections: Iterable[Section],
    **words: Unpack[LineWords],
) -> BudgetLine:
    """Put the words of a line right, retire it, or agree its indicative allocation by a decision.

    Raises StaleVersion, and ValueError for a tranche of another decision, a code that is taken, another kind once
    the line has spend, or capital made of revenue, or the other way, with budget that came or went by virement.
    """
    council = line.council
    if not may_manage_budget(by, council):
        raise PermissionDenied
    raise_version(line, shown=shown_version)
    line.refresh_from_db()
    before = _told(line)
    kind = words.get("kind", line.kind)
    is_used = line.kind != kind and line.spend.exists()
    _check_capital(line, kind)
    for name, value in words.items():
        setattr(line, name, value)
    _check(line, is_used)
    line.save(update_fields=[*words])
    line.sections.set(sections)
    record("changed the budget line", line, council=council, by=by, before=before, after=_told(line))
    return line


def _check_capital(line: BudgetLine, kind: str) -> None:
    """What a virement refuses is not done by calling the line something else afterwards."""
    capital = BudgetLine.Kind.CAPITAL
    if (line.kind == capital) is (kind == capital):
        return
    virements = BudgetMovement.objects.filter(line=line, kind=BudgetMovement.Kind.VIREMENT)
    if virements.standing().exists():
        raise ValueError(
            "Budget of this line was moved by virement: it cannot go from revenue to capital, or the other way"
        )


def _check(line: BudgetLine, is_used: bool) -> None:
    if is_used:
        raise ValueError("The line has spend: its kind can no longer change")
    if line.tranche and line.tranche.decision_id != line.decision_id:
        raise ValueError("The tranche belongs to another decision")
    if BudgetLine.objects.filter(council=line.council, code=line.code).exclude(pk=line.pk).exists():
        raise ValueError(f"The code {line.code} is another line's")


def _told(line: BudgetLine) -> dict[str, object]:
    words: dict[str, object] = {name: getattr(line, name) for name in LineWords.__annotations__}
    return words | {"sections": [str(section) for section in line.sections.all()]}


@transaction.atomic
def set_profile(
    *,
    line: BudgetLine,
    year: int,
    by: User,
    parts: Sequence[int] | None = None,
    first_month: date | None = None,
    shown_version: int | None = None,
) -> Profile:
    """Say how a line's budget of a year falls: evenly from `first_month`, or by twelve whole weights.

    The same profile again changes nothing. Raises StaleVersion, and ValueError unless there are twelve
    weights, none negative and not all nil.
    """
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    if (parts is None) == (first_month is None):
        raise ValueError("Give either twelve weights or the first month")
    weights = list(parts if parts is not None else parts_from(year, first_month or start(year)))
    if len(weights) != MONTHS_OF_YEAR or min(weights) < 0 or not any(weights):
        raise ValueError("A profile has twelve weights, none of them negative and not all nil")
    if shown_version is not None:
        raise_version(line, shown=shown_version)
    before = Profile.objects.latest_for((line, year), start(year))
    if before and before.parts == weights:
        return before
    entry = Profile.objects.create(
        council=line.council,
        line=line,
        financial_year=year,
        parts=weights,
        # The profile lays out the whole year, whenever it is drawn up.
        as_at=start(year),
        recorded_by=by,
        corrects=before,
    )
    was = {label(year): before.parts} if before else {}
    record(
        "profiled the budget of",
        line,
        council=line.council,
        by=by,
        before=was,
        after={label(year): weights},
        entries=[entry],
    )
    return entry
