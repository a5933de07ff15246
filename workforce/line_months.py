"""What the posts come to by budget line and month, the way finance reads it: a row for each line, by finance's rule
with what was spent beside it; one for the posts that no line pays for yet; and what all of them come to. Pure
arithmetic on the figures of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.financial_year import label, year_of
from core.money import PENNY, adds_up
from finance.models import BudgetLine
from finance.periods import is_over
from workforce.forecast import NIL
from workforce.staffing import Staffing

WITHOUT_LINE = "Posts without a budget line"
NOT_SPEND = "Worked out, never spend"
ALL_LINES = "All posts"


@dataclass(frozen=True)
class MonthRow:
    """A line (None for posts without one, and for the total) with its pounds by month; a month in which none of its
    posts is planned and nothing was spent is missing, which is not nil. `spent` is what was entered."""

    name: str
    line: BudgetLine | None
    by_month: Mapping[date, Decimal]
    spent: Mapping[date, Decimal] = field(default_factory=dict)
    figures: str = "Outturn from posts"

    @property
    def as_spent(self) -> "MonthRow":
        """The same row of what was entered as spent, as files have it beneath."""
        return MonthRow(self.name, self.line, self.spent, figures="Spent, as entered")

    @property
    def total(self) -> Decimal:
        return sum(self.by_month.values(), NIL)

    def of_year(self, year: int) -> Decimal | None:
        """The months of a financial year together; None where the row has none of them."""
        return _of_year(self.by_month, year)

    def spent_of_year(self, year: int) -> Decimal | None:
        return _of_year(self.spent, year)


def _of_year(by_month: Mapping[date, Decimal], year: int) -> Decimal | None:
    found = [amount for month, amount in by_month.items() if year_of(month) == year]
    return sum(found, NIL) if found else None


@dataclass(frozen=True)
class LinesByMonth:
    """Every row over the same months, first days, in order; of those that are over on `day` finance has closed some."""

    months: tuple[date, ...]
    rows: tuple[MonthRow, ...]
    total: MonthRow
    day: date
    closed: frozenset[date] = frozenset()

    @property
    def month_heads(self) -> list[tuple[date, str]]:
        """Each month with what it is: closed, over and not closed, or neither."""
        return [(month, self.says(month)) for month in self.months]

    def says(self, month: date) -> str:
        if month in self.closed:
            return "closed"
        return "not closed" if is_over(month, self.day) else ""

    @property
    def years(self) -> list[int]:
        return sorted({year_of(month) for month in self.months})

    @property
    def heads(self) -> list[str]:
        """Of the columns after the months: each financial year, then all of them."""
        return [*(label(year) for year in self.years), "All months"]

    def cells(self, row: MonthRow) -> list[Decimal | None]:
        """A row as the table shows it: each month, each financial year, then all."""
        months = [row.by_month.get(month) for month in self.months]
        return [*months, *(row.of_year(year) for year in self.years), row.total]

    def spent_cells(self, row: MonthRow) -> list[Decimal | None]:
        """What was entered as spent, in the same order; None where nothing was."""
        months = [row.spent.get(month) for month in self.months]
        total = sum(row.spent.values(), NIL) if row.spent else None
        return [*months, *(row.spent_of_year(year) for year in self.years), total]

    @property
    def is_rounded(self) -> bool:
        """Whether whole pounds as shown do not add up, along a row or down a column."""
        rows = [*self.rows, self.total]
        along = all(adds_up(row.total, row.by_month.values()) for row in rows)
        down = (adds_up(amount, self._column(month)) for month, amount in self.total.by_month.items())
        return not (along and all(down) and adds_up(self.total.total, [row.total for row in self.rows]))

    def _column(self, month: date) -> Sequence[Decimal]:
        return [row.by_month.get(month, NIL) for row in self.rows]


def lines_by_month(found: Staffing) -> LinesByMonth:
    """The forecast of the figures of a day, each cell to the penny, so that the totals are the sums of what stands
    above and beside them."""
    rows = [
        MonthRow(str(line.line), line.line, line.outturn_by_month, line.spend.entered) for line in found.lines
    ]
    without: dict[date, Decimal] = defaultdict(Decimal)
    for post in found.rows:
        if post.forecast and not post.post.line_id:
            for month in post.forecast.planned:
                without[month] += post.forecast.forecast[month]
    if without:
        whole = {month: amount.quantize(PENNY) for month, amount in sorted(without.items())}
        rows.append(MonthRow(WITHOUT_LINE, None, whole, figures=NOT_SPEND))
    months = sorted({month for row in rows for month in row.by_month})
    sums = {month: sum((row.by_month.get(month, NIL) for row in rows), NIL) for month in months}
    total = MonthRow(ALL_LINES, None, sums, _all_spent(rows))
    closed = frozenset().union(*(line.spend.closed for line in found.lines))
    return LinesByMonth(tuple(months), tuple(rows), total, found.day, closed)


def _all_spent(rows: Sequence[MonthRow]) -> dict[date, Decimal]:
    spent: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        for month, amount in row.spent.items():
            spent[month] += amount
    return dict(spent)
