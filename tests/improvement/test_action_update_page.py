"""The page on which an officer rates an action and asks for a new date, in one form and one save."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from improvement import services
from improvement.models import Action, DateRevision, ProgressUpdate
from improvement.services.editing import edit_action
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def url(action: Action) -> str:
    return reverse("improvement:action-update", args=["eastshire", action.pk])


def filled(action: Action, code: str = "on-track", **given: Any) -> dict[str, Any]:
    """What the form posts: an update as at today, 2 January 2025."""
    answers = {
        "shown_update": ProgressUpdate.objects.last_of(action),
        "rating": factories.rating(action.plan, code).pk,
        "as_at_day": "2",
        "as_at_month": "1",
        "as_at_year": "2025",
        "narrative": "Standards were launched.",
        "blockers": "",
    }
    return answers | given


NEW_DATE = {"new_due_day": "28", "new_due_month": "2", "new_due_year": "2025", "reason": "A post is vacant."}


def test_one_save_records_the_update(action: Action, officer: User, client_for: SignedIn) -> None:
    response = client_for(officer).post(url(action), filled(action, blockers="No trainer"), follow=True)

    assert response.redirect_chain == [
        (reverse("improvement:action-detail", args=["eastshire", action.pk]), 302)
    ]
    assert escape("Saved: progress is “On track” as at 2 January 2025") in response.text
    update = ProgressUpdate.objects.get()
    assert (update.narrative, update.blockers, update.recorded_by) == (
        "Standards were launched.",
        "No trainer",
        officer,
    )
    assert update.change is not None


def test_one_save_also_asks_for_a_new_date(action: Action, officer: User, client_for: SignedIn) -> None:
    client_for(officer).post(url(action), filled(action) | NEW_DATE)

    assert ProgressUpdate.objects.count() == 1
    assert DateRevision.objects.get().new_due == date(2025, 2, 28)


def test_the_form_shows_the_key_beside_the_ratings(
    action: Action, officer: User, client_for: SignedIn
) -> None:
    page = client_for(officer).get(url(action))

    assert page.status_code == 200
    for code in ("on-track", "awaiting"):
        assert escape(factories.rating(action.plan, code).description) in page.text
    assert "Early signs" not in page.text, "an impact rating is never offered for an action"


def test_what_is_wrong_stands_where_it_was_typed(action: Action, officer: User, client_for: SignedIn) -> None:
    answers = filled(action, "off-track", narrative="", as_at_year="2026", reason="Kept words")
    response = client_for(officer).post(url(action), answers)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"narrative", "as_at", "new_due"}
    assert "Kept words" in response.text
    assert not ProgressUpdate.objects.exists()


def test_a_refused_date_leaves_no_update_behind(action: Action, officer: User, client_for: SignedIn) -> None:
    response = client_for(officer).post(url(action), filled(action) | NEW_DATE | {"reason": ""})

    assert response.status_code == 422
    assert not ProgressUpdate.objects.exists()


def test_hostile_input_is_refused_and_not_an_error(
    action: Action, officer: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    for wrong in (
        {"rating": "999999"},
        {"rating": "x"},
        {"shown_update": "x"},
        {"shown_update": ""},
        {"as_at_day": "31", "as_at_month": "2"},
        {"as_at_year": "99999"},
        {"narrative": "x" * 5000},
    ):
        assert client.post(url(action), filled(action) | wrong).status_code == 422, wrong
    assert client.post(url(action), filled(action) | {"shown_update": "9" * 30}).status_code in {409, 422}
    assert not ProgressUpdate.objects.exists()


def test_two_people_at_once(action: Action, officer: User, chair: User, client_for: SignedIn) -> None:
    mine = filled(action, narrative="What the officer typed")
    client_for(chair).post(url(action), filled(action, "at-risk", narrative="What the chair saved"))

    conflict = client_for(officer).post(url(action), mine)

    assert conflict.status_code == 409
    assert "What the officer typed" in conflict.text
    assert "What the chair saved" in conflict.text
    assert "Save mine on top" in conflict.text
    assert ProgressUpdate.objects.get().narrative == "What the chair saved"


def test_saving_on_top_after_a_conflict(
    action: Action, officer: User, chair: User, client_for: SignedIn
) -> None:
    mine = filled(action, narrative="What the officer typed")
    client_for(chair).post(url(action), filled(action, "at-risk"))
    conflict = client_for(officer).post(url(action), mine)

    client_for(officer).post(
        url(action), mine | {"shown_update": conflict.context["form"]["shown_update"].value()}
    )

    current = Action.objects.as_at(date(2025, 1, 2)).get()
    assert current.narrative == "What the officer typed"
    assert ProgressUpdate.objects.count() == 2


def test_posting_the_same_form_twice_saves_once(action: Action, officer: User, client_for: SignedIn) -> None:
    answers = filled(action)
    client = client_for(officer)
    client.post(url(action), answers)

    assert client.post(url(action), answers).status_code == 409
    assert ProgressUpdate.objects.count() == 1


def test_evidence_and_agreed_dates_do_not_conflict(
    action: Action, officer: User, programme: User, client_for: SignedIn
) -> None:
    answers = filled(action)
    factories.evidence(action, date(2025, 1, 2))
    asked = factories.date_request(action, date(2025, 3, 31), on=date(2025, 1, 2), by=officer)
    services.decide_date(request=asked, by=programme, agree=True)

    assert client_for(officer).post(url(action), answers).status_code == 302


def test_an_edited_title_does_not_conflict_either_way(
    action: Action, officer: User, programme: User, client_for: SignedIn
) -> None:
    answers, shown = filled(action), action.version
    edit_action(
        action=action,
        by=programme,
        section=action.section,
        priority=None,
        title="Renamed",
        shown_version=shown,
    )
    assert client_for(officer).post(url(action), answers).status_code == 302

    again = Action.objects.get(pk=action.pk)
    edit_action(
        action=again,
        by=programme,
        section=action.section,
        priority=None,
        title="Renamed again",
        shown_version=shown + 1,
    )
    assert Action.objects.get(pk=action.pk).title == "Renamed again"


def test_who_may_not(action: Action, reader: User, clerk: User, outsider: User, client_for: SignedIn) -> None:
    for person, status in ((reader, 403), (clerk, 403), (outsider, 404)):
        client = client_for(person)
        assert client.get(url(action)).status_code == status
        assert client.post(url(action), filled(action)).status_code == status
    assert not ProgressUpdate.objects.exists()


def test_another_lead_may_not(action: Action, section: Any, officer: User, client_for: SignedIn) -> None:
    other = factories.action(section)
    assert client_for(officer).get(url(other)).status_code == 403


def test_wrong_method(action: Action, officer: User, client_for: SignedIn) -> None:
    assert client_for(officer).delete(url(action)).status_code == 405
