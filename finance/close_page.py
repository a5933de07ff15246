"""The months of a year and which of them are closed, with what was closed, reopened and recorded as outturn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import full_moment, today
from core.money import pounds
from finance.figures import NIL
from finance.models import MonthClose, Outturn, SpendEntry
from finance.periods import is_over, number_of, period_name, periods


@dataclass(frozen=True)
class MonthRow:
    """A period: what is in it now (None: nothing entered), its standing close, and what may be done next."""

    month: date
    amount: Decimal | None
    close: MonthClose | None
    history: tuple[str, ...]
    may_close: bool
    may_reopen: bool

    @property
    def name(self) -> str:
        return period_name(self.month)

    @property
    def number(self) -> int:
        return number_of(self.month)


@dataclass(frozen=True)
class ClosesPage:
    rows: tuple[MonthRow, ...]
    outturns: tuple[Outturn, ...]

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows if row.amount is not None), NIL)

    @property
    def is_settled(self) -> bool:
        """Whether the final outturn is recorded, after which there is none to record."""
        return any(outturn.is_final for outturn in self.outturns)


def closes_of(
    council: Council, year: int, day: date | None = None, known_at: datetime | None = None
) -> ClosesPage:
    """The thirteen periods of a year in order, through the month of `day` (None: all), as known at a moment. Three
    queries."""
    amounts: dict[date, Decimal] = {}
    for (_, month), amount in (
        SpendEntry.objects.of(council).in_year(year).standing(day, known_at).by_cell().items()
    ):
        amounts[month] = amounts.get(month, NIL) + amount
    told_of = MonthClose.objects.of(council).in_year(year).known_at(known_at)
    if day:
        told_of = told_of.filter(as_at__lte=day)
    closes = list(told_of.select_related("recorded_by").order_by("-pk"))
    corrected = {close.corrects_id for close in closes}
    standing = {close.month: close for close in closes if not close.is_void and close.pk not in corrected}
    rows, before_is_closed = [], True
    for month in periods(year):
        told = tuple(_sentence(close) for close in closes if close.month == month)
        close = standing.get(month)
        may_close = close is None and before_is_closed and is_over(month, today())
        may_reopen = close is not None and month == max(standing)
        rows.append(MonthRow(month, amounts.get(month), close, told, may_close, may_reopen))
        before_is_closed = close is not None
    return ClosesPage(tuple(rows), tuple(_outturns(council, year, day, known_at)))


def _outturns(council: Council, year: int, day: date | None, known_at: datetime | None) -> Iterable[Outturn]:
    """Every outturn recorded by then of a year that was over on the day."""
    recorded = Outturn.objects.of_year(council, year).known_at(known_at)
    return recorded.filter(as_at__lte=day) if day else recorded


def _sentence(close: MonthClose) -> str:
    when = full_moment(close.recorded_at)
    if close.is_void:
        return f"{close.recorded_by} opened it again on {when}: {close.reason}"
    return f"{close.recorded_by} closed it at {pounds(close.total)} on {when}"
