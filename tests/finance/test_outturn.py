"""Forecast outturn: closed months, commitments, and the forecast of the rest by each method."""

from decimal import Decimal

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from finance.figures import EVEN, share_out
from finance.outturn import Given, Method, expected_months, forecast_of, forecast_of_all

PENCE = st.integers(-(10**9), 10**9).map(lambda pence: Decimal(pence).scaleb(-2))
MAYBE = st.none() | PENCE
YEAR = st.lists(MAYBE, min_size=12, max_size=12)
PROFILE = share_out(Decimal(12000), EVEN)
BLANK: list[Decimal | None] = [None] * 12


def closed_through(number: int) -> tuple[bool, ...]:
    return tuple(at < number for at in range(12))


@st.composite
def lines(draw: st.DrawFn) -> tuple[tuple[Decimal, ...], list[Decimal | None], Given]:
    profile = share_out(draw(PENCE), draw(st.lists(st.integers(0, 9), min_size=12, max_size=12).filter(any)))
    given = Given(
        closed=closed_through(draw(st.integers(0, 12))),
        method=draw(st.sampled_from(Method.values)),
        figures=tuple(draw(YEAR)),
        ordered=tuple(amount or Decimal(0) for amount in draw(YEAR)),
    )
    return profile, draw(YEAR), given


@settings(max_examples=200, deadline=None)
@examples(lines())
def test_the_outturn_is_its_parts_and_its_months(
    line: tuple[tuple[Decimal, ...], list[Decimal | None], Given],
) -> None:
    profile, spend, given = line
    made = forecast_of(profile, spend, given)
    assert made.outturn == sum(made.months) == made.closed + made.entered + made.ordered + made.rest
    for at, is_closed in enumerate(given.closed):
        if is_closed:
            assert made.expected[at] is None
            assert made.months[at] == (spend[at] or 0)
    assert made.closed == sum(spend[at] or 0 for at in range(12) if given.closed[at])


@settings(max_examples=60, deadline=None)
@examples(st.integers(0, 12), st.lists(lines(), max_size=3))
def test_the_lines_add_up(
    closed: int, given: list[tuple[tuple[Decimal, ...], list[Decimal | None], Given]]
) -> None:
    made = [
        forecast_of(profile, spend, Given(closed_through(closed), each.method, each.figures, each.ordered))
        for profile, spend, each in given
    ]
    total = forecast_of_all(made)
    assert total.outturn == sum(each.outturn for each in made) == sum(total.months)


def test_what_remains_is_spread_evenly_to_the_penny_over_the_open_months_with_budget() -> None:
    profile = share_out(Decimal(1000), (0, 0, *[1] * 10))
    spend = [Decimal(0), Decimal(0), Decimal(300), *[None] * 9]
    months = expected_months(profile, spend, Given(closed_through(3), Method.REMAINING))
    assert months[:3] == (None, None, None)
    assert sum(amount for amount in months if amount) == 700
    assert months[3:5] == (Decimal("77.78"), Decimal("77.78"))
    assert months[-1] == Decimal("77.77")


def test_nothing_remains_of_what_is_overspent() -> None:
    spend = [Decimal(20000), *[None] * 11]
    assert forecast_of(PROFILE, spend, Given(closed_through(1), Method.REMAINING)).outturn == 20000


def test_the_average_begins_with_the_first_month_that_cost_something() -> None:
    spend = [Decimal(0), Decimal(900), Decimal(0), *[None] * 9]
    made = forecast_of(PROFILE, spend, Given(closed_through(3), Method.RUN_RATE))
    assert made.expected[3:] == (Decimal(450),) * 9
    assert made.outturn == 900 + 9 * 450
    # Nothing has been spent yet: the profile says more than an average of nothing.
    assert forecast_of(PROFILE, BLANK, Given(closed_through(1), Method.RUN_RATE)).outturn == 11000


def test_figures_of_its_own_and_the_profile_where_there_is_none() -> None:
    figures = (Decimal(0), Decimal(5), *[None] * 10)
    assert forecast_of(PROFILE, BLANK, Given(method=Method.OWN, figures=figures)).outturn == 10005


@pytest.mark.parametrize(
    ("entered", "ordered", "expected"),
    [("400", "0", "1000"), ("400", "300", "1000"), ("1200", "0", "1200"), ("900", "300", "1200")],
)
def test_an_open_month_counts_at_its_forecast_until_more_is_known(
    entered: str, ordered: str, expected: str
) -> None:
    spend = [Decimal(entered), *[None] * 11]
    made = forecast_of(PROFILE, spend, Given(ordered=(Decimal(ordered), *[Decimal(0)] * 11)))
    assert made.months[0] == Decimal(expected)


def test_what_was_ordered_in_a_closed_month_is_still_to_come() -> None:
    ordered = (Decimal(1500), *[Decimal(0)] * 11)
    spend = [Decimal(1000), *[None] * 11]
    made = forecast_of(PROFILE, spend, Given(closed_through(1), ordered=ordered))
    assert made.months[:2] == (Decimal(1000), Decimal(1500))
    full: list[Decimal | None] = [Decimal(1000)] * 12
    assert forecast_of(PROFILE, full, Given(closed_through(12), ordered=ordered)).outturn == 12000
