"""Somebody declined an offer, or was appointed and did not come: the position is open again, nobody waits for them."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Council, User
from core.ledger import AsAt
from tests.conftest import SignedIn
from tests.factories import funded_post, recruitment
from workforce.staffing import staffing
from workforce.states import State

DID_NOT_COME: dict[str, Any] = {
    "kind": "candidate_withdrew",
    "as_at_day": "4",
    "as_at_month": "12",
    "as_at_year": "2024",
}


def test_nobody_waits_for_somebody_who_did_not_start(
    eastshire: Council, workforce_lead: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire)
    recruitment(post, 1, "appointed", date(2024, 10, 15), start_date=date(2024, 12, 3))
    position, client = post.positions.get(), client_for(workforce_lead)
    starts = reverse("workforce:start-list", args=["eastshire"])
    assert "Social Worker" in client.get(starts).content.decode()
    url = reverse("workforce:position-record", args=["eastshire", position.pk])
    typed = DID_NOT_COME | {"version": str(position.version)}
    assert "Say why they withdrew" in client.post(url, typed).content.decode()
    page = client.post(url, typed | {"note": "Took another post"}, follow=True).content.decode()
    assert "Candidate withdrew on 4 December 2024 (took another post)." in page
    assert "Everyone whose start date has passed" in client.get(starts).content.decode()
    day = date(2025, 1, 2)
    assert staffing(eastshire, AsAt(day)).counts[State.VACANT] == 1
    # Until that was recorded they were appointed.
    assert staffing(eastshire, AsAt(date(2024, 12, 3))).counts[State.APPOINTED] == 1
    recruitment(post, 1, "advertised", date(2024, 12, 10), note="")
    assert "Being advertised." in client.get(post_page(post.pk)).content.decode()


def post_page(pk: int) -> str:
    return reverse("workforce:post-detail", args=["eastshire", pk])
