"""What papers and the plan overview ask of the money, answered as frozen dataclasses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Council
from core.dates import last_of_month
from core.words import listed
from finance.figures import NIL, MonthOfChart, cumulative_by_month, year_of_all
from finance.grid import lines_of, read_grid
from finance.models import BudgetLine, BudgetMovement, FundingDecision, SpendEntry, StatedTable
from finance.reconciliation import Cause, PrintedRow, Reconciliation, reconcile


@dataclass(frozen=True)
class LineSpend:
    """What a line has spent to a date, in pounds; `spent` None and `last_month` None: nothing entered."""

    line_id: int
    code: str
    name: str
    covers: str
    spent: Decimal | None
    last_month: date | None


@dataclass(frozen=True)
class SpendToDate:
    """Spend posted to months up to `through` (the last day of a month), as known at `known_at`.

    `last_month` is the last month with a figure (its first day); `covers` says what the money paid for.
    """

    lines: tuple[LineSpend, ...]
    total: Decimal
    through: date
    known_at: datetime | None
    last_month: date | None
    covers: str

    @property
    def is_complete(self) -> bool:
        """Whether the last month asked for has a figure at all."""
        return self.last_month is not None and last_of_month(self.last_month) >= self.through


def spend_to_date(
    of: Council | FundingDecision, through: date, known_at: datetime | None = None
) -> SpendToDate:
    """Spend from the first month to that of `through`, by line (document 001, paragraph 33). Two queries."""
    through = last_of_month(through)
    lines = list(lines_of(of))
    cells = SpendEntry.objects.of_lines(lines).through(through, known_at).by_cell()
    by_line: dict[int, dict[date, Decimal]] = {}
    for (line_id, month), amount in cells.items():
        by_line.setdefault(line_id, {})[month] = amount
    rows = tuple(_line_spend(line, by_line.get(line.pk, {})) for line in lines)
    return SpendToDate(
        lines=rows,
        total=sum(cells.values(), NIL),
        through=through,
        known_at=known_at,
        last_month=max((month for _, month in cells), default=None),
        covers=listed([row.covers or row.name for row in rows if row.spent]),
    )


def _line_spend(line: BudgetLine, by_month: dict[date, Decimal]) -> LineSpend:
    spent = sum(by_month.values(), NIL) if by_month else None
    return LineSpend(line.pk, line.code, line.name, line.spend_covers, spent, max(by_month, default=None))


def budget_by_line_and_year(
    of: Council | FundingDecision, day: date | None = None, known_at: datetime | None = None
) -> dict[int, dict[int, Decimal]]:
    """Budget in pounds by line id and financial year: the sum of the movements standing on `day`."""
    return BudgetMovement.objects.of_lines(lines_of(of)).by_line_and_year(day, known_at)


def spend_against_budget_by_month(
    of: Council | FundingDecision,
    year: int,
    known_at: datetime | None = None,
    day: date | None = None,
    keep: Callable[[int], bool] = lambda _line: True,
) -> tuple[MonthOfChart, ...]:
    """Profiled budget and actual spend adding up through the year, for the chart and its table: those that held on
    `day` (None: all there are), of the lines whose ids `keep` lets through.

    Seven queries.
    """
    grid = read_grid(of, year, day, known_at)
    kept = [row.figures for row in grid.lines if keep(row.line.pk)]
    return cumulative_by_month(year, year_of_all(kept, grid.total.elapsed))


def reconciliation_of(
    table: StatedTable, known_at: datetime | None = None, day: date | None = None
) -> Reconciliation:
    """A stated table beside what we compute: the original budgets of its lines, before any later movement, that held
    on `day` (None: any).

    Give it a table read `with_rows()`, of the same moment; one query more.
    """
    rows = list(table.rows.all())
    original = BudgetMovement.objects.filter(
        line__in=[row.line_id for row in rows if row.line_id], kind=BudgetMovement.Kind.ORIGINAL
    ).by_line_and_year(day, known_at)
    printed = [
        PrintedRow(
            label=row.label,
            printed={int(year): Decimal(amount) for year, amount in row.printed.items()},
            computed=original.get(row.line_id or 0, {}),
            causes=[
                Cause(
                    cause.financial_year, cause.amount, cause.explanation, cause.kind == cause.Kind.ROUNDING
                )
                for cause in row.causes.all()
            ],
            grade=row.grade,
            plan_reference=row.plan_reference,
        )
        for row in rows
    ]
    stated = {
        None if year == "total" else int(year): Decimal(sum_) for year, sum_ in table.stated_totals.items()
    }
    return reconcile(printed, table.years, stated, table.unit)
