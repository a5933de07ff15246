"""Charts for screens: plain values in, SVG out, always with a title and the same data as a table.

Colour is never alone: every part has words in the key, and a symbol or a pattern besides. Shapes are placed by
presentation attributes only, because the content policy forbids styles. Geometry is in units of the view box.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10
from zlib import crc32

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import svg
from core.palette import INK, TONES, WHITE, readable_on

Amount = Decimal | int
Show = Callable[[Amount], str]

WIDTH = 440
BAR, LABEL_LINE, GAP = 24, 18, 10
PLOT_HEIGHT, TOP, AXIS = 170, 12, 26
KEY_LINE = 22
HAIRLINE = "#cfd3d6"
# Drawn over a part, so that neighbours differ without their colours.
_PATTERNS = (
    "",
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M0 4H8",
    "M2 2h2v2h-2z",
    "M4 0V8",
    "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    "M0 4H8M4 0V8",
)
_DASHES = ("", "7 4", "2 3", "9 3 2 3")


@dataclass(frozen=True)
class Part:
    """What a colour stands for: its words, the fill and what is written on it, a symbol."""

    label: str
    colour: str
    symbol: str = ""

    @classmethod
    def of_tone(cls, label: str, tone: str, symbol: str = "") -> "Part":
        """A part in one of the palette's tones."""
        return cls(label, TONES[tone].strong, symbol)

    @property
    def ink(self) -> str:
        """White or ink, whichever reads better on the fill."""
        return readable_on(self.colour)


@dataclass(frozen=True)
class Bar:
    """One bar: its words, and a number for each part."""

    label: str
    values: Sequence[Amount]


@dataclass(frozen=True)
class Series:
    """Values in the order of the labels; None where nothing was entered, which is not nil."""

    label: str
    colour: str
    values: Sequence[Amount | None]


@dataclass(frozen=True)
class ChartImage:
    """A drawing, its title, and the same data as a table of text: the heads, then the rows."""

    svg: SafeString
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def stacked_bars(
    title: str,
    bars: Sequence[Bar],
    parts: Sequence[Part],
    *,
    of: str = "",
    show: Show = str,
    as_shares: bool = False,
) -> ChartImage:
    """A bar for each label, split into parts. Bars share one scale, or fill the width with `as_shares`; `of`
    heads the first column of the table (`Chapter`)."""
    name = _name(title, bars)
    longest = max((_total(bar) for bar in bars), default=0)
    shapes: list[SafeString] = []
    for number, bar in enumerate(bars):
        y = number * (LABEL_LINE + BAR + GAP)
        scale = _total(bar) if as_shares else longest
        shapes.append(svg.text(0, y + 13, f"{bar.label}: {show(_sum(bar.values))}", colour=INK))
        shapes += _segments(bar, parts, scale, y + LABEL_LINE, name, show)
    height = len(bars) * (LABEL_LINE + BAR + GAP)
    key, key_height = _key_of_parts(parts, name, height)
    rows = [(bar.label, *map(show, bar.values), show(_sum(bar.values))) for bar in bars]
    return ChartImage(
        svg.drawing(title, name, WIDTH, height + key_height, [_patterns(parts, name), *shapes, *key]),
        title,
        (of, *(part.label for part in parts), "Total"),
        tuple(rows),
    )


def single_stacked_bar(
    title: str, parts: Sequence[Part], values: Sequence[Amount], *, show: Show = str
) -> ChartImage:
    """One bar of parts that make a whole: posts by state, actions by rating."""
    name, bar = _name(title, values), Bar("", values)
    shapes = _segments(bar, parts, _total(bar), 0, name, show)
    labelled = [
        Part(f"{part.label}: {show(value)}", part.colour, part.symbol)
        for part, value in zip(parts, values, strict=True)
    ]
    key, key_height = _key_of_parts(labelled, name, BAR + GAP)
    rows = [(part.label, show(value)) for part, value in zip(parts, values, strict=True)]
    return ChartImage(
        svg.drawing(title, name, WIDTH, BAR + GAP + key_height, [_patterns(parts, name), *shapes, *key]),
        title,
        ("", "Number"),
        (*rows, ("Total", show(_sum(values)))),
    )


def columns(
    title: str,
    labels: Sequence[str],
    values: Series,
    *,
    line: Series | None = None,
    of: str = "",
    show: Show = str,
) -> ChartImage:
    """A column for each label, and a line to compare them with: spend against budget by month."""
    drawn = [values, *([line] if line else [])]
    plot = _Plot.of(labels, drawn, show)
    shapes = plot.axes()
    for number, value in enumerate(values.values):
        if value is not None:
            top, zero = sorted((plot.y(value), plot.y(0)))
            x = plot.x(number) - plot.step * 0.32
            shapes.append(svg.rect(x, top, plot.step * 0.64, zero - top, values.colour))
    if line:
        shapes += _line(line, plot, 0)
    return _plotted(title, plot, drawn, shapes, of, squares=1)


def line_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, of: str = "", show: Show = str
) -> ChartImage:
    """Lines over the same labels, told apart by dashes and markers; a line breaks where nothing was entered."""
    plot = _Plot.of(labels, series, show)
    shapes = plot.axes()
    for number, one in enumerate(series):
        shapes += _line(one, plot, number)
    return _plotted(title, plot, series, shapes, of, squares=0)


def sparkline(
    title: str, labels: Sequence[str], values: Sequence[Amount | None], colour: str = INK, show: Show = str
) -> ChartImage:
    """A small line without axes, for a cell; its last value is marked."""
    width, height, name = 120, 28, _name(title, (labels, values))
    known = [float(value) for value in values if value is not None] or [0.0]
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (width - 8) / max(len(values) - 1, 1)
    points = [
        (4 + step * number, height - 4 - (float(value) - low) / span * (height - 8))
        for number, value in enumerate(values)
        if value is not None
    ]
    shapes = [svg.polyline(points, colour, 1.5), *(svg.marker(0, *point, colour) for point in points[-1:])]
    rows = [(label, _shown(value, show)) for label, value in zip(labels, values, strict=True)]
    return ChartImage(svg.drawing(title, name, width, height, shapes), title, ("", "Value"), tuple(rows))


# Bars


def _segments(
    bar: Bar, parts: Sequence[Part], scale: float, y: float, name: str, show: Show
) -> list[SafeString]:
    shapes, x = [], 0.0
    for number, (part, value) in enumerate(zip(parts, bar.values, strict=True)):
        width = float(value) / scale * WIDTH if scale else 0.0
        if width <= 0:
            continue
        shapes += [svg.rect(x, y, width, BAR, part.colour), _overlay(x, y, width, BAR, number, name)]
        words = f"{part.symbol} {show(value)}".strip()
        if width > 8 * len(words) + 6:
            shapes.append(svg.text(x + 6, y + 17, words, colour=part.ink, weight="bold"))
        x += width
    return shapes


def _patterns(parts: Sequence[Part], name: str) -> SafeString:
    """The overlays, each in the colour that makes what is written on its part stand out more."""
    return svg.joined(
        format_html(
            '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<path d="{}" fill="none" stroke="{}" stroke-opacity="0.35" stroke-width="1.2"/></pattern>',
            name,
            number,
            _PATTERNS[number % len(_PATTERNS)],
            INK if part.ink == WHITE else WHITE,
        )
        for number, part in enumerate(parts)
        if number % len(_PATTERNS)
    )


def _overlay(x: float, y: float, width: float, height: float, number: int, name: str) -> SafeString:
    """The part's pattern; every seventh part goes without, and a white edge parts it from its neighbour."""
    fill = f"url(#{name}-{number})" if number % len(_PATTERNS) else "none"
    return svg.rect(x, y, width, height, fill, edge=WHITE)


def _key_of_parts(parts: Sequence[Part], name: str, top: float) -> tuple[list[SafeString], float]:
    shapes: list[SafeString] = []
    for number, (x, y, part) in enumerate(_placed(parts, top)):
        shapes += [svg.rect(x, y, 16, 14, part.colour), _overlay(x, y, 16, 14, number, name)]
        shapes.append(svg.text(x + 22, y + 11.5, _key_words(part)))
    return shapes, _key_height(parts, top)


def _key_words(part: Part) -> str:
    return f"{part.symbol} {part.label}".strip()


def _placed(parts: Sequence[Part], top: float) -> list[tuple[float, float, Part]]:
    """Where each entry of a key stands: as many on a line as fit."""
    placed, x, y = [], 0.0, top
    for part in parts:
        width = 22 + 6.8 * len(_key_words(part)) + 16
        if x and x + width > WIDTH:
            x, y = 0.0, y + KEY_LINE
        placed.append((x, y, part))
        x += width
    return placed


def _key_height(parts: Sequence[Part], top: float) -> float:
    return _placed(parts, top)[-1][1] - top + KEY_LINE if parts else 0


# Axes and lines


@dataclass(frozen=True)
class _Plot:
    """From values to places. The ticks are round numbers, nil one of them, and their words fit at the left."""

    labels: Sequence[str]
    show: Show
    ticks: tuple[Decimal, ...]
    left: float

    @classmethod
    def of(cls, labels: Sequence[str], series: Sequence[Series], show: Show) -> "_Plot":
        known = [float(value) for one in series for value in one.values if value is not None]
        low, high = min([0.0, *known]), max([0.0, *known])
        tick = _round_step((high - low) / 4 or 1.0)
        first, last = floor(low / float(tick)), max(ceil(high / float(tick)), 1)
        ticks = tuple(tick * number for number in range(first, last + 1))
        return cls(labels, show, ticks, 10 + 6.2 * max(len(show(tick)) for tick in ticks))

    @property
    def step(self) -> float:
        return (WIDTH - self.left) / max(len(self.labels), 1)

    def x(self, number: int) -> float:
        return self.left + self.step * (number + 0.5)

    def y(self, value: Amount) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + float((high - Decimal(value)) / (high - low)) * PLOT_HEIGHT

    def axes(self) -> list[SafeString]:
        shapes = []
        for tick in self.ticks:
            y = self.y(tick)
            shapes.append(svg.stroke(self.left, y, WIDTH, y, HAIRLINE if tick else svg.QUIET))
            shapes.append(svg.text(self.left - 6, y + 4, self.show(tick), anchor="end", size=11))
        # Labels that would run into each other are left out evenly; the table has them all.
        every = ceil(7 * max(map(len, self.labels), default=0) / self.step) or 1
        for number, label in enumerate(self.labels):
            if number % every == 0:
                bottom = TOP + PLOT_HEIGHT + 18
                shapes.append(svg.text(self.x(number), bottom, label, anchor="middle", size=11))
        return shapes


def _round_step(rough: float) -> Decimal:
    power = Decimal(10) ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if float(power * factor) >= rough * 0.999) + 0


def _line(series: Series, plot: _Plot, number: int) -> list[SafeString]:
    points = [
        None if value is None else (plot.x(place), plot.y(value)) for place, value in enumerate(series.values)
    ]
    shapes = [
        svg.stroke(*one, *other, series.colour, 2, _DASHES[number % len(_DASHES)])
        for one, other in pairwise(points)
        if one and other
    ]
    return shapes + [svg.marker(number, *point, series.colour) for point in points if point]


def _plotted(
    title: str, plot: _Plot, series: Sequence[Series], shapes: list[SafeString], of: str, *, squares: int
) -> ChartImage:
    """Adds the key, and the table: a row a label. The first `squares` series are columns, the others lines."""
    top = TOP + PLOT_HEIGHT + AXIS + 6
    parts = [Part(one.label, one.colour) for one in series]
    for number, (x, y, part) in enumerate(_placed(parts, top)):
        if number < squares:
            shapes.append(svg.rect(x, y, 16, 14, part.colour))
        else:
            line = number - squares
            dashes = _DASHES[line % len(_DASHES)]
            shapes.append(svg.stroke(x, y + 7, x + 16, y + 7, part.colour, 2, dashes))
            shapes.append(svg.marker(line, x + 8, y + 7, part.colour))
        shapes.append(svg.text(x + 22, y + 11.5, part.label))
    rows = [
        (label, *(_shown(one.values[number], plot.show) for one in series))
        for number, label in enumerate(plot.labels)
    ]
    name = _name(title, (plot.labels, series))
    return ChartImage(
        svg.drawing(title, name, WIDTH, top + _key_height(parts, top), shapes),
        title,
        (of, *(one.label for one in series)),
        tuple(rows),
    )


def _name(title: str, data: object) -> str:
    """An id of its own for each drawing on a page, the same each time it is drawn."""
    return f"chart-{crc32(f'{title}{data}'.encode()):08x}"


def _sum(values: Sequence[Amount]) -> Decimal:
    return Decimal(sum(values))


def _total(bar: Bar) -> float:
    return sum(max(float(value), 0.0) for value in bar.values)


def _shown(value: Amount | None, show: Show) -> str:
    return "not entered" if value is None else show(value)
