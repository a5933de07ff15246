"""Profiles, totals and forecast, as pure figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.financial_year import months
from finance.figures import (
    EVEN,
    budget_to_date,
    cumulative_by_month,
    parts_from,
    share_out,
    year_of_all,
    year_of_line,
)
from finance.outturn import Given

PENCE = st.integers(-(10**11), 10**11).map(lambda pence: Decimal(pence).scaleb(-2))
WEIGHTS = st.lists(st.integers(0, 1000), min_size=12, max_size=12).filter(any)
SPEND = st.lists(st.none() | PENCE, min_size=12, max_size=12)
# The machine that runs these may be busy: how long an example takes says nothing about the figures.
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEVEN_MONTHS = parts_from(2024, date(2024, 9, 1))


@UNHURRIED
@given(PENCE, WEIGHTS)
def test_the_parts_of_a_profile_add_up_to_the_budget(budget: Decimal, weights: list[int]) -> None:
    parts = share_out(budget, weights)
    assert sum(parts) == budget
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@UNHURRIED
@given(PENCE, WEIGHTS)
def test_no_part_is_a_penny_away_from_its_share(budget: Decimal, weights: list[int]) -> None:
    for part, weight in zip(share_out(budget, weights), weights, strict=True):
        assert abs(part - budget * weight / sum(weights)) < Decimal("0.01")


@pytest.mark.parametrize("weights", [[0] * 12, [1] * 11 + [-1]])
def test_a_profile_needs_weight(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_out(Decimal(12), weights)


def test_budget_to_date_follows_the_profile_and_not_twelfths() -> None:
    budget = Decimal("82841.50")
    assert budget_to_date(budget, SEVEN_MONTHS, 2024, date(2024, 8, 31)) == 0
    assert budget_to_date(budget, SEVEN_MONTHS, 2024, date(2024, 10, 1)) == Decimal("23669.00")
    assert budget_to_date(budget, SEVEN_MONTHS, 2024, date(2025, 3, 31)) == budget
    assert budget_to_date(budget, EVEN, 2024, date(2024, 10, 31)) == Decimal("48324.22")


@pytest.mark.parametrize(
    ("through", "expected"),
    [(None, "0"), (date(2024, 3, 31), "0"), (date(2024, 4, 1), "100"), (date(2025, 4, 1), "1200")],
)
def test_budget_to_date_on_either_side_of_the_year(through: date | None, expected: str) -> None:
    assert budget_to_date(Decimal(1200), EVEN, 2024, through) == Decimal(expected)


def test_forecast_outturn_is_what_closed_months_came_to_and_the_profile_of_the_rest() -> None:
    spend = [None] * 5 + [Decimal("9326.50"), Decimal("24520.00")] + [None] * 5
    given = Given(closed=(*[True] * 7, *[False] * 5))
    line = year_of_line(Decimal("213636.50"), SEVEN_MONTHS, spend, elapsed=7, given=given)
    assert line.budget_to_date == Decimal("61039.00")
    assert line.actual_to_date == Decimal("33846.50")
    assert line.forecast_outturn == Decimal("33846.50") + 5 * Decimal("30519.50")
    assert line.variance == Decimal("-27192.50")


def test_a_month_closed_at_nil_came_to_nothing_and_an_open_one_counts_at_its_forecast() -> None:
    april = Given(closed=(True, *[False] * 11))
    closed = year_of_line(Decimal(1200), EVEN, [Decimal(0), *[None] * 11], elapsed=1, given=april)
    still_open = year_of_line(Decimal(1200), EVEN, [Decimal(0), *[None] * 11], elapsed=1)
    assert (closed.forecast_outturn, closed.variance) == (Decimal(1100), Decimal(-100))
    assert (still_open.forecast_outturn, still_open.variance) == (Decimal(1200), Decimal(0))


@UNHURRIED
@given(st.lists(st.tuples(PENCE, WEIGHTS, SPEND), max_size=4))
def test_the_lines_add_up_to_the_total(lines: list[tuple[Decimal, list[int], list[Decimal | None]]]) -> None:
    figures = [year_of_line(budget, weights, spend, elapsed=7) for budget, weights, spend in lines]
    total = year_of_all(figures, elapsed=7)
    for name in ("budget", "budget_to_date", "actual_to_date", "forecast_outturn", "variance"):
        assert getattr(total, name) == sum(getattr(line, name) for line in figures), name
    assert total.actual_to_date == sum(amount or 0 for amount in total.spend)


def test_a_month_in_which_nothing_was_entered_stays_blank_in_the_total() -> None:
    lines = [year_of_line(Decimal(0), EVEN, [Decimal(0), *[None] * 11], elapsed=1)] * 2
    assert year_of_all(lines, elapsed=1).spend == (Decimal(0), *[None] * 11)


def test_spend_against_budget_adds_up_through_the_year_and_stops_where_the_figures_do() -> None:
    line = year_of_line(Decimal(1200), EVEN, [Decimal(90), None, Decimal(120), *[None] * 9], elapsed=3)
    rows = cumulative_by_month(2024, line)
    assert [row.month for row in rows] == list(months(2024))
    assert [row.actual for row in rows] == [90, 90, 210, *[None] * 9]
    assert [row.budget for row in rows][:3] == [100, 200, 300]
    assert rows[-1].budget == 1200
