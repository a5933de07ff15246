"""What the posts will cost by budget line and month, the way finance reads it: a row for each line, one for the posts
that no line pays for yet, and what all of them come to. Pure arithmetic on the figures of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.financial_year import label, year_of
from core.money import PENNY, adds_up
from finance.models import BudgetLine
from workforce.forecast import NIL
from workforce.staffing import Staffing

WITHOUT_LINE = "Posts without a budget line"
ALL_LINES = "All posts"


@dataclass(frozen=True)
class MonthRow:
    """A line (None for posts without one, and for the total) with its pounds by month; a month in which none of its
    posts is planned is missing, which is not nil."""

    name: str
    line: BudgetLine | None
    by_month: Mapping[date, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.by_month.values(), NIL)

    def of_year(self, year: int) -> Decimal | None:
        """The months of a financial year together; None where the row has none of them."""
        found = [amount for month, amount in self.by_month.items() if year_of(month) == year]
        return sum(found, NIL) if found else None


@dataclass(frozen=True)
class LinesByMonth:
    """Every row over the same months, first days, in order."""

    months: tuple[date, ...]
    rows: tuple[MonthRow, ...]
    total: MonthRow

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
    rows = [MonthRow(str(line.line), line.line, line.by_month) for line in found.lines]
    without: dict[date, Decimal] = defaultdict(Decimal)
    for post in found.rows:
        if post.forecast and not post.post.line_id:
            for month in post.forecast.planned:
                without[month] += post.forecast.forecast[month]
    if without:
        whole = {month: amount.quantize(PENNY) for month, amount in sorted(without.items())}
        rows.append(MonthRow(WITHOUT_LINE, None, whole))
    months = sorted({month for row in rows for month in row.by_month})
    sums = {month: sum((row.by_month.get(month, NIL) for row in rows), NIL) for month in months}
    return LinesByMonth(tuple(months), tuple(rows), MonthRow(ALL_LINES, None, sums))
