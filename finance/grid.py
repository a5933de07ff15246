"""The year's grid: every budget line by the twelve months, as the page, its export and the charts read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import last_of_month
from core.financial_year import months
from finance.figures import EVEN, NIL, YearFigures, months_through, year_of_all, year_of_line
from finance.forecast_given import given_of_lines
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Profile, SpendEntry
from finance.models.lines import BudgetLineQuerySet
from finance.periods import period_13


@dataclass(frozen=True)
class GridLine:
    """A budget line with its figures of the year."""

    line: BudgetLine
    figures: YearFigures


@dataclass(frozen=True)
class Grid:
    """A financial year of a council or a decision. `through` is the first day of the last month entered."""

    year: int
    months: tuple[date, ...]
    lines: tuple[GridLine, ...]
    total: YearFigures
    through: date | None

    @property
    def through_day(self) -> date | None:
        """The last day of the last month with a figure: what "to date" means here."""
        return last_of_month(self.through) if self.through else None

    @property
    def month_ends(self) -> tuple[date, ...]:
        """The last days of the year's months: what it can be asked through."""
        return tuple(last_of_month(month) for month in self.months)


def read_grid(
    of: Council | FundingDecision | BudgetLine,
    year: int,
    day: date | None = None,
    known_at: datetime | None = None,
    forecast_day: date | None = None,
) -> Grid:
    """The grid with the facts that held on `day` (None: all there are), as known at `known_at`, and the budget
    and the forecast of `forecast_day` (None: of `day` too).

    Seven queries, or eight where a line has a forecast of its own, whatever the number of lines.
    """
    lines = list(lines_of(of).in_year(year))
    budgets = (
        BudgetMovement.objects.of_lines(lines)
        .filter(financial_year=year)
        .by_line_and_year(forecast_day or day, known_at)
    )
    parts = Profile.objects.parts_by_line(lines, year, known_at)
    cells = SpendEntry.objects.of_lines(lines).in_year(year).standing(day, known_at).by_cell()
    through = max((month for _, month in cells), default=None)
    elapsed = months_through(year, through)
    given = given_of_lines(lines, year, day, known_at, forecast_day)
    rows = tuple(
        GridLine(
            line,
            year_of_line(
                budgets.get(line.pk, {}).get(year, NIL),
                parts.get(line.pk, EVEN),
                _spend_of(line, year, cells),
                elapsed,
                cells.get((line.pk, period_13(year))),
                given[line.pk],
            ),
        )
        for line in lines
    )
    total = year_of_all([row.figures for row in rows], elapsed)
    return Grid(year, months(year), rows, total, through)


def lines_of(of: Council | FundingDecision | BudgetLine) -> BudgetLineQuerySet:
    """The budget lines of a council, or of one decision, or the one line, with decision and tranche."""
    if isinstance(of, Council):
        return BudgetLine.objects.of(of)
    if isinstance(of, BudgetLine):
        return BudgetLine.objects.of(of.council).filter(pk=of.pk)
    return BudgetLine.objects.of(of.council).filter(decision=of)


def _spend_of(
    line: BudgetLine, year: int, cells: dict[tuple[int, date], Decimal]
) -> Sequence[Decimal | None]:
    return [cells.get((line.pk, month)) for month in months(year)]
