"""A paper withdrawn before its meeting was not considered: nothing was resolved on it, then or later."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from reports.models import Paper, PublicationEvent, Resolution
from reports.services.resolving import Resolved, correct_resolution, record_resolutions
from reports.services.versions import undo_event, withdraw
from tests import factories
from tests.reports.test_resolutions_on_money import MEETING, TEXTS, publish

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2024, 11, 8), date(2024, 11, 13)


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    """Published on 1 November for a meeting on the 11th."""
    made = factories.paper(factories.plan(eastshire), held_on=MEETING)
    with clock(date(2024, 11, 1)):
        publish(made, TEXTS)
    return made


def take_back(paper: Paper, by: User, on: date) -> PublicationEvent:
    paper.refresh_from_db()
    with clock(max(on, AFTER)):
        publication = paper.publications.first()
        assert publication is not None
        return withdraw(
            publication=publication, by=by, shown_version=paper.version, reason="The wrong table.", on=on
        )[0]


def resolve(paper: Paper, by: User, on: date = MEETING) -> list[Resolution]:
    paper.refresh_from_db()
    given = [Resolved(1, "agreed", "47")]
    return record_resolutions(paper=paper, by=by, shown_version=paper.version, on=on, resolved=given)


def sheet(paper: Paper, on: date = MEETING) -> dict[str, str]:
    paper.refresh_from_db()
    day = {f"on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    return day | {"shown_version": str(paper.version), "r1-outcome": "agreed", "r1-minute": "47"}


def page_of(paper: Paper) -> str:
    return reverse("reports:paper-resolutions", args=["eastshire", paper.pk])


def test_nothing_is_recorded_of_a_paper_withdrawn_before_its_meeting(
    paper: Paper, desk: Client, clerk: User
) -> None:
    take_back(paper, clerk, BEFORE)
    page = desk.post(page_of(paper), sheet(paper)).content.decode()
    assert "The paper was withdrawn before its meeting" in page
    assert "It was withdrawn on 8 November 2024." in page
    assert "Record what the meeting resolved</a>" not in _detail(desk, paper)
    with pytest.raises(ValueError, match="withdrawn on 8 November 2024"):
        resolve(paper, clerk)
    assert not Resolution.objects.exists()


def _detail(desk: Client, paper: Paper) -> str:
    return desk.get(reverse("reports:paper-detail", args=["eastshire", paper.pk])).content.decode()


def test_once_the_withdrawal_is_undone_it_is(paper: Paper, desk: Client, clerk: User) -> None:
    event = take_back(paper, clerk, BEFORE)
    with clock(AFTER):
        undo_event(event=event, by=clerk, reason="Another paper was meant.")
    assert "Record what the meeting resolved</a>" in _detail(desk, paper)
    assert desk.post(page_of(paper), sheet(paper)).status_code == 302
    assert Resolution.objects.get().as_at == MEETING


@pytest.mark.parametrize("withdrawn_on", [MEETING, date(2024, 11, 12)])
def test_what_the_meeting_resolved_before_it_was_withdrawn_is_recorded(
    paper: Paper, desk: Client, clerk: User, withdrawn_on: date
) -> None:
    take_back(paper, clerk, withdrawn_on)
    assert desk.post(page_of(paper), sheet(paper)).status_code == 302
    # A later meeting had nothing more before it: refused at the day, and what was typed is kept.
    answer = desk.post(page_of(paper), sheet(paper, AFTER) | {"r1-minute": "52"})
    assert answer.status_code == 422
    assert "no meeting resolved on it after that day" in answer.content.decode()
    assert 'value="52"' in answer.content.decode()
    assert Resolution.objects.get().as_at == MEETING


def test_no_correction_moves_it_past_the_withdrawal(paper: Paper, clerk: User) -> None:
    one = resolve(paper, clerk)[0]
    take_back(paper, clerk, MEETING)
    given = Resolved(1, "deferred", "47")
    with pytest.raises(ValueError, match="no meeting resolved on it after that day"):
        correct_resolution(resolution=one, by=clerk, on=AFTER, resolved=given)
    assert correct_resolution(resolution=one, by=clerk, on=MEETING, resolved=given).outcome == "deferred"


def test_no_paper_is_withdrawn_before_what_was_resolved_on_it(
    paper: Paper, desk: Client, clerk: User
) -> None:
    one = resolve(paper, clerk)[0]
    with pytest.raises(ValidationError, match="On 11 November 2024 a meeting resolved on it"):
        take_back(paper, clerk, BEFORE)
    url = reverse("reports:paper-withdraw", args=["eastshire", paper.pk, 1])
    paper.refresh_from_db()
    typed = {"on_day": "8", "on_month": "11", "on_year": "2024", "reason": "The wrong table."}
    answer = desk.post(url, typed | {"shown_version": paper.version})
    assert answer.status_code == 422
    assert "Error:</span> On 11 November 2024 a meeting resolved on it" in answer.content.decode()
    correct_resolution(
        resolution=one, by=clerk, on=MEETING, resolved=Resolved(1, "agreed", "47"), is_void=True
    )
    assert take_back(paper, clerk, BEFORE).as_at == BEFORE
