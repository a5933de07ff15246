"""Counts by rating, with their base, and how they moved."""

from datetime import date
from typing import Any

import pytest

from core.dates import clock, end_of_day
from improvement import figures
from improvement.models import Action, Plan
from improvement.models.ratings import KeyStep
from improvement.services.retiring import bring_back, retire
from tests import factories

KEY = [
    KeyStep(1, "on-track", "On track", "", "green", "●", "on_track"),
    KeyStep(2, "off-track", "Off track", "", "red", "▲", "off_track"),
]


def counts(rows: tuple[figures.RatingCount, ...]) -> list[tuple[str, int]]:
    return [(row.step.label, row.count) for row in rows]


def test_counts_follow_the_key_and_end_with_what_nobody_rated() -> None:
    rows = figures.count_by_rating(KEY, [2, 1, None, 1])
    assert counts(rows) == [("On track", 2), ("Off track", 1), ("Not yet rated", 1)]
    assert rows[0].share == "50% of 4 endorsed actions"


def test_nothing_has_no_percentage() -> None:
    rows = figures.count_by_rating(KEY, [])
    assert [row.percent for row in rows] == [None, None, None]
    assert rows[0].share == "0% of 0 endorsed actions"


@pytest.mark.parametrize(
    ("part", "base", "result"), [(48, 84, 57), (1, 8, 13), (1, 3, 33), (2, 3, 67), (0, 5, 0)]
)
def test_percentages_round_halves_up(part: int, base: int, result: int) -> None:
    assert figures.percent(part, base) == result


def test_history_counts_what_existed_with_what_it_held() -> None:
    lives = [
        figures.Life(1, date(2024, 7, 1)),
        figures.Life(2, date(2024, 8, 15), ((date(2024, 10, 1), True),)),
    ]
    ratings = [(1, date(2024, 7, 20), 1), (2, date(2024, 8, 20), 2), (1, date(2024, 9, 30), 2)]
    days = [date(2024, 7, 31), date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31)]
    history = figures.rating_history(KEY, days, lives, ratings)
    assert [[row.count for row in day.counts] for day in history] == [
        [1, 0, 0],
        [1, 1, 0],
        [0, 2, 0],
        [0, 1, 0],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 10])
def test_the_months_of_a_plan_agree_with_its_pages(
    plan: Plan, rows: int, django_assert_num_queries: Any
) -> None:
    section = factories.section(plan)
    for number in range(rows):
        action = factories.action(section)
        factories.update(action, "on-track", date(2024, 8, 1 + number))
        factories.update(action, "off-track", date(2024, 10, 1 + number))
    months = [date(2024, month, 1) for month in range(7, 13)] + [date(2025, 1, 1), date(2025, 2, 1)]
    with django_assert_num_queries(4):
        history = figures.rating_counts_over_months(plan, months)
    assert [day.day for day in history][-2:] == [date(2024, 12, 31), date(2025, 1, 2)], (
        "a running month ends today"
    )
    for day in history:
        held = [action.rating_id for action in Action.objects.as_at(day.day)]
        assert day.counts == figures.count_by_rating(plan.progress_scale.key(), held)


@pytest.mark.django_db
def test_an_action_brought_back_counts_again_and_not_between(plan: Plan) -> None:
    action = factories.action(factories.section(plan))
    office = factories.office(plan.council)
    turn: dict[str, Any] = {"thing": action, "by": office, "because": "x", "shown_version": None}
    with clock(date(2024, 9, 10)):
        retire(on=date(2024, 9, 10), **turn)
    before_return = end_of_day(date(2024, 10, 1))
    with clock(date(2024, 11, 5)):
        bring_back(on=date(2024, 11, 5), **turn)

    months = [date(2024, month, 1) for month in range(8, 13)]
    assert [sum(one.count for one in day.counts) for day in figures.rating_counts_over_months(plan, months)] == [
        1, 0, 0, 1, 1,
    ]  # fmt: skip
    known_then = figures.rating_counts_over_months(plan, months, before_return)
    assert [sum(one.count for one in day.counts) for day in known_then] == [1, 0, 0, 0, 0]


@pytest.mark.django_db
def test_totals_say_what_calls_for_attention(plan: Plan) -> None:
    section = factories.section(plan)
    late, asked, waiting, _ = (factories.action(section) for _ in range(4))
    factories.update(late, "off-track", date(2024, 12, 1), blockers="No trainer")
    factories.date_request(asked, date(2025, 3, 31), on=date(2024, 12, 1))
    factories.update(waiting, "awaiting", date(2024, 12, 1))
    found = figures.totals(Action.objects.as_at(date(2025, 1, 2)))
    assert found == figures.Totals(
        actions=4, overdue=3, under_review=1, awaiting_evidence=1, done=0, not_yet_rated=2, blocked=1
    )
