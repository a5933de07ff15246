"""Number, FTE each and grade of a row of posts, as they were known on an earlier day."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock, end_of_day
from tests.conftest import SignedIn
from tests.factories import funded_post, workforce_office
from workforce import services
from workforce.models import FundedPost

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2024, 10, 7), date(2024, 11, 4)
TODAY = date(2024, 12, 2)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    """Two of grade 10; four of grade 11 from 7 October; of 0.8 FTE each, and of no grade, from 4 November."""
    post, by = funded_post(eastshire, number=2), workforce_office(eastshire)
    with clock(FIRST):
        services.edit_post(post=post, by=by, number=4, grade="11")
    with clock(SECOND):
        services.edit_post(post=post, by=by, fte_each=Decimal("0.8"), grade="")
    return post


@pytest.mark.parametrize(
    ("known", "number", "each", "grade"),
    [
        (date(2024, 10, 6), 2, "1", "10"),
        (FIRST, 4, "1", "11"),
        (SECOND, 4, "0.8", ""),
        (None, 4, "0.8", ""),
    ],
)
def test_a_row_is_what_it_was_known_to_be(
    post: FundedPost, known: date | None, number: int, each: str, grade: str
) -> None:
    found = FundedPost.objects.as_at(date(2024, 9, 30), end_of_day(known) if known else None).get(pk=post.pk)
    assert (found.number, found.fte_each, found.grade) == (number, Decimal(each), grade)
    assert found.fte == number * Decimal(each)


@pytest.mark.parametrize(
    ("known", "grade", "found"),
    [("2024-10-06", "10", True), ("2024-10-06", "11", False), ("2024-10-07", "11", True), ("", "11", False)],
)
def test_the_list_finds_a_grade_as_it_was_known(
    post: FundedPost, known: str, grade: str, found: bool, reader: User, client_for: SignedIn
) -> None:
    with clock(TODAY):
        page = client_for(reader).get(
            reverse("workforce:post-list", args=["eastshire"]),
            {"q": grade, "as_at": "2024-10-06", "known_at": known},
        )
    assert ("Social Worker x" in page.text) is found


def test_a_change_after_a_look_at_a_past_day_is_of_todays_words(
    post: FundedPost, workforce_lead: User, client_for: SignedIn
) -> None:
    browser, url = client_for(workforce_lead), reverse("workforce:post-detail", args=["eastshire", post.pk])
    with clock(TODAY):
        assert "2 posts of 1 FTE each" in browser.get(f"{url}?known_at=2024-10-06").text
        assert "4 posts of 0.8 FTE each" in browser.get(f"{url}?as_at=2024-10-06").text
    assert FundedPost.objects.get(pk=post.pk).number == 4
