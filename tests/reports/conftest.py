"""A paper being written, and its clerk signed in: what most pages of a paper are tried with."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from improvement.services import add_meeting
from reports.models import Paper
from tests import factories
from tests.conftest import SignedIn


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    """A progress update of a small plan, nothing published."""
    return factories.paper(factories.plan(eastshire))


@pytest.fixture
def desk(clerk: User, client_for: SignedIn) -> Client:
    """The browser of the clerk."""
    return client_for(clerk)


def begun_after(last: Paper, desk: Client, held_on: date) -> tuple[Paper, str]:
    """The progress update that the clerk begins for the next meeting of the same group, and the page that says so."""
    with clock(date(2024, 12, 20)):
        office = factories.office(last.council)
        meeting = add_meeting(group=last.meeting.group, by=office, held_on=held_on)
    given = {"kind": "progress", "meeting": meeting.pk, "plan": last.plan_id}
    page = desk.post("/eastshire/papers/new/", given, follow=True).content.decode()
    return Paper.objects.get(meeting=meeting), page
