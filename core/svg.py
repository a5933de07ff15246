"""Shapes of SVG as safe strings, placed by presentation attributes: our content policy forbids styles.

Positions are in units of the view box; every word and colour is escaped.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = "#484949"
# A drawing no wider than this stands in a line of text or a cell, at its own size.
SMALL = 160


def drawing(title: str, name: str, width: float, height: float, shapes: Iterable[SafeString]) -> SafeString:
    """A picture with its title as the name that a screen reader says; `name` makes its ids unique."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="img" '
        'aria-labelledby="{name}-title" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="arial, sans-serif"><title id="{name}-title">{title}</title>{shapes}</svg>',
        css="app-chart__drawing" if width > SMALL else "app-sparkline",
        name=name,
        title=title,
        width=_number(width),
        height=_number(height),
        shapes=joined(shapes),
    )


def rect(x: float, y: float, width: float, height: float, fill: str, edge: str = "") -> SafeString:
    """A filled rectangle, with an edge in a colour of its own if given."""
    return mark_safe(
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" '
        f'fill="{escape(fill)}"{_edge(edge)}/>'
    )


def _edge(colour: str) -> str:
    return f' stroke="{escape(colour)}" stroke-width="1.5"' if colour else ""


def stroke(
    x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1, dashes: str = ""
) -> SafeString:
    """A straight line; `dashes` as in `stroke-dasharray`."""
    return mark_safe(
        f'<line x1="{_number(x)}" y1="{_number(y)}" x2="{_number(to_x)}" y2="{_number(to_y)}" '
        f'stroke="{escape(colour)}" stroke-width="{width}"'
        + (f' stroke-dasharray="{dashes}"/>' if dashes else "/>")
    )


def polyline(points: Sequence[tuple[float, float]], colour: str, width: float) -> SafeString:
    """A line through points."""
    drawn = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return mark_safe(
        f'<polyline points="{drawn}" fill="none" stroke="{escape(colour)}" stroke-width="{width}"/>'
    )


def marker(number: int, x: float, y: float, colour: str) -> SafeString:
    """A circle, square, triangle or diamond: a line's own."""
    outline = (
        "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0",
        "M-3.5 -3.5h7v7h-7z",
        "M0 -4.5L4.5 3.5H-4.5z",
        "M0 -5L5 0L0 5L-5 0z",
    )[number % 4]
    return mark_safe(
        f'<path d="{outline}" transform="translate({_number(x)} {_number(y)})" fill="{escape(colour)}"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = QUIET,
    anchor: str = "start",
    size: int = 13,
    weight: str = "normal",
) -> SafeString:
    """Words on their baseline."""
    return mark_safe(
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{escape(colour)}">{escape(words)}</text>'
    )


def joined(shapes: Iterable[SafeString]) -> SafeString:
    """Shapes drawn one after another."""
    return mark_safe("".join(shapes))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
