"""What stands on every page: the council's colour, the navigation of a role, the pages without sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def test_the_councils_colour_comes_as_a_sheet_for_its_members(
    eastshire: Council, officer: User, outsider: User, client: Client, client_for: SignedIn
) -> None:
    address = reverse("accounts:brand", args=[eastshire.slug])
    response = client_for(officer).get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert f"--council-colour: {eastshire.colour}; --council-text: #ffffff;" in response.content.decode()
    assert client_for(outsider).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert client_for(officer).post(address).status_code == 405


@pytest.mark.parametrize("name", ["accounts:accessibility-statement", "accounts:privacy-notice"])
def test_the_public_pages_need_no_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert client.post(reverse(name)).status_code == 405


def test_a_page_has_no_inline_script_or_style(eastshire: Council, clerk: User, client_for: SignedIn) -> None:
    page = client_for(clerk).get(reverse("accounts:change-list", args=[eastshire.slug])).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')


def test_the_navigation_is_that_of_the_role_and_marks_where_one_is(
    eastshire: Council, administrator: User, clerk: User, client_for: SignedIn
) -> None:
    people = reverse("accounts:people", args=[eastshire.slug])
    log = reverse("accounts:change-list", args=[eastshire.slug])
    page = client_for(administrator).get(people).content.decode()
    assert f'href="{people}" aria-current="page"' in page
    assert page.count('aria-current="page"') == 2, "in the menu, and in the menu within it"
    assert f'href="{people}"' not in client_for(clerk).get(log).content.decode()


def test_the_demonstration_says_which_day_it_is(
    eastshire: Council, clerk: User, client_for: SignedIn
) -> None:
    page = client_for(clerk).get(reverse("accounts:change-list", args=[eastshire.slug])).content.decode()
    assert "Thursday 2 January 2025, the eve of the deadline" in page


def test_the_sign_out_of_every_page_is_a_form(eastshire: Council, clerk: User, client_for: SignedIn) -> None:
    page = client_for(clerk).get(reverse("accounts:change-list", args=[eastshire.slug])).content.decode()
    assert '<form method="post" action="/account/sign-out/">' in page
