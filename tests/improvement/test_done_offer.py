"""“Done” without accepted evidence is offered as “done, awaiting evidence”, and the officer confirms it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from core.dates import clock
from improvement import services
from improvement.models import Action, Plan, ProgressUpdate
from improvement.services.rules import OfferedInstead
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)
WORDS = "The standards are in use in every team."


def page_of(action: Action) -> str:
    return f"/eastshire/actions/{action.pk}/update/"


def typed(client: object, action: Action, plan: Plan, code: str = "complete") -> dict[str, object]:
    """What the form shows, with the done rating chosen and words typed."""
    form = client.get(page_of(action)).context["form"]  # type: ignore[attr-defined]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    facts = {"rating": factories.rating(plan, code).pk, "narrative": WORDS, "blockers": ""}
    return hidden | facts | {"as_at_day": "2", "as_at_month": "1", "as_at_year": "2025"}


def test_it_is_offered_and_the_officer_confirms(
    action: Action, plan: Plan, officer: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    posted = typed(client, action, plan)
    offered = client.post(page_of(action), posted)
    assert offered.status_code == 200
    assert not ProgressUpdate.objects.exists()
    assert "Record it as “Complete, awaiting evidence” for now?" in offered.text
    form = offered.context["form"]
    awaiting = factories.rating(plan, "awaiting")
    assert (form["rating"].value(), form["narrative"].value()) == (str(awaiting.pk), WORDS)

    confirmed = client.post(page_of(action), posted | {"rating": awaiting.pk})
    assert confirmed.status_code == 302
    saved = ProgressUpdate.objects.get()
    assert (saved.rating, saved.narrative) == (awaiting, WORDS)


def test_other_mistakes_are_shown_first(
    action: Action, plan: Plan, officer: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    wrong = client.post(page_of(action), typed(client, action, plan) | {"as_at_year": "2031"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"rating", "as_at"}


def test_a_key_without_that_rating_refuses_and_says_why(
    action: Action, plan: Plan, officer: User, client_for: SignedIn
) -> None:
    factories.rating(plan, "awaiting").delete()
    client = client_for(officer)
    refused = client.post(page_of(action), typed(client, action, plan))
    assert refused.status_code == 422
    assert "has no rating for done and awaiting evidence" in refused.text
    assert not ProgressUpdate.objects.exists()


def test_a_plan_without_evidence_lets_done_through(
    action: Action, plan: Plan, officer: User, client_for: SignedIn
) -> None:
    Plan.objects.update(needs_evidence=False)
    client = client_for(officer)
    assert client.post(page_of(action), typed(client, action, plan)).status_code == 302
    assert ProgressUpdate.objects.get().rating.code == "complete"


def test_a_correction_is_offered_it_too(
    action: Action, plan: Plan, officer: User, client_for: SignedIn
) -> None:
    update = factories.update(action, "on-track", DAY, by=officer)
    url = f"/eastshire/updates/{update.pk}/correct/"
    client = client_for(officer)
    posted = typed(client, action, plan) | {"because": "It was finished."}
    offered = client.post(url, posted)
    assert "for now?" in offered.text
    assert ProgressUpdate.objects.count() == 1
    assert client.post(url, posted | {"rating": factories.rating(plan, "awaiting").pk}).status_code == 302


def test_the_service_tells_other_forms_what_to_offer(action: Action, plan: Plan, officer: User) -> None:
    complete = factories.rating(plan, "complete")
    with clock(DAY), pytest.raises(OfferedInstead) as offered:
        services.record_update(action=action, by=officer, rating=complete, as_at=DAY)
    assert offered.value.instead == factories.rating(plan, "awaiting")
    assert isinstance(offered.value, ValidationError)
