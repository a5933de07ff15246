"""Vacancy and turnover of the twelve months to a day, counted by hand day by day."""

from datetime import date
from decimal import Decimal

from accounts.models import Council, User
from core.ledger import AsAt
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, recruitment
from workforce.rolling import Rolling
from workforce.staffing import staffing

DAY = date(2025, 1, 2)


def rolling(council: Council, day: date = DAY) -> Rolling:
    return staffing(council, AsAt(day)).rolling


def test_a_leaver_of_half_a_post_is_half_a_leaver(eastshire: Council) -> None:
    """Two posts of 0.5 FTE funded from 18 November (46 days to 2 January): one in post from 25 November to 20 December
    (26 days), the other with nobody. 366 days are the twelve months of a leap year."""
    post = funded_post(eastshire, number=2, fte_each=Decimal("0.5"), planned_start=date(2024, 11, 18))
    recruitment(post, 1, "appointed", date(2024, 10, 28), start_date=date(2024, 11, 25))
    recruitment(post, 1, "in_post", date(2024, 11, 25))
    recruitment(post, 1, "left", date(2024, 12, 20), note="Retired")
    found = rolling(eastshire)
    # 46 FTE days funded, 13 with somebody; 13 / 366 FTE in post on average, of whom 0.5 left.
    assert (found.vacancy, found.uncovered) == (Decimal("71.7"), Decimal("71.7"))
    assert (found.leavers, found.left_fte, found.average_fte) == (1, Decimal("0.5"), Decimal("0.04"))
    assert found.turnover == Decimal("1407.7")
    # A year and a day later nobody has left within the twelve months.
    assert rolling(eastshire, date(2025, 12, 21)).leavers == 0


def test_agency_workers_are_no_leavers_and_not_in_the_average(eastshire: Council) -> None:
    """Three posts funded from 2 September (123 days): one of our own all the time, an agency worker in post for 31 days
    who went, and one covered for 62 days."""
    post = funded_post(eastshire, number=3, planned_start=date(2024, 9, 2))
    recruitment(post, 1, "appointed", date(2024, 8, 1), start_date=date(2024, 9, 2))
    recruitment(post, 1, "in_post", date(2024, 9, 2))
    recruitment(post, 2, "appointed", date(2024, 9, 16), start_date=date(2024, 10, 1), contract="agency")
    recruitment(post, 2, "in_post", date(2024, 10, 1))
    recruitment(post, 2, "left", date(2024, 10, 31), note="End of the assignment")
    cover(post, date(2024, 11, 1), numbers=[3], ended_on=date(2025, 1, 1))
    found = rolling(eastshire)
    # 369 days funded; 154 with somebody in post, 62 covered.
    assert (found.vacancy, found.uncovered) == (Decimal("58.3"), Decimal("41.5"))
    assert (found.turnover, found.leavers, found.average_fte) == (Decimal(0), 0, Decimal("0.34"))


def test_the_page_says_what_turnover_is_of(eastshire: Council, reader: User, client_for: SignedIn) -> None:
    post = funded_post(eastshire, number=1, planned_start=date(2024, 1, 3))
    recruitment(post, 1, "appointed", date(2024, 7, 17))
    recruitment(post, 1, "in_post", date(2024, 7, 17))
    address = "/eastshire/staffing/"
    assert "Nobody left" in client_for(reader).get(address).content.decode()
    recruitment(post, 1, "left", date(2024, 12, 31), note="Retired")
    page = client_for(reader).get(address).content.decode()
    # 168 of 366 days.
    assert "1 left, 1 FTE: 217.9% of the 0.46 FTE in post on average over the twelve months" in page
