"""The page of an action: where it stands, its dates, its evidence, its story."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from core.dates import clock
from improvement.models import Action, DateRevision, Evidence, EvidenceReview, Section
from improvement.services.retiring import retire
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def url(action: Action, query: str = "") -> str:
    return reverse("improvement:action-detail", args=["eastshire", action.pk]) + query


def decide_url(request: DateRevision) -> str:
    return reverse("improvement:date-decide", args=["eastshire", request.pk])


@pytest.fixture
def asked(action: Action, officer: User) -> DateRevision:
    return factories.date_request(action, date(2025, 3, 31), on=date(2024, 11, 12), by=officer)


def test_it_says_which_rating_it_is_and_prints_the_key(
    action: Action, reader: User, client_for: SignedIn
) -> None:
    factories.update(action, "on-track", date(2024, 10, 2), narrative="Launched in August.")
    page = client_for(reader).get(url(action)).text
    assert "Progress rating:" in page
    assert "Key: progress rating of an action" in page
    assert "Launched in August." in page
    assert "as at 2 October 2024" in page
    assert "<title>IP Ch.1, S.1, action 1 Write practice standards – Eastshire</title>" in page


def test_overdue_and_under_review_are_both_said(
    asked: DateRevision, reader: User, client_for: SignedIn
) -> None:
    page = client_for(reader).get(url(asked.action)).text
    assert "Overdue" in page
    assert "A new date of 31 March 2025 is under review" in page
    assert "Two posts are vacant." in page


def test_another_day_shows_what_held_then(action: Action, officer: User, client_for: SignedIn) -> None:
    factories.update(action, "on-track", date(2024, 10, 2), narrative="Early words")
    factories.update(action, "off-track", date(2024, 12, 2), narrative="Late words")
    page = client_for(officer).get(url(action, "?as_at=2024-11-13")).text
    assert "As at 13 November 2024" in page
    assert "Early words" in page
    assert "Late words" not in page
    assert "Record an update" not in page, "the past is looked at, not written"


def test_before_it_joined_the_plan_it_says_so(action: Action, reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(url(action, "?as_at=2024-07-16")).text
    assert "On that day this action was not in the plan yet." in page
    assert "Joined the plan" not in page


def test_hostile_words_are_only_words(
    section: Section, officer: User, reader: User, client_for: SignedIn
) -> None:
    hostile = "<script>alert(1)</script>"
    action = factories.action(section, title=hostile, lead=officer, success_measure=hostile)
    factories.update(action, "on-track", date(2024, 10, 2), narrative=hostile, blockers=hostile)
    factories.evidence(action, date(2024, 10, 2), title=hostile)
    client = client_for(reader)
    for address in (url(action), "/eastshire/actions/"):
        page = client.get(address).text
        assert hostile not in page
        assert escape(hostile) in page


def test_a_day_that_is_none_is_a_bad_request(action: Action, officer: User, client_for: SignedIn) -> None:
    for query in ("?as_at=yesterday", "?as_at=2024-02-30", "?known_at=x"):
        assert client_for(officer).get(url(action, query)).status_code == 400


def test_who_sees_what(
    action: Action, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert "Record an update" in client_for(officer).get(url(action)).text
    assert "Record an update" not in client_for(reader).get(url(action)).text
    assert client_for(outsider).get(url(action)).status_code == 404
    assert client_for(outsider).get(url(action).replace("eastshire", "marchshire")).status_code == 404
    assert client_for(reader).post(url(action)).status_code == 405


def test_the_number_of_queries_does_not_grow(
    action: Action, officer: User, reader: User, client_for: SignedIn, django_assert_num_queries: object
) -> None:
    client = client_for(reader)
    for rows in (1, 10):
        for day in range(1, rows + 1):
            factories.update(action, "on-track", date(2024, 9 + rows // 10, day))
            factories.evidence(action, date(2024, 9 + rows // 10, day))
        client.get(url(action))
        # session, user; council, roles; action with facts; the step that holds; waits; the update that holds, open
        # questions; whether it was out; date under review; key; timeline: steps, questions, waits, hand-overs,
        # retirements, updates, revisions, evidence, reviews; evidence with verdicts; findings it answers
        with django_assert_num_queries(24):  # type: ignore[operator]
            client.get(url(action))


def test_the_chair_agrees_a_date_in_place(
    asked: DateRevision, action: Action, chair: User, client_for: SignedIn
) -> None:
    client = client_for(chair)
    assert "Save the decision" in client.get(url(action)).text
    response = client.post(decide_url(asked), {"decision": "agree"}, follow=True)
    assert response.redirect_chain == [(url(action), 302)]
    assert "New date of 31 March 2025 agreed" in response.text
    assert escape("Originally 31 December 2024; slipped 90 days") in response.text

    again = client.post(decide_url(asked), {"decision": "agree"})
    assert again.status_code == 422
    assert "already been decided" in again.text
    assert DateRevision.objects.filter(request=asked).count() == 1


def test_a_refused_decision_stands_on_the_page(
    asked: DateRevision, action: Action, chair: User, client_for: SignedIn
) -> None:
    response = client_for(chair).post(decide_url(asked), {"decision": "decline"})
    assert response.status_code == 422
    assert "Say why the new date is declined." in response.text
    assert client_for(chair).post(decide_url(asked), {"decision": "maybe"}).status_code == 422


def test_who_may_not_decide(
    asked: DateRevision, officer: User, reader: User, outsider: User, chair: User, client_for: SignedIn
) -> None:
    for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
        assert client_for(person).post(decide_url(asked), {"decision": "agree"}).status_code == status
    assert client_for(chair).get(decide_url(asked)).status_code == 405
    assert not DateRevision.objects.filter(request=asked).exists()


def test_adding_evidence(
    action: Action, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    add = reverse("improvement:evidence-add", args=["eastshire", action.pk])
    answers = {
        "title": "Launch list",
        "where_held": "File 1",
        "evidence_of_day": "28",
        "evidence_of_month": "8",
        "evidence_of_year": "2024",
    }
    client = client_for(officer)
    assert client.get(add).status_code == 200
    assert client.post(add, answers | {"where_held": ""}).status_code == 422
    response = client.post(add, answers, follow=True)
    assert "Evidence added" in response.text
    assert Evidence.objects.get().evidence_of == date(2024, 8, 28)
    for person, status in ((reader, 403), (outsider, 404)):
        assert client_for(person).post(add, answers).status_code == status
    assert client.put(add).status_code == 405


def test_reviewing_evidence(
    action: Action, officer: User, chair: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    factories.update(action, "awaiting", date(2024, 10, 2), by=officer)
    piece = factories.evidence(action, date(2024, 10, 2), by=officer)
    review = reverse("improvement:evidence-review", args=["eastshire", piece.pk])
    client = client_for(chair)
    assert client.get(review).status_code == 200
    assert client.post(review, {"verdict": "insufficient"}).status_code == 422
    response = client.post(review, {"verdict": "sufficient"}, follow=True)
    assert response.redirect_chain == [(url(action), 302)]
    assert escape("Progress moved from “Complete, awaiting evidence” to “Complete”") in response.text
    assert client.post(review, {"verdict": "sufficient"}).status_code == 422, "it has been reviewed"
    for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
        assert client_for(person).post(review, {"verdict": "sufficient"}).status_code == status
    assert EvidenceReview.objects.count() == 1


def test_a_retired_action_still_has_its_page(
    action: Action, officer: User, programme: User, client_for: SignedIn
) -> None:
    left = date(2024, 12, 1)
    with clock(left):
        retire(thing=action, by=programme, on=left, because="Merged with another", shown_version=None)
    page = client_for(officer).get(url(action))
    assert "Merged with another" in page.text
    with clock(date(2025, 1, 2)), pytest.raises(ValidationError):
        factories.update(action, "on-track", date(2025, 1, 2))
