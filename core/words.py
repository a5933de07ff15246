"""How sentences say lists."""

from collections.abc import Iterable


def listed(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; empty for none."""
    *most, last = [item for item in items if item] or [""]
    return f"{', '.join(most)} and {last}" if most else last
