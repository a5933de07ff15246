"""How a paper says numbers: shared by its figures, its sentences and its tables' captions."""

from decimal import ROUND_HALF_UP, Decimal


def counted(number: int, one: str, many: str = "") -> str:
    """`1 action`, `12 actions`, `no actions`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def unbroken(text: str) -> str:
    """The text on one line, wherever it stands: a date in a narrow column."""
    return text.replace(" ", "\u00a0")


def percent(part: int, base: int) -> str:
    """`14% (12 of 84)`: a percentage never stands without its base. Halves round up."""
    if not base:
        return "0% (0 of 0)"
    share = (Decimal(part) * 100 / base).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{share}% ({part} of {base})"
