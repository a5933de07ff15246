"""Posting a ledger extract: what its preview shows, checked against the control total, in one batch to be undone."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import last_of_month
from core.money import plain, pounds
from finance.access import may_enter_spend
from finance.extracts.files import ledger_of
from finance.extracts.identity import identities
from finance.extracts.preview import PostedCell, Preview, preview_of
from finance.extracts.rows import LedgerFile
from finance.models import BudgetLine, LedgerExtract, PostedRow, SpendBatch, SpendEntry
from finance.services.extracts import posted_sentence
from finance.services.spend import append_cells, lock_lines, standing_cells

LONGEST_NOTE = 250


class WrongTotal(ValueError):
    """The rows do not come to the control total."""


def post_extract(
    *,
    extract: LedgerExtract,
    control_total: Decimal,
    note: str,
    seal: str,
    by: User,
    into: date | None = None,
    leave_unmapped: bool = False,
) -> SpendBatch:
    """Post an extract as it was previewed (`seal`), once its rows come to the control total (pounds) to the penny.
    What belongs to closed months goes `into` an open period as adjustments.

    Raises PermissionDenied, Unreadable, WrongTotal, and ValueError with a sentence to show: posted already, rows
    without a line unless they are to be left out, a problem, or figures that changed since the preview.
    """
    council = extract.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    # The file is read before anything is locked.
    ledger = ledger_of(extract)
    with transaction.atomic():
        LedgerExtract.objects.select_for_update().get(pk=extract.pk)
        extract = LedgerExtract.objects.of(council).get(pk=extract.pk)
        lock_lines(council, BudgetLine.objects.filter(council=council).values_list("pk", flat=True))
        preview = preview_of(extract, ledger, into)
        _check(extract, preview, control_total, note, seal, leave_unmapped=leave_unmapped)
        batch = SpendBatch.objects.create(
            council=council,
            batch=uuid4(),
            kind=SpendBatch.Kind.EXTRACT,
            financial_year=extract.financial_year,
            note=note.strip()[:LONGEST_NOTE],
            total=preview.difference,
            extract=extract,
            recorded_by=by,
        )
        _append(batch, preview, by)
        _remember(batch, ledger, preview)
        after = {
            "control total": plain(control_total),
            "rows": preview.rows,
            "rows posted before": len(preview.known),
            "figures": len(preview.cells),
            "difference": plain(preview.difference),
            "left out": plain(preview.left_out_total),
            "without a line": plain(preview.unmapped_total),
            "note": batch.note,
        }
        record("posted the ledger extract", extract, council=council, by=by, after=after, batch=batch.batch)
    return batch


def _check(
    extract: LedgerExtract,
    preview: Preview,
    control_total: Decimal,
    note: str,
    seal: str,
    *,
    leave_unmapped: bool,
) -> None:
    if extract.posting:
        raise ValueError(posted_sentence(extract))
    if not note.strip():
        raise ValueError("Say in a note which report of the ledger this is")
    if preview.problems:
        raise ValueError("Some rows or figures cannot be posted, so none will be: see the list")
    if control_total != preview.total:
        raise WrongTotal(
            f"The control total is {pounds(control_total)}, the rows of the file come to {pounds(preview.total)}: "
            f"a difference of {pounds(control_total - preview.total)}"
        )
    if preview.unmapped and not leave_unmapped:
        raise ValueError(
            f"{_rows(preview.unmapped_rows)}, {pounds(preview.unmapped_total)}, "
            f"{'goes' if preview.unmapped_rows == 1 else 'go'} to no line: map what goes to no line, or say that "
            "it is to be left out this time"
        )
    if seal != preview.seal:
        raise ValueError(
            "Figures changed since the preview. This is how things stand now: check it and post again"
        )
    if not preview.cells:
        raise ValueError(
            "Every row was posted before: there is nothing new in this file"
            if preview.known
            else "Every line stands at what the file says already: there is nothing to post"
        )


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _append(batch: SpendBatch, preview: Preview, by: User) -> None:
    open_cells = [cell for cell in preview.cells if cell.into is None]
    lines = {cell.line.pk: cell.line for cell in preview.cells}
    standing = standing_cells(lines.values(), {cell.month for cell in open_cells})
    by_note: dict[str, dict[tuple[int, date], Decimal | None]] = {}
    for cell in open_cells:
        by_note.setdefault(_note(batch, cell), {})[cell.line.pk, cell.month] = cell.new
    for note, cells in by_note.items():
        append_cells(
            council=batch.council,
            lines=lines,
            cells=cells,
            standing=standing,
            by=by,
            note=note,
            batch=batch.batch,
        )
    adjusted = [cell for cell in preview.cells if cell.into is not None]
    for line in lines.values():
        _adjust(line, [cell for cell in adjusted if cell.line == line], batch, by, batch.batch)


def _remember(batch: SpendBatch, ledger: LedgerFile, preview: Preview) -> None:
    """The rows that were posted, so that a file that overlaps with this one posts only what is new."""
    PostedRow.objects.bulk_create(
        (
            PostedRow(
                council=batch.council,
                batch=batch,
                number=row.number,
                month=row.month,
                amount=row.amount,
                identity=identity,
            )
            for row, identity in identities(ledger.rows)
            if row.month is not None and row.number in preview.taken
        ),
        batch_size=1000,
    )


def _adjust(line: BudgetLine, cells: Iterable[PostedCell], batch: SpendBatch, by: User, key: UUID) -> None:
    for cell in cells:
        assert cell.into is not None
        note = _note(batch, cell)
        entry = SpendEntry.objects.create(
            council_id=line.council_id,
            line=line,
            month=cell.into,
            as_at=last_of_month(cell.into),
            kind=SpendEntry.Kind.ADJUSTMENT,
            amount=cell.difference,
            note=note,
            recorded_by=by,
            puts_right=cell.month,
        )
        after = {"month": cell.into_name, "kind": entry.get_kind_display(), "amount": plain(entry.amount)}
        after |= {"note": note, "puts right": cell.month_name}
        council = batch.council
        record("added an entry to", line, council=council, by=by, after=after, entries=[entry], batch=key)


def _note(batch: SpendBatch, cell: PostedCell) -> str:
    """The words on an entry: the file and its note, and which rows were moved there."""
    assert batch.extract is not None
    moved = ""
    if cell.moved:
        rows = ", ".join(str(number) for number in cell.moved[:8]) + (
            " and more" if len(cell.moved) > 8 else ""
        )
        moved = f"; moved here: row {rows}"
    return f"Ledger extract {batch.extract.name[:60]}{moved}. {batch.note}"[:LONGEST_NOTE]
