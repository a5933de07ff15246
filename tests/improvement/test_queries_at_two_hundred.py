"""Pages that grow with what is recorded ask the database as often for two hundred rows as for two. The lists whose
own tests count at 1, 10 and 200 rows are not repeated here."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import BulkUpdate, Section
from improvement.services.findings import link_finding
from improvement.services.named_views import save_view
from improvement.services.requests import add_undertaking
from improvement.services.risk_moves import close_risk, reopen_risk
from improvement.services.risks import add_risk, assess_risk
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

FIRST = date(2024, 7, 18)


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def holds_still(client: Client, address: str, make: Callable[[int], object], shown: str) -> None:
    """The page asks as often with 2 rows as with 200, and shows them."""
    asked = []
    for rows in (range(2), range(2, 200)):
        for number in rows:
            make(number)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert page.status_code == 200
        assert shown in page.content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1], address


def test_proposed_actions(section: Section, client: Client) -> None:
    factories.action(section)
    holds_still(
        client,
        "/eastshire/actions/proposed/",
        lambda number: factories.proposal(section, date(2024, 12, 9), title=f"New {number}"),
        "New 1",
    )


def test_an_action_with_many_updates_and_dates(section: Section, officer: User, client: Client) -> None:
    action = factories.action(section, lead=officer)

    def make(number: int) -> None:
        day = FIRST + timedelta(days=number % 150)
        factories.update(action, "on-track", day, narrative=f"Told {number}")
        factories.evidence(action, day, by=officer, title=f"Piece {number}")

    holds_still(client, f"/eastshire/actions/{action.pk}/", make, "Told 1")


def test_undertakings(eastshire: Council, clerk: User, client: Client) -> None:
    def make(number: int) -> None:
        add_undertaking(
            council=eastshire,
            by=clerk,
            text=f"News {number}",
            paper="Progress update",
            given_on=date(2024, 11, 11),
            owner_role="Director",
        )

    holds_still(client, "/eastshire/undertakings/", make, "News")


def test_named_views_and_bulk_updates(eastshire: Council, programme: User, client: Client) -> None:
    def view(number: int) -> None:
        # Nobody keeps more than fifty.
        if number < 49:
            save_view(council=eastshire, by=programme, name=f"View {number}", query=f"q=word{number}")

    def bulk(number: int) -> None:
        BulkUpdate.objects.create(
            council=eastshire,
            batch=f"00000000-0000-0000-0000-{number:012d}",
            asked=[["Lead", f"Person {number}"]],
            changed=[],
            kept_out=[],
            edits=[],
            recorded_by=programme,
        )

    holds_still(client, "/eastshire/views/", view, "View 1")
    holds_still(client, "/eastshire/bulk-updates/", bulk, "Programme office of Eastshire")
    holds_still(client, "/eastshire/actions/", lambda number: None, "View 1")


def test_risks_closed_and_one_with_a_long_history(
    eastshire: Council, programme: User, client: Client
) -> None:
    with clock(FIRST):
        long = add_risk(council=eastshire, by=programme, title="Long")

    def make(number: int) -> None:
        with clock(FIRST + timedelta(days=number % 150)):
            day = FIRST + timedelta(days=number % 150)
            assess_risk(risk=long, by=programme, likelihood=number % 5 + 1, impact=2, as_at=day)

    def closed(number: int) -> None:
        with clock(FIRST):
            risk = add_risk(council=eastshire, by=programme, title=f"Closed {number}")
            close_risk(risk=risk, by=programme, because="Over", shown_version=None)
            if number % 2:
                reopen_risk(risk=risk, by=programme, because="Again", on=FIRST, shown_version=None)

    holds_still(client, f"/eastshire/risks/{long.pk}/", make, "Assessed at")
    holds_still(client, "/eastshire/risks/?closed=on", closed, "Closed 0")


def test_a_finding_that_many_actions_answer(
    eastshire: Council, section: Section, programme: User, client: Client
) -> None:
    finding = factories.finding(factories.inspection(eastshire))
    made = []

    def make(number: int) -> None:
        made.append(factories.action(section, title=f"Answer {number}"))
        if number in {1, 199}:
            link_finding(finding=finding, by=programme, sections=[], actions=made)

    holds_still(client, f"/eastshire/findings/{finding.pk}/", make, "Answer 1")


def test_a_group_with_many_meetings(section: Section, programme: User, client: Client) -> None:
    group = factories.group(section.council, name="Board")

    def meet(number: int) -> None:
        with clock(factories.ADOPTED):
            services.add_meeting(group=group, by=programme, held_on=FIRST + timedelta(days=number))

    holds_still(client, f"/eastshire/groups/{group.pk}/?sort=held_on", meet, "18 July 2024")
