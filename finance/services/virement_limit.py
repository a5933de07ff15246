"""The limit above which budget goes from one line to another only by a decision, however it is split."""

from decimal import Decimal

from core.dates import full_date
from core.financial_year import label
from core.money import pounds
from core.words import listed
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement, MoneyRules


class DecisionNeeded(ValueError):
    """What goes from one line to another in a financial year is above the council's limit, and names no decision."""


def check_limit(line: BudgetLine, to: BudgetLine, year: int, amount: Decimal) -> None:
    """Whether `amount` (pounds above nil) may go from `line` `to` another by no decision.

    Virements the same way between the same two lines count together in a financial year: a limit of each alone is
    passed by splitting. What named a decision was allowed by that, and does not count; nor does what was taken out.
    What a line gives to several others is not added up: each is a purpose of its own, with its own reason.
    Raises DecisionNeeded with the sum that went already and its dates.
    """
    limit = _limit(line)
    before = list(BudgetMovement.objects.moved_without_decision(line, to, year))
    already = -sum((each.amount for each in before), NIL)
    if already + amount <= limit:
        return
    if not before:
        raise DecisionNeeded(f"A virement above {pounds(limit)} needs the decision that allows it")
    raise DecisionNeeded(
        f"{_told(before, already)}, and {pounds(amount)} more make {pounds(already + amount)}: above {pounds(limit)} "
        "in a financial year a virement needs the decision that allows it"
    )


def check_limit_of_correction(movement: BudgetMovement, amount: Decimal) -> None:
    """A correction does not grow past the limit what names no decision. `movement` may be either side of a virement,
    `amount` its new sum in pounds. Raises DecisionNeeded."""
    giving = movement if movement.amount < NIL else movement.other_side
    if movement.decision_reference or giving is None or abs(amount) <= abs(movement.amount):
        return
    to = giving.other_line
    assert to is not None
    limit = _limit(giving.line)
    others = BudgetMovement.objects.moved_without_decision(giving.line, to, giving.financial_year)
    before = list(others.exclude(pk=giving.pk))
    already = -sum((each.amount for each in before), NIL)
    if already + abs(amount) > limit:
        beside = f"{_told(before, already)}. " if before else ""
        raise DecisionNeeded(
            f"{beside}A virement above {pounds(limit)}{' in a financial year' if before else ''} needs the decision "
            "that allows it: take this one out, and record it with its decision"
        )


def _limit(line: BudgetLine) -> Decimal:
    return MoneyRules.objects.of(line.council).virement_needs_decision_above


def _told(before: list[BudgetMovement], already: Decimal) -> str:
    giving, to = before[0].line, before[0].other_line
    days = listed(dict.fromkeys(full_date(each.as_at) for each in before))
    year = label(before[0].financial_year)
    return f"{pounds(already)} of {year} went from {giving} to {to} without a decision already ({days})"
