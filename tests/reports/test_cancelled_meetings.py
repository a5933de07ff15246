"""The draft of a meeting that was cancelled says so, waits for nobody, and is not published; one that was stays."""

from datetime import date

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement.models import Meeting
from improvement.services.groups import mark_meeting
from reports.models import Paper
from reports.papers.publish import NotReady, publish_paper
from reports.reviews_waiting import waiting_for
from reports.services.deadlines import what_stops
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

EVE = date(2025, 1, 2)
WORDS = "The meeting of 13 January 2025 was cancelled (Snow), so no paper is published for it."


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    with clock(EVE):
        return factories.cleared(factories.paper(factories.plan(eastshire)), besides=["legal", "approved-by"])


def mark(paper: Paper, state: str, because: str = "") -> Paper:
    office = factories.office(paper.council)
    mark_meeting(meeting=paper.meeting, by=office, state=state, because=because, shown_version=None)
    return Paper.objects.of(paper.council).get(pk=paper.pk)


def test_its_pages_say_so_and_it_is_not_published(paper: Paper, client_for: SignedIn) -> None:
    clerk = factories.clerk_of(paper.council)
    page = f"/eastshire/papers/{paper.pk}/"
    with clock(EVE):
        client = client_for(clerk)
        assert WORDS not in client.get(page).text
        paper = mark(paper, Meeting.State.CANCELLED, "Snow.")
        shown = client.get(page).text
        assert WORDS in shown
        assert f'href="/eastshire/meetings/{paper.meeting_id}/">Open the meeting</a>' in shown
        last_look = client.get(f"{page}publish/").text
        assert "It cannot be published yet" in last_look
        assert WORDS in last_look
        with pytest.raises(NotReady) as refused:
            publish_paper(paper=paper, by=clerk, shown_version=paper.version)
        assert "meeting-cancelled" in {finding.code for finding in refused.value.findings}
        paper = mark(paper, Meeting.State.PLANNED)
        assert WORDS not in client.get(page).text
        assert what_stops(paper) == ()


def test_it_waits_for_nobody(paper: Paper, client_for: SignedIn, legal: User) -> None:
    with clock(EVE):
        client = client_for(legal)
        assert [each.paper for each in waiting_for(legal, paper.council)] == [paper]
        assert paper.title in client.get("/eastshire/").text
        mark(paper, Meeting.State.CANCELLED, "Snow")
        assert waiting_for(legal, paper.council) == []
        home = client_for(factories.clerk_of(paper.council)).get("/eastshire/").text
    assert "No paper is being written for a meeting to come." in home


def test_one_that_was_published_may_be_put_right_after_its_meeting_was_cancelled(paper: Paper) -> None:
    with clock(EVE):
        factories.cleared(paper)
        paper = Paper.objects.of(paper.council).get(pk=paper.pk)
        publish_paper(paper=paper, by=factories.clerk_of(paper.council), shown_version=paper.version)
        paper = mark(paper, Meeting.State.CANCELLED, "Snow")
        assert what_stops(paper) == ()
