"""Closing a month: in order, with what stood in it; then nothing in it changes unless it is reopened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import last_of_month, today
from core.financial_year import year_of
from core.money import plain, pounds
from finance.access import may_enter_spend
from finance.figures import NIL
from finance.grid import Grid, GridLine, read_grid
from finance.models import BudgetLine, MonthClose, Outturn, SpendEntry
from finance.periods import is_over, is_period_13, period_name, periods
from finance.services.freezing import freeze_forecast, void_forecast
from finance.services.spend import append_cells, lock_lines, standing_cells


@dataclass(frozen=True)
class Closing:
    """A month as it would be closed: what each line has (None: blank), and the lines to be confirmed nil.

    `refusal` says why it cannot be closed now; empty when it can.
    """

    month: date
    figures: tuple[tuple[BudgetLine, Decimal | None], ...]
    blanks: tuple[BudgetLine, ...]
    refusal: str

    @property
    def total(self) -> Decimal:
        return sum((amount for _, amount in self.figures if amount is not None), NIL)


def closing_of(council: Council, month: date) -> Closing:
    """What closing a month would do, for its page and for the service alike."""
    year = year_of(month)
    grid = read_grid(council, year)
    cells = SpendEntry.objects.of(council).filter(month=month).standing().by_cell()
    lines = BudgetLine.objects.of(council).in_year(year)
    figures = tuple((line, cells.get((line.pk, month))) for line in lines)
    waiting = set(
        SpendEntry.objects.of(council)
        .filter(month=month)
        .standing()
        .exclude(reverses=None)
        .values_list("line", flat=True)
    )
    blanks = () if is_period_13(month) else _blanks(grid, month, cells, waiting)
    closed = MonthClose.objects.closed_months(council)
    return Closing(month, figures, blanks, _refusal(month, closed))


def _blanks(
    grid: Grid, month: date, cells: Collection[tuple[int, date]], waiting: Collection[int]
) -> tuple[BudgetLine, ...]:
    """The live lines without a figure: budget laid to the month or one before it, spend before it, or the
    reversal of an accrual in it."""
    at = grid.months.index(month)
    return tuple(
        row.line
        for row in grid.lines
        if (row.line.pk, month) not in cells and (row.line.pk in waiting or _is_live(row, month, at))
    )


def _is_live(row: GridLine, month: date, at: int) -> bool:
    retired = row.line.retired_on
    begun = any(row.figures.profile[: at + 1]) or any(row.figures.spend[:at])
    return begun and not (retired and retired < month)


def _refusal(month: date, closed: Collection[date]) -> str:
    if month in closed:
        return f"{period_name(month)} is closed already"
    if not is_over(month, today()):
        return f"{period_name(month)} is not over yet"
    for earlier in periods(year_of(month)):
        if earlier < month and earlier not in closed:
            return f"Months are closed in order: {period_name(earlier)} is still open"
    return ""


@transaction.atomic
def close_month(
    *, council: Council, month: date, confirmed_nil: Collection[int], shown_total: Decimal, by: User
) -> MonthClose:
    """Close a month with its totals, and freeze the forecast as it leaves it. `confirmed_nil` are the ids of
    exactly the lines that are blank and spent nothing, `shown_total` the total (pounds) that was on the page.

    Raises PermissionDenied, and ValueError with a sentence to show when it may not be closed, or is no longer
    what was shown.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    lines = lock_lines(council, BudgetLine.objects.filter(council=council).values_list("pk", flat=True))
    closing = closing_of(council, month)
    if closing.refusal:
        raise ValueError(closing.refusal)
    blank = {line.pk for line in closing.blanks}
    if blank - set(confirmed_nil):
        raise ValueError("Confirm that the lines without a figure spent nothing, or enter what they spent")
    if shown_total != closing.total or set(confirmed_nil) - blank:
        raise ValueError(
            f"The figures of {period_name(month)} changed while you looked: they now come to "
            f"{pounds(closing.total)}. Check them and close again"
        )
    # Beside a waiting reversal the month's own spend is nil, and the cell comes to what is taken back.
    standing = standing_cells(closing.blanks, [month])
    nil: dict[tuple[int, date], Decimal | None] = {
        (pk, month): sum((entry.amount for entry in standing.get((pk, month), [])), NIL) for pk in blank
    }
    note = "Confirmed nil at the close"
    append_cells(council=council, lines=lines, cells=nil, standing=standing, by=by, note=note)
    return _close(council, month, by)


def _close(council: Council, month: date, by: User) -> MonthClose:
    cells = month_totals(council, month)
    before = MonthClose.objects.filter(council=council, month=month).order_by("-pk").first()
    close = MonthClose.objects.create(
        council=council,
        month=month,
        as_at=last_of_month(month),
        totals={str(pk): str(amount) for pk, amount in sorted(cells.items())},
        total=sum(cells.values(), NIL),
        recorded_by=by,
        # Closed again after a reopening, it takes the reopening's place.
        corrects=before,
    )
    after = {"total": plain(close.total), "lines": len(cells)}
    record("closed", close, council=council, by=by, after=after, entries=[close])
    freeze_forecast(close, by)
    return close


def month_totals(council: Council, month: date) -> dict[int, Decimal]:
    """Pounds spent in a month by line id, as they stand."""
    cells = SpendEntry.objects.of(council).filter(month=month).standing().by_cell()
    return {line_id: amount for (line_id, _), amount in cells.items()}


@transaction.atomic
def reopen_month(*, council: Council, month: date, reason: str, by: User) -> MonthClose:
    """Open the month that was closed last again, and say why. Gives the void of its close.

    Raises PermissionDenied, and ValueError with a sentence to show: no reason, not closed, a later month of the
    year closed, an outturn that rests on it.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    lock_lines(council, BudgetLine.objects.filter(council=council).values_list("pk", flat=True))
    if not reason.strip():
        raise ValueError("Say why the month is opened again")
    close = MonthClose.objects.filter(council=council, month=month).standing().first()
    if close is None:
        raise ValueError(f"{period_name(month)} is not closed")
    _check_nothing_rests_on(council, month)
    reopening = MonthClose.objects.create(
        council=council,
        month=month,
        as_at=close.as_at,
        reason=reason,
        recorded_by=by,
        corrects=close,
        is_void=True,
    )
    before = {"total": plain(close.total)}
    record(
        "reopened",
        close,
        council=council,
        by=by,
        before=before,
        after={"reason": reason},
        entries=[reopening],
    )
    void_forecast(reopening, by)
    return reopening


def _check_nothing_rests_on(council: Council, month: date) -> None:
    year = year_of(month)
    closed = MonthClose.objects.closed_months(council)
    later = [each for each in periods(year) if each > month and each in closed]
    if later:
        raise ValueError(f"Open {period_name(later[-1])} first: months are opened from the last one back")
    final = Outturn.objects.of_year(council, year).filter(stage=Outturn.Stage.FINAL)
    if final.exists():
        raise ValueError("The final outturn of the year rests on it")


@transaction.atomic
def record_outturn(*, council: Council, year: int, stage: str, by: User) -> Outturn:
    """Put down what the year came to: provisional once March is closed, final once period 13 is. The same again is
    the one there is.

    Raises PermissionDenied, and ValueError with a sentence to show.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    lock_lines(council, BudgetLine.objects.filter(council=council).values_list("pk", flat=True))
    is_final = stage == Outturn.Stage.FINAL
    needed = periods(year)[-1] if is_final else periods(year)[-2]
    if needed not in MonthClose.objects.closed_months(council):
        raise ValueError(f"{period_name(needed)} is still open")
    recorded = list(Outturn.objects.of_year(council, year))
    if any(each.stage == Outturn.Stage.FINAL for each in recorded):
        raise ValueError("The final outturn of the year is recorded already")
    cells = SpendEntry.objects.of(council).in_year(year).standing().by_cell()
    total = sum(cells.values(), NIL)
    if recorded and (recorded[0].stage, recorded[0].total) == (stage, total):
        return recorded[0]
    outturn = Outturn.objects.create(
        council=council,
        financial_year=year,
        stage=stage,
        total=total,
        as_at=periods(year)[-1],
        recorded_by=by,
        corrects=recorded[0] if recorded else None,
    )
    after = {"total": plain(outturn.total)}
    record("recorded the", outturn, council=council, by=by, after=after, entries=[outturn])
    return outturn
