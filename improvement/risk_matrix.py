"""Risks by likelihood and impact: what a score means, and the picture of the register. Pure functions."""

from collections import Counter
from collections.abc import Iterable

from django.utils.safestring import SafeString

from core import svg
from core.charts import ChartImage
from core.palette import INK, TONES

SCORES = range(1, 6)
HIGHEST, HIGH, MEDIUM = 25, 15, 8
_CELL, _LEFT, _TOP = 62, 96, 8


def level(score: int | None) -> tuple[str, str, str]:
    """What a score (likelihood × impact, 1 to 25) is called, with its tone and symbol; None is not yet assessed."""
    if score is None:
        return "Not yet assessed", "grey", "–"
    if score >= HIGH:
        return f"High ({score})", "red", "▲"
    return (f"Medium ({score})", "amber", "◆") if score >= MEDIUM else (f"Low ({score})", "green", "●")


def matrix(title: str, judged: Iterable[tuple[int | None, int | None]]) -> ChartImage:
    """How many risks stand at each likelihood (upwards) and impact (to the right), from pairs of them."""
    found = Counter((one, other) for one, other in judged if one and other)
    shapes = [svg.text(0, _TOP + 20, "Likelihood", colour=INK)]
    for likelihood in SCORES:
        y = _TOP + (5 - likelihood) * _CELL
        shapes.append(svg.text(_LEFT - 18, y + _CELL / 2 + 5, str(likelihood), colour=INK))
        for impact in SCORES:
            shapes += _square(_LEFT + (impact - 1) * _CELL, y, likelihood * impact, found[likelihood, impact])
    foot = _TOP + 5 * _CELL
    for impact in SCORES:
        shapes.append(svg.text(_LEFT + (impact - 0.5) * _CELL - 4, foot + 20, str(impact), colour=INK))
    shapes.append(svg.text(_LEFT, foot + 42, "Impact", colour=INK))
    rows = [
        (f"Likelihood {likelihood}", *(str(found[likelihood, impact]) for impact in SCORES))
        for likelihood in reversed(SCORES)
    ]
    drawn = svg.drawing(title, "risk-matrix", _LEFT + 5 * _CELL + 4, foot + 50, shapes)
    return ChartImage(drawn, title, ("", *(f"Impact {impact}" for impact in SCORES)), tuple(rows))


def _square(x: float, y: float, score: int, count: int) -> list[SafeString]:
    _, tone, symbol = level(score)
    ground = TONES[tone]
    drawn = [
        svg.rect(x + 1, y + 1, _CELL - 2, _CELL - 2, ground.ground, ground.strong),
        svg.text(x + 8, y + 18, symbol, colour=ground.text),
    ]
    if count:
        drawn.append(svg.text(x + _CELL / 2 - 4, y + _CELL / 2 + 10, str(count), colour=INK))
    return drawn
