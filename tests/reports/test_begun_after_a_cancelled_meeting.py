"""A paper of a meeting that was cancelled gives its words to the next, which tells changes since the one before."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Council, User
from improvement.models import Meeting
from tests import factories
from tests.reports.conftest import begun_after

pytestmark = pytest.mark.django_db


def test_changes_are_told_since_what_members_read(eastshire: Council, desk: Client) -> None:
    plan = factories.plan(eastshire)
    read = factories.paper(plan, held_on=date(2024, 11, 11), words="Of November.", title="Update of November")
    unread = factories.paper(plan, held_on=date(2025, 1, 13), words="Of January.", previous=read)
    Meeting.objects.filter(pk=unread.meeting_id).update(state=Meeting.State.CANCELLED)
    begun, page = begun_after(unread, desk, date(2025, 2, 10))
    assert "with the words of the last one, of 13 January 2025." in page
    assert begun.previous == read
    assert begun.sections.get(key="background").body == "Of January."
    (behind,) = begun.background_papers.values_list("title", flat=True)
    assert behind.startswith("Update of November")


def test_a_decision_that_would_be_passed_over_is_refused(
    eastshire: Council, desk: Client, finance_officer: User
) -> None:
    last = factories.paper(factories.plan(eastshire))
    decision = factories.funding_decision(eastshire, finance_officer)
    given = {"kind": "progress", "meeting": last.meeting_id, "plan": last.plan_id, "decision": decision.pk}
    answer = desk.post("/eastshire/papers/new/", given)
    assert answer.status_code == 422
    assert "Choose “None”: a progress update is not about a decision" in answer.content.decode()
