from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import financial_year
from core.dates import last_of_month

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def test_the_year_turns_on_the_first_of_april() -> None:
    assert financial_year.year_of(date(2025, 3, 31)) == 2024
    assert financial_year.year_of(date(2025, 4, 1)) == 2025
    assert (financial_year.start(2024), financial_year.end(2024)) == (date(2024, 4, 1), date(2025, 3, 31))


def test_twelve_months_april_first() -> None:
    months = financial_year.months(2024)
    assert len(months) == 12
    assert (months[0], months[8], months[11]) == (date(2024, 4, 1), date(2024, 12, 1), date(2025, 3, 1))


@given(DAYS)
def test_every_day_lies_in_its_own_year(day: date) -> None:
    year = financial_year.year_of(day)
    assert financial_year.start(year) <= day <= financial_year.end(year)
    first = financial_year.months(year)[financial_year.period(day) - 1]
    assert first <= day <= last_of_month(first)
    assert financial_year.parse_label(financial_year.label(year)) == year


def test_the_label() -> None:
    assert financial_year.label(2024) == "2024/25"
    assert financial_year.label(1999) == "1999/00"


@pytest.mark.parametrize("text", ["2024/25", " 2024-25 ", "2024/2025", "2024 / 25", "2024–25"])
def test_a_label_is_read_as_people_write_it(text: str) -> None:
    assert financial_year.parse_label(text) == 2024


@pytest.mark.parametrize("text", ["", "2024", "2024/26", "24/25", "2024/1925", "٢٠٢٤/٢٥", "2024/25/26"])
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="like 2024/25"):
        financial_year.parse_label(text)
