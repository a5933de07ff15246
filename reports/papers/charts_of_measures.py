"""The readings of a measure as a drawing: a line through its values, dashed where its target lies."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from core.dates import full_date
from reports.papers.charts import WIDTH, Label
from reports.papers.scorecard import MeasureRow, ReadingRow

_TOP, _PLOT, _SIDE = 26, 56, 40
# Room at the right for the words of the target.
_GOAL = 90
# More dates than these would run into each other: then every second one is written.
_DATES = 9
_HEIGHT = _TOP + _PLOT + 26


@dataclass(frozen=True)
class _Point:
    x: float
    y: float
    value: str
    date: str

    @property
    def room(self) -> float:
        """How wide the value is, for the ground that keeps lines off it."""
        return 6.5 * len(self.value) + 4

    @property
    def left(self) -> float:
        return round(self.x - self.room / 2, 2)


def readings(row: MeasureRow, colour: str, letters: str) -> str:
    """A line over time as SVG; values stand at their points and dates below, evenly apart. The line's own scale
    is between its least and its greatest value, the target among them where there is one. `letters` names the families
    it is set in."""
    values = [float(one.value) for one in row.readings]
    target = _number(row.target)
    known = [*values, *([target] if target is not None else [])]
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (WIDTH - 2 * _SIDE - _GOAL) / max(len(values) - 1, 1)

    def height(value: float) -> float:
        return round(_TOP + _PLOT * (1 - (value - low) / span), 2)

    points = [
        _Point(
            round(_SIDE + step * at, 2), height(value), one.shown, _date(one, len(values) - at, len(values))
        )
        for at, (value, one) in enumerate(zip(values, row.readings, strict=True))
    ]
    line = " ".join(f"{point.x},{point.y}" for point in points)
    goal = Label(0, height(target), f"Target {row.target}") if target is not None else None
    shapes = {
        "title": _in_words(row),
        "width": WIDTH,
        "height": _HEIGHT,
        "points": points,
        "line": line,
        "goal": goal,
        "foot": _HEIGHT - 6,
        "goal_end": WIDTH - _GOAL + 12,
        "colour": colour,
        "letters": letters,
    }
    return render_to_string("papers/press_v1/readings.svg", shapes).strip()


def _date(reading: ReadingRow, from_last: int, all_of_them: int) -> str:
    """`Dec 2023`; nothing where there is no room for it."""
    is_written = all_of_them <= _DATES or from_last % 2
    return f"{reading.as_at:%b %Y}" if is_written else ""


def _number(shown: str) -> float | None:
    """The target as it is shown, without its unit."""
    digits = shown.replace("%", "").replace(",", "").replace("−", "-").split(" ")[0]
    return float(digits) if digits else None


def _in_words(row: MeasureRow) -> str:
    told = "; ".join(f"{full_date(one.as_at)}: {one.shown}" for one in row.readings)
    target = f" The target is {row.target}." if row.target else ""
    return f"{row.title}, reading by reading. {told}.{target}"
