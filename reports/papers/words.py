"""How a paper says numbers and lists: shared by its figures, its sentences and its tables' captions."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal


def listed(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    *most, last = [item for item in items if item] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, one: str, many: str = "") -> str:
    """`1 action`, `12 actions`, `no actions`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def percent(part: int, base: int) -> str:
    """`14% (12 of 84)`: a percentage never stands without its base. Halves round up."""
    if not base:
        return "0% (0 of 0)"
    share = (Decimal(part) * 100 / base).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{share}% ({part} of {base})"
