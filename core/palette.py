"""The seven tones of ratings, tags and charts, each readable on screen and paper (4.5:1 at least).

`static/scss/_tones.scss` holds the same values for the browser; a test compares the two.
"""

from dataclasses import dataclass

WHITE = "#ffffff"
INK = "#0b0c0c"


@dataclass(frozen=True)
class Tone:
    """Text on its pale ground, and the strong colour of a symbol or a bar with what stands on it."""

    ground: str
    text: str
    strong: str
    on_strong: str = WHITE


TONES = {
    "red": Tone("#f9e1e1", "#7a1f1f", "#b52a2a"),
    "amber": Tone("#fdeed0", "#5e3b00", "#f2a900", INK),
    "green": Tone("#d9ece3", "#0b4a32", "#0f7a52"),
    "blue": Tone("#dbe8f4", "#113f68", "#1d65a6"),
    "grey": Tone("#ececec", "#383a3a", "#5f6363"),
    "purple": Tone("#e4deef", "#3f2577", "#6140a5"),
    "teal": Tone("#d3e8e9", "#0b4144", "#127278"),
}


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours written `#rrggbb`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground: str) -> str:
    """White or ink, whichever reads better on `ground`."""
    return max((WHITE, INK), key=lambda text: contrast(text, ground))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
