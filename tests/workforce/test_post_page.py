"""The page of one post: its facts, what it costs, its positions and their cover."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment
from workforce import services
from workforce.models import FundedPost


@pytest.fixture
def post(eastshire: Council, workforce_lead: User) -> FundedPost:
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=eastshire,
            by=workforce_lead,
            grade="10",
            from_date=date(2024, 4, 1),
            annual_cost=Decimal(61039),
        )
        services.add_pay_award(
            council=eastshire, by=workforce_lead, financial_year=2025, percent=Decimal("2.5")
        )
    return funded_post(eastshire, number=6)


@pytest.fixture
def url(post: FundedPost) -> str:
    return reverse("workforce:post-detail", args=[post.council.slug, post.pk])


def test_it_shows_each_step_of_the_cost(url: str, reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(url).content.decode()
    assert "£61,039 a year × 6 × 7 months ÷ 12" in page
    assert "£61,039 a year + 2.5% from April 2025 × 6 × 11 months ÷ 12" in page
    assert "£213,636.50" in page
    assert "£344,107.36" in page
    assert "£375,389.85</strong> in 2026/27" in page


def test_a_post_without_a_grade_says_what_is_missing(
    eastshire: Council, reader: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, grade="")
    page = client_for(reader).get(reverse("workforce:post-detail", args=["eastshire", post.pk]))
    assert "are needed to work out a cost" in page.content.decode()


def test_it_tells_the_history_of_each_position(
    post: FundedPost, url: str, reader: User, client_for: SignedIn, workforce_lead: User
) -> None:
    advert = recruitment(post, 1, "advertised", date(2024, 8, 5), closing_date=date(2024, 8, 30))
    with clock(date(2024, 8, 6)):
        services.void_event(event=advert, by=workforce_lead, note="Another team's advert")
    cover(post, date(2024, 9, 12), headcount=4, weekly_cost=Decimal("7042.96"))
    page = client_for(reader).get(url).content.decode()
    assert "Advertised, closing 30 August 2024" in page
    assert "corrected since" in page
    assert "Taken out: advertised" in page
    assert "4 by agency for 6 positions since 12 September 2024" in page
    assert "£7,042.96 a week" in page


def test_a_past_day_shows_what_held_then(
    post: FundedPost, url: str, reader: User, client_for: SignedIn
) -> None:
    recruitment(post, 1, "advertised", date(2024, 8, 5))
    page = client_for(reader).get(f"{url}?as_at=2024-08-01").content.decode()
    assert "Starts September 2024." in page
    assert "Advertised" not in page


def test_only_the_workforce_lead_is_offered_to_record(
    url: str, reader: User, workforce_lead: User, client_for: SignedIn
) -> None:
    assert "Record what happened" not in client_for(reader).get(url).content.decode()
    assert "Record what happened" in client_for(workforce_lead).get(url).content.decode()
    past = client_for(workforce_lead).get(f"{url}?as_at=2024-08-01").content.decode()
    assert "Record what happened" not in past


def test_it_rejects_other_methods(url: str, reader: User, client_for: SignedIn) -> None:
    assert client_for(reader).post(url).status_code == 405


def test_another_council_finds_nothing_here(
    marchshire: Council, post: FundedPost, url: str, outsider: User, client_for: SignedIn
) -> None:
    client = client_for(outsider)
    assert client.get(url).status_code == 404
    assert client.get(reverse("workforce:post-detail", args=["marchshire", post.pk])).status_code == 404


@pytest.mark.parametrize("positions", [1, 10])
def test_the_number_of_queries_stays(
    eastshire: Council, reader: User, client_for: SignedIn, positions: int, django_assert_num_queries: Any
) -> None:
    post = funded_post(eastshire, number=positions)
    cover(post, date(2024, 9, 2))
    client = client_for(reader)
    url = reverse("workforce:post-detail", args=["eastshire", post.pk])
    # session, person, council, roles; the post, its sections; positions, events, cover, its positions, cover to come;
    # its sentences; the timeline and that of its statuses; entered costs, grade costs, pay awards
    with django_assert_num_queries(17):
        client.get(url)


def test_a_basis_stands_there_without_a_reason_beside_it(
    eastshire: Council, reader: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire, approved_on=None, basis="Statutory duty", rationale="")
    page = client_for(reader).get(reverse("workforce:post-detail", args=["eastshire", post.pk]))
    assert "Basis: statutory duty." in page.content.decode()
