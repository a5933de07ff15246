"""Four agency workers in two arrangements cost as much as six posts (document 001, paragraph 32)."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from core.ledger import AsAt
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, workforce_office
from workforce import services
from workforce.agency import agency_total
from workforce.staffing import staffing

DAY = date(2025, 1, 2)


def two_arrangements(council: Council) -> None:
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=council,
            by=workforce_office(council),
            grade="10",
            from_date=date(2024, 4, 1),
            annual_cost=Decimal(61_039),
        )
    post = funded_post(council, number=6)
    cover(post, date(2024, 9, 12), numbers=[1, 2, 3], headcount=2, weekly_cost=Decimal("3521.48"))
    cover(post, date(2024, 10, 14), numbers=[4, 5, 6], headcount=2, weekly_cost=Decimal("3521.48"))
    # Nobody recorded what this one costs.
    cover(funded_post(council, role="Reviewer"), date(2024, 11, 4))


def test_the_equivalence_and_the_premium_of_all(
    eastshire: Council, reader: User, client_for: SignedIn
) -> None:
    two_arrangements(eastshire)
    total = agency_total(staffing(eastshire, AsAt(DAY)).agency)
    assert total is not None
    assert (total.people, total.positions, total.equals_posts) == (4, 6, Decimal("6.0"))
    # £3,521.48 × 52 ÷ 2 = £91,558.48 a year each, less £61,039.
    assert total.premium == Decimal("30519.48")
    page = client_for(reader).get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    assert "In all 4 agency workers with a recorded cost, for 6 positions" in page
    assert "<strong>6 posts</strong> of the grade: £30,519.48 more per FTE" in page


def test_one_arrangement_has_no_total(eastshire: Council) -> None:
    cover(funded_post(eastshire), date(2024, 9, 12), weekly_cost=Decimal(1_000))
    assert agency_total(staffing(eastshire, AsAt(DAY)).agency) is None
