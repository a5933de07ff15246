"""The highlight report of a workstream: on its page, as a workbook, and as at a past day."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core.dates import clock
from improvement import services
from improvement.models import Action, Group
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LAST, NEXT = date(2024, 12, 4), date(2025, 1, 8)


@pytest.fixture
def group(action: Action, programme: User, chair: User) -> Group:
    """A workstream with one action gone off track since its last meeting, and one done and accepted since."""
    group = Group.objects.get(chair=chair)
    with clock(factories.ADOPTED):
        for day in (LAST, NEXT):
            services.add_meeting(group=group, by=programme, held_on=day)
    done = factories.action(action.section, workstream=group, title="Train staff", lead=programme)
    factories.update(action, "on-track", date(2024, 11, 1))
    factories.update(done, "on-track", date(2024, 11, 1))
    factories.update(action, "off-track", date(2024, 12, 10), blockers="Two posts are vacant.")
    factories.update(done, "awaiting", date(2024, 12, 10))
    piece = factories.evidence(done, date(2024, 12, 11))
    with clock(date(2024, 12, 12)):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
    return group


def address(group: Group, name: str = "group-report") -> str:
    return reverse(f"improvement:{name}", args=["eastshire", group.pk])


def test_what_happened_since_the_last_meeting(group: Group, reader: User, client_for: SignedIn) -> None:
    answer = client_for(reader).get(address(group))
    report = answer.context["report"]
    assert [row.action.title for row in report.done] == ["Train staff"]
    assert [row.action.title for row in report.worse] == ["Write practice standards"]
    assert [row.action.title for row in report.overdue] == ["Write practice standards"]
    assert [one.outcome for one in report.decisions] == ["Evidence accepted"]
    counts = {share.now.step.code: (share.now.count, share.before) for share in report.ratings}
    assert (counts["on-track"], counts["off-track"], counts["complete"]) == ((0, 2), (1, 0), (1, 0))
    for words in ("4 December 2024", "8 January 2025", "was “On track”", "Two posts are vacant.", "50% of 2"):
        assert words in answer.text


def test_a_past_day(group: Group, reader: User, client_for: SignedIn) -> None:
    report = client_for(reader).get(address(group), {"as_at": "2024-12-05"}).context["report"]
    assert (report.done, report.worse, report.decisions, report.blocked) == ([], [], [], [])
    assert report.next.held_on == NEXT


def test_the_workbook_holds_the_same(group: Group, reader: User, client_for: SignedIn) -> None:
    answer = client_for(reader).get(address(group, "group-report-workbook"))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:3] == ["Ratings", "Actions", "Done since"]
    assert [row[2].value for row in book["Done since"].iter_rows(min_row=2)] == ["Train staff"]
    assert [row[2].value for row in book["Got worse"].iter_rows(min_row=2)] == ["Write practice standards"]


def test_who_may_not(group: Group, outsider: User, reader: User, client_for: SignedIn) -> None:
    for name in ("group-report", "group-report-workbook"):
        assert client_for(outsider).get(address(group, name)).status_code == 404
        assert client_for(reader).post(address(group, name)).status_code == 405


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    group: Group,
    section: Any,
    reader: User,
    client_for: SignedIn,
    how_many: int,
    django_assert_num_queries: Any,
) -> None:
    """Session, user, council, roles; group; the last meeting; actions; ratings before; the next meeting; plans,
    their key; decisions (3); highlights; risks."""
    for _ in range(how_many):
        factories.update(factories.action(section, workstream=group), "at-risk", date(2024, 12, 10))
    client = client_for(reader)
    with django_assert_num_queries(16):
        client.get(address(group))
