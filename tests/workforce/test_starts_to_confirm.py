"""Whoever is said to be appointed to a day that has passed waits to be confirmed, however late that was recorded."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from core.ledger import AsAt
from tests.as_shown import sent_as_shown
from tests.conftest import SignedIn
from tests.factories import funded_post, recruitment
from workforce.models import FundedPost
from workforce.staffing import staffing

pytestmark = pytest.mark.django_db

# Recorded on 12 December: they were appointed on the 9th, to have started a week before.
DECIDED, START, RECORDED = date(2024, 12, 9), date(2024, 12, 2), date(2024, 12, 12)
WAITS = "as due to start 2 December 2024, not yet confirmed"


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    post = funded_post(eastshire)
    recruitment(post, 1, "appointed", DECIDED, start_date=START, on=RECORDED)
    return post


@pytest.fixture
def starts(eastshire: Council) -> str:
    return reverse("workforce:start-list", args=["eastshire"])


@pytest.mark.parametrize("kind", ["in_post", "candidate_withdrew"])
def test_a_start_recorded_late_waits_until_it_is_answered(
    eastshire: Council, post: FundedPost, starts: str, kind: str, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    pages = [starts, *(reverse(f"workforce:{name}-list", args=["eastshire"]) for name in ("board", "post"))]
    with clock(RECORDED):
        assert [page for page in pages if WAITS not in browser.get(page).text] == []
        assert staffing(eastshire, AsAt(RECORDED)).starts_to_confirm == 1
        day = {"start_date_day": "2", "start_date_month": "12", "start_date_year": "2024"}
        said = {"kind": kind, "note": "As payroll says"} | (day if kind == "in_post" else {})
        record = reverse("workforce:position-record", args=["eastshire", post.positions.get().pk])
        assert sent_as_shown(browser, record, **said) == 302
        assert "Everyone whose start date has passed" in browser.get(starts).text
        assert staffing(eastshire, AsAt(RECORDED)).starts_to_confirm == 0


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("?as_at=2024-12-08", False),
        ("?as_at=2024-12-09", True),
        ("?as_at=2024-12-10&known_at=2024-12-10", False),
        ("?as_at=2024-12-10&known_at=2024-12-12", True),
    ],
)
def test_it_waits_from_the_day_it_holds_for_and_is_known(
    post: FundedPost, starts: str, asked: str, waits: bool, reader: User, client_for: SignedIn
) -> None:
    assert (WAITS in client_for(reader).get(f"{starts}{asked}").text) is waits


def test_on_its_day_nobody_has_to_confirm_a_start(
    eastshire: Council, starts: str, reader: User, client_for: SignedIn
) -> None:
    recruitment(funded_post(eastshire), 1, "appointed", START, start_date=START)
    browser = client_for(reader)
    with clock(START):
        assert WAITS not in browser.get(starts).text
    with clock(date(2024, 12, 3)):
        assert WAITS in browser.get(starts).text
