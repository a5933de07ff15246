"""Tables as a paper printed them, kept beside what we compute and never put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from finance.access import may_manage_budget
from finance.models import BudgetLine, FundingDecision, StatedCause, StatedRow, StatedTable


@dataclass(frozen=True)
class StatedCauseGiven:
    """Why a printed cell differs from the computed one: printed less computed, in pounds."""

    year: int
    amount: Decimal
    explanation: str
    kind: str = StatedCause.Kind.WRONG_CELL


@dataclass(frozen=True)
class StatedRowGiven:
    """A row as printed: whole pounds by financial year; a year that was left blank is missing."""

    label: str
    printed: Mapping[int, int]
    line: BudgetLine | None = None
    grade: str = ""
    plan_reference: str = ""
    causes: Sequence[StatedCauseGiven] = ()


@transaction.atomic
def record_stated_table(
    *,
    decision: FundingDecision,
    title: str,
    source: str,
    years: Sequence[int],
    rows: Sequence[StatedRowGiven],
    totals: Mapping[int, int],
    total: int,
    by: User,
    unit: int = 1,
    note: str = "",
    corrects: StatedTable | None = None,
    correction: str = "",
) -> StatedTable:
    """Record a printed table: its rows, the totals it states by year and in all (whole pounds), and the
    causes of what differs. `unit` is 1 or 1000: what it was printed to, in pounds either way. One that was
    mistyped is recorded anew (`corrects`, with what was wrong in `correction`); the old one stays to be seen.

    Raises ValueError when a total is missing, a cell or cause lies outside the table's years, or the table
    corrected was corrected before.
    """
    if not may_manage_budget(by, decision.council):
        raise PermissionDenied
    _check_years(years, rows, totals)
    if corrects:
        _check_correction(decision, corrects, correction)
    table = StatedTable.objects.create(
        council=decision.council,
        decision=decision,
        title=title,
        source=source,
        unit=unit,
        years=list(years),
        stated_totals={**{str(year): totals[year] for year in years}, "total": total},
        note=note,
        corrects=corrects,
        correction=correction.strip(),
    )
    for order, given in enumerate(rows, start=1):
        _add_row(table, order, given)
    after: dict[str, object] = {"source": source, "rows": len(rows), "total": total}
    if corrects:
        after |= {"in place of": corrects.pk, "what was wrong": table.correction}
    record("recorded the printed table", table, council=decision.council, by=by, after=after)
    return table


def _check_correction(decision: FundingDecision, corrects: StatedTable, correction: str) -> None:
    StatedTable.objects.select_for_update().get(pk=corrects.pk)
    if corrects.decision_id != decision.pk:
        raise ValueError("The table belongs to another decision")
    if not correction.strip():
        raise ValueError("Say what was mistyped")
    if StatedTable.objects.filter(corrects=corrects).exists():
        raise ValueError("This table was recorded anew already: correct the one that stands")


def _check_years(years: Sequence[int], rows: Sequence[StatedRowGiven], totals: Mapping[int, int]) -> None:
    used = {year for row in rows for year in row.printed} | {
        cause.year for row in rows for cause in row.causes
    }
    if set(totals) != set(years) or not used <= set(years):
        raise ValueError("A printed table has a stated total for each of its years, and no cell outside them")


def _add_row(table: StatedTable, order: int, given: StatedRowGiven) -> None:
    row = StatedRow.objects.create(
        council=table.council,
        table=table,
        line=given.line,
        label=given.label,
        grade=given.grade,
        plan_reference=given.plan_reference,
        printed={str(year): amount for year, amount in given.printed.items()},
        order=order,
    )
    for cause in given.causes:
        StatedCause.objects.create(
            council=table.council,
            row=row,
            kind=cause.kind,
            financial_year=cause.year,
            amount=cause.amount,
            explanation=cause.explanation,
        )
