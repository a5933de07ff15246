"""A live figure as a value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Figure:
    """A named figure as a paper prints it: its value in words, the date it holds for, the rows behind it."""

    name: str
    value: str
    description: str
    as_at: date | None = None
    sources: tuple[str, ...] = ()
