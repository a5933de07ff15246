"""Budget lines that are no longer used: retired with a reason, and brought back; nothing of theirs is deleted."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import today
from core.financial_year import LATER_YEARS, year_of
from core.money import pounds
from finance.access import may_manage_budget
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement, SpendEntry
from finance.services.movements import unspent_budget


@transaction.atomic
def retire_line(
    *, line: BudgetLine, reason: str, by: User, shown_version: int, leave_budget: bool = False
) -> BudgetLine:
    """Stop using a line from today. What it has spent stays in every sum.

    Raises PermissionDenied, StaleVersion, and ValueError without a reason, for a line that is retired, one with
    commitments or an accrual still to be taken back, or with budget left unless that is to stay on it.
    """
    line = _begin(line, by, shown_version)
    if not reason.strip():
        raise ValueError("Say why it is no longer used")
    if line.retired_on:
        raise ValueError("This line is retired already")
    if open_ := why_still_open(line):
        raise ValueError(open_)
    left = budget_left(line)
    if left > NIL and not leave_budget:
        raise ValueError(
            f"{pounds(left)} of its budget is not spent: move it to another line first, or say that it stays"
        )
    line.retired_on, line.retired_reason = today(), reason.strip()
    line.save(update_fields=["retired_on", "retired_reason"])
    after = {"retired_on": line.retired_on, "reason": line.retired_reason, "budget left": left}
    record("retired the budget line", line, council=line.council, by=by, after=after)
    return line


@transaction.atomic
def bring_back_line(*, line: BudgetLine, by: User, shown_version: int) -> BudgetLine:
    """Use a retired line again. Raises PermissionDenied, StaleVersion, and ValueError for one that is in use."""
    line = _begin(line, by, shown_version)
    if not line.retired_on:
        raise ValueError("This line is in use")
    before = {"retired_on": line.retired_on, "reason": line.retired_reason}
    line.retired_on, line.retired_reason = None, ""
    line.save(update_fields=["retired_on", "retired_reason"])
    record("brought back the budget line", line, council=line.council, by=by, before=before)
    return line


def budget_left(line: BudgetLine) -> Decimal:
    """Pounds of this year's budget and those to come that the line has not spent, as we now know it."""
    now = year_of(today())
    budgets = BudgetMovement.objects.of_lines([line]).by_line_and_year().get(line.pk, {})
    years = [year for year in budgets if year >= now or year == LATER_YEARS]
    return sum((max(unspent_budget(line, year), NIL) for year in years), NIL)


def why_still_open(line: BudgetLine) -> str:
    """A sentence when something on the line has still to be spent or taken back; else nothing."""
    standing = SpendEntry.objects.filter(line=line).standing()
    ordered: Decimal = sum((entry.amount for entry in standing.committed()), NIL)
    if ordered:
        return f"{pounds(ordered)} is ordered on it and not yet spent: take the commitments out first"
    if standing.exclude(reverses=None).filter(month__gt=today()).exists():
        return "An accrual on it has still to be taken back: retire the line after that month"
    return ""


def _begin(line: BudgetLine, by: User, shown_version: int) -> BudgetLine:
    if not may_manage_budget(by, line.council):
        raise PermissionDenied
    raise_version(line, shown=shown_version)
    line.refresh_from_db()
    return line
