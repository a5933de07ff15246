"""An impact rating put right or taken out: both entries stay in the history of the section."""

from datetime import date

import pytest

from accounts.models import User
from core.dates import clock
from improvement.models import ImpactRating, Plan, Section
from improvement.services.impact import rate_impact
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, TODAY = date(2024, 10, 2), date(2025, 1, 2)


@pytest.fixture
def rated(section: Section, plan: Plan, chair: User) -> ImpactRating:
    with clock(DAY):
        early = factories.rating(plan, "early")
        return rate_impact(section=section, by=chair, rating=early, as_at=DAY, narrative="Ten files")


def held() -> str | None:
    return Section.objects.as_at(TODAY).get().impact_code


def test_put_right_and_taken_out(
    rated: ImpactRating, plan: Plan, chair: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    url = f"/eastshire/impact-ratings/{rated.pk}/correct/"
    for person, status in ((reader, 403), (outsider, 404)):
        assert client_for(person).get(url).status_code == status
    client = client_for(chair)
    page = f"/eastshire/sections/{rated.section_id}/"
    assert url in client.get(page).text
    version = client.get(url).context["form"]["version"].value()
    other = ImpactRating._meta.get_field("rating").related_model.objects  # type: ignore[union-attr]
    none_yet = other.filter(scale=plan.impact_scale).exclude(code="early").first()
    day = {"as_at_day": "2", "as_at_month": "10", "as_at_year": "2024"}
    posted = day | {"version": version, "rating": none_yet.pk, "narrative": "", "because": "Mistyped"}
    assert client.post(url, posted | {"because": ""}).status_code == 422
    assert client.post(url, posted | {"version": 77}).status_code == 409
    assert client.post(url, posted).status_code == 302
    assert held() == none_yet.code
    assert client.post(url, posted | {"version": version + 1}).status_code == 422

    newer = ImpactRating.objects.get(corrects=rated)
    again = f"/eastshire/impact-ratings/{newer.pk}/correct/"
    version = client.get(again).context["form"]["version"].value()
    assert client.post(again, posted | {"version": version, "void": "on"}).status_code == 302
    assert held() is None
    text = client.get(page).text
    assert "taken out" in text
    assert "Mistyped" in text
    assert ImpactRating.objects.count() == 3
