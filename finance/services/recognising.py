"""Rows of extracts that were posted before rows had an identity: read again once, and known from then on.

Which rows of such a file were posted is not written down anywhere. Where what a line took of it in a month comes to the
penny to what the posting entered there, its rows are those, and get their identity; the others get none, and the
preview goes on warning where figures stand already.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.uploads import Unreadable
from finance.extracts.destinations import Destinations, destinations_of
from finance.extracts.files import ledger_of
from finance.extracts.identity import identities
from finance.extracts.rows import LedgerRow
from finance.figures import NIL
from finance.models import LedgerExtract, PostedRow, RowMove, SpendBatch, SpendEntry

Cell = tuple[int, date]
_NOTE = "Ledger extract "


def remember_earlier_rows(*, council: Council, by: User) -> int:
    """Give the rows of the council's postings that have none their identities; how many could be told. For
    `receive_extract`, which has asked whether the person may enter spend. One query where there is nothing to do."""
    earlier = SpendBatch.objects.standing().filter(
        council=council,
        kind=SpendBatch.Kind.EXTRACT,
        extract__kind=LedgerExtract.Kind.TRANSACTIONS,
        rows=None,
    )
    return sum(_remember(batch, by) for batch in earlier.select_related("extract", "council"))


@transaction.atomic
def _remember(batch: SpendBatch, by: User) -> int:
    assert batch.extract is not None
    SpendBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.rows.exists():
        return 0
    try:
        ledger = ledger_of(batch.extract)
    except Unreadable:
        # Whoever opens that extract is told; the file that is brought now has nothing to do with it.
        return 0
    rows = list(_rows(batch, dict(identities(ledger.rows))))
    PostedRow.objects.bulk_create(rows, batch_size=1000)
    told = sum(bool(row.identity) for row in rows)
    after = {"rows": len(rows), "known again": told}
    record("read the posted rows again of", batch.extract, council=batch.council, by=by, after=after)
    return told


def _rows(batch: SpendBatch, said: dict[LedgerRow, str]) -> Iterator[PostedRow]:
    """The rows that go to a line, as it was decided when they were posted."""
    places = _places_then(batch)
    by_cell: dict[Cell, list[LedgerRow]] = defaultdict(list)
    for row in said:
        line = places.of_row(row).line
        if line is not None and row.month is not None and not row.problem:
            by_cell[line.pk, row.month].append(row)
    entered = _entered(batch)
    for cell, rows in by_cell.items():
        is_proven = sum((row.amount for row in rows), NIL) == entered.get(cell)
        for row in rows:
            yield PostedRow(
                council_id=batch.council_id,
                batch=batch,
                number=row.number,
                month=cell[1],
                amount=row.amount,
                identity=said[row] if is_proven else "",
            )


def _places_then(batch: SpendBatch) -> Destinations:
    """Today's mappings, which the sums have to prove; of the moves those that were made before the posting."""
    assert batch.extract is not None
    places = destinations_of(batch.council, batch.extract, batch)
    moves = RowMove.objects.filter(extract=batch.extract, moved_at__lte=batch.recorded_at)
    return replace(places, moves={move.row: move for move in moves.order_by("pk")})


def _entered(batch: SpendBatch) -> dict[Cell, Decimal]:
    """What the posting made of each line and month it spoke of; not what was moved out of it later."""
    found: dict[Cell, Decimal] = defaultdict(lambda: NIL)
    for entry in SpendEntry.objects.in_batch(batch.batch).select_related("corrects"):
        if entry.note.startswith(_NOTE):
            before = cast(SpendEntry | None, entry.corrects)
            found[entry.line_id, entry.puts_right or entry.month] += entry.amount - (
                before.amount if before else NIL
            )
    return found
