"""Variance by line and group: budget, spend and forecast outturn, with the colour and the words each deserves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core.money import MINUS, adds_up
from finance.models import BudgetLine, VarianceExplanation
from finance.models.variance import USUAL_LIMITS

NIL = Decimal(0)
Limit = tuple[Decimal, Decimal]


class Level(StrEnum):
    LINE = "line"
    SERVICE = "service"
    TOTAL = "total"


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def symbol(self) -> str:
        """A shape of its own, for those who do not see the colour."""
        return {"green": "●", "amber": "◆", "red": "▲"}[self]

    @property
    def words(self) -> str:
        return self.capitalize()


@dataclass(frozen=True)
class Limits:
    """From which variance a level is amber and red, and a line is to be explained: (per cent, pounds) each."""

    steps: Mapping[tuple[str, str], Limit]

    @classmethod
    def of(cls, limits: Mapping[str, Mapping[str, Sequence[str]]] | None) -> "Limits":
        """From how they are kept; the usual ones for None."""
        kept = limits or USUAL_LIMITS
        return cls(
            {
                (level, step): (Decimal(percent), Decimal(pounds))
                for level, steps in kept.items()
                for step, (percent, pounds) in steps.items()
            }
        )

    def is_above(self, level: str, step: str, variance: Decimal, budget: Decimal) -> bool:
        """Whether a variance, over or under, is above the lower of per cent of the budget and pounds."""
        percent, sum_ = self.steps[level, step]
        return abs(variance) > min(abs(budget) * percent / 100, sum_)

    def rag(self, level: Level, variance: Decimal, budget: Decimal) -> Rag:
        for rag in (Rag.RED, Rag.AMBER):
            if self.is_above(level, rag, variance, budget):
                return rag
        return Rag.GREEN

    def must_explain(self, variance: Decimal, budget: Decimal) -> bool:
        return self.is_above("explain", "explain", variance, budget)


@dataclass(frozen=True)
class Sums:
    """The columns of the report in pounds; `before` is the outturn frozen at the close before (None: none was)."""

    original: Decimal = NIL
    budget: Decimal = NIL
    to_date: Decimal = NIL
    actual: Decimal = NIL
    outturn: Decimal = NIL
    before: Decimal | None = None

    @property
    def variance_to_date(self) -> Decimal:
        return self.actual - self.to_date

    @property
    def variance(self) -> Decimal:
        """Forecast outturn less current budget: an overspend is positive."""
        return self.outturn - self.budget

    @property
    def percent(self) -> Decimal | None:
        """Of the current budget, to one decimal; None where there is no budget to compare with."""
        if not self.budget:
            return None
        share = 100 * self.variance / abs(self.budget)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def percent_words(self) -> str:
        """`−12.5%`, or nothing."""
        return "" if self.percent is None else f"{self.percent}%".replace("-", MINUS)

    @property
    def change(self) -> Decimal | None:
        """Of the forecast outturn, since the one frozen before."""
        return None if self.before is None else self.outturn - self.before

    @property
    def adds_up(self) -> bool:
        """Whether the variances, as shown in whole pounds, are what the sums beside them differ by."""
        to_date = adds_up(self.variance_to_date, (self.actual, -self.to_date))
        return to_date and adds_up(self.variance, (self.outturn, -self.budget))

    @property
    def shown(self) -> tuple[Decimal | None, ...]:
        """The columns of pounds, left to right."""
        return (
            self.original,
            self.budget,
            self.to_date,
            self.actual,
            self.variance_to_date,
            self.outturn,
            self.variance,
            self.change,
        )


def total_of(rows: Iterable[Sums]) -> Sums:
    found = list(rows)
    has_before = any(row.before is not None for row in found)
    return Sums(
        original=sum((row.original for row in found), NIL),
        budget=sum((row.budget for row in found), NIL),
        to_date=sum((row.to_date for row in found), NIL),
        actual=sum((row.actual for row in found), NIL),
        outturn=sum((row.outturn for row in found), NIL),
        before=sum((row.before or NIL for row in found), NIL) if has_before else None,
    )


@dataclass(frozen=True)
class LineRow:
    """A line of the report; `group` is what it stands under."""

    line: BudgetLine
    sums: Sums
    rag: Rag
    must_explain: bool
    explanation: VarianceExplanation | None
    group: str

    @property
    def is_missing(self) -> bool:
        """Whether it has to be explained and nobody has."""
        return self.must_explain and self.explanation is None


@dataclass(frozen=True)
class Group:
    """The lines of a stream, plan area or kind with their subtotal; `is_continued` on a page that cuts them."""

    label: str
    rows: tuple[LineRow, ...]
    sums: Sums
    rag: Rag
    is_cut: bool = False


@dataclass(frozen=True)
class Report:
    """A year's variances through a month (its first day, or period 13). `is_frozen`: the forecast is the one
    frozen at the month's close; `before` is the month of the frozen forecast that changes are counted from."""

    year: int
    through: date
    known_at: datetime | None
    groups: tuple[Group, ...]
    total: Sums
    rag: Rag
    is_frozen: bool
    before: date | None

    @property
    def rows(self) -> tuple[LineRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self.rows)

    @property
    def is_rounded(self) -> bool:
        """Whether whole pounds as shown do not add up: a row across, or its column down to a subtotal or the total."""
        across = [self.total, *(group.sums for group in self.groups), *(row.sums for row in self.rows)]
        if not all(sums.adds_up for sums in across):
            return True
        whole = [(group.sums, [row.sums for row in group.rows]) for group in self.groups]
        whole.append((self.total, [group.sums for group in self.groups]))
        return any(not _adds_up(total, parts) for total, parts in whole)

    def on_page(self, rows: Sequence[LineRow]) -> tuple[Group, ...]:
        """The groups with those of their lines that stand on a page; each subtotal is of the whole group."""
        ids = {row.line.pk for row in rows}
        cut = [
            replace(group, rows=tuple(row for row in group.rows if row.line.pk in ids), is_cut=True)
            if any(row.line.pk not in ids for row in group.rows)
            else group
            for group in self.groups
        ]
        return tuple(group for group in cut if group.rows)


def _adds_up(total: Sums, parts: Sequence[Sums]) -> bool:
    columns = zip(*(part.shown for part in parts), strict=True)
    return all(
        adds_up(shown or NIL, [amount or NIL for amount in column])
        for shown, column in zip(total.shown, columns, strict=False)
    )
