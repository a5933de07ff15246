"""A post and a budget line with what is worked out for them: the rows of the figures of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.models import BudgetLine
from workforce.figures import rows_to_the_penny
from workforce.forecast import CAUSES, NIL, PositionFacts, PostForecast
from workforce.models import Cover, FundedPost
from workforce.outturns import LineSpend, outturn_by_month
from workforce.states import State

HALF_A_POUND = Decimal("0.5")
OTHER_BUDGET = "Budget other than planned"
SPENT_OTHERWISE = "Spent other than worked out"


@dataclass(frozen=True)
class PostStaffing:
    """A post with its forecast (None where its grade or dates are missing: `missing` says so)."""

    post: FundedPost
    counts: dict[State, int]
    positions: tuple[PositionFacts, ...]
    cover: tuple[Cover, ...]
    forecast: PostForecast | None
    missing: str = ""

    @property
    def causes(self) -> list[tuple[str, Decimal]]:
        found = self.forecast.causes if self.forecast else {}
        return [(cause, found[cause]) for cause in CAUSES if found.get(cause)]

    @property
    def planned(self) -> Decimal:
        return sum(self.forecast.planned.values(), NIL) if self.forecast else NIL

    @property
    def total(self) -> Decimal:
        return sum(self.forecast.forecast.values(), NIL) if self.forecast else NIL


@dataclass(frozen=True)
class LineForecast:
    """What the posts of a line are worked out to cost by month, in whole pence, beside what the line has come to and
    its budget of all years (None where it has none). `outturn_by_month` follows finance's rule."""

    line: BudgetLine
    by_month: dict[date, Decimal]
    words: str
    rows: tuple[PostStaffing, ...]
    budget: Decimal | None
    spend: LineSpend
    outturn_by_month: dict[date, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.by_month.values(), NIL)

    @property
    def outturn(self) -> Decimal:
        return sum(self.outturn_by_month.values(), NIL)

    @property
    def spent(self) -> Decimal | None:
        """As entered, in closed months and open ones; None where nothing was."""
        return sum(self.spend.entered.values(), NIL) if self.spend.entered else None

    @property
    def to_come(self) -> Decimal:
        return self.outturn - (self.spent or NIL)

    @property
    def variance(self) -> Decimal | None:
        """Outturn less budget; an overspend is positive."""
        return None if self.budget is None else self.outturn - self.budget

    @property
    def causes(self) -> list[tuple[str, Decimal]]:
        """What the variance is made of: those of its posts, what was spent beside them, and what the budget differs
        from what was planned."""
        found = causes_of(self.rows)
        spent_otherwise = self.outturn - self.total
        found += [(SPENT_OTHERWISE, spent_otherwise)] if abs(spent_otherwise) >= HALF_A_POUND else []
        if self.variance is not None:
            other = self.variance - sum((amount for _, amount in found), NIL)
            found += [(OTHER_BUDGET, other)] if abs(other) >= HALF_A_POUND else []
        return found


def causes_of(rows: Iterable[PostStaffing]) -> list[tuple[str, Decimal]]:
    """Each cause over these posts, in the order of `CAUSES`; one that comes to nothing is left out."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        for cause, amount in row.causes:
            total[cause] += amount
    return [(cause, total[cause]) for cause in CAUSES if total[cause]]


def line_forecast(
    rows: list[PostStaffing], budget: Mapping[int, Decimal] | None, spend: LineSpend
) -> LineForecast:
    """Of the posts that one line pays for."""
    months: dict[date, Decimal] = defaultdict(Decimal)
    for row in rows:
        for month in row.forecast.planned if row.forecast else ():
            months[month] += row.forecast.forecast[month] if row.forecast else NIL
    line = rows[0].post.line
    assert line is not None
    parts = [f"{row.post}: {_state_words(row.counts)}" for row in rows]
    in_order = dict(sorted(months.items()))
    rounded = dict(zip(in_order, rows_to_the_penny(list(in_order.values())), strict=True))
    whole = sum(budget.values(), NIL) if budget else None
    outturn = outturn_by_month(spend, rounded)
    return LineForecast(line, rounded, "; ".join(parts), tuple(rows), whole, spend, outturn)


def _state_words(counts: dict[State, int]) -> str:
    return ", ".join(f"{count} {state.label.lower()}" for state, count in counts.items() if count)
