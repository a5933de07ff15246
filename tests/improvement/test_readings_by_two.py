"""The sheet of readings, when somebody else enters the same period meanwhile, and when it is sent twice."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Measure, Reading
from improvement.services import ReadingGiven
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

PERIOD, TODAY = date(2024, 12, 31), date(2025, 1, 14)
SHEET = "/eastshire/readings/enter/?period=2024-12-31"


@pytest.fixture
def visits(eastshire: Council) -> Measure:
    return factories.measure(eastshire)


@pytest.fixture
def calls(eastshire: Council) -> Measure:
    return factories.measure(eastshire, title="Calls")


def entered(measure: Measure, value: str, by: User) -> None:
    with clock(TODAY):
        given = ReadingGiven(measure, value=Decimal(value), commentary="Counted.")
        services.record_readings(council=measure.council, by=by, as_at=PERIOD, readings=[given])


def sent(visits: str, words: str, of: Measure, calls: Measure | None = None) -> dict[str, str]:
    typed = {f"m{of.pk}-value": visits, f"m{of.pk}-commentary": words}
    return typed | ({f"m{calls.pk}-value": "7"} if calls else {})


def test_what_was_typed_is_answered_though_another_was_first(
    visits: Measure, calls: Measure, programme: User, client_for: SignedIn
) -> None:
    browser = client_for(programme)
    with clock(TODAY):
        assert f'name="m{visits.pk}-value"' in browser.get(SHEET).text
        entered(visits, "5", programme)
        refused = browser.post(SHEET, sent("6", "Mine.", visits, calls))
    assert refused.status_code == 422
    assert "has been entered already. Correct that one." in refused.text
    assert "Mine." in refused.text
    # All or nothing: the other measure of the sheet waits too.
    assert [reading.value for reading in Reading.objects.all()] == [5]


def test_the_same_sheet_sent_twice_does_nothing_more(
    visits: Measure, calls: Measure, programme: User, client_for: SignedIn
) -> None:
    browser, sheet = client_for(programme), sent("5", " Counted. ", visits, calls)
    with clock(TODAY):
        for _ in range(2):
            assert browser.post(SHEET, sheet).status_code == 302
        assert f'name="m{visits.pk}-value"' not in browser.get(SHEET).text
    assert Reading.objects.count() == 2
