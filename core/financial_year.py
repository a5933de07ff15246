"""The financial year: 1 April to 31 March, an int (the year it starts in), written 2024/25."""

import re
from datetime import date

from core.dates import add_months

APRIL = 4
# Sums not yet given to a year: document 003 has a column "Future Years". It sorts after every year there is.
LATER_YEARS = 2999
LATER = "Later years"


def year_of(day: date) -> int:
    """The financial year a day falls in: 31 March 2025 is in 2024, 1 April 2025 in 2025."""
    return day.year if day.month >= APRIL else day.year - 1


def label(year: int) -> str:
    """`2024/25` for 2024; `Later years` for those not yet told apart."""
    if year == LATER_YEARS:
        return LATER
    return f"{year}/{(year + 1) % 100:02}"


def parse_label(text: str) -> int:
    """The year in `2024/25`, `2024-25` or `2024/2025`, or in `Later years`.

    Raises `ValueError` with a sentence to show."""
    if text.strip().lower() in {LATER.lower(), "future years"}:
        return LATER_YEARS
    match = re.fullmatch(r"([12][0-9]{3})\s*[/\-–]\s*([0-9]{4}|[0-9]{2})", text.strip())
    year = int(match[1]) if match else 0
    if not match or match[2] not in (str(year + 1), f"{(year + 1) % 100:02}"):
        raise ValueError("Enter a financial year, like 2024/25")
    return year


def start(year: int) -> date:
    """1 April of the year."""
    return date(year, APRIL, 1)


def end(year: int) -> date:
    """31 March in which the year ends."""
    return date(year + 1, APRIL - 1, 31)


def months(year: int) -> tuple[date, ...]:
    """The first days of the year's twelve months, April first."""
    return tuple(add_months(start(year), number) for number in range(12))


def period(day: date) -> int:
    """The number of the day's month in its financial year: April is 1, March is 12."""
    return (day.month - APRIL) % 12 + 1
