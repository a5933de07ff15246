"""Rating scales: started from a shipped one, worded, extended; what was reported by one stays what it was."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Change, Council, User
from improvement.models import Action, Plan, Rating, RatingScale
from improvement.models.ratings import ImpactMeaning, ProgressMeaning
from improvement.services.scales import edit_rating, start_scale
from improvement.shipped_scales import SHIPPED
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/scales/"
NEW: dict[str, Any] = {
    "code": "stuck",
    "label": "Stuck",
    "description": "Waits for a decision.",
    "colour": "purple",
    "symbol": "▽",
    "order": "9",
    "meaning": "at_risk",
}


def at(name: str, pk: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", pk])


@pytest.mark.parametrize("shipped", SHIPPED)
def test_a_scale_is_started_from_each_that_is_shipped(
    eastshire: Council, administrator: User, client_for: SignedIn, shipped: str
) -> None:
    client = client_for(administrator)
    page = client.post(f"{LIST}add/", {"shipped": shipped, "name": "Ours"}, follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    scale = RatingScale.objects.get()
    assert scale.ratings.count() == len(SHIPPED[shipped].ratings)
    again = client.post(f"{LIST}add/", {"shipped": shipped, "name": "Ours"})
    assert set(again.context["form"].errors) == {"name"}
    assert RatingScale.objects.count() == 1


def test_three_are_shipped_for_progress_and_one_for_impact() -> None:
    kinds = [scale.kind for scale in SHIPPED.values()]
    assert (kinds.count(RatingScale.Kind.PROGRESS), kinds.count(RatingScale.Kind.IMPACT)) == (3, 1)


def test_a_rating_is_added_worded_and_removed(plan: Plan, administrator: User, client_for: SignedIn) -> None:
    client = client_for(administrator)
    client.post(at("rating-add", plan.progress_scale_id), NEW)
    rating = Rating.objects.get(code="stuck")
    assert "Stuck" in client.get(LIST).text
    edited = NEW | {"version": rating.version, "label": "Held up", "meaning": "paused"}
    client.post(at("rating-edit", rating.pk), edited)
    rating.refresh_from_db()
    assert (rating.label, rating.meaning) == ("Held up", "paused")
    assert client.post(at("rating-remove", rating.pk), {"version": "1"}).status_code == 422
    assert client.post(at("rating-remove", rating.pk), {"version": rating.version}).status_code == 302
    assert not Rating.objects.filter(code="stuck").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("symbol", "●"),
        ("symbol", "☃"),
        ("symbol", ""),
        ("code", "on-track"),
        ("code", "two words"),
        ("label", "On track"),
        ("colour", "pink"),
        ("meaning", "early"),
        ("meaning", "not_yet_rated"),
        ("order", "first"),
        ("description", "x" * 251),
    ],
)
def test_what_is_wrong_stands_where_it_was_typed(
    plan: Plan, administrator: User, client_for: SignedIn, field: str, typed: str
) -> None:
    refused = client_for(administrator).post(at("rating-add", plan.progress_scale_id), NEW | {field: typed})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {field}
    assert not Rating.objects.filter(description=NEW["description"]).exists()


def test_what_was_reported_stays_what_it_was(
    action: Action, administrator: User, client_for: SignedIn
) -> None:
    factories.update(action, "on-track", date(2024, 10, 2))
    rating = factories.rating(action.plan, "on-track")
    client = client_for(administrator)
    assert "In use" in client.get(LIST).text
    posted = NEW | {"version": rating.version, "label": "Going well", "code": "x", "meaning": "done"}
    assert client.post(at("rating-edit", rating.pk), posted).status_code == 302
    rating.refresh_from_db()
    assert (rating.label, rating.code, rating.meaning) == ("Going well", "on-track", "on_track")
    removed = client.post(at("rating-remove", rating.pk), {"version": rating.version})
    assert "cannot be removed" in removed.text
    for change in ({"code": "x"}, {"meaning": "done"}):
        with pytest.raises(ValidationError):
            edit_rating(rating=rating, by=administrator, shown_version=rating.version, **change)
    assert Rating.objects.filter(pk=rating.pk).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    facts=st.fixed_dictionaries(
        {},
        optional={
            "code": st.text("abc-", min_size=1, max_size=5),
            "meaning": st.sampled_from([*ProgressMeaning.values, *ImpactMeaning.values, ""]),
            "symbol": st.text("●○▲E☃", max_size=2),
            "label": st.text(max_size=70),
            "needs_evidence": st.booleans(),
        },
    )
)
def test_no_edit_changes_what_a_used_rating_meant(action: Action, programme: User, facts: Any) -> None:
    rating = factories.rating(action.plan, "on-track")
    if not action.updates.exists():
        factories.update(action, "on-track", date(2024, 10, 2))
    with suppress(ValidationError):
        edit_rating(rating=rating, by=programme, shown_version=rating.version, **facts)
    held = Rating.objects.filter(scale=rating.scale)
    assert held.get(pk=rating.pk).code == "on-track"
    assert held.get(pk=rating.pk).meaning == ProgressMeaning.ON_TRACK
    assert len(set(held.values_list("symbol", flat=True))) == held.count()


def test_evidence_is_asked_for_by_the_rating_not_by_its_meaning(action: Action, programme: User) -> None:
    with pytest.raises(ValidationError):
        factories.update(action, "complete", date(2024, 10, 2))
    done = factories.rating(action.plan, "complete")
    edit_rating(rating=done, by=programme, shown_version=done.version, needs_evidence=False)
    assert factories.update(action, "complete", date(2024, 10, 2)).rating == done
    track = factories.rating(action.plan, "on-track")
    with pytest.raises(ValidationError) as refused:
        edit_rating(rating=track, by=programme, shown_version=track.version, needs_evidence=True)
    assert set(refused.value.message_dict) == {"needs_evidence"}


def test_two_people_word_a_rating_at_once(
    plan: Plan, administrator: User, programme: User, client_for: SignedIn
) -> None:
    rating = factories.rating(plan, "early")
    posted = NEW | {"version": rating.version, "code": "early", "meaning": "early"}
    client_for(programme).post(at("rating-edit", rating.pk), posted | {"label": "Theirs"})
    conflict = client_for(administrator).post(at("rating-edit", rating.pk), posted | {"label": "Mine"})
    assert conflict.status_code == 409
    assert "Theirs" in conflict.text
    assert "Mine" in conflict.text
    assert Rating.objects.get(pk=rating.pk).label == "Theirs"


def test_who_may_not(
    plan: Plan, officer: User, chair: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    rating = factories.rating(plan, "early")
    pages = {
        f"{LIST}add/",
        at("scale-edit", plan.progress_scale_id),
        at("rating-add", plan.progress_scale_id),
        at("rating-edit", rating.pk),
        at("rating-remove", rating.pk),
    }
    before = Change.objects.count()
    for person, status in ((officer, 403), (chair, 403), (reader, 403), (outsider, 404)):
        assert client_for(person).get(LIST).status_code == status
        for page in pages:
            assert client_for(person).post(page, NEW | {"version": "1"}).status_code == status
    assert Change.objects.count() == before
    assert client_for(factories.office(plan.council)).post(LIST).status_code == 405


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    eastshire: Council,
    administrator: User,
    client_for: SignedIn,
    how_many: int,
    django_assert_num_queries: Any,
) -> None:
    """Session, user, council, roles; scales, ratings, and what was rated by them: progress, impact."""
    for number in range(how_many):
        start_scale(council=eastshire, by=administrator, shipped="amber-e", name=f"Key {number}")
    client = client_for(administrator)
    with django_assert_num_queries(8):
        client.get(LIST)
