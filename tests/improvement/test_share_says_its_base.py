"""A percentage of the scorecard says what it is of, on the list and on its page."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council, User
from improvement.services import ReadingGiven, record_readings
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_a_share_stands_with_its_base(eastshire: Council, reader: User, client_for: SignedIn) -> None:
    share = factories.measure(
        eastshire, title="Plans up to date", unit="percent", numerator="In date", denominator="All plans"
    )
    given = ReadingGiven(share, numerator=Decimal(1090), denominator=Decimal(1200))
    by = factories.office(eastshire)
    record_readings(council=eastshire, by=by, as_at=date(2024, 11, 30), readings=[given])
    for page in ("/eastshire/measures/", f"/eastshire/measures/{share.pk}/"):
        text = client_for(reader).get(page).text
        assert "90.8%" in text
        assert "1,090 of 1,200" in text
