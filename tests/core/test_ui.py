from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines

from core.templatetags.ui import page_numbers


def shown(expression: str, value: Any) -> str:
    template = engines["django"].from_string("{{ value|" + expression + " }}")
    return template.render({"value": value})


@pytest.mark.parametrize(
    ("filter_name", "value", "words"),
    [
        ("fulldate", date(2024, 11, 13), "13 November 2024"),
        ("fulldate", datetime(2024, 7, 15, 23, 30, tzinfo=UTC), "16 July 2024"),
        ("fullmoment", datetime(2024, 7, 15, 8, 5, tzinfo=UTC), "15 July 2024 at 9:05am"),
        ("month", date(2024, 10, 31), "October 2024"),
        ("shortmonth", date(2024, 10, 31), "Oct 24"),
        ("financial_year", 2024, "2024/25"),
        ("financial_year", date(2025, 3, 31), "2024/25"),
        ("pounds", Decimal("45681"), "£45,681"),
        ("pounds", Decimal("-0.5"), "−£0.50"),
        ("pounds", 0, "£0"),
        ("wholepounds", Decimal("628049.67"), "£628,050"),
        ("thousands", Decimal("297850"), "298"),
        ("thousands", 0, "0"),
    ],
)
def test_one_way_to_print_everything(filter_name: str, value: Any, words: str) -> None:
    assert shown(filter_name, value) == words


@pytest.mark.parametrize(
    "filter_name",
    ["fulldate", "fullmoment", "month", "shortmonth", "financial_year", "pounds", "wholepounds", "thousands"],
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_prints_nothing(filter_name: str, nothing: str | None) -> None:
    assert shown(filter_name, nothing) == ""


def test_pages_far_away_are_left_out() -> None:
    pages = Paginator(range(100), 5)
    assert page_numbers(pages.page(10)) == [1, None, 9, 10, 11, None, 20]
    assert page_numbers(pages.page(1)) == [1, 2, None, 20]
    assert page_numbers(Paginator(range(3), 5).page(1)) == [1]
