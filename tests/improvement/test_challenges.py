"""A chair returns an update with a question, or records a moderated rating beside the lead's."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.versions import StaleVersion
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Action, Challenge, ProgressUpdate
from improvement.services import correct_update, moderate_update, return_update
from tests import factories
from tests.conftest import SignedIn
from tests.improvement.test_endorsements import refused_fields, tamper

TOLD, ASKED, ANSWERED = date(2024, 11, 13), date(2024, 11, 20), date(2024, 11, 27)


@pytest.fixture
def update(action: Action, officer: User) -> ProgressUpdate:
    return factories.update(action, "on-track", TOLD, by=officer)


def on_track(action: Action, day: date, **known: Any) -> bool:
    return Action.objects.as_at(day, **known).get(pk=action.pk).rating_code == "on-track"


def moderate(update: ProgressUpdate, chair: User, code: str = "at-risk", **given: Any) -> ProgressUpdate:
    rating = factories.rating(update.action.plan, code)
    facts: dict[str, Any] = {"because": "Two of six are trained.", "rating": rating} | given
    with clock(ASKED):
        return moderate_update(update=update, by=chair, **facts)


def test_a_question_stays_open_until_a_newer_update(
    update: ProgressUpdate, action: Action, chair: User, officer: User
) -> None:
    with clock(ASKED):
        return_update(update=update, by=chair, question="How many are trained?")
        assert refused_fields(return_update, update=update, by=chair, question="And?") == {""}
    asked = Action.objects.as_at(ASKED).returned().get()
    assert (asked.question, asked.rating_code) == ("How many are trained?", "on-track")
    assert not Action.objects.as_at(TOLD).returned().exists()
    factories.update(action, "at-risk", ANSWERED, by=officer)
    assert Action.objects.as_at(ASKED).returned().exists()
    assert not Action.objects.as_at(ANSWERED).returned().exists()
    assert Action.objects.as_at(ANSWERED, known_at=end_of_day(ASKED)).returned().exists()
    with clock(ANSWERED):
        assert refused_fields(return_update, update=update, by=chair, question="Late?") == {""}
    assert not list(problems(action.council))


def test_the_moderated_rating_counts_and_the_leads_stands_beside(
    update: ProgressUpdate, action: Action, chair: User, officer: User
) -> None:
    moderated = moderate(update, chair)
    shown = Action.objects.as_at(TOLD).get()
    assert (shown.rating_code, shown.lead_rating_label) == ("at-risk", "On track")
    assert (shown.narrative, shown.rated_on) == (update.narrative, TOLD)
    assert on_track(action, TOLD, known_at=end_of_day(TOLD))
    assert moderated.moderated_because == "Two of six are trained."
    factories.update(action, "on-track", ANSWERED, by=officer)
    newer = Action.objects.as_at(ANSWERED).get()
    assert (newer.rating_code, newer.lead_rating_label) == ("on-track", None)
    assert not list(problems(action.council))


def test_correcting_the_update_takes_the_moderation_out(
    update: ProgressUpdate, action: Action, chair: User, officer: User
) -> None:
    moderated = moderate(update, chair)
    with clock(ANSWERED):
        rating = factories.rating(action.plan, "off-track")
        given: dict[str, Any] = {"rating": rating, "as_at": date(2024, 11, 1), "narrative": "It slipped."}
        assert refused_fields(correct_update, update=moderated, by=officer, because="No.", **given) == {""}
        correct_update(update=update, by=officer, because="It was another day.", **given)
    shown = Action.objects.as_at(ANSWERED).get()
    assert (shown.rating_code, shown.rated_on, shown.lead_rating_label) == (
        "off-track",
        date(2024, 11, 1),
        None,
    )
    assert Action.objects.as_at(TOLD, known_at=end_of_day(ASKED)).get().rating_code == "at-risk"
    assert not list(problems(action.council))


def test_what_is_refused(
    update: ProgressUpdate, action: Action, chair: User, officer: User, reader: User
) -> None:
    for person in (officer, reader):
        with pytest.raises(PermissionDenied):
            moderate(update, person)
        with pytest.raises(PermissionDenied), clock(ASKED):
            return_update(update=update, by=person, question="Why?")
    with pytest.raises(ValidationError, match="the rating it has already"):
        moderate(update, chair, "on-track")
    with pytest.raises(ValidationError, match="Say why"):
        moderate(update, chair, because=" ")
    with pytest.raises(ValidationError, match="evidence"):
        moderate(update, chair, "complete")
    with pytest.raises(StaleVersion):
        moderate(update, chair, shown_update=0)
    factories.update(action, "on-track", date(2024, 11, 14), by=officer)
    with pytest.raises(ValidationError, match="newer update"):
        moderate(update, chair)
    assert not ProgressUpdate.objects.exclude(moderates=None).exists()


def test_a_chair_moderates_nothing_of_their_own(action: Action, chair: User) -> None:
    own = factories.update(action, "on-track", TOLD, by=chair)
    with pytest.raises(PermissionDenied):
        moderate(own, chair)


def test_tampering_shows(update: ProgressUpdate, action: Action, chair: User, officer: User) -> None:
    with clock(ASKED):
        return_update(update=update, by=chair, question="How many are trained?")
    moderate(update, chair)
    tamper("UPDATE improvement_challenge SET question = 'Well done', recorded_by_id = %s", officer.pk)
    tamper("UPDATE improvement_progressupdate SET as_at = '2024-11-15' WHERE moderates_id IS NOT NULL")
    found = " ".join(problems(action.council))
    for sentence in ("in its question", "whoever recorded the update", "moderates an update of another day"):
        assert sentence in found


def at(name: str, pk: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk])


def test_returning_in_the_browser(
    update: ProgressUpdate, action: Action, chair: User, officer: User, outsider: User, client_for: SignedIn
) -> None:
    page, detail = at("update-return", update.pk), at("action-detail", action.pk)
    with clock(ASKED):
        assert "Return this update with a question" in client_for(chair).get(detail).text
        assert "Return this update with a question" not in client_for(officer).get(detail).text
        for person, status in ((officer, 403), (outsider, 404)):
            assert client_for(person).get(page).status_code == status
            assert client_for(person).post(page, {"question": "Why?"}).status_code == status
        client = client_for(chair)
        assert client.put(page).status_code == 405
        assert client.get(page).status_code == 200
        refused = client.post(page, {"question": " "})
        assert (refused.status_code, "Say what you are asking" in refused.text) == (422, True)
        assert "How many?" in client.post(page, {"question": "How many?"}, follow=True).text
        again = client.post(page, {"question": "How many, please?"})
        assert (again.status_code, "How many, please?" in again.text) == (422, True)
        shown = client_for(officer).get(detail).text
        assert "Answer it with a new update" in shown
        assert "Returned with a question" in client_for(officer).get("/eastshire/actions/").text
    assert Challenge.objects.count() == 1


def test_moderating_in_the_browser(
    update: ProgressUpdate, action: Action, chair: User, officer: User, client_for: SignedIn
) -> None:
    page = at("update-moderate", update.pk)
    rating = factories.rating(action.plan, "at-risk")
    with clock(ASKED):
        assert client_for(officer).get(page).status_code == 403
        client = client_for(chair)
        assert "Moderated progress rating" in client.get(page).text
        posted = {"rating": rating.pk, "because": "Two of six.", "shown_update": update.pk}
        assert client.post(page, posted | {"because": ""}).status_code == 422
        stale = client.post(page, posted | {"shown_update": "0"})
        assert stale.status_code == 422
        assert "Another update was added" in stale.text
        assert "Two of six." in stale.text
        saved = client.post(page, posted, follow=True).text
        assert "The lead’s rating was" in saved
        assert "Progress moderated to “At risk”; the lead rated it “On track”" in saved
        assert at("update-correct", update.pk) not in saved or "Correct it" in saved
        assert "the lead’s rating was On track" in client.get("/eastshire/actions/").text
        assert client.post(page, posted).status_code == 422
