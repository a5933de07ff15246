"""What posts will cost by month, and why that differs from what their money was worked out for. Pure.

A position costs its grade while somebody is in it, from a known start on; cover costs what was agreed; a vacant
position costs nothing until somebody is appointed or covers; one that is not yet due costs from its planned start.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.dates import last_of_month
from core.financial_year import year_of
from workforce.figures import MONTHS_A_YEAR, CostTable, annual_cost, months_of, part_of_month
from workforce.time_in_post import FOR_EVER, PositionHistory, Stint, Stretch, Use, stretches

NIL = Decimal(0)
WEEKS_A_YEAR = 52


@dataclass(frozen=True)
class CoverFacts:
    """An arrangement: pounds a week for all its people (None: not recorded), the share the plan's money pays
    from `paid_from`, and the positions it serves by number."""

    time: Stretch
    weekly_cost: Decimal | None
    paid_from: date | None
    headcount: int
    positions: frozenset[int]
    is_agency: bool


@dataclass(frozen=True)
class PositionFacts:
    pk: int
    fte: Decimal
    history: PositionHistory


@dataclass(frozen=True)
class PostFacts:
    """A post as its cost is forecast: its window of money, its positions and their cover."""

    grade: str
    start: date
    until: date
    positions: Sequence[PositionFacts]
    cover: Sequence[CoverFacts] = ()


@dataclass
class PostForecast:
    """Pounds by month (first days), not rounded: what was planned, what is forecast; and the difference by
    cause, which adds up to it. `lost` is funded time with nobody, in full-time months."""

    planned: dict[date, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    forecast: dict[date, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    causes: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lost: Fraction = Fraction(0)

    @property
    def difference(self) -> Decimal:
        """Forecast less planned."""
        return sum(self.forecast.values(), NIL) - sum(self.planned.values(), NIL)

    def of_year(self, year: int) -> Decimal:
        return sum((amount for month, amount in self.forecast.items() if year_of(month) == year), NIL)


LATE, COVER, GRADE, AWARD, GIVEN_UP = (
    "Late start or vacancy",
    "Cover",
    "Grade cost",
    "Pay award",
    "No longer additional, withdrawn or ended",
)
CAUSES = (LATE, COVER, GRADE, AWARD, GIVEN_UP)


def forecast_post(post: PostFacts, approved: CostTable, now: CostTable, day: date) -> PostForecast:
    """`approved` is what grades cost as known when the post was approved, `now` as known today; `day` is the
    day until which lost time counts. Raises `NoGradeCost`."""
    found = PostForecast()
    for month in months_of(post.start, post.until):
        first, last = max(post.start, month), min(post.until, last_of_month(month))
        rates = _Rates.of(post.grade, first, approved, now)
        for position in post.positions:
            _position_month(found, post, position, month, Stretch(first, last), rates)
        _cover_month(found, post, month, Stretch(first, last))
    found.lost = _lost(post, day)
    return found


@dataclass(frozen=True)
class _Rates:
    """A month of one full-time post: as planned, with today's grade cost, and with today's awards too."""

    planned: Decimal
    regraded: Decimal
    now: Decimal

    @classmethod
    def of(cls, grade: str, day: date, approved: CostTable, now: CostTable) -> "_Rates":
        regraded = CostTable(rates=now.rates, awards=approved.awards)
        return cls(*(annual_cost(table, grade, day) / MONTHS_A_YEAR for table in (approved, regraded, now)))


def _position_month(
    found: PostForecast,
    post: PostFacts,
    position: PositionFacts,
    month: date,
    window: Stretch,
    rates: _Rates,
) -> None:
    whole = _times(position.fte, part_of_month(month, window.first, window.last))
    found.planned[month] += rates.planned * whole
    found.causes[GRADE] += (rates.regraded - rates.planned) * whole
    found.causes[AWARD] += (rates.now - rates.regraded) * whole
    cover = [one.time for one in post.cover if position.pk in one.positions]
    for stretch, use in stretches(window.first, window.last, position.history, cover):
        cost = rates.now * _times(position.fte, part_of_month(month, stretch.first, stretch.last))
        if use == Use.FILLED:
            found.forecast[month] += cost
        elif use == Use.COVERED:
            found.causes[COVER] -= cost
            if _unpriced(post, position, stretch.first):
                found.forecast[month] += cost
                found.causes[COVER] += cost
        else:
            found.causes[GIVEN_UP if use == Use.GIVEN_UP else LATE] -= cost


def _unpriced(post: PostFacts, position: PositionFacts, day: date) -> bool:
    """Whether cover that the plan pays for has no cost recorded: its grade cost stands in."""
    return any(
        position.pk in one.positions
        and one.weekly_cost is None
        and one.paid_from is not None
        and one.paid_from <= day
        and one.time.first <= day <= one.time.last
        for one in post.cover
    )


def _cover_month(found: PostForecast, post: PostFacts, month: date, window: Stretch) -> None:
    for one in post.cover:
        if one.weekly_cost is None or one.paid_from is None:
            continue
        time = one.time.within(max(window.first, one.paid_from), window.last)
        if time is None:
            continue
        monthly = one.weekly_cost * WEEKS_A_YEAR / MONTHS_A_YEAR
        cost = _times(monthly, part_of_month(month, time.first, time.last))
        found.forecast[month] += cost
        found.causes[COVER] += cost


def _lost(post: PostFacts, day: date) -> Fraction:
    """Full-time months up to `day` that were funded and had nobody."""
    lost = Fraction(0)
    for position in post.positions:
        cover = [one.time for one in post.cover if position.pk in one.positions]
        until = min(post.until, day)
        if until < post.start:
            continue
        for stretch, use in stretches(post.start, until, position.history, cover):
            if use == Use.IDLE:
                for month in months_of(stretch.first, stretch.last):
                    part = part_of_month(month, max(month, stretch.first), stretch.last)
                    lost += part * Fraction(position.fte)
    return lost


def _times(amount: Decimal, part: Fraction) -> Decimal:
    return amount * part.numerator / part.denominator


def not_yet_due(post_start: date, history: PositionHistory, day: date) -> PositionHistory:
    """A position whose planned start lies ahead and that nobody has been appointed to: forecast as starting on
    time."""
    if post_start <= day or history.stints or history.given_up_on:
        return history
    return PositionHistory(
        stints=(Stint(post_start, FOR_EVER),),
        approved_on=history.approved_on,
        advertised_on=history.advertised_on,
    )
