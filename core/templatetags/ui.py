"""Filters that print dates and sums the one way of the house, built in to every template. None is blank."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page

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


@register.filter
def figure(number: Decimal | int | None) -> str:
    """`2.5` of 2.50, `10` of 10.00: a number without noughts at its end."""
    return "" if number is None or number == "" else f"{Decimal(number).normalize():f}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers to offer beside a page: the first, the last and its neighbours, None where some are left
    out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]
