"""Grade costs and pay awards in the browser, entered costs, and the costings of document 000."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock, end_of_day, today
from core.ledger import AsAt
from tests.conftest import SignedIn
from tests.factories import funded_post
from workforce import services
from workforce.models import FundedPost, GradeCost, PayAward
from workforce.post_costs import cost_facts, cost_table, costings, post_cost

APRIL = date(2024, 4, 1)


@pytest.fixture
def priced(eastshire: Council, workforce_lead: User) -> GradeCost:
    with clock(date(2024, 7, 17)):
        services.add_pay_award(
            council=eastshire, by=workforce_lead, financial_year=2025, percent=Decimal("2.5")
        )
        return services.add_grade_cost(
            council=eastshire, by=workforce_lead, grade="10", from_date=APRIL, annual_cost=Decimal(61_039)
        )


def test_a_correction_counts_from_when_it_was_known(
    eastshire: Council, priced: GradeCost, workforce_lead: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:grade-cost-correct", args=["eastshire", priced.pk])
    typed = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2024"}
    typed |= {"annual_cost": "62,000", "note": "On-costs were left out"}
    client = client_for(workforce_lead)
    assert client.post(address, typed | {"note": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422
    now = cost_table(eastshire).rate_on("10", APRIL).annual_cost
    then = cost_table(eastshire, end_of_day(date(2024, 8, 1))).rate_on("10", APRIL).annual_cost
    assert (int(now), int(then)) == (62_000, 61_039)
    assert GradeCost.objects.count() == 2


def test_a_day_has_one_cost_and_the_same_again_adds_nothing(
    eastshire: Council, priced: GradeCost, workforce_lead: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:grade-cost-add", args=["eastshire"])
    typed = {"grade": "10", "from_date_day": "1", "from_date_month": "4", "from_date_year": "2024"}
    client, before = client_for(workforce_lead), Change.objects.count()
    assert client.post(address, typed | {"annual_cost": "61039"}).status_code == 302
    assert Change.objects.count() == before
    answer = client.post(address, typed | {"annual_cost": "62000"})
    assert "has a cost from 1 April 2024 already" in answer.content.decode()


def test_a_pay_award_may_be_taken_out(
    eastshire: Council, priced: GradeCost, workforce_lead: User, client_for: SignedIn
) -> None:
    page = reverse("workforce:grade-cost-list", args=["eastshire"])
    client = client_for(workforce_lead)
    assert "2.5%" in client.get(page).content.decode()
    award = eastshire_award(eastshire)
    address = reverse("workforce:pay-award-void", args=["eastshire", award])
    client.post(address, {"reason": "Not agreed"})
    assert cost_table(eastshire).awards == {}
    assert "2.5%" not in client.get(page).content.decode()


def eastshire_award(council: Council) -> int:
    return PayAward.objects.of(council).standing(None).get().pk


def test_who_may(eastshire: Council, reader: User, outsider: User, client_for: SignedIn) -> None:
    address = reverse("workforce:grade-cost-add", args=["eastshire"])
    assert client_for(reader).post(address).status_code == 403
    assert client_for(outsider).get(address).status_code == 404
    page = reverse("workforce:grade-cost-list", args=["eastshire"])
    assert client_for(reader).get(page).status_code == 200
    assert client_for(reader).post(page).status_code == 405


def test_an_entered_cost_stands_in_place_of_the_computed_one(
    eastshire: Council, priced: GradeCost, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire)
    address = reverse("workforce:post-cost", args=["eastshire", post.pk])
    typed = {"version": "1", "financial_year": "2024", "amount": "30,000", "note": "The agency's quote"}
    client = client_for(workforce_lead)
    assert client.post(address, typed).status_code == 302
    page = client.get(reverse("workforce:post-detail", args=["eastshire", post.pk])).content.decode()
    assert "<strong>Entered</strong>" in page
    assert "Computed: £35,606.08" in page
    assert client.post(address, typed | {"amount": "31,000"}).status_code == 409
    assert client.post(address, typed | {"amount": "", "version": "2"}).status_code == 302
    post = FundedPost.objects.of(eastshire).as_at(today()).get()
    cost = post_cost(post, cost_facts(eastshire, [post], AsAt.present()))
    assert [year.entered for year in cost.years] == [None, None]


def test_an_entered_cost_says_where_it_comes_from(eastshire: Council, workforce_lead: User) -> None:
    post = funded_post(eastshire)
    with pytest.raises(ValidationError, match="Say where the figure comes from"):
        services.enter_cost(post=post, by=workforce_lead, financial_year=2024, amount=Decimal(1), note=" ")


def test_the_costings_of_document_000_to_the_pound(demonstrated: Callable[[str], Council]) -> None:
    eastshire = demonstrated("eastshire")
    day = date(2025, 1, 2)
    posts = list(FundedPost.objects.of(eastshire).as_at(day).not_over().with_references())
    found = costings(eastshire, posts, AsAt(day))
    assert {year: round(total) for year, total in found.totals.items()} == {2024: 628_050, 2025: 1_358_549}
    assert (round(found.total), found.total) == (1_986_599, Decimal("1986598.85"))
    assert [row.name for row in found.rows if row.post is None] == ["Specialist expert support"]
    assert found.after == {2026: Decimal("802728.75")}
