"""A budget line's page: its budget as it moved, and its spend month by month with the history of each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from core.dates import full_moment
from core.financial_year import LATER_YEARS, label, year_of
from core.money import pounds
from finance.figures import NIL
from finance.models import BudgetLine, BudgetMovement, SpendEntry
from finance.periods import number_of, period_name
from finance.services.spend import shown_amount


@dataclass(frozen=True)
class CellHistory:
    """A month of a line: the figure that stands (None: not entered) and what was ever recorded, newest first."""

    month: date
    amount: Decimal | None
    entries: tuple[str, ...]

    @property
    def name(self) -> str:
        return period_name(self.month)

    @property
    def period(self) -> int:
        return number_of(self.month)


@dataclass(frozen=True)
class YearOfLine:
    """A financial year of a line: its budget, its spend and its months that have any entry."""

    year: int
    budget: Decimal
    spent: Decimal
    months: tuple[CellHistory, ...]

    @property
    def label(self) -> str:
        return label(self.year)

    @property
    def has_grid(self) -> bool:
        """Whether it is a year with months, not the later years together."""
        return self.year != LATER_YEARS


def movements_of(
    line: BudgetLine, day: date | None = None, known_at: datetime | None = None
) -> list[BudgetMovement]:
    """Every movement of a line that held on `day` (None: any), as known at a moment (None: now); oldest first, with
    who recorded it, where a virement went, and the corrections known by then."""
    movements = BudgetMovement.objects.filter(line=line).known_at(known_at)
    movements = movements if day is None else movements.filter(as_at__lte=day)
    known = Prefetch("corrections", BudgetMovement.objects.all().known_at(known_at))
    related = ("recorded_by", "counterpart__line", "counterpart_of__line")
    ordered = movements.order_by("financial_year", "as_at", "id")
    return list(ordered.select_related(*related).prefetch_related(known))


def years_of(
    line: BudgetLine, day: date | None = None, known_at: datetime | None = None
) -> tuple[YearOfLine, ...]:
    """The years in which the line has budget or spend, through a month (`day` its last day; None: all), as known at
    a moment (None: now). Two queries."""
    return years_with(line, entries_of(line, day, known_at), day, known_at)


def entries_of(
    line: BudgetLine, day: date | None = None, known_at: datetime | None = None
) -> list[SpendEntry]:
    """Every entry ever recorded on a line through a month, also those since corrected; newest first. One query."""
    known = SpendEntry.objects.filter(line=line).known_at(known_at).for_history()
    return list(known if day is None else known.filter(as_at__lte=day))


def years_with(
    line: BudgetLine,
    entries: Sequence[SpendEntry],
    day: date | None = None,
    known_at: datetime | None = None,
) -> tuple[YearOfLine, ...]:
    """The years of a line with its `entries_of` the same dates. One query."""
    budgets = BudgetMovement.objects.of_lines([line]).by_line_and_year(day, known_at).get(line.pk, {})
    corrected = {entry.corrects_id for entry in entries}
    months: dict[date, list[SpendEntry]] = {}
    for entry in entries:
        months.setdefault(entry.month, []).append(entry)
    histories = [_history(month, of_month, corrected) for month, of_month in sorted(months.items())]
    years = sorted(set(budgets) | {year_of(month) for month in months})
    return tuple(_year(year, budgets.get(year, NIL), histories) for year in years)


def _year(year: int, budget: Decimal, histories: Sequence[CellHistory]) -> YearOfLine:
    own = tuple(history for history in histories if year_of(history.month) == year)
    return YearOfLine(year, budget, sum((history.amount or NIL for history in own), NIL), own)


def _history(month: date, entries: Sequence[SpendEntry], corrected: set[int | None]) -> CellHistory:
    standing = [entry for entry in entries if entry.pk not in corrected and not entry.is_void]
    spent = [entry for entry in standing if entry.kind != SpendEntry.Kind.COMMITMENT]
    before = {entry.pk: entry for entry in entries}
    told = tuple(told_of(entry, before.get(entry.corrects_id or 0)) for entry in entries)
    return CellHistory(month, shown_amount(spent), told)


def told_of(entry: SpendEntry, before: SpendEntry | None) -> str:
    """Who did what to a figure and when; `before` is the entry that this one corrects."""
    kind = "" if entry.kind == SpendEntry.Kind.ACTUAL else f" ({entry.get_kind_display().lower()})"
    if entry.is_void:
        did = f"emptied it, which was {pounds(before.amount if before else NIL)}"
    elif before and not before.is_void:
        did = f"changed it from {pounds(before.amount)} to {pounds(entry.amount)}"
    else:
        did = f"entered {pounds(entry.amount)}"
    note = f": {entry.note}" if entry.note else ""
    return f"{entry.recorded_by} {did}{kind} on {full_moment(entry.recorded_at)}{note}"
