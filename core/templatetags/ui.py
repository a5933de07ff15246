"""Filters that print dates and sums the one way of the house, built in to every template. None is blank."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from core import dates, money
from core import financial_year as years

register = template.Library()


@register.filter
def fulldate(day: date | None) -> str:
    """`13 November 2024`."""
    return "" if not day else dates.full_date(day)


@register.filter
def fullmoment(moment: datetime | None) -> str:
    """`13 November 2024 at 9:05am`."""
    return "" if not moment else dates.full_moment(moment)


@register.filter
def month(day: date | None) -> str:
    """`October 2024`."""
    return "" if not day else dates.month_name(day)


@register.filter
def shortmonth(day: date | None) -> str:
    """`Oct 24`."""
    return "" if not day else dates.short_month(day)


@register.filter
def financial_year(year: int | date | None) -> str:
    """`2024/25`, of a year or of a day in it."""
    if year is None or year == "":
        return ""
    return years.label(years.year_of(year) if isinstance(year, date) else year)


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """`£1,234.56`, `−£500`."""
    return "" if amount is None or amount == "" else money.pounds(amount)


@register.filter
def wholepounds(amount: Decimal | int | None) -> str:
    """`£1,235`: rounded to the pound."""
    return "" if amount is None or amount == "" else money.pounds(amount, pence=False)


@register.filter
def thousands(amount: Decimal | int | None) -> str:
    """`298`, of £297,850."""
    return "" if amount is None or amount == "" else money.thousands(amount)
