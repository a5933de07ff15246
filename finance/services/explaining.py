"""Why a printed table differs from what we compute: named causes that add up to the difference."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import now
from core.financial_year import label
from core.money import pounds
from finance.access import may_manage_budget
from finance.models import StatedCause, StatedRow, StatedTable
from finance.reads import reconciliation_of
from finance.services.stated import StatedCauseGiven


@transaction.atomic
def explain_table(
    *,
    table: StatedTable,
    causes: Sequence[tuple[int, StatedCauseGiven]],
    by: User,
    shown_version: int,
) -> StatedTable:
    """Name the causes of a printed table's differences, each with the id of its row, in place of those named
    before; these stay, withdrawn. The printed figures are never touched.

    Raises StaleVersion, and ValueError for a row of another table, a cell named in another year, or causes
    that do not add up to the difference.
    """
    if not may_manage_budget(by, table.council):
        raise PermissionDenied
    raise_version(table, shown=shown_version)
    standing = StatedCause.objects.filter(row__table=table, withdrawn_at=None)
    before = [_words(cause) for cause in standing.select_related("row")]
    standing.update(withdrawn_at=now())
    rows = {row.pk: row for row in StatedRow.objects.filter(table=table)}
    made = [_append(table, rows.get(pk), given) for pk, given in causes]
    _check(StatedTable.objects.with_rows().get(pk=table.pk))
    after = {"causes": [_words(cause) for cause in made]}
    record(
        "explained the differences of",
        table,
        council=table.council,
        by=by,
        before={"causes": before},
        after=after,
    )
    return table


def _append(table: StatedTable, row: StatedRow | None, given: StatedCauseGiven) -> StatedCause:
    if row is None or given.year not in table.years:
        raise ValueError("A cause names a row and a year of this table")
    return StatedCause.objects.create(
        council=table.council,
        row=row,
        kind=given.kind,
        financial_year=given.year,
        amount=given.amount,
        explanation=given.explanation,
    )


def _check(table: StatedTable) -> None:
    left = [column for column in reconciliation_of(table).all_columns if column.unexplained]
    if left:
        told = [
            f"{pounds(column.unexplained)} of {label(column.year) if column.year else 'all years'}"
            for column in left
        ]
        raise ValueError(f"The causes must add up to the difference; not explained: {', '.join(told)}")


def _words(cause: StatedCause) -> str:
    year = label(cause.financial_year)
    return f"{cause.row.label}, {year}: {pounds(cause.amount)}, {cause.explanation}"
