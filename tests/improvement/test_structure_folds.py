"""The shape of a plan is read section by section: what a section holds is folded, and open where one has just been."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.dates import clock
from improvement.models import Action, Section
from improvement.services.retiring import retire
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def shape(section: Section) -> str:
    return reverse("improvement:plan-structure", args=["eastshire", section.chapter.plan_id])


def folds(client: Client, address: str) -> list[bool]:
    """Of each section that holds anything, whether it stands open."""
    return [
        bool(found) for found in re.findall(r'<details class="app-panel"( open)?>', client.get(address).text)
    ]


def test_each_section_says_what_it_holds(section: Section, client: Client) -> None:
    factories.action(section)
    assert "1 action<span" in client.get(shape(section)).text
    factories.action(section)
    client.post(f"/eastshire/sections/{section.pk}/add-priority/", {"label": "P.5", "title": "Homes"})
    page = client.get(shape(section)).text
    assert "1 priority and 2 actions<span" in page
    assert folds(client, shape(section)) == [False]


def test_an_empty_section_has_nothing_to_open(section: Section, client: Client) -> None:
    assert folds(client, shape(section)) == []


def test_whoever_moves_or_retires_an_action_finds_its_section_open(action: Action, client: Client) -> None:
    section = action.section
    other = factories.action(section)
    move = client.post(shape(section), {"move": f"action-{other.pk}-1-up"})
    assert folds(client, move.headers["Location"]) == [True]
    gone = {"because": "Merged.", "on_day": "2", "on_month": "1", "on_year": "2025", "version": "1"}
    gone["version"] = str(Action.objects.get(pk=other.pk).version)
    left = client.post(f"/eastshire/actions/{other.pk}/retire/", gone)
    assert left.headers["Location"] == f"{shape(section)}?section={section.pk}#section-{section.pk}"
    assert folds(client, left.headers["Location"].partition("#")[0]) == [True]


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 40, "''"])
def test_a_section_that_is_none_opens_nothing(action: Action, client: Client, asked: str) -> None:
    assert folds(client, f"{shape(action.section)}?section={asked}") == [False]


def test_an_action_that_has_left_offers_nothing_that_would_be_refused(
    action: Action, officer: User, programme: User, chair: User, client_for: SignedIn
) -> None:
    factories.update(action, "on-track", date(2024, 11, 13), by=officer)
    url = f"/eastshire/actions/{action.pk}/"
    assert "Return this update with a question" in client_for(chair).get(url).text
    with clock(date(2024, 12, 2)):
        retire(thing=action, by=programme, on=date(2024, 12, 2), because="Merged.", shown_version=None)
    for user in (chair, programme):
        page = client_for(user).get(url).text
        assert "Return this update with a question" not in page
        assert "add-wait" not in page
