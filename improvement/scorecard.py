"""The figures of a scorecard: how near a target, how it has moved, whether a reading is missing. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.charts import ChartImage, sparkline
from core.dates import add_months, full_date, last_of_month, month_name
from core.money import MINUS
from improvement.models import Measure, Reading

_MONTHS_APART = {Measure.Frequency.MONTHLY: 1, Measure.Frequency.QUARTERLY: 3, Measure.Frequency.YEARLY: 12}
# A month to collect the figures: a reading is missing when the month after its period is over.
_MONTHS_TO_COLLECT = 1


@dataclass(frozen=True)
class Closeness:
    """How near a value is to its target: the words of its tag, their tone and symbol, the distance in words."""

    words: str
    tone: str
    symbol: str
    distance: str


@dataclass(frozen=True)
class ScorecardLine:
    """All that the scorecard says of a measure on a day."""

    measure: Measure
    latest: Reading | None
    closeness: Closeness
    since_baseline: str
    since_last_year: str
    missing: str

    @property
    def shown(self) -> str:
        return shown(self.latest.value, self.measure.unit) if self.latest else "No reading yet"

    @property
    def covers(self) -> str:
        """The period of the reading: `on 31 May 2024`, `since 1 April 2024`, `in the month to 31 May 2024`."""
        return covers(self.measure, self.latest.as_at) if self.latest else ""

    @property
    def parts(self) -> str:
        """`50 = 30 turned 18 + 20 left for a family`; of a share, what it is of: `218 of 240`."""
        return made_of(self.latest) if self.latest else ""

    @property
    def spark(self) -> ChartImage:
        held = self.measure.held[-13:]
        labels, values = [full_date(one.as_at) for one in held], [one.value for one in held]
        title = f"{self.measure}: {len(held)} readings"
        return sparkline(title, labels, values, show=lambda value: shown(Decimal(value), self.measure.unit))


def line_of(measure: Measure, day: date) -> ScorecardLine:
    """What the scorecard says of a measure that carries the facts of `MeasureQuerySet.as_at` of that day."""
    latest = measure.held[-1] if measure.held else None
    a_year_ago = [one for one in measure.held if latest and one.as_at == a_year_before(latest.as_at)]
    # Where the first reading is last year's, the comparison is made once.
    baseline = [one for one in measure.held[:1] if one not in a_year_ago]
    return ScorecardLine(
        measure,
        latest,
        closeness(
            latest.value if latest else None,
            measure.target,
            measure.tolerance,
            measure.polarity,
            measure.unit,
        ),
        moved(baseline, latest, measure, "since"),
        moved(a_year_ago, latest, measure, "from"),
        missing(measure, day),
    )


def closeness(
    value: Decimal | None, target: Decimal | None, tolerance: Decimal | None, polarity: str, unit: str
) -> Closeness:
    """Green when the target is met, amber within the tolerance of it, else red; never without the distance."""
    if value is None:
        return Closeness("No reading", "grey", "○", "")
    if target is None or polarity == Measure.Polarity.NEITHER:
        return Closeness("No target", "grey", "–", "")
    short = target - value if polarity == Measure.Polarity.HIGHER else value - target
    side = "above" if value > target else "below"
    goal = f"the target of {shown(target, unit)}"
    apart = abs(_rounded(target) - _rounded(value))
    far = f"{distance(apart, unit)} {side}" if apart else f"Just {side}"
    away = f"{far} {goal}" if short else f"Exactly {goal}"
    if short <= 0:
        return Closeness("Target met", "green", "✓", away)
    if short <= (tolerance or 0):
        return Closeness("Within tolerance", "amber", "◆", away)
    return Closeness("Off target", "red", "▲", away)


def moved(earlier: Sequence[Reading], latest: Reading | None, measure: Measure, since: str) -> str:
    """`Down 58 since 31 May 2023 (576)`; empty where there is nothing to compare with."""
    if not earlier or latest is None or earlier[0].as_at == latest.as_at:
        return ""
    before = earlier[0]
    was = f"{full_date(before.as_at)} ({shown(before.value, measure.unit)})"
    # Between the values as shown: whoever takes one from the other must find the same.
    change = _rounded(latest.value) - _rounded(before.value)
    if not change:
        return f"The same as on {was}"
    way = "Up" if change > 0 else "Down"
    return f"{way} {distance(abs(change), measure.unit)} {since} {was}"


def missing(measure: Measure, day: date) -> str:
    """A sentence when the reading of a period is overdue on `day`: its month of collecting is over."""
    due = due_by(day, measure.frequency)
    if due < measure.added_on:
        return ""
    latest = measure.held[-1].as_at if measure.held else None
    if latest is not None and latest >= due:
        return ""
    return f"No reading for {month_name(due)}" if latest else f"No reading yet; {month_name(due)} is overdue"


def due_by(day: date, frequency: str) -> date:
    """The end of the last period whose month of collecting is over on `day`."""
    return period_end(last_of_month(add_months(day, -_MONTHS_TO_COLLECT - 1)), frequency)


def period_end(day: date, frequency: str) -> date:
    """The last end of a period on or before `day`; quarters end in March, June, September and December, and a
    year on 31 March."""
    end = last_of_month(day)
    if end > day:
        end = last_of_month(add_months(day, -1))
    apart = _MONTHS_APART[Measure.Frequency(frequency)]
    while (end.month - 3) % apart:
        end = last_of_month(add_months(end, -1))
    return end


def a_year_before(day: date) -> date:
    """The same month's end a year before."""
    return last_of_month(add_months(day, -12))


def covers(measure: Measure, end: date) -> str:
    match measure.span:
        case Measure.Span.YEAR:
            start = date(end.year if end.month > 3 else end.year - 1, 4, 1)
            return f"since {full_date(start)}, to {full_date(end)}"
        case Measure.Span.PERIOD:
            period = {"monthly": "month", "quarterly": "quarter", "yearly": "year"}[measure.frequency]
            return f"in the {period} to {full_date(end)}"
    return f"on {full_date(end)}"


def parts_words(reading: Reading) -> str:
    if not reading.parts:
        return ""
    total = f"{reading.value.normalize():f}"
    return f"{total} = " + " + ".join(f"{number} {name}" for name, number in reading.parts)


def made_of(reading: Reading) -> str:
    """The parts of a count, or the base of a share, where it was given: a percentage says what it is of."""
    if reading.numerator is None or not reading.denominator:
        return parts_words(reading)
    return f"{_number(reading.numerator)} of {_number(reading.denominator)}"


def shown(value: Decimal, unit: str) -> str:
    """`86.5%`, `518`, `12 days`, `17.4`; a true minus sign."""
    number = _number(value)
    if unit == Measure.Unit.PERCENT:
        return f"{number}%"
    return f"{number} day{'' if value == 1 else 's'}" if unit == Measure.Unit.DAYS else number


def distance(size: Decimal, unit: str) -> str:
    """How far apart two values are: of percentages in percentage points."""
    if unit == Measure.Unit.PERCENT:
        return f"{_number(size)} percentage point{'' if size == 1 else 's'}"
    return shown(size, unit)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def _number(value: Decimal) -> str:
    return f"{_rounded(value).normalize():,f}".replace("-", MINUS)
