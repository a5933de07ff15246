"""Who was hired, and how long it took: an agency worker in post is not a hire."""

from datetime import date
from decimal import Decimal

from accounts.models import Council
from core.ledger import AsAt
from tests.factories import funded_post, recruitment
from workforce.staffing import staffing

DAY = date(2025, 1, 2)


def test_agency_workers_in_post_are_no_hires(eastshire: Council) -> None:
    post = funded_post(eastshire, number=2)
    recruitment(post, 1, "appointed", date(2024, 9, 16), contract="agency")
    recruitment(post, 1, "in_post", date(2024, 9, 23), contract="agency")
    found = staffing(eastshire, AsAt(DAY))
    assert (found.days_to_hire, found.hired) == (None, 0)
    recruitment(post, 2, "advertised", date(2024, 10, 1))
    recruitment(post, 2, "appointed", date(2024, 11, 1))
    recruitment(post, 2, "in_post", date(2024, 12, 2))
    found = staffing(eastshire, AsAt(DAY))
    assert (found.days_to_hire, found.hired) == (62, 1)


def test_whoever_is_hired_after_an_agency_worker_counts_from_the_advert(eastshire: Council) -> None:
    post = funded_post(eastshire)
    recruitment(post, 1, "appointed", date(2024, 9, 16), contract="agency")
    recruitment(post, 1, "in_post", date(2024, 9, 23), contract="agency")
    recruitment(post, 1, "left", date(2024, 10, 31), note="End of the assignment")
    recruitment(post, 1, "advertised", date(2024, 11, 1))
    recruitment(post, 1, "appointed", date(2024, 12, 2), contract="permanent")
    recruitment(post, 1, "in_post", date(2024, 12, 9))
    found = staffing(eastshire, AsAt(DAY))
    assert (found.days_to_hire, found.hired) == (38, 1)


def test_a_successor_is_not_from_the_agency_because_the_one_before_was(eastshire: Council) -> None:
    """“As the post” is what a contract is where nobody said otherwise of them."""
    post = funded_post(eastshire)
    recruitment(post, 1, "appointed", date(2024, 9, 16), contract="agency")
    recruitment(post, 1, "in_post", date(2024, 9, 23))
    found = staffing(eastshire, AsAt(DAY))
    assert (found.agency_fte, found.hired) == (Decimal(1), 0)
    recruitment(post, 1, "left", date(2024, 10, 31), note="End of the assignment")
    recruitment(post, 1, "appointed", date(2024, 12, 2))
    recruitment(post, 1, "in_post", date(2024, 12, 9))
    found = staffing(eastshire, AsAt(DAY))
    assert (found.agency_fte, found.hired) == (Decimal(0), 1)
