"""Ledger extracts: brought, understood, their rows moved, and posted as a whole or not at all."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import raise_version
from core.dates import full_moment, today
from core.financial_year import label, year_of
from core.uploads import Rows, digest_of_rows, read_rows
from finance.access import may_enter_spend
from finance.extracts import store
from finance.extracts.columns import HOLDS, NEEDED, Columns, heads_of, recognised
from finance.extracts.destinations import destinations_of
from finance.extracts.files import ledger_of, sheet_of
from finance.models import BudgetLine, ExtractLayout, LedgerExtract, MonthClose, RowMove, SpendBatch
from finance.periods import periods
from finance.services.entries import move_spend
from finance.services.recognising import remember_earlier_rows

Kind = LedgerExtract.Kind


def receive_extract(
    *,
    council: Council,
    content: bytes,
    name: str,
    kind: str,
    year: int,
    through: date | None,
    by: User,
) -> tuple[LedgerExtract, bool]:
    """Keep a file of the ledger, and recognise its columns where there is no doubt. Gives the extract, and whether
    the same rows had been brought before: then only what was chosen for them changes, until they are posted.

    Raises PermissionDenied, Unreadable for what is no file of rows, and ValueError for a month outside the year.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    through = through if kind == Kind.CUMULATIVE else None
    _check_dates(kind, year, through)
    sheet = read_rows(content)
    remember_earlier_rows(council=council, by=by)
    digest = store.put(content)
    facts: dict[str, Any] = {"kind": kind, "financial_year": year, "through": through}
    facts["columns"] = _recognised(council, sheet, kind)
    with transaction.atomic():
        same = {"council": council, "content_digest": digest_of_rows(sheet)}
        if before := LedgerExtract.objects.of(council).filter(**same).first():
            return _again(before, facts, by), True
        try:
            with transaction.atomic():
                extract = LedgerExtract.objects.create(
                    **same, **facts, name=name[-200:], digest=digest, size=len(content), received_by=by
                )
        except IntegrityError:
            # Somebody else brought the same rows at this very moment.
            return LedgerExtract.objects.of(council).get(**same), True
        after = {"kind": kind, "year": label(year), "through": through, "digest": digest[:12]}
        record("brought the ledger extract", extract, council=council, by=by, after=after)
    return extract, False


def _again(extract: LedgerExtract, facts: Mapping[str, object], by: User) -> LedgerExtract:
    """The choices for rows that were brought before; nothing changes once they are posted, or in choosing alike."""
    # Columns that were chosen stay, unless the file is now said to be of the other kind.
    is_anew = not extract.columns or facts["kind"] != extract.kind
    wanted = {name: value for name, value in facts.items() if name != "columns" or is_anew}
    changed = {name: value for name, value in wanted.items() if getattr(extract, name) != value}
    if extract.posting or not changed:
        return extract
    before = {name: str(getattr(extract, name)) for name in changed}
    raise_version(extract, shown=extract.version)
    for name, value in changed.items():
        setattr(extract, name, value)
    extract.save(update_fields=[*changed])
    after = {name: str(value) for name, value in changed.items()}
    record("chose anew for", extract, council=extract.council, by=by, before=before, after=after)
    return extract


def _check_dates(kind: str, year: int, through: date | None) -> None:
    if kind not in Kind.values:
        raise ValueError("Choose whether the file holds transactions or the year to date")
    if kind == Kind.CUMULATIVE and (through is None or through not in periods(year) or through > today()):
        raise ValueError(f"Choose the month of {label(year)} that the file runs through, not one to come")


def _recognised(council: Council, sheet: Rows, kind: str) -> dict[str, int]:
    layout = ExtractLayout.objects.filter(council=council).first()
    chosen = layout.heads_of_kind(kind) if layout else {}
    found = recognised(sheet, chosen, needs_month=kind == Kind.TRANSACTIONS)
    return found.as_json() if found else {}


def choose_columns(
    *, extract: LedgerExtract, at: Mapping[str, int], by: User, shown_version: int
) -> LedgerExtract:
    """Say which column (from 0) holds what; it is remembered for the council's next file.

    Raises PermissionDenied, StaleVersion, Unreadable, and ValueError when a needed column is missing, one is named
    twice, or the rows are posted already.
    """
    council = extract.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    head_row, heads = heads_of(sheet_of(extract))
    _check_columns(extract, at, len(heads))
    with transaction.atomic():
        raise_version(extract, shown=shown_version)
        if LedgerExtract.objects.not_posted().filter(pk=extract.pk).first() is None:
            raise ValueError("These rows are posted: their columns can no longer change")
        before = {HOLDS[name]: column for name, column in extract.columns.items() if name in HOLDS}
        extract.columns = Columns(at, head_row).as_json()
        extract.save(update_fields=["columns"])
        named = {name: heads[column] for name, column in at.items() if heads[column]}
        layout, _ = ExtractLayout.objects.get_or_create(council=council)
        raise_version(layout, shown=layout.version)
        ExtractLayout.objects.filter(pk=layout.pk).update(heads=layout.with_kind(extract.kind, named))
        after = {HOLDS[name]: heads[column] or column + 1 for name, column in at.items()}
        record("chose the columns of", extract, council=council, by=by, before=before, after=after)
    return extract


def _check_columns(extract: LedgerExtract, at: Mapping[str, int], width: int) -> None:
    missing = [HOLDS[name].lower() for name in NEEDED if name not in at]
    if missing:
        raise ValueError(f"Choose the column of the {' and of the '.join(missing)}")
    if not extract.is_cumulative and not {"period", "date"} & set(at):
        raise ValueError("Transactions need a column of the period or of the date")
    if len(set(at.values())) != len(at) or not all(0 <= column < width for column in at.values()):
        raise ValueError("Each column holds one thing")


def move_row(*, extract: LedgerExtract, number: int, to: BudgetLine, reason: str, by: User) -> RowMove:
    """Move a row that the ledger coded to the wrong line. Before the extract is posted that changes where it goes;
    after, an adjustment takes it out of one line and puts it into the other, in its month or, where that is
    closed, in the first open one.

    Raises PermissionDenied, Unreadable, and ValueError with a sentence to show.
    """
    council = extract.council
    if not may_enter_spend(by, council):
        raise PermissionDenied
    if not reason.strip():
        raise ValueError("Say why it belongs there")
    if to.council_id != council.pk:
        raise ValueError("There is no such budget line at this council")
    row = next((row for row in ledger_of(extract).rows if row.number == number), None)
    if row is None or row.problem:
        raise ValueError("There is no row of that number with an amount")
    with transaction.atomic():
        LedgerExtract.objects.select_for_update().get(pk=extract.pk)
        extract = LedgerExtract.objects.of(council).get(pk=extract.pk)
        stands = destinations_of(council, extract, extract.posting).of_row(row).line
        if stands == to:
            raise ValueError(f"It goes to {to} already")
        if extract.posting:
            if stands is None:
                raise ValueError("This row was not posted to any line: enter it on the line it belongs to")
            if extract.posting.rows.exists() and not extract.posting.rows.filter(number=number).exists():
                raise ValueError(
                    "This row was left out when the file was posted: move it where it was posted"
                )
            month = extract.through or row.month
            assert month is not None
            note = f"Row {number} of {extract.name[:60]}: {reason.strip()}"[:200]
            _move_posted(stands, to, month, row.amount, note, by, extract.posting)
        move = RowMove.objects.create(
            council=council, extract=extract, row=number, line=to, reason=reason.strip()[:200], moved_by=by
        )
        before = {"row": number, "line": str(stands or "no line")}
        after = {"row": number, "line": str(to), "reason": move.reason, "amount": row.amount}
        record("moved a row of", extract, council=council, by=by, before=before, after=after)
    return move


def _move_posted(
    line: BudgetLine, to: BudgetLine, month: date, amount: Decimal, note: str, by: User, posting: SpendBatch
) -> None:
    """Undone with the posting: what was posted to the wrong line is no longer there to be moved."""
    closed = MonthClose.objects.closed_months(line.council)
    from_then = (period for period in periods(year_of(month)) if period >= month and period not in closed)
    open_period = next(from_then, None)
    if open_period is None:
        raise ValueError("Every period of the year is closed")
    move_spend(
        line=line,
        to=to,
        month=open_period,
        amount=amount,
        note=note,
        by=by,
        puts_right=month if open_period != month else None,
        batch=posting.batch,
    )


def posted_sentence(extract: LedgerExtract) -> str:
    """When and by whom its rows were posted; empty while they are not."""
    posting = extract.posting
    if posting is None:
        return ""
    return f"These rows were posted by {posting.recorded_by} on {full_moment(posting.recorded_at)}"
