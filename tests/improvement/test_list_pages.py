"""Meetings, highlights and risks; and the impact rating of a section."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Highlight, ImpactRating, Plan, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LISTS = ["meeting-list", "highlight-list", "risk-list"]


def url(name: str, *args: object) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


def record(council: Council, by: User, rows: int) -> None:
    """So many meetings, highlights and risks."""
    committee = factories.group(council, "committee", name="Committee")
    section = factories.section(factories.plan(council))
    for number in range(rows):
        day, days = number % 28 + 1, timedelta(days=number)
        with clock(date(2024, 10, day)):
            services.add_meeting(
                group=committee,
                by=by,
                held_on=date(2025, 2, 1) + days,
                update_cutoff=date(2025, 1, 1) + days,
            )
            services.record_highlight(
                council=council,
                by=by,
                kind="feedback",
                text=f"Feedback {number + 1}",
                as_at=date(2024, 10, day),
                section=section,
                gathered_how="In audits",
            )
            risk = services.add_risk(
                council=council, by=by, title=f"Risk {number + 1}", owner=by, section=section
            )
            services.assess_risk(risk=risk, by=by, likelihood=4, impact=3, as_at=date(2024, 10, day))


@pytest.mark.parametrize("name", LISTS)
def test_who_sees_a_list(
    name: str, eastshire: Council, programme: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    record(eastshire, programme, 2)
    assert client_for(reader).get(url(name)).status_code == 200
    assert client_for(outsider).get(url(name)).status_code == 404
    assert client_for(reader).post(url(name)).status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_so(name: str, eastshire: Council, reader: User, client_for: SignedIn) -> None:
    assert "app-empty" in client_for(reader).get(url(name)).text


# session, user; council, roles; count; the rows; and: the next cut-off for meetings, the sections to filter by for
# highlights
@pytest.mark.parametrize("rows", [1, 10, 200])
@pytest.mark.parametrize(("name", "queries"), [("meeting-list", 8), ("highlight-list", 8), ("risk-list", 9)])
def test_the_number_of_queries_does_not_grow(
    name: str,
    queries: int,
    rows: int,
    eastshire: Council,
    programme: User,
    reader: User,
    client_for: SignedIn,
    django_assert_num_queries: Any,
) -> None:
    client = client_for(reader)
    record(eastshire, programme, rows)
    client.get(url(name))
    with django_assert_num_queries(queries):
        client.get(url(name))


def test_the_next_cutoff_stands_above_the_meetings(
    eastshire: Council, programme: User, reader: User, client_for: SignedIn
) -> None:
    record(eastshire, programme, 5)
    page = client_for(reader).get(url("meeting-list")).text
    assert "The next updates are due by <strong>2 January 2025</strong>" in page


def test_highlights_are_filtered_in_the_address(
    eastshire: Council, programme: User, reader: User, client_for: SignedIn
) -> None:
    record(eastshire, programme, 3)
    client = client_for(reader)
    assert "Feedback 1" not in client.get(url("highlight-list") + "?since=2024-10-02").text
    assert "Feedback 3" in client.get(url("highlight-list") + "?since=2024-10-02").text
    assert "No highlight matches" in client.get(url("highlight-list") + "?kind=concern").text
    assert "No highlight matches" in client.get(url("highlight-list") + "?as_at=2024-09-30").text


def test_recording_a_highlight(
    section: Section, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    answers = {
        "kind": "activity",
        "text": "The pledge was launched",
        "as_at_day": "2",
        "as_at_month": "1",
        "as_at_year": "2025",
        "section": section.pk,
    }
    client = client_for(officer)
    assert client.get(url("highlight-add")).status_code == 200
    refused = client.post(url("highlight-add"), answers | {"kind": "feedback"})
    assert refused.status_code == 422
    assert "Say how the feedback was gathered." in refused.text
    assert "The pledge was launched" in refused.text
    response = client.post(url("highlight-add"), answers, follow=True)
    assert response.redirect_chain == [(url("highlight-list"), 302)]
    assert "The pledge was launched" in response.text
    for person, status in ((reader, 403), (outsider, 404)):
        assert client_for(person).post(url("highlight-add"), answers).status_code == status
    assert client.put(url("highlight-add")).status_code == 405
    assert Highlight.objects.count() == 1


def impact(plan: Plan, **given: Any) -> dict[str, Any]:
    answers = {
        "version": "1",
        "rating": factories.rating(plan, "early").pk,
        "as_at_day": "2",
        "as_at_month": "1",
        "as_at_year": "2025",
        "narrative": "Plans read better.",
    }
    return answers | given


def test_rating_impact(
    plan: Plan, section: Section, chair: User, officer: User, outsider: User, client_for: SignedIn
) -> None:
    address = url("section-rate-impact", section.pk)
    client = client_for(chair)
    page = client.get(address)
    assert escape("What “Early signs” means.") in page.text
    assert "Off track" not in page.text, "a progress rating is never offered for a section"
    assert client.post(address, impact(plan, narrative="")).status_code == 422
    wrong = impact(plan, rating=factories.rating(plan, "on-track").pk)
    assert client.post(address, wrong).status_code == 422
    for person, status in ((officer, 403), (outsider, 404)):
        assert client_for(person).post(address, impact(plan)).status_code == status
    assert client.post(address, impact(plan)).status_code == 302
    assert ImpactRating.objects.get().rating.code == "early"


def test_two_people_rating_impact_at_once(
    plan: Plan, section: Section, chair: User, programme: User, client_for: SignedIn
) -> None:
    address = url("section-rate-impact", section.pk)
    client_for(programme).post(address, impact(plan, narrative="What the office saved"))
    conflict = client_for(chair).post(address, impact(plan, narrative="What the chair typed"))
    assert conflict.status_code == 409
    assert "What the office saved" in conflict.text
    assert "What the chair typed" in conflict.text
    assert ImpactRating.objects.count() == 1
