"""The charts of the plan overview, of the scorecard and of the register show a past day as that day stood."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from core.ledger import AsAt
from finance.models import BudgetMovement
from finance.services import move_budget
from improvement.services import ReadingGiven, record_readings
from improvement.services.risks import add_risk, assess_risk
from reports.overview import overview_of
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

THEN, LATER = date(2024, 10, 2), date(2024, 12, 9)


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def test_the_budget_is_that_of_the_day(eastshire: Council, finance_officer: User) -> None:
    """Growth of December is in no chart of October, and in that of today."""
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, 9, 1): "900"})
    with clock(LATER):
        move_budget(
            line=line,
            year=2024,
            kind=BudgetMovement.Kind.GROWTH,
            amount=Decimal(1200),
            by=finance_officer,
            reason="More",
        )
    plan = factories.plan(eastshire)
    held = {row[0]: row[1] for row in overview_of(plan, AsAt(THEN)).spend.rows}
    now = {row[0]: row[1] for row in overview_of(plan, AsAt(date(2025, 1, 2))).spend.rows}
    assert (held["Mar 25"], now["Mar 25"]) == ("£12,000", "£13,200")


def test_readings_after_the_day_are_not_drawn(eastshire: Council, programme: User, client: Client) -> None:
    measure = factories.measure(eastshire, title="Visits in time")
    for day, value in ((date(2024, 8, 31), "61"), (date(2024, 9, 30), "62"), (date(2024, 11, 30), "77")):
        given = ReadingGiven(measure, value=Decimal(value))
        with clock(LATER):
            record_readings(council=eastshire, by=programme, as_at=day, readings=[given])
    address = f"/eastshire/measures/{measure.pk}/"
    chart = client.get(address, {"as_at": "2024-10-02"}).context["chart"]
    assert [row[0] for row in chart.rows] == ["Aug 24", "Sep 24"]
    assert len(client.get(address).context["chart"].rows) == 3
    listed = client.get("/eastshire/measures/", {"as_at": "2024-10-02"}).context["groups"]
    assert listed[0].lines[0].spark.rows[-1][0] == "30 September 2024"


def test_the_matrix_of_risks_is_that_of_the_day(eastshire: Council, programme: User, client: Client) -> None:
    with clock(date(2024, 9, 2)):
        risk = add_risk(council=eastshire, by=programme, title="Agency spend")
        assess_risk(risk=risk, by=programme, likelihood=2, impact=3, as_at=date(2024, 9, 2))
    with clock(LATER):
        assess_risk(risk=risk, by=programme, likelihood=5, impact=5, as_at=LATER)
        add_risk(council=eastshire, by=programme, title="Later")
    then = client.get("/eastshire/risks/", {"as_at": "2024-10-02"}).context["chart"].rows
    now = client.get("/eastshire/risks/").context["chart"].rows
    assert (then[3][3], then[0][5]) == ("1", "0")
    assert (now[3][3], now[0][5]) == ("0", "1")
