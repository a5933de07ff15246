"""The page from which a meeting is run: what is on it, and every decision taken in place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from core.dates import clock
from improvement import services
from improvement.models import Action, DateRevision, Evidence, EvidenceReview, Group, Meeting, ProgressUpdate
from improvement.services.editing import edit_plan
from improvement.services.groups import mark_meeting
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

HELD, TODAY = date(2024, 12, 18), date(2025, 1, 2)
NEW = date(2025, 3, 31)


@dataclass
class Board:
    """An oversight group's meeting of 18 December with one date and one piece of evidence before it."""

    meeting: Meeting
    before: Meeting
    asked: DateRevision
    piece: Evidence
    other: Action

    @property
    def url(self) -> str:
        return reverse("improvement:meeting-decide", args=["eastshire", self.meeting.pk])


@pytest.fixture
def board(action: Action, officer: User, programme: User) -> Board:
    council = action.council
    group = factories.group(council, Group.Kind.OVERSIGHT, name="Oversight Group")
    edit_plan(
        plan=action.plan,
        by=programme,
        shown_version=None,
        dates_decided_by=group,
        actions_endorsed_by=None,
        evidence_reviewed_by=None,
    )
    other = factories.action(action.section, lead=officer, workstream=action.workstream, title="Train staff")
    with clock(factories.ADOPTED):
        before = services.add_meeting(group=group, by=programme, held_on=date(2024, 11, 20))
        meeting = services.add_meeting(group=group, by=programme, held_on=HELD)
    factories.update(action, "on-track", date(2024, 11, 1))
    factories.update(action, "off-track", date(2024, 12, 2), blockers="Two posts are vacant.")
    factories.update(other, "awaiting", date(2024, 12, 2))
    asked = factories.date_request(action, NEW, on=date(2024, 12, 3), by=officer)
    piece = factories.evidence(other, date(2024, 12, 4), by=officer)
    return Board(meeting, before, asked, piece, other)


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def posted(kind: str, pk: int, decision: str = "agree", **more: str) -> dict[str, str]:
    return {"item": f"{kind}-{pk}", "decision": decision, **more}


def sections(client: Client, board: Board, **query: str) -> dict[str, list[Any]]:
    found = client.get(board.url, query).context["agenda"]
    return {sort.kind: sort.items for sort in found.decisions} | {
        watch.key: [row.action for row in watch.rows] for watch in found.watches
    }


def test_what_is_before_the_meeting(board: Board, client: Client) -> None:
    found = sections(client, board)
    assert [item.pk for item in found["date"]] == [board.asked.pk]
    assert [item.pk for item in found["evidence"]] == [board.piece.pk]
    assert found["blocked"] == found["worse"] == [board.asked.action]
    page = client.get(board.url).text
    order = [page.index(f'id="list-{key}"') for key in ("date", "evidence", "action", "overdue", "blocked")]
    assert order == sorted(order)
    assert "Two posts are vacant." in page
    assert "Was “On track”" in page


def test_a_date_is_agreed_with_one_press_and_dated_the_meeting(board: Board, client: Client) -> None:
    with clock(TODAY):
        answer = client.post(board.url, posted("date", board.asked.pk, then="date-7"))
    assert answer.headers["Location"] == f"{board.url}?open=date#date-7"
    decision = DateRevision.objects.get(step="agreed")
    assert (decision.as_at, decision.meeting, decision.new_due) == (HELD, board.meeting, NEW)
    assert sections(client, board)["date"] == []
    log = client.get(reverse("improvement:meeting-detail", args=["eastshire", board.meeting.pk])).text
    assert "New date agreed: 31 March 2025" in log
    assert "recorded on 2 January 2025" in log


def test_evidence_is_accepted_and_completes_the_action(board: Board, client: Client) -> None:
    client.post(board.url, posted("evidence", board.piece.pk))
    review = EvidenceReview.objects.get()
    assert (review.as_at, review.meeting) == (HELD, board.meeting)
    done = ProgressUpdate.objects.latest_for(board.other, TODAY)
    assert done is not None
    assert (done.rating.code, done.as_at) == ("complete", HELD)


def test_declining_asks_for_its_reason_in_place(board: Board, client: Client) -> None:
    refused = client.post(board.url, posted("date", board.asked.pk, "decline"))
    assert refused.status_code == 422
    assert "Say why the new date is declined." in refused.text
    assert "<details" in refused.text
    client.post(board.url, posted("date", board.asked.pk, "decline", reason="The rota is in your hands."))
    assert DateRevision.objects.get(step="declined").reason == "The rota is in your hands."


def test_a_press_with_scripts_swaps_one_item_and_the_counts(board: Board, client: Client) -> None:
    answer = client.post(board.url, posted("date", board.asked.pk), headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert f'id="date-{board.asked.pk}"' in answer.text
    assert "data-focus" in answer.text
    assert 'id="counts" hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text
    assert "New date agreed" in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_the_second_of_two_is_told(
    board: Board, client: Client, chair: User, client_for: SignedIn, headers: dict[str, str]
) -> None:
    client_for(chair).post(board.url, posted("date", board.asked.pk))
    before = Change.objects.count()
    second = client.post(board.url, posted("date", board.asked.pk, "decline", reason="No."), headers=headers)
    assert second.status_code == 409
    assert second.text.count(f"{chair.name} decided this first. New date agreed: 31 March 2025") == 1
    assert Change.objects.count() == before
    again = client.post(board.url, posted("evidence", board.piece.pk)).status_code
    assert (again, client.post(board.url, posted("evidence", board.piece.pk)).status_code) == (302, 409)


def test_it_says_why_not(
    board: Board, officer: User, client: Client, chair: User, client_for: SignedIn
) -> None:
    ahead = services.add_meeting(
        group=board.meeting.group,
        by=factories.office(officer.memberships.get().council),
        held_on=date(2025, 1, 22),
    )
    url = reverse("improvement:meeting-decide", args=["eastshire", ahead.pk])
    text = client.get(url).text
    assert "Decisions can be recorded from 22 January 2025" in text
    assert "Whatever is decided here" not in text
    assert client.post(url, posted("date", board.asked.pk)).status_code == 422
    own = Group.objects.get(chair=chair)
    sitting = services.add_meeting(group=own, by=factories.office(own.council), held_on=HELD)
    page = client_for(chair).get(reverse("improvement:meeting-decide", args=["eastshire", sitting.pk])).text
    assert "New dates of this plan are decided by the Oversight Group." in page
    assert "Accept it" in page
    mark_meeting(
        meeting=ahead, by=factories.office(own.council), state="cancelled", because="Snow", shown_version=None
    )
    text = client.get(url).text
    assert "This meeting is cancelled." in text
    assert "Whatever is decided here" not in text
    mine = factories.date_request(board.other, NEW, on=date(2024, 12, 5))
    assert "You asked for this date" in client.get(board.url).text
    assert client.post(board.url, posted("date", mine.pk)).status_code == 403


def test_one_workstream_and_another_day(board: Board, client: Client) -> None:
    assert sections(client, board, workstream=str(board.other.workstream_id))["date"]
    elsewhere = factories.group(board.meeting.council, name="Another workstream")
    assert not sections(client, board, workstream=str(elsewhere.pk))["date"]
    earlier = client.get(board.url, {"as_at": "2024-12-02"})
    assert not any(one.items for one in earlier.context["agenda"].decisions)
    assert "You are looking at" in client.get(board.url, {"as_at": "2024-12-10"}).text


def test_the_log_is_downloaded(board: Board, client: Client) -> None:
    client.post(board.url, posted("date", board.asked.pk))
    for kind in ("csv", "xlsx"):
        address = reverse("improvement:meeting-log", args=["eastshire", board.meeting.pk, kind])
        assert client.get(address).status_code == 200
    words = client.get(address.replace("xlsx", "csv")).content.decode()
    assert "New date agreed: 31 March 2025" in words


def test_who_may_not(
    board: Board, officer: User, reader: User, outsider: User, client: Client, client_for: SignedIn
) -> None:
    for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
        assert client_for(person).get(board.url).status_code == status
        assert client_for(person).post(board.url, posted("date", board.asked.pk)).status_code == status
    assert client.put(board.url).status_code == 405
    for item in ("", "date", "date-x", f"paper-{board.asked.pk}", "date-" + "9" * 5000):
        assert client.post(board.url, {"item": item, "decision": "agree"}).status_code == 404
    assert not DateRevision.objects.filter(step="agreed").exists()


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    board: Board,
    programme: User,
    officer: User,
    client: Client,
    how_many: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    """Session, user, council, roles; meeting; the last one, the cut-off; actions; the log (3); dates, evidence,
    proposals; ratings before; interdependencies; workstreams."""
    for number in range(how_many):
        made = factories.action(board.other.section, lead=officer, title=f"More {number}")
        factories.date_request(made, NEW, on=date(2024, 12, 5), by=officer)
        factories.evidence(made, date(2024, 12, 6), by=officer)
    with django_assert_num_queries(17):
        client.get(board.url)
