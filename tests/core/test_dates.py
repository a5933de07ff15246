import socket
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core import dates
from tests.conftest import MACHINE_TIME

DAYS = st.dates(date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("meeting", "deadline"),
    [
        (date(2025, 1, 13), date(2025, 1, 3)),
        (date(2024, 11, 11), date(2024, 11, 1)),
        (date(2022, 11, 24), date(2022, 11, 16)),
        (date(2024, 6, 18), date(2024, 6, 10)),
    ],
)
def test_papers_come_out_five_clear_working_days_before(meeting: date, deadline: date) -> None:
    assert dates.publication_deadline(meeting) == deadline


def test_the_deadline_steps_over_christmas_and_new_year() -> None:
    assert dates.publication_deadline(date(2025, 1, 6)) == date(2024, 12, 24)


@given(DAYS)
def test_five_working_days_lie_between_publication_and_meeting(meeting: date) -> None:
    deadline = dates.publication_deadline(meeting)
    between = [deadline + timedelta(days=n) for n in range(1, (meeting - deadline).days)]
    assert sum(map(dates.is_working_day, between)) == 5
    assert dates.is_working_day(deadline)


def test_a_key_decision_has_28_clear_calendar_days_of_notice() -> None:
    assert dates.key_decision_notice(date(2022, 11, 24)) == date(2022, 10, 26)


def test_no_working_days_back_is_the_day_itself() -> None:
    assert dates.working_days_before(date(2024, 11, 13), 0) == date(2024, 11, 13)
    with pytest.raises(ValueError, match="negative"):
        dates.working_days_before(date(2024, 11, 13), -1)


def test_bank_holidays_need_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the calendar reached for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    dates._published_holidays.cache_clear()
    dates._holidays.cache_clear()
    assert not dates.is_working_day(date(2022, 9, 19)), "the State Funeral was a bank holiday"
    assert not dates.is_working_day(date(2024, 8, 26))
    assert dates.is_working_day(date(2024, 8, 5)), "a bank holiday in Scotland only"


def test_the_bundled_list_covers_the_years_we_need() -> None:
    assert set(range(2016, 2028)) <= set(dates._published_holidays())


@pytest.mark.parametrize("year", [*range(2013, 2020), 2021, *range(2024, 2029)])
def test_the_standing_rules_give_what_was_published_for_ordinary_years(year: int) -> None:
    assert dates._standing_holidays(year) == dates._published_holidays()[year]


def test_years_beyond_the_published_list_still_have_bank_holidays() -> None:
    assert not dates.is_working_day(date(2035, 12, 25))
    assert not dates.is_working_day(date(2035, 3, 23)), "Good Friday"
    assert dates.is_working_day(date(2035, 3, 22))


def test_the_set_day_keeps_the_time_of_day_of_the_machine(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_past_seven = datetime(2026, 7, 23, 7, 30, tzinfo=dates.LONDON)
    monkeypatch.setattr(dates, "machine_time", lambda: half_past_seven)
    settings.CLOCK = "2025-01-02"
    assert dates.now() == datetime(2025, 1, 2, 7, 30, tzinfo=UTC)
    assert dates.now().tzinfo is UTC
    assert dates.today() == date(2025, 1, 2)


@pytest.mark.parametrize("value", ["", None])
def test_without_a_set_day_the_clock_is_the_machines(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setattr(dates, "machine_time", MACHINE_TIME)
    settings.CLOCK = value
    assert abs(datetime.now(UTC) - dates.now()) < timedelta(seconds=30)


def test_the_setting_may_be_a_date(settings: Settings) -> None:
    settings.CLOCK = date(2024, 11, 13)
    assert dates.today() == date(2024, 11, 13)


def test_a_plain_date_means_nine_in_the_morning_in_london() -> None:
    with dates.clock(date(2024, 7, 16)):
        assert dates.now() == datetime(2024, 7, 16, 8, 0, tzinfo=UTC), "British Summer Time"
    with dates.clock(date(2025, 1, 2)):
        assert dates.now() == datetime(2025, 1, 2, 9, 0, tzinfo=UTC)


def test_clocks_nest_and_successive_moments_increase() -> None:
    with dates.clock(date(2024, 10, 2)):
        first, second = dates.now(), dates.now()
        with dates.clock(datetime(2024, 11, 13, 17, 30, tzinfo=dates.LONDON)):
            assert dates.today() == date(2024, 11, 13)
            assert dates.now() == datetime(2024, 11, 13, 17, 30, tzinfo=UTC)
        third = dates.now()
    assert second - first == third - second == timedelta(microseconds=1)
    assert dates.today() != date(2024, 10, 2)


def test_the_clock_is_put_back_after_an_error() -> None:
    before = dates.today()
    with pytest.raises(RuntimeError), dates.clock(date(2020, 1, 1)):
        raise RuntimeError
    assert dates.today() == before


def test_what_was_recorded_on_a_day_was_recorded_by_its_end() -> None:
    end = dates.end_of_day(date(2024, 7, 16))
    assert end == datetime(2024, 7, 16, 22, 59, 59, 999999, tzinfo=UTC)
    assert dates.local_day(end) == date(2024, 7, 16)


def test_dates_in_words() -> None:
    assert dates.full_date(date(2024, 11, 3)) == "3 November 2024"
    assert dates.full_date(datetime(2024, 7, 15, 23, 30, tzinfo=UTC)) == "16 July 2024"
    assert dates.month_name(date(2024, 10, 31)) == "October 2024"
    assert dates.short_month(date(2024, 9, 1)) == "Sep 24"
    assert dates.full_moment(datetime(2024, 7, 15, 12, 5, tzinfo=UTC)) == "15 July 2024 at 1:05pm"
    assert dates.full_moment(datetime(2024, 12, 15, 0, 5, tzinfo=UTC)) == "15 December 2024 at 12:05am"


def test_months() -> None:
    assert dates.first_of_month(date(2024, 2, 29)) == date(2024, 2, 1)
    assert dates.last_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
    assert dates.last_of_month(date(2024, 12, 5)) == date(2024, 12, 31)
    assert dates.add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert dates.add_months(date(2025, 1, 15), -1) == date(2024, 12, 15)


@given(DAYS, st.integers(-60, 60))
def test_adding_months_to_a_first_day_can_be_undone(day: date, months: int) -> None:
    first = dates.first_of_month(day)
    assert dates.add_months(dates.add_months(first, months), -months) == first


@pytest.mark.parametrize("text", ["2024-11-13", " 13/11/2024 ", "13 November 2024", "13 nov 2024"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert dates.parse_day(text) == date(2024, 11, 13)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2024-13-01", "30/02/2024", "1/1/24", "١/١/٢٠٢٤", "9" * 5000, "2024-11-13T10:00"]
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Enter a real date, like 2024-11-13"):
        dates.parse_day(text)


@given(st.text(alphabet="0123456789-/ JanMy\u0661") | st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with suppress(ValueError):
        assert dates.parse_day(text).year >= 1900


@given(DAYS)
def test_words_can_be_read_back(day: date) -> None:
    assert dates.parse_day(dates.full_date(day)) == day


def test_slip_is_counted_in_calendar_days() -> None:
    assert dates.slip_days(date(2024, 9, 30), date(2025, 1, 31)) == 123
    assert dates.slip_days(date(2024, 9, 30), date(2024, 9, 23)) == -7
