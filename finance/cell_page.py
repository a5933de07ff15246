"""A cell's page: what a line spent in a month, entry by entry, and how it came about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.figures import NIL
from finance.line_page import told_of
from finance.models import BudgetLine, MonthClose, SpendEntry
from finance.periods import is_period_13, period_name
from finance.services.spend import shown_amount


@dataclass(frozen=True)
class EntryRow:
    """An entry that stands; `tells` says what it is tied to; `may_go` whether it may be taken out."""

    entry: SpendEntry
    tells: str
    may_go: bool


@dataclass(frozen=True)
class CellPage:
    """A line in a month (or period 13). `amount` None is not entered; `put_right_later` are the adjustments in
    later months that belong to this one."""

    line: BudgetLine
    month: date
    amount: Decimal | None
    committed: Decimal
    entries: tuple[EntryRow, ...]
    history: tuple[str, ...]
    put_right_later: tuple[SpendEntry, ...]
    is_closed: bool
    others: tuple[date, ...]

    @property
    def name(self) -> str:
        return period_name(self.month)

    @property
    def is_period_13(self) -> bool:
        return is_period_13(self.month)

    @property
    def waiting(self) -> Decimal:
        """The reversal that waits in a cell with nothing of its own; nil where there is none."""
        return sum((row.entry.amount for row in self.entries), NIL) if self.amount is None else NIL


def cell_of(line: BudgetLine, month: date) -> CellPage:
    """The page of one cell. Three queries."""
    closed = MonthClose.objects.closed_months(line.council)
    of_cell = SpendEntry.objects.filter(line=line, month=month).for_history()
    entries = list(of_cell.select_related("recorded_by", "reverses", "reversal"))
    later = SpendEntry.objects.filter(line=line, puts_right=month).standing().select_related("recorded_by")
    corrected = {entry.corrects_id for entry in entries}
    standing = [entry for entry in reversed(entries) if entry.pk not in corrected and not entry.is_void]
    spent = [entry for entry in standing if entry.kind != SpendEntry.Kind.COMMITMENT]
    is_closed = month in closed
    before = {entry.pk: entry for entry in entries}
    return CellPage(
        line=line,
        month=month,
        amount=shown_amount(spent),
        committed=sum((entry.amount for entry in standing if entry not in spent), NIL),
        entries=tuple(
            EntryRow(each, _tells(each), not is_closed and not each.reverses_id) for each in standing
        ),
        history=tuple(told_of(entry, before.get(entry.corrects_id or 0)) for entry in entries),
        put_right_later=tuple(later),
        is_closed=is_closed,
        others=tuple(sorted(closed)),
    )


def _tells(entry: SpendEntry) -> str:
    if entry.reverses:
        return f"Takes back the accrual of {period_name(entry.reverses.month)}"
    reversal = getattr(entry, "reversal", None)
    if reversal:
        return f"Takes itself back in {period_name(reversal.month)}"
    return f"Puts {period_name(entry.puts_right)} right" if entry.puts_right else ""
