"""Vacancy and turnover over the twelve months to a day. Pure; no queries.

Turnover compares like with like: the full-time equivalents of those of our own who left, and of those in post. Agency
workers are neither: they are not hired and their going is not a resignation.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.dates import add_months
from workforce.forecast import PositionFacts
from workforce.models import Cover
from workforce.staffing_rows import PostStaffing
from workforce.time_in_post import DAY, FOR_EVER, Stretch, Use, stretches

YEAR = 12
PERMILLE = Decimal("0.1")


@dataclass(frozen=True)
class Rolling:
    """Shares are per cent to one decimal, None where nothing is counted: of funded time with nobody in post
    (`vacancy`) and with nobody at all (`uncovered`); of the average of our own in post those who left (`turnover`).
    """

    vacancy: Decimal | None
    uncovered: Decimal | None
    turnover: Decimal | None
    leavers: int
    left_fte: Decimal
    average_fte: Decimal


def rolling_figures(rows: Iterable[PostStaffing], day: date) -> Rolling:
    """Over the posts' positions; a position counts while its post is funded."""
    first = add_months(day, -YEAR) + timedelta(days=1)
    time: dict[Use, Fraction] = defaultdict(Fraction)
    own, gone = Fraction(0), list[Decimal]()
    for row in rows:
        funded = Stretch(max(first, row.post.planned_start or first), min(day, row.post.funded_until or day))
        for position in row.positions:
            gone += [position.fte for left in position.history.left_on if first <= left <= day]
            if funded.first <= funded.last:
                own += _own_days(position, funded)
                for stretch, use in stretches(
                    funded.first, funded.last, position.history, _cover(row, position)
                ):
                    time[use] += _days(stretch) * Fraction(position.fte)
    average = own / _days(Stretch(first, day))
    all_time = time[Use.FILLED] + time[Use.COVERED] + time[Use.IDLE]
    left = sum(gone, Decimal(0))
    return Rolling(
        vacancy=share_of(all_time - time[Use.FILLED], all_time),
        uncovered=share_of(time[Use.IDLE], all_time),
        turnover=share_of(left, average),
        leavers=len(gone),
        left_fte=left,
        average_fte=_decimal(average).quantize(Decimal("0.01")),
    )


def _cover(row: PostStaffing, position: PositionFacts) -> list[Stretch]:
    return [
        _while(cover) for cover in row.cover if position.pk in {served.pk for served in cover.positions.all()}
    ]


def _while(cover: Cover) -> Stretch:
    return Stretch(cover.started_on, cover.ended_on or FOR_EVER)


def _own_days(position: PositionFacts, funded: Stretch) -> Fraction:
    """The days of those who are not from an agency, at the position's full-time equivalent."""
    parts = [one.within(funded.first, funded.last) for one in position.history.stints if not one.is_agency]
    return sum((_days(part) * Fraction(position.fte) for part in parts if part), Fraction(0))


def _days(stretch: Stretch) -> int:
    return (stretch.last - stretch.first + DAY).days


def share_of(part: Decimal | Fraction, whole: Decimal | Fraction) -> Decimal | None:
    """Per cent to one decimal; None of nothing."""
    return _decimal(Fraction(part) * 100 / Fraction(whole)).quantize(PERMILLE) if whole else None


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator
