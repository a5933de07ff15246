"""Recording and assessing risks to the plan."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Risk, RiskAssessment, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/risks/"
ADD = "/eastshire/risks/add/"
NEW = {"title": "We cannot recruit", "likelihood": "4", "impact": "5", "mitigation": "Agency cover"}
TODAY = {"as_at_day": "2", "as_at_month": "1", "as_at_year": "2025"}


@pytest.fixture
def risk(eastshire: Council, officer: User) -> Risk:
    """Owned by the officer, first assessed on 2 October 2024."""
    by = factories.office(eastshire)
    with clock(date(2024, 10, 2)):
        made = services.add_risk(council=eastshire, by=by, title="Too few homes", owner=officer)
        services.assess_risk(risk=made, by=by, likelihood=3, impact=4, as_at=date(2024, 10, 2))
    return made


def assess_url(risk: Risk) -> str:
    return reverse("improvement:risk-assess", args=["eastshire", risk.pk])


def assessment(risk: Risk, **given: Any) -> dict[str, Any]:
    return (
        {"version": risk.version, "likelihood": "2", "impact": "4", "mitigation": "Two beds"} | TODAY | given
    )


def test_recording_a_risk_with_its_first_assessment(
    section: Section, chair: User, client_for: SignedIn
) -> None:
    client = client_for(chair)
    assert client.get(ADD).status_code == 200
    page = client.post(
        ADD, NEW | {"section": section.pk, "owner": chair.pk, "cause": "Shortage"}, follow=True
    )
    assert page.redirect_chain == [(LIST, 302)]
    assert "We cannot recruit" in page.text
    assert (RiskAssessment.objects.get().likelihood, Risk.objects.get().owner) == (4, chair)


def test_what_is_wrong_stands_where_it_was_typed(
    eastshire: Council, chair: User, client_for: SignedIn
) -> None:
    response = client_for(chair).post(ADD, NEW | {"title": "", "impact": "6", "owner": "999"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "impact", "owner"}
    assert not Risk.objects.exists()


def test_who_may_not_record(
    eastshire: Council, officer: User, reader: User, outsider: User, chair: User, client_for: SignedIn
) -> None:
    for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
        assert client_for(person).get(ADD).status_code == status
        assert client_for(person).post(ADD, NEW).status_code == status
    assert client_for(chair).put(ADD).status_code == 405
    assert not Risk.objects.exists()


def test_the_owner_assesses(risk: Risk, officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    assert "likelihood 3, impact 4" in client.get(assess_url(risk)).text
    response = client.post(assess_url(risk), assessment(risk))
    assert response.status_code == 302
    held = Risk.objects.as_at(date(2025, 1, 2)).get()
    assert (held.likelihood, held.mitigation) == (2, "Two beds")
    assert Risk.objects.as_at(date(2025, 1, 1)).get().likelihood == 3


def test_a_date_in_the_future_or_a_score_of_six_is_refused(
    risk: Risk, officer: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    for wrong in ({"as_at_year": "2026"}, {"likelihood": "6"}, {"impact": ""}, {"version": "x"}):
        assert client.post(assess_url(risk), assessment(risk, **wrong)).status_code == 422
    assert RiskAssessment.objects.count() == 1


def test_two_people_at_once(risk: Risk, officer: User, chair: User, client_for: SignedIn) -> None:
    mine = assessment(risk, mitigation="What the officer typed")
    client_for(chair).post(assess_url(risk), assessment(risk, mitigation="What the chair saved"))
    conflict = client_for(officer).post(assess_url(risk), mine)
    assert conflict.status_code == 409
    assert "What the officer typed" in conflict.text
    assert "What the chair saved" in conflict.text
    assert RiskAssessment.objects.count() == 2
    on_top = mine | {"version": conflict.context["form"]["version"].value()}
    assert client_for(officer).post(assess_url(risk), on_top).status_code == 302


def test_who_may_not_assess(
    risk: Risk, reader: User, clerk: User, outsider: User, client_for: SignedIn
) -> None:
    for person, status in ((reader, 403), (clerk, 403), (outsider, 404)):
        assert client_for(person).post(assess_url(risk), assessment(risk)).status_code == status
    assert RiskAssessment.objects.count() == 1


def test_the_list_offers_only_what_one_may(
    risk: Risk, officer: User, reader: User, client_for: SignedIn
) -> None:
    assert assess_url(risk) in client_for(officer).get(LIST).text
    assert assess_url(risk) not in client_for(officer).get(f"{LIST}?as_at=2024-11-13").text
    page = client_for(reader).get(LIST).text
    assert assess_url(risk) not in page
    assert "Record a risk" not in page
