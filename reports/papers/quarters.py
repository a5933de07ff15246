"""Quarters of the financial year: a scorecard is told by them (document 004)."""

from datetime import date

from core.dates import add_months
from core.financial_year import label, year_of


def quarter_name(end: date) -> str:
    """`Q3 2023/24` for 31 December 2023."""
    return f"Q{(end.month - 4) % 12 // 3 + 1} {label(year_of(end))}"


def quarter_before(day: date) -> date:
    """Three months before a day: what a first briefing looks back over."""
    return add_months(day, -3)
