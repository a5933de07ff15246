"""What posts will cost by month, why it differs from the plan, and the properties of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workforce.figures import CostTable, GradeRate, cost_by_year
from workforce.forecast import CoverFacts, PositionFacts, PostFacts, PostForecast, forecast_post
from workforce.orders import why_impossible
from workforce.states import Kind
from workforce.time_in_post import PositionHistory, Stretch, Use, history_of, stretches

START, UNTIL, DAY = date(2024, 9, 2), date(2026, 2, 28), date(2025, 1, 2)
TABLE = CostTable(rates=(GradeRate("10", date(2024, 4, 1), Decimal(60_000)),), awards={2025: Decimal(2)})


@dataclass(frozen=True)
class Event:
    kind: str
    as_at: date
    start_date: date | None = None
    closing_date: date | None = None
    contract: str = ""
    note: str = ""


def history(*events: tuple[str, date]) -> PositionHistory:
    return history_of([Event(kind, day) for kind, day in events])


def forecast(
    past: PositionHistory, *cover: CoverFacts, fte: str = "1", approved: CostTable = TABLE
) -> PostForecast:
    post = PostFacts("10", START, UNTIL, [PositionFacts(1, Decimal(fte), past)], cover)
    return forecast_post(post, approved, TABLE, DAY)


def agency(weekly: Decimal | None, first: date, last: date, paid_from: date | None = START) -> CoverFacts:
    return CoverFacts(Stretch(first, last), weekly, paid_from, 1, frozenset({1}), is_agency=True)


APPOINTED = ("appointed", date(2024, 8, 1))


def test_somebody_in_post_from_the_start_costs_what_was_planned() -> None:
    found = forecast(history(APPOINTED, ("in_post", START)))
    assert found.difference == 0
    assert found.of_year(2024) == Decimal(35_000)
    assert found.of_year(2025) == Decimal(56_100)
    assert not any(found.causes.values())
    assert found.lost == 0


def test_a_start_in_the_middle_of_a_month_is_late_by_its_working_days() -> None:
    found = forecast(history(APPOINTED, ("in_post", date(2024, 12, 3))))
    # September to November, and the Monday of December's 22 working days.
    assert round(found.forecast[date(2024, 12, 1)], 2) == Decimal("4772.73")
    assert round(found.causes["Late start or vacancy"], 2) == round(
        Decimal(-5_000) * (3 + Decimal(1) / 22), 2
    )
    assert round(found.difference, 6) == round(found.causes["Late start or vacancy"], 6)
    assert float(found.lost) == pytest.approx(3 + 1 / 22)


def test_a_leaver_costs_until_the_day_they_left_at_their_fte() -> None:
    past = history(APPOINTED, ("in_post", START), ("left", date(2024, 10, 31)))
    found = forecast(past, fte="0.5")
    assert {month: amount for month, amount in found.forecast.items() if amount} == {
        date(2024, 9, 1): Decimal(2_500),
        date(2024, 10, 1): Decimal(2_500),
    }
    assert float(found.lost) == pytest.approx(0.5 * (2 + 2 / 23))


def test_cover_costs_what_was_agreed() -> None:
    found = forecast(PositionHistory(), agency(Decimal(1_500), START, date(2024, 9, 30)))
    assert found.forecast[date(2024, 9, 1)] == Decimal(6_500)
    assert found.causes["Cover"] == Decimal(1_500)


def test_the_service_pays_until_the_day_it_said() -> None:
    cover = agency(Decimal(1_500), date(2024, 9, 2), date(2024, 10, 31), paid_from=date(2024, 10, 1))
    found = forecast(PositionHistory(), cover)
    assert found.forecast[date(2024, 9, 1)] == 0
    assert found.forecast[date(2024, 10, 1)] == Decimal(6_500)


def test_a_grade_that_rose_and_an_award_that_came_are_named() -> None:
    old = CostTable(rates=(GradeRate("10", date(2024, 4, 1), Decimal(54_000)),))
    found = forecast(history(APPOINTED, ("in_post", START)), approved=old)
    assert found.causes["Grade cost"] == Decimal(500) * 18
    assert found.causes["Pay award"] == Decimal(100) * 11
    assert found.difference == Decimal(500) * 18 + Decimal(100) * 11


DAYS = st.dates(date(2024, 7, 1), date(2026, 4, 30))
FOUR = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FOUR
@given(
    st.lists(st.tuples(st.sampled_from(list(Kind)), DAYS), max_size=8),
    st.lists(st.tuples(DAYS, st.integers(0, 200), st.none() | st.integers(0, 3_000)), max_size=3),
)
def test_the_causes_always_add_up_to_the_difference(
    events: list[tuple[Kind, date]], cover: list[tuple[date, int, int | None]]
) -> None:
    past = history_of([Event(kind, day) for kind, day in sorted(events, key=lambda one: one[1])])
    covers = [
        agency(None if cost is None else Decimal(cost), first, first + timedelta(days), first)
        for first, days, cost in cover
    ]
    found = forecast(past, *covers)
    assert abs(sum(found.causes.values()) - found.difference) < Decimal("0.000001")
    assert round(sum(found.planned.values()), 2) == round(
        sum(cost_by_year(TABLE, grade="10", number=1, fte=Decimal(1), start=START, until=UNTIL).values()), 2
    )
    assert all(amount >= 0 for amount in found.forecast.values())


@FOUR
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), DAYS), max_size=8))
def test_the_stretches_are_the_whole_time_without_gaps(events: list[tuple[Kind, date]]) -> None:
    past = history_of([Event(kind, day) for kind, day in sorted(events, key=lambda one: one[1])])
    found = [stretch for stretch, _ in stretches(START, UNTIL, past, [])]
    assert (found[0].first, found[-1].last) == (START, UNTIL)
    assert all(two.first - one.last == timedelta(1) for one, two in pairwise(found))


@FOUR
@given(st.lists(st.sampled_from(list(Kind)), max_size=8))
def test_of_what_may_happen_nobody_is_in_post_twice_at_once(kinds: list[Kind]) -> None:
    events = [Event(kind, START + timedelta(10 * at)) for at, kind in enumerate(kinds)]
    if why_impossible(events):
        return
    stints = history_of(events).stints
    assert all(one.last <= two.first for one, two in pairwise(stints))


def test_agency_workers_in_post_and_in_cover_are_the_same_people() -> None:
    past = history_of([Event("appointed", START, START, contract="agency"), Event("in_post", START)])
    cover = [Stretch(START, date(2024, 9, 30))]
    uses = [use for _, use in stretches(START, date(2024, 10, 31), past, cover)]
    assert uses == [Use.COVERED, Use.FILLED]


def over(start: date, until: date, *past: tuple[str, date], fte: str = "1") -> PostForecast:
    post = PostFacts("10", start, until, [PositionFacts(1, Decimal(fte), history(*past))])
    return forecast_post(post, TABLE, TABLE, DAY)


def test_eighteen_months_across_two_year_ends_with_an_award_on_the_first_of_april() -> None:
    start = date(2025, 2, 3)
    found = over(start, date(2026, 7, 31), ("appointed", date(2024, 12, 2)), ("in_post", start))
    # Two months, twelve at + 2% from April 2025, four more without another award.
    assert [found.of_year(year) for year in (2024, 2025, 2026)] == [10_000, 61_200, 20_400]
    assert [found.forecast[date(2025, month, 1)] for month in (3, 4)] == [5_000, 5_100]
    assert len(found.forecast) == 18
    assert found.difference == 0


def test_an_award_known_only_later_costs_from_its_april_and_not_before() -> None:
    later = CostTable(rates=TABLE.rates, awards={2025: Decimal(2), 2026: Decimal(5)})
    start = date(2025, 2, 3)
    past = history(("appointed", date(2024, 12, 2)), ("in_post", start))
    post = PostFacts("10", start, date(2026, 7, 31), [PositionFacts(1, Decimal("0.6"), past)])
    found = forecast_post(post, TABLE, later, DAY)
    assert {month: amount for month, amount in found.forecast.items() if month.month in (3, 4)} == {
        date(2025, 3, 1): Decimal(3_000),
        date(2025, 4, 1): Decimal(3_060),
        date(2026, 3, 1): Decimal(3_060),
        date(2026, 4, 1): Decimal(3_213),
    }
    assert found.causes["Pay award"] == 4 * Decimal(153)
    assert found.difference == found.causes["Pay award"]


def test_a_start_and_a_leaver_within_months_count_by_working_days() -> None:
    past = (("appointed", date(2024, 8, 1)), ("in_post", date(2024, 11, 18)), ("left", date(2025, 1, 15)))
    found = over(START, UNTIL, *past, fte="0.5")
    # 18 November leaves 10 of 21 working days, 15 January 11 of 23.
    paid = {month: round(amount, 2) for month, amount in found.forecast.items() if amount}
    assert paid == {
        date(2024, 11, 1): Decimal("1190.48"),
        date(2024, 12, 1): Decimal("2500.00"),
        date(2025, 1, 1): Decimal("1195.65"),
    }
    assert round(found.causes["Late start or vacancy"], 6) == round(found.difference, 6)


def test_cover_after_a_leaver_and_a_successor_share_no_day() -> None:
    past = history(
        APPOINTED,
        ("in_post", START),
        ("left", date(2024, 10, 31)),
        ("appointed", date(2024, 12, 2)),
        ("in_post", date(2025, 1, 1)),
    )
    found = forecast(past, agency(Decimal(1_500), date(2024, 11, 1), date(2024, 12, 31)))
    assert [found.forecast[date(2024, month, 1)] for month in (10, 11, 12)] == [5_000, 6_500, 6_500]
    assert found.forecast[date(2025, 1, 1)] == 5_000
    assert found.causes["Cover"] == Decimal(3_000)
    assert found.lost == 0
