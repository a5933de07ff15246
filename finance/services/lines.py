"""Budget lines, the movements that make up their budget, and how it falls across the year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import today
from core.financial_year import label, start
from finance.access import may_manage_budget
from finance.figures import MONTHS_OF_YEAR, NIL, parts_from
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
    order: int = 0,
    budgets: Mapping[int, Decimal] | None = None,
    as_at: date | None = None,
    reason: str = "",
) -> BudgetLine:
    """Add a budget line and its original budget (pounds by financial year, nil included) as at `as_at`.

    Names repeat, the code does not. Raises ValueError for a tranche of another decision.
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
        order=order,
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
def move_budget(
    *,
    line: BudgetLine,
    year: int,
    kind: str,
    amount: Decimal,
    by: User,
    as_at: date | None = None,
    reason: str = "",
    to: BudgetLine | None = None,
    corrects: BudgetMovement | None = None,
) -> BudgetMovement:
    """Append a movement (pounds, signed) to a line's budget of a financial year; gives the entry on `line`.

    A virement takes a sum above nil from `line` and gives it `to` another: both sides at once, adding up to
    nil. Raises ValueError for a virement without two lines of one council, or from revenue to capital.
    """
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    is_virement = kind == BudgetMovement.Kind.VIREMENT
    if is_virement != (to is not None):
        raise ValueError("A virement moves budget between two lines, and nothing else does")
    if kind == BudgetMovement.Kind.REDUCTION and amount > NIL:
        raise ValueError("A reduction is a negative sum")
    day = as_at or today()
    if to is None:
        entry = _append(line, year, kind, amount, as_at=day, reason=reason, by=by, corrects=corrects)
        entries = [entry]
    else:
        _check_virement(line, to, amount)
        entry = _append(line, year, kind, -amount, as_at=day, reason=reason, by=by)
        entries = [
            entry,
            _append(to, year, kind, amount, as_at=day, reason=reason, by=by, counterpart=entry),
        ]
    after = {"kind": kind, "reason": reason, "to": to, "as_at": day} | _budget_words([entry])
    record("moved the budget of", line, council=line.council, by=by, after=after, entries=entries)
    return entry


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


def _check_virement(line: BudgetLine, to: BudgetLine, amount: Decimal) -> None:
    if to.council_id != line.council_id or to.pk == line.pk:
        raise ValueError("A virement goes to another line of the same council")
    if amount <= NIL:
        raise ValueError("A virement moves a sum above nil")
    if to.kind == BudgetLine.Kind.CAPITAL and line.kind != BudgetLine.Kind.CAPITAL:
        raise ValueError("Revenue is never moved to capital")


def _append(
    line: BudgetLine,
    year: int,
    kind: str,
    amount: Decimal,
    *,
    as_at: date,
    reason: str,
    by: User,
    corrects: BudgetMovement | None = None,
    counterpart: BudgetMovement | None = None,
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
        corrects=corrects,
        counterpart=counterpart,
    )


def _budget_words(entries: Sequence[BudgetMovement]) -> dict[str, Decimal]:
    return {label(entry.financial_year): entry.amount for entry in entries}


@transaction.atomic
def set_profile(
    *,
    line: BudgetLine,
    year: int,
    by: User,
    parts: Sequence[int] | None = None,
    first_month: date | None = None,
) -> Profile:
    """Say how a line's budget of a year falls: evenly from `first_month`, or by twelve whole weights.

    The same profile again changes nothing. Raises ValueError unless there are twelve weights, none negative
    and not all nil.
    """
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    if (parts is None) == (first_month is None):
        raise ValueError("Give either twelve weights or the first month")
    weights = list(parts if parts is not None else parts_from(year, first_month or start(year)))
    if len(weights) != MONTHS_OF_YEAR or min(weights) < 0 or not any(weights):
        raise ValueError("A profile has twelve weights, none of them negative and not all nil")
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
