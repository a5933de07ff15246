"""The weekly digest tells the clerk and the programme office what members are owed, and each owner their own."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import CommitteeRequest, Group
from improvement.reminders import digest
from improvement.services.requests import add_request, add_undertaking, record_step
from tests import factories

pytestmark = pytest.mark.django_db

HELD, MONDAY = date(2024, 11, 11), date(2025, 1, 6)


@pytest.fixture
def asked(eastshire: Council, clerk: User, officer: User) -> CommitteeRequest:
    """A request for the officer to answer, and undertakings due in a week and in two months."""
    committee = factories.group(eastshire, Group.Kind.COMMITTEE)
    meeting = services.add_meeting(group=committee, by=factories.office(eastshire), held_on=HELD)
    with clock(HELD):
        made = add_request(
            council=eastshire,
            by=clerk,
            meeting=meeting,
            text="New target dates",
            asked_by="Members",
            owner=officer,
            due=date(2025, 1, 3),
        )
        for days, text in ((7, "News of the first visit"), (60, "A review of the plan")):
            due = MONDAY + timedelta(days=days)
            paper: dict[str, Any] = {
                "paper": "Progress update",
                "given_on": HELD,
                "owner_role": "Director",
                "due": due,
            }
            add_undertaking(council=eastshire, by=clerk, text=text, **paper)
    return made


def body(user: User, council: Council) -> str:
    with clock(MONDAY):
        letter = digest(user, council)
    return letter.text if letter else ""


def test_who_keeps_them_is_told_of_all_that_is_open_or_due(
    asked: CommitteeRequest, eastshire: Council, clerk: User, programme: User
) -> None:
    for keeper in (clerk, programme):
        told = body(keeper, eastshire)
        assert "WHAT MEMBERS ASKED FOR (1)" in told
        assert "New target dates\n  Due by 3 January 2025, overdue." in told
        assert f"/eastshire/requests/{asked.pk}/" in told
        assert "WHAT PAPERS PROMISED (1)" in told
        assert "News of the first visit\n  Due by 13 January 2025. Director" in told
        assert "A review of the plan" not in told, "due in two months"


def test_an_owner_is_told_of_their_own_and_nobody_else_of_anything(
    asked: CommitteeRequest, eastshire: Council, officer: User, reader: User, chair: User
) -> None:
    told = body(officer, eastshire)
    assert "New target dates" in told
    assert "News of the first visit" not in told
    assert body(reader, eastshire) == body(chair, eastshire) == ""


def test_what_is_answered_is_told_no_more(asked: CommitteeRequest, eastshire: Council, officer: User) -> None:
    with clock(date(2024, 12, 2)):
        record_step(thing=asked, by=officer, step="answered", as_at=date(2024, 12, 2), words="In the paper")
    assert body(officer, eastshire) == ""


def test_another_council_hears_nothing(
    asked: CommitteeRequest, marchshire: Council, officer: User, clerk: User
) -> None:
    assert body(clerk, marchshire) == body(officer, marchshire) == ""
