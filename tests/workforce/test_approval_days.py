"""No post is approved by a decision before the day the decision took effect."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.conftest import SignedIn
from tests.factories import funding_decision
from workforce import services

pytestmark = pytest.mark.django_db


def test_an_approval_before_its_decision_is_refused_at_its_day(
    eastshire: Council, workforce_lead: User, finance_officer: User, client_for: SignedIn
) -> None:
    decision = funding_decision(eastshire, finance_officer)
    with clock(date(2024, 5, 1)):
        post = services.add_post(council=eastshire, by=workforce_lead, role="Social Worker", number=2)
    typed = {"version": "1", "status": "approved", "decision": str(decision.pk), "note": ""}
    typed |= {"as_at_day": "16", "as_at_month": "7", "as_at_year": "2024"}
    address, browser = (
        reverse("workforce:post-status", args=["eastshire", post.pk]),
        client_for(workforce_lead),
    )
    with clock(date(2024, 8, 1)):
        refused = browser.post(address, typed)
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == {"as_at"}
        assert "The decision took effect on 17 July 2024" in refused.text
        assert not post.positions.exists()
        assert browser.post(address, typed | {"as_at_day": "17"}).status_code == 302
    assert post.positions.exists()
