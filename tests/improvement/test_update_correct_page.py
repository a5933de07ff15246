"""The page on which a mistaken update is corrected; both entries stay visible."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from improvement.models import Action, ProgressUpdate
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def mistake(action: Action, officer: User) -> ProgressUpdate:
    return factories.update(action, "off-track", date(2024, 10, 2), by=officer, narrative="Meant for another")


def url(update: ProgressUpdate) -> str:
    return reverse("improvement:update-correct", args=["eastshire", update.pk])


def filled(update: ProgressUpdate, **given: Any) -> dict[str, Any]:
    answers = {
        "shown_update": ProgressUpdate.objects.last_of(update.action),
        "because": "Wrong action",
        "rating": factories.rating(update.action.plan, "on-track").pk,
        "as_at_day": "2",
        "as_at_month": "10",
        "as_at_year": "2024",
        "narrative": "Going well.",
    }
    return answers | given


def test_a_correction_is_saved_and_told(mistake: ProgressUpdate, officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    form = client.get(url(mistake))
    assert "Meant for another" in form.text, "the form starts from what was recorded"
    page = client.post(url(mistake), filled(mistake), follow=True)
    assert page.redirect_chain == [
        (reverse("improvement:action-detail", args=["eastshire", mistake.action_id]), 302)
    ]
    assert escape("Correction: progress rated “On track”") in page.text
    assert "Corrected because: Wrong action" in page.text
    assert "Meant for another" in page.text
    assert ProgressUpdate.objects.get(corrects=mistake).as_at == date(2024, 10, 2)


def test_what_is_wrong_stands_where_it_was_typed(
    mistake: ProgressUpdate, officer: User, client_for: SignedIn
) -> None:
    response = client_for(officer).post(url(mistake), filled(mistake, because="", as_at_year="2026"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"because"}
    assert client_for(officer).post(url(mistake), filled(mistake, as_at_year="2026")).status_code == 422
    assert ProgressUpdate.objects.count() == 1


def test_it_is_corrected_once(mistake: ProgressUpdate, officer: User, client_for: SignedIn) -> None:
    client, answers = client_for(officer), filled(mistake)
    client.post(url(mistake), answers)
    conflict = client.post(url(mistake), answers)
    assert conflict.status_code == 409
    again = client.post(
        url(mistake), answers | {"shown_update": conflict.context["form"]["shown_update"].value()}
    )
    assert again.status_code == 422
    assert "already been corrected" in again.text
    assert ProgressUpdate.objects.count() == 2


def test_who_may_not(
    mistake: ProgressUpdate, reader: User, outsider: User, officer: User, client_for: SignedIn
) -> None:
    for person, status in ((reader, 403), (outsider, 404)):
        client = client_for(person)
        assert client.get(url(mistake)).status_code == status
        assert client.post(url(mistake), filled(mistake)).status_code == status
    assert client_for(officer).delete(url(mistake)).status_code == 405
    assert ProgressUpdate.objects.count() == 1
