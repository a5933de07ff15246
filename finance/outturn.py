"""What a year is expected to come to: closed months as they came to, commitments, and a forecast of the rest.

Pure functions on Decimal pounds and twelve months, April first. Nothing here reads the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import dropwhile

from core.money import PENNY
from finance.models.forecast import ForecastMethod

NIL = Decimal(0)
TWELVE = 12
Method = ForecastMethod.Method
NONE_CLOSED = (False,) * TWELVE
FORECAST_METHOD = (
    "Forecast outturn is what closed months came to, plus commitments, plus the forecast of the rest; a month "
    "that is still open counts at its forecast until more than that is entered or ordered. Variance is forecast "
    "outturn less budget, so an overspend is positive."
)


@dataclass(frozen=True)
class Given:
    """What a line's forecast is made from: which months are closed, the method, the figures of its own (None:
    none for the month) and what is ordered in each month and not yet spent."""

    closed: tuple[bool, ...] = NONE_CLOSED
    method: str = Method.PROFILE
    figures: tuple[Decimal | None, ...] = (None,) * TWELVE
    ordered: tuple[Decimal, ...] = (NIL,) * TWELVE


@dataclass(frozen=True)
class YearForecast:
    """A line's year, or that of several: `expected` is the forecast of each open month (None where closed),
    `known` what is entered and ordered in each, `months` what each is taken to come to.

    `closed` were spent in closed months, `entered` in open ones; `rest` is what is forecast beyond that.
    `closed + entered + ordered + rest` is the sum of the months.
    """

    expected: tuple[Decimal | None, ...]
    months: tuple[Decimal, ...]
    known: tuple[Decimal, ...]
    closed: Decimal = NIL
    entered: Decimal = NIL
    ordered: Decimal = NIL
    rest: Decimal = NIL

    @property
    def outturn(self) -> Decimal:
        return self.closed + self.entered + self.ordered + self.rest


def forecast_of(
    profile: Sequence[Decimal], spend: Sequence[Decimal | None], given: Given | None = None
) -> YearForecast:
    """The forecast of one line from its profiled budget and its spend by month (None: not entered)."""
    given = given or Given()
    closed, expected = given.closed, expected_months(profile, spend, given)
    ordered = _ordered_in_open_months(given)
    known = tuple((spend[at] or NIL) + ordered[at] for at in range(TWELVE))
    more = [_rest(expected[at], known[at]) for at in range(TWELVE)]
    return YearForecast(
        expected=expected,
        months=tuple(known[at] + more[at] for at in range(TWELVE)),
        known=known,
        closed=_sum(spend[at] for at in range(TWELVE) if closed[at]),
        entered=_sum(spend[at] for at in range(TWELVE) if not closed[at]),
        ordered=sum(ordered, NIL),
        rest=sum(more, NIL),
    )


def _rest(expected: Decimal | None, known: Decimal) -> Decimal:
    """What is still to come of a month: its forecast beyond what is known of it, never less than nothing."""
    if not expected:
        return NIL
    more = expected - known
    return max(more, NIL) if expected > 0 else min(more, NIL)


def _ordered_in_open_months(given: Given) -> list[Decimal]:
    """What was ordered in a closed month and has not come is still to come: in the first month that is open.
    Once all twelve are closed it is no cost of the year."""
    ordered = [NIL if closed else amount for amount, closed in zip(given.ordered, given.closed, strict=True)]
    late = sum(given.ordered, NIL) - sum(ordered, NIL)
    if late and False in given.closed:
        ordered[given.closed.index(False)] += late
    return ordered


def expected_months(
    profile: Sequence[Decimal], spend: Sequence[Decimal | None], given: Given
) -> tuple[Decimal | None, ...]:
    """The forecast of each open month by the line's method; None where the month is closed."""
    spent = [spend[at] or NIL for at in range(TWELVE) if given.closed[at]]
    by_method = _by_method(profile, spent, given)
    return tuple(None if closed else amount for amount, closed in zip(by_method, given.closed, strict=True))


def _by_method(profile: Sequence[Decimal], spent: Sequence[Decimal], given: Given) -> Sequence[Decimal]:
    match given.method:
        case Method.OWN | Method.POSTS:
            # A month without a figure of its own is taken from the profile.
            return [
                own if own is not None else share for own, share in zip(given.figures, profile, strict=True)
            ]
        case Method.REMAINING:
            return _what_remains(profile, sum(spent, NIL), given.closed)
        case Method.RUN_RATE:
            begun = list(dropwhile(lambda amount: not amount, spent))
            if begun:
                average = (sum(begun, NIL) / len(begun)).quantize(PENNY, ROUND_HALF_UP)
                return [average] * TWELVE
    return profile


def _what_remains(profile: Sequence[Decimal], spent: Decimal, closed: Sequence[bool]) -> list[Decimal]:
    """Budget less what closed months came to, evenly over the open months in which there is budget (over all
    of them where there is none); nothing once it is overspent."""
    budget = sum(profile, NIL)
    left = max(budget - spent, NIL) if budget >= 0 else min(budget - spent, NIL)
    still_open = [at for at in range(TWELVE) if not closed[at]]
    over = [at for at in still_open if profile[at]] or still_open
    shares = [NIL] * TWELVE
    pence = int(left.scaleb(2))
    for number, at in enumerate(over):
        # To the penny: the first months take the pence left over.
        share, more = divmod(abs(pence), len(over))
        part = Decimal(share + (number < more)).scaleb(-2)
        shares[at] = -part if pence < 0 else part
    return shares


def forecast_of_all(forecasts: Sequence[YearForecast]) -> YearForecast:
    """The forecasts of several lines in one; a month that is closed is closed for all."""
    return YearForecast(
        expected=tuple(_sum_or_none(each.expected[at] for each in forecasts) for at in range(TWELVE)),
        months=tuple(sum((each.months[at] for each in forecasts), NIL) for at in range(TWELVE)),
        known=tuple(sum((each.known[at] for each in forecasts), NIL) for at in range(TWELVE)),
        closed=sum((each.closed for each in forecasts), NIL),
        entered=sum((each.entered for each in forecasts), NIL),
        ordered=sum((each.ordered for each in forecasts), NIL),
        rest=sum((each.rest for each in forecasts), NIL),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), NIL)


def _sum_or_none(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, NIL) if known else None
