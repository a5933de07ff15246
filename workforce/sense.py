"""Days that make sense for posts: a slip of the keyboard is refused before it becomes a forecast. Pure."""

from datetime import date

from core.dates import full_date, today

EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 10


def why_senseless(day: date | None) -> str:
    """What is wrong with a day that posts or cover are said to begin or end on; empty when nothing is."""
    if day is None:
        return ""
    latest = date(today().year + YEARS_AHEAD, 12, 31)
    if not EARLIEST <= day <= latest:
        return f"The date must lie between {full_date(EARLIEST)} and {full_date(latest)}."
    return ""
