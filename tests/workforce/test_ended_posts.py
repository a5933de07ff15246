"""A post that has ended: its sentence, its positions on the list and in the table, an author's words, and the days
before."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock, end_of_day
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment, workforce_office
from workforce import services
from workforce.models import FundedPost, PostStatus
from workforce.sentences import recruitment_rows
from workforce.states import State

ENDED, DAY = date(2024, 12, 2), date(2024, 12, 31)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    """Two advisers, one in post and one covered, until the post ended."""
    post = funded_post(eastshire, role="Adviser", number=2)
    recruitment(post, 1, "appointed", date(2024, 9, 3))
    recruitment(post, 1, "in_post", date(2024, 9, 16))
    cover(post, date(2024, 10, 1), numbers=[2])
    end(post)
    return post


def end(post: FundedPost, on: date = ENDED) -> PostStatus:
    with clock(on):
        return services.set_status(
            post=post,
            by=workforce_office(post.council),
            status=FundedPost.Status.ENDED,
            as_at=on,
            note="The money went to foster care",
        )


def test_it_says_when_and_why_it_ended(eastshire: Council, post: FundedPost) -> None:
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.sentence == "Ended on 2 December 2024. The money went to foster care."
    assert row.news_on == ENDED
    assert row.counts is not None
    assert {state: number for state, number in row.counts.items() if number} == {State.ENDED: 2}


def test_before_its_end_and_before_that_was_known_it_reads_as_it_did(
    eastshire: Council, post: FundedPost
) -> None:
    before = "1 of 2 in post; 1 covered by agency."
    assert recruitment_rows(eastshire, date(2024, 12, 1))[0].sentence == before
    then = end_of_day(date(2024, 12, 1))
    assert recruitment_rows(eastshire, DAY, then)[0].sentence == before
    counts = recruitment_rows(eastshire, date(2024, 12, 1))[0].counts
    assert counts is not None
    assert State.ENDED not in counts


def test_an_end_taken_out_never_was(eastshire: Council, post: FundedPost, workforce_lead: User) -> None:
    with clock(date(2024, 12, 9)):
        entry = PostStatus.objects.get(post=post, status=FundedPost.Status.ENDED)
        services.void_status(entry=entry, by=workforce_lead, note="Another post")
    assert recruitment_rows(eastshire, DAY)[0].sentence == "1 of 2 in post; 1 covered by agency."


def test_money_found_again_brings_its_sentence_back(eastshire: Council, post: FundedPost) -> None:
    with clock(date(2024, 12, 16)):
        services.set_status(
            post=post,
            by=workforce_office(eastshire),
            status=FundedPost.Status.APPROVED,
            as_at=date(2024, 12, 16),
            note="Committee of 16 December",
        )
    assert recruitment_rows(eastshire, DAY)[0].sentence == "1 of 2 in post; 1 covered by agency."


def test_an_authors_words_are_out_of_date_once_it_ends(eastshire: Council, clerk: User) -> None:
    other = funded_post(eastshire, role="Reviewer")
    with clock(date(2024, 11, 20)):
        services.word_recruitment(post=other, by=clerk, text="Interviews are this week.")
    assert recruitment_rows(eastshire, DAY)[0].sentence == "Interviews are this week."
    end(other)
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.own_words is not None
    assert (row.own_words.is_stale, row.sentence[:19]) == (True, "Ended on 2 December")


def test_a_position_given_up_before_stays_so(eastshire: Council) -> None:
    other = funded_post(eastshire, role="Reviewer", number=2)
    recruitment(other, 1, "withdrawn", date(2024, 10, 1), note="One is enough")
    end(other)
    (row,) = recruitment_rows(eastshire, DAY)
    assert row.counts is not None
    assert (row.counts[State.WITHDRAWN], row.counts[State.ENDED]) == (1, 1)


def test_list_page_and_file_agree(post: FundedPost, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    page = client.get(reverse("workforce:post-list", args=["eastshire"])).content.decode()
    assert "2 ended" in page
    assert "1 filled" not in page
    assert "Ended on 2 December 2024" in page
    assert (
        "Adviser"
        in client.get(reverse("workforce:post-list", args=["eastshire"]) + "?state=ended").content.decode()
    )
    detail = client.get(reverse("workforce:post-detail", args=["eastshire", post.pk])).content.decode()
    assert "Ended on 2 December 2024. The money went to foster care." in detail
    csv = client.get(reverse("workforce:post-export", args=["eastshire", "csv"])).content.decode()
    assert "Ended on 2 December 2024" in csv


@pytest.mark.parametrize("rows", [1, 10])
def test_the_ends_of_all_take_one_query(
    eastshire: Council, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        end(funded_post(eastshire))
    # posts, their sections, positions, events, cover, sentences, ends; budgets
    with django_assert_num_queries(8):
        assert len(recruitment_rows(eastshire, DAY)) == rows
