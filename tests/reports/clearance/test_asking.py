"""The page that asks for clearance, when there is still somebody to ask and when there is nobody."""

import pytest
from django.test import Client

from accounts.models import User
from reports.models import Paper
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
