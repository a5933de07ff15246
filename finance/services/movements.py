"""The dated movements that make up a budget: growth, virement, carry-forward, reduction, surplus returned."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import full_date, today
from core.financial_year import LATER_YEARS, end, label, start
from core.money import pounds
from finance.access import may_manage_budget, may_overdraw
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement, SpendEntry
from finance.services.virement_limit import check_limit, check_limit_of_correction

Kind = BudgetMovement.Kind
WHY_IT_MOVES = "Say why the budget moves, or enter the decision that allows it"


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
    decision_reference: str = "",
    allow_overdraft: bool = False,
    shown_version: int | None = None,
) -> BudgetMovement:
    """Append a movement (pounds, signed) to a line's budget of a financial year; gives the entry on `line`.

    A virement takes a sum above nil from `line` and gives it `to` another: both sides at once, adding up to
    nil. Raises StaleVersion, DecisionNeeded for a virement above the council's limit, and ValueError for a movement
    other than an original budget with neither reason nor decision, a virement without two lines of one council, from
    revenue to capital, for a day to come, a second original budget of a year, or for taking more than is left
    unspent, or was there on its day, unless the role allows it and a reason is given.
    """
    _begin(line, by, shown_version)
    if kind != Kind.ORIGINAL and not (reason.strip() or decision_reference.strip()):
        raise ValueError(WHY_IT_MOVES)
    if (kind == Kind.VIREMENT) != (to is not None):
        raise ValueError("A virement moves budget between two lines, and nothing else does")
    if kind in {Kind.REDUCTION, Kind.RETURNED} and amount > NIL:
        raise ValueError("A reduction is a negative sum")
    if kind == Kind.ORIGINAL:
        _check_first(line, year)
    facts = _Facts(line, as_at or today(), reason.strip(), decision_reference.strip(), by)
    taken = -amount if to is None else amount
    if to is not None:
        _check_virement(line, to, amount)
        if not facts.decision:
            check_limit(line, to, year, amount)
    if taken > NIL:
        _check_overdraft(line, year, taken, by, reason if allow_overdraft else "", facts.as_at)
    entry = facts.append(line, year, kind, -taken)
    entries = [entry]
    if to is not None:
        entries.append(facts.append(to, year, kind, amount, counterpart=entry))
    after = {"kind": kind, "reason": reason, "decision": decision_reference, "to": to, "as_at": facts.as_at}
    record(
        "moved the budget of",
        line,
        council=line.council,
        by=by,
        after=after | _words(entries[:1]),
        entries=entries,
    )
    return entry


@transaction.atomic
def carry_forward(
    *,
    line: BudgetLine,
    year: int,
    amount: Decimal,
    decision_reference: str,
    by: User,
    as_at: date | None = None,
    reason: str = "",
    shown_version: int | None = None,
) -> BudgetMovement:
    """Take a sum (pounds above nil) out of a year's budget and give it to the next year's, both at once.

    Raises StaleVersion, and ValueError without the decision that allows it, or for more than is unspent or was there
    on its day.
    """
    _begin(line, by, shown_version)
    if amount <= NIL:
        raise ValueError("A carry-forward takes a sum above nil to the next year")
    if not decision_reference.strip():
        raise ValueError("Enter the decision that allows the carry-forward")
    if year == LATER_YEARS:
        raise ValueError("A carry-forward goes from one financial year to the next")
    facts = _Facts(line, as_at or today(), reason.strip(), decision_reference.strip(), by)
    _check_overdraft(line, year, amount, by, None, facts.as_at)
    entry = facts.append(line, year, Kind.CARRY_FORWARD, -amount)
    other = facts.append(line, year + 1, Kind.CARRY_FORWARD, amount, counterpart=entry)
    after = {"decision": decision_reference, "reason": reason} | _words([entry, other])
    entries = [entry, other]
    record("carried forward the budget of", line, council=line.council, by=by, after=after, entries=entries)
    return entry


@transaction.atomic
def correct_movement(
    *,
    movement: BudgetMovement,
    amount: Decimal | None,
    reason: str,
    by: User,
    allow_overdraft: bool = False,
    shown_version: int | None = None,
) -> BudgetMovement:
    """Append what the movement should have been (pounds, signed as it stands; None takes it out). Both sides
    of a virement or carry-forward are corrected together; what was recorded stays to be seen.

    Raises StaleVersion, DecisionNeeded, and ValueError without a reason, for a movement that was corrected before, or
    where a line would be left short, as in `move_budget`.
    """
    line = movement.line
    _begin(line, by, shown_version)
    if not reason.strip():
        raise ValueError("Say what was wrong with the movement")
    if movement.corrections.exists() or movement.is_void:
        raise ValueError("This movement was corrected already: correct the one that stands")
    if amount is not None and (amount < NIL) != (movement.amount < NIL):
        raise ValueError("A correction keeps the direction of the movement: take it out and record another")
    other = movement.other_side
    if movement.kind == Kind.VIREMENT and amount is not None:
        check_limit_of_correction(movement, amount)
    for side, now in ((movement, amount), (other, None if amount is None else -amount)):
        taken = side.amount - (now or NIL) if side else NIL
        if side and taken > NIL:
            _check_overdraft(side.line, side.financial_year, taken, by, reason if allow_overdraft else "")
    facts = _Facts(line, movement.as_at, reason.strip(), movement.decision_reference, by)
    entry = facts.correct(movement, amount)
    entries = [entry]
    if other is not None:
        entries.append(facts.correct(other, None if amount is None else -amount, counterpart=entry))
    before = {"movement": str(movement), "as_at": full_date(movement.as_at)}
    after = {"movement": "taken out" if amount is None else str(entry), "reason": reason}
    record(
        "corrected a movement of",
        line,
        council=line.council,
        by=by,
        before=before,
        after=after,
        entries=entries,
    )
    return entry


class _Facts:
    """What both sides of a movement have in common."""

    def __init__(self, line: BudgetLine, as_at: date, reason: str, decision: str, by: User) -> None:
        if as_at > today():
            raise ValueError(
                f"{full_date(as_at)} lies in the future: record the movement when the day has come"
            )
        self.as_at, self.decision = as_at, decision
        self.shared = {
            "council": line.council,
            "as_at": as_at,
            "reason": reason,
            "decision_reference": decision,
            "recorded_by": by,
        }

    def append(
        self,
        line: BudgetLine,
        year: int,
        kind: str,
        amount: Decimal,
        counterpart: BudgetMovement | None = None,
    ) -> BudgetMovement:
        own = {"line": line, "financial_year": year, "kind": kind, "amount": amount}
        return BudgetMovement.objects.create(**own, **self.shared, counterpart=counterpart)

    def correct(
        self, movement: BudgetMovement, amount: Decimal | None, counterpart: BudgetMovement | None = None
    ) -> BudgetMovement:
        own = {"line": movement.line, "financial_year": movement.financial_year, "kind": movement.kind}
        void = amount is None
        return BudgetMovement.objects.create(
            **own,
            **self.shared,
            amount=movement.amount if amount is None else amount,
            corrects=movement,
            is_void=void,
            counterpart=None if void else counterpart,
        )


def _begin(line: BudgetLine, by: User, shown_version: int | None) -> None:
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    if shown_version is not None:
        raise_version(line, shown=shown_version)


def _check_virement(line: BudgetLine, to: BudgetLine, amount: Decimal) -> None:
    if to.council_id != line.council_id or to.pk == line.pk:
        raise ValueError("A virement goes to another line of the same council")
    if amount <= NIL:
        raise ValueError("A virement moves a sum above nil")
    capital = BudgetLine.Kind.CAPITAL
    if (line.kind == capital) is not (to.kind == capital):
        raise ValueError("Revenue is never moved to capital, nor capital to revenue")


def _check_first(line: BudgetLine, year: int) -> None:
    """A year has one original budget: printed tables are held against it, and all else is a movement of it."""
    original = BudgetMovement.objects.filter(line=line, financial_year=year, kind=Kind.ORIGINAL)
    if original.standing().exists():
        raise ValueError(
            f"{line} has an original budget of {label(year)} already: correct that one, or record growth"
        )


def _check_overdraft(
    line: BudgetLine, year: int, taken: Decimal, by: User, reason: str | None, on: date | None = None
) -> None:
    """Neither as we now know it nor, where a movement names its day, `on` that day does a line give more than
    it has; unless who may overdraw it gives a `reason` (None: nobody may)."""
    may = reason is not None and may_overdraw(by, line.council)
    if may and reason and reason.strip():
        return
    left = unspent_budget(line, year) - taken
    if left < NIL:
        otherwise = "say below that it may be, with the reason" if may else "ask somebody who may overdraw it"
        raise ValueError(
            f"{line} would be left {pounds(-left)} short of what it has spent in {label(year)}: "
            f"take less{'' if reason is None else f', or {otherwise}'}"
        )
    held = _budget(line, year, on)
    if held < taken:
        raise ValueError(
            f"On {full_date(on or today())} the budget of {line} for {label(year)} was {pounds(held)}: "
            "choose the day from which it held what is taken"
        )


def _budget(line: BudgetLine, year: int, on: date | None = None) -> Decimal:
    return BudgetMovement.objects.of_lines([line]).by_line_and_year(on).get(line.pk, {}).get(year, NIL)


def unspent_budget(line: BudgetLine, year: int) -> Decimal:
    """What of a line's budget of a year has not been spent, in pounds as we now know it."""
    budget = _budget(line, year)
    if year == LATER_YEARS:
        return budget
    posted = SpendEntry.objects.of_lines([line]).filter(month__range=(start(year), end(year))).standing()
    return budget - sum(posted.by_cell().values(), NIL)


def _words(entries: Sequence[BudgetMovement]) -> dict[str, Decimal]:
    return {label(entry.financial_year): entry.amount for entry in entries}
