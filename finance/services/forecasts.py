"""The forecast of the months to come: appended by line and month, by the method chosen for each line and year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from core.financial_year import label, months
from core.money import parse_pounds, plain
from finance.access import may_forecast
from finance.grid import read_grid
from finance.models import BudgetLine, ForecastEntry, ForecastMethod, MonthClose
from finance.periods import period_name
from finance.services.spend import Cell, closed_sentence, lock_lines
from finance.services.spend_grid import CellConflict, GridCell, GridOutcome

Method = ForecastMethod.Method
Source = ForecastEntry.Source
NOT_OWN = "This line is no longer forecast by figures of its own: choose them and save first"


class MethodChoice(NamedTuple):
    """The method a line was shown with, and the one chosen for it."""

    line_id: int
    shown: str
    chosen: str


@dataclass
class ForecastOutcome(GridOutcome):
    """What a save did; `methods` are the lines whose method somebody else changed meanwhile, with their words."""

    methods: dict[int, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return super().is_complete and not self.methods


@transaction.atomic
def save_forecast(
    *,
    council: Council,
    year: int,
    by: User,
    cells: Sequence[GridCell] = (),
    methods: Sequence[MethodChoice] = (),
    note: str = "",
) -> ForecastOutcome:
    """Save the methods and figures somebody changed, together or, where a figure cannot be read, not at all.

    Blank leaves the month to the profile; 0 is nil. A changed cell or method that no longer holds what it was
    shown is refused and reported, the rest is kept. Raises PermissionDenied, and ValueError for a line or month
    that is not in this grid.
    """
    if not may_forecast(by, council):
        raise PermissionDenied
    outcome = ForecastOutcome()
    wanted, shown = _read_typed(cells, year, outcome)
    chosen = {each.line_id: each for each in methods if each.chosen != each.shown}
    if outcome.errors or not (wanted or chosen):
        return outcome
    lines = lock_lines(council, {pk for pk, _ in wanted} | set(chosen))
    present = ForecastMethod.objects.by_line(lines.values(), year, today())
    _refuse(council, wanted, present, chosen, outcome)
    if outcome.errors:
        return outcome
    for pk, choice in chosen.items():
        outcome.saved += _choose(lines[pk], year, choice, present.get(pk, Method.PROFILE), by, outcome)
    changed = _changed(wanted, shown, lines.values(), outcome)
    for pk, line in lines.items():
        own = {month: amount for (line_id, month), amount in changed.items() if line_id == pk}
        outcome.saved += len(append_figures(line=line, figures=own, source=Source.OWN, by=by, note=note))
    return outcome


def _read_typed(
    cells: Sequence[GridCell], year: int, outcome: GridOutcome
) -> tuple[dict[Cell, Decimal | None], dict[Cell, Decimal | None]]:
    """What was typed, and what was shown, of the cells that were changed; what cannot be read goes to `errors`."""
    in_year = frozenset(months(year))
    wanted: dict[Cell, Decimal | None] = {}
    shown: dict[Cell, Decimal | None] = {}
    for cell in cells:
        if cell.month not in in_year:
            raise ValueError(f"{cell.month} is not a month of {label(year)}")
        if cell.typed.strip() == cell.shown.strip():
            continue
        try:
            wanted[cell.key] = parse_pounds(cell.typed)
        except ValueError as refused:
            outcome.errors[cell.key] = str(refused)
        try:
            shown[cell.key] = parse_pounds(cell.shown)
        except ValueError:
            # What it was shown was never a figure of ours: it is compared as blank.
            shown[cell.key] = None
    return wanted, shown


def _refuse(
    council: Council,
    wanted: Iterable[Cell],
    present: Mapping[int, str],
    chosen: Mapping[int, MethodChoice],
    outcome: GridOutcome,
) -> None:
    closed = MonthClose.objects.closed_months(council)
    for key in wanted:
        line_id, month = key
        method = chosen[line_id].chosen if line_id in chosen else present.get(line_id)
        if month in closed:
            outcome.errors[key] = closed_sentence(month)
        elif method != Method.OWN:
            outcome.errors[key] = NOT_OWN


def _choose(
    line: BudgetLine, year: int, choice: MethodChoice, present: str, by: User, outcome: ForecastOutcome
) -> int:
    """Take over the method chosen for a line; gives how many were saved."""
    if choice.chosen == present:
        return 0
    if choice.shown != present:
        outcome.methods[line.pk] = Method(present).label
        return 0
    return int(choose_method(line=line, year=year, method=choice.chosen, by=by) is not None)


def _changed(
    wanted: Mapping[Cell, Decimal | None],
    shown: Mapping[Cell, Decimal | None],
    lines: Iterable[BudgetLine],
    outcome: GridOutcome,
) -> dict[Cell, Decimal | None]:
    """The cells to set; those that no longer hold what they were shown go to `outcome.conflicts`."""
    standing = standing_figures(lines, {month for _, month in wanted}, Source.OWN)
    changed: dict[Cell, Decimal | None] = {}
    for key, amount in wanted.items():
        entry = standing.get(key)
        current = entry.amount if entry else None
        if amount == current:
            continue
        if shown[key] == current:
            changed[key] = amount
        else:
            who = str(entry.recorded_by) if entry else ""
            when: datetime | None = entry.recorded_at if entry else None
            outcome.conflicts[key] = CellConflict(current, who, when)
    return changed


def standing_figures(
    lines: Iterable[BudgetLine], of_months: Iterable[date], source: str
) -> dict[Cell, ForecastEntry]:
    """The present figure of each cell from a source (amount None: taken back), with who made it."""
    entries = ForecastEntry.objects.of_lines(lines).filter(month__in=set(of_months), source=source)
    current = entries.current(today()).select_related("recorded_by")
    return {(entry.line_id, entry.month): entry for entry in current}


@transaction.atomic
def choose_method(*, line: BudgetLine, year: int, method: str, by: User) -> ForecastMethod | None:
    """Say how a line's open months of a year are forecast; None where it is that already.

    Figures of its own begin with what the forecast came to before, so that choosing them changes no sum.
    Raises PermissionDenied, and ValueError for a method there is not.
    """
    if not may_forecast(by, line.council):
        raise PermissionDenied
    if method not in Method.values:
        raise ValueError("There is no such method of forecasting")
    before = ForecastMethod.objects.by_line([line], year, today()).get(line.pk, Method.PROFILE.value)
    if before == method:
        return None
    if method == Method.OWN:
        _begin_with_what_stands(line, year, by)
    entry = ForecastMethod.objects.create(
        council=line.council,
        line=line,
        financial_year=year,
        method=method,
        as_at=today(),
        recorded_by=by,
    )
    record(
        "chose how to forecast",
        line,
        council=line.council,
        by=by,
        before={label(year): Method(before).label},
        after={label(year): Method(method).label},
        entries=[entry],
    )
    return entry


def _begin_with_what_stands(line: BudgetLine, year: int, by: User) -> None:
    expected = expected_of(line, year)
    note = "What the forecast came to when figures of its own were chosen"
    append_figures(line=line, figures=expected, source=Source.OWN, by=by, note=note)


def expected_of(line: BudgetLine, year: int) -> dict[date, Decimal | None]:
    """The present forecast of a line's open months of a year, in pounds; empty where it has no place in it."""
    grid = read_grid(line, year)
    return {
        month: amount
        for row in grid.lines
        for month, amount in zip(grid.months, row.figures.forecast.expected, strict=True)
        if amount is not None
    }


@transaction.atomic
def append_figures(
    *,
    line: BudgetLine,
    figures: Mapping[date, Decimal | None],
    source: str,
    by: User,
    note: str = "",
) -> list[ForecastEntry]:
    """Append what a line is expected to come to (pounds by month; None takes a figure back). Only what differs
    from what stands is appended. Raises PermissionDenied, and ValueError for a closed month."""
    council = line.council
    if not may_forecast(by, council):
        raise PermissionDenied
    standing = standing_figures([line], figures, source)
    before = {
        month: standing[line.pk, month].amount if (line.pk, month) in standing else None for month in figures
    }
    changed = {month: amount for month, amount in figures.items() if amount != before[month]}
    if not changed:
        return []
    for month in MonthClose.objects.closed_months(council) & changed.keys():
        raise ValueError(closed_sentence(month))
    change = record(
        "entered the forecast of",
        line,
        council=council,
        by=by,
        before={period_name(month): _words(before[month]) for month in changed},
        after={period_name(month): _words(amount) for month, amount in changed.items()},
    )
    entries = [
        ForecastEntry(
            council=council,
            line=line,
            month=month,
            source=source,
            amount=amount,
            note=note,
            as_at=today(),
            recorded_by=by,
            change=change,
        )
        for month, amount in changed.items()
    ]
    return ForecastEntry.objects.bulk_create(entries)


def _words(amount: Decimal | None) -> str:
    return "no figure" if amount is None else plain(amount)
