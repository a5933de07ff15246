"""The thirteen periods of a financial year: its months by their first days, and period 13, kept as 31 March."""

from datetime import date

from core.dates import add_months, last_of_month, month_name
from core.financial_year import end, label, months, year_of


def period_13(year: int) -> date:
    """31 March: the period after March in which a year's accounts are put right."""
    return end(year)


def is_period_13(month: date) -> bool:
    return month == end(year_of(month))


def periods(year: int) -> tuple[date, ...]:
    """The twelve months of a year and its period 13, in the order in which they are closed."""
    return (*months(year), period_13(year))


def period_name(month: date) -> str:
    """`October 2024`, or `Period 13 of 2024/25`."""
    return f"Period 13 of {label(year_of(month))}" if is_period_13(month) else month_name(month)


def next_month(month: date) -> date:
    """The month after one; after March, and after period 13, comes April."""
    return add_months(month.replace(day=1), 1)


def period_from(number: int) -> date:
    """The period in an address: 202410 is October 2024, 202413 the period 13 of 2024/25.

    Raises ValueError for a number that is none.
    """
    year, month = divmod(number, 100)
    return period_13(year) if month == 13 else date(year, month, 1)


def number_of(month: date) -> int:
    """The period as an address has it: 202410, or 202413."""
    year = year_of(month)
    return year * 100 + 13 if is_period_13(month) else month.year * 100 + month.month


def is_over(month: date, day: date) -> bool:
    """Whether a period has ended on `day`. Period 13 ends with the March it follows."""
    return day > last_of_month(month)
