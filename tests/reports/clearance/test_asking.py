"""The page that asks for clearance, when there is still somebody to ask and when there is nobody."""

import pytest
from django.test import Client

from accounts.models import User
from reports.models import ClearanceAsk, Paper
from reports.papers.clearing import standings_of
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, clear

NOBODY = "there is nobody to ask"


@pytest.fixture
def desk(author: User, client_for: SignedIn) -> Client:
    return client_for(author)


def test_it_offers_the_roles_that_have_not_cleared(desk: Client, paper: Paper, address: Address) -> None:
    page = desk.get(address("ask")).content.decode()
    assert "Ask them" in page
    assert NOBODY not in page


def test_where_every_role_has_cleared_there_is_no_form(
    desk: Client, paper: Paper, reviewer: User, address: Address
) -> None:
    for each in sorted(standings_of(paper), key=lambda standing: standing.role.is_last):
        clear(paper, each.role.key, reviewer)
    page = desk.get(address("ask")).content.decode()
    assert NOBODY in page
    assert "Ask them" not in page
    assert desk.post(address("ask"), {"roles": ["legal"]}).status_code == 422


def test_people_are_counted_not_their_mails(desk: Client, paper: Paper, address: Address) -> None:
    keys = [each.role.key for each in standings_of(paper)]
    asked = {"roles": keys, "by_when_day": "3", "by_when_month": "1", "by_when_year": "2025", "note": ""}
    page = desk.post(address("ask"), asked, follow=True).content.decode()
    people = ClearanceAsk.objects.values("user").distinct().count()
    assert people < ClearanceAsk.objects.count()
    told = "One person is" if people == 1 else f"{people} people are"
    assert f"{told} asked by mail, for each of their roles." in page
