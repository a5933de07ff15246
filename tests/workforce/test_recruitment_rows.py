"""The recruitment table as at a day, as known at a moment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock, end_of_day
from tests import factories
from tests.factories import cover, funded_post, recruitment
from workforce import services
from workforce.models import FundedPost
from workforce.sentences import posts_by_state, recruitment_rows
from workforce.states import State

DAY = date(2024, 12, 31)


def assessors(council: Council, **given: Any) -> None:
    post = funded_post(council, role="Connected Carer Assessors", number=2, **given)
    for number in (1, 2):
        recruitment(post, number, "advertised", date(2024, 11, 8), closing_date=date(2024, 11, 29))
    recruitment(post, 1, "appointed", date(2024, 12, 12), on=date(2024, 12, 13))
    recruitment(post, 2, "readvertised", date(2024, 12, 16))


def test_a_row_says_where_its_positions_stand(eastshire: Council) -> None:
    assessors(eastshire)
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.sentence == "1 of 2 appointed; 1 being readvertised (advert closed 29 November 2024)."
    assert (row.name, row.number, row.fte, row.contract) == (
        "Connected Carer Assessors x 2",
        2,
        Decimal(2),
        "Permanent",
    )
    assert row.counts is not None
    assert (row.counts[State.APPOINTED], row.counts[State.VACANT]) == (1, 1)
    assert row.news_on == date(2024, 12, 16)


def test_an_earlier_day_tells_the_earlier_state(eastshire: Council) -> None:
    assessors(eastshire)
    (row,) = recruitment_rows(eastshire, date(2024, 11, 13))
    assert row.sentence == "2 being advertised (advert closes 29 November 2024)."


def test_what_was_recorded_later_was_not_known(eastshire: Council) -> None:
    assessors(eastshire)
    (row,) = recruitment_rows(eastshire, date(2024, 12, 12), end_of_day(date(2024, 12, 12)))
    assert row.sentence == "2 advertised (advert closed 29 November 2024)."
    (row,) = recruitment_rows(eastshire, date(2024, 12, 12))
    assert row.sentence.startswith("1 of 2 appointed")


def test_a_post_not_yet_approved_is_not_in_the_table(eastshire: Council) -> None:
    funded_post(eastshire)
    assert recruitment_rows(eastshire, date(2024, 7, 16)) == []
    assert len(recruitment_rows(eastshire, date(2024, 7, 17))) == 1


def test_proposals_and_other_councils_are_never_counted(eastshire: Council, marchshire: Council) -> None:
    funded_post(eastshire, approved_on=None)
    funded_post(marchshire)
    assert recruitment_rows(eastshire, DAY) == []


def test_cover_and_its_end_are_known_from_when_they_were_recorded(eastshire: Council) -> None:
    post = funded_post(eastshire, number=6)
    served = cover(post, date(2024, 9, 12), headcount=4)
    with clock(date(2024, 12, 20)):
        services.end_cover(cover=served, by=factories.workforce_office(eastshire), ended_on=date(2024, 12, 1))
    (now,) = recruitment_rows(eastshire, DAY)
    (then,) = recruitment_rows(eastshire, DAY, end_of_day(date(2024, 12, 19)))
    (before,) = recruitment_rows(eastshire, DAY, end_of_day(date(2024, 9, 11)))
    assert now.sentence == "Agency cover of 6 ended on 1 December 2024; 6 with no recruitment news."
    assert then.sentence == "6 covered by 4 agency social workers."
    assert before.sentence == "Approved; no recruitment news recorded."


def test_cover_that_somebody_followed_is_not_told(eastshire: Council) -> None:
    post = funded_post(eastshire, number=2)
    cover(post, date(2024, 9, 12), headcount=2, ended_on=date(2024, 11, 30))
    recruitment(post, 1, "appointed", date(2024, 11, 15))
    recruitment(post, 1, "in_post", date(2024, 12, 2))
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.sentence == (
        "1 of 2 in post; agency cover of 1 ended on 30 November 2024; 1 with no recruitment news."
    )
    recruitment(post, 1, "left", date(2024, 12, 20), note="Retired")
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.sentence.startswith("Agency cover of 1 ended on 30 November 2024; 1 postholder left")


def test_agency_workers_in_post_are_told_once(eastshire: Council) -> None:
    post = funded_post(eastshire, role="Personal Advisers", number=3)
    for number in (1, 2, 3):
        recruitment(post, number, "appointed", date(2024, 9, 16), contract="agency")
        recruitment(post, number, "in_post", date(2024, 9, 23), contract="agency")
    cover(post, date(2024, 9, 23), headcount=3)
    (row,) = recruitment_rows(eastshire, date(2024, 10, 2))
    assert row.sentence == "3 of 3 in post on an agency basis."


def test_a_voided_event_is_not_told(eastshire: Council, workforce_lead: User) -> None:
    post = funded_post(eastshire)
    wrong = recruitment(post, 1, "advertised", date(2024, 9, 1))
    with clock(date(2024, 9, 5)):
        services.void_event(event=wrong, by=workforce_lead, note="Another team's advert")
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.sentence == "Approved; no recruitment news recorded."


def test_a_row_that_is_not_a_post_stands_in_the_table(eastshire: Council, finance_officer: User) -> None:
    decision = factories.funding_decision(eastshire, finance_officer)
    line = factories.budget_line(decision, finance_officer, "L01")
    factories.budget_line(
        decision, finance_officer, "L10", name="Specialist support", kind="non_pay", budgets={2024: "100000"}
    )
    funded_post(eastshire, line=line)
    rows = recruitment_rows(eastshire, DAY)
    assert [row.role for row in rows] == ["Social Worker", "Specialist support"]
    assert rows[1].sentence == "Not a post: a budget of £100,000 in 2024/25."
    assert (rows[1].is_post, rows[1].number, rows[1].counts) == (False, None, None)


def test_counts_add_up_to_the_posts(eastshire: Council) -> None:
    post = funded_post(eastshire, number=6)
    funded_post(eastshire, role="Team Leaders", number=2, planned_start=date(2025, 4, 1))
    recruitment(post, 1, "appointed", date(2024, 9, 1))
    recruitment(post, 1, "in_post", date(2024, 9, 16))
    recruitment(post, 2, "appointed", date(2024, 9, 1), start_date=date(2025, 1, 6))
    recruitment(post, 3, "no_longer_additional", date(2024, 10, 1), note="Moved to another team")
    cover(post, date(2024, 9, 2), numbers=[4, 5])
    counts = posts_by_state(recruitment_rows(eastshire, DAY))
    assert counts == {
        State.FILLED: 1,
        State.APPOINTED: 1,
        State.COVERED: 2,
        State.VACANT: 1,
        State.NOT_YET_DUE: 2,
        State.NO_LONGER_ADDITIONAL: 1,
        State.WITHDRAWN: 0,
        State.ENDED: 0,
    }


@pytest.mark.parametrize("rows", [1, 10])
def test_the_number_of_queries_stays(
    eastshire: Council, finance_officer: User, rows: int, django_assert_num_queries: Any
) -> None:
    decision = factories.funding_decision(eastshire, finance_officer)
    for number in range(rows):
        line = factories.budget_line(decision, finance_officer, f"P{number}")
        factories.budget_line(decision, finance_officer, f"N{number}", kind="non_pay")
        assessors(eastshire, line=line)
        cover(funded_post(eastshire), date(2024, 9, 2))
    # posts, their sections, positions, events, cover, its positions, lines, their sections, budgets
    with django_assert_num_queries(10):
        assert len(recruitment_rows(eastshire, DAY)) == 3 * rows


def test_a_post_added_later_stands_after_the_others(eastshire: Council, marchshire: Council) -> None:
    funded_post(eastshire, role="Reviewer", order=4)
    funded_post(eastshire, role="Assessor", order=2)
    funded_post(eastshire, role="Kinship Worker")
    funded_post(marchshire, order=9)
    assert [row.role for row in recruitment_rows(eastshire, DAY)] == [
        "Assessor",
        "Reviewer",
        "Kinship Worker",
    ]
    latest = FundedPost.objects.get(role="Kinship Worker")
    assert latest.order == 5
