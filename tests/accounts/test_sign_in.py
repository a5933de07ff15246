"""Sign-in in one step, sign-out, the lock after six failures, and the pages that are not offered."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Council, User
from accounts.roles import Role
from tests.conftest import Person, SignedIn

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"
MOST_FAILURES = 6


@pytest.fixture
def known(officer: User) -> User:
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def attempt(client: Client, email: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password}).status_code


def test_one_step_with_the_address_before_the_password(client: Client, known: User) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert page.index('name="login"') < page.index('name="password"')
    assert attempt(client, known.email, PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(known.pk)


def test_the_address_may_be_typed_in_capitals(client: Client, known: User) -> None:
    assert attempt(client, known.email.upper(), PASSWORD) == 302


def test_a_wrong_password_is_said_without_telling_who_exists(client: Client, known: User) -> None:
    pages = [
        client.post(reverse("account_login"), {"login": email, "password": "wrong"}).content.decode()
        for email in (known.email, "nobody@eastshire.example")
    ]
    for page in pages:
        assert "There is a problem" in page
        assert "<title>Error: Sign in" in page
    assert pages[0].count("not correct") == pages[1].count("not correct") == 1


def test_six_failures_lock_the_address_even_for_the_right_password(client: Client, known: User) -> None:
    statuses = [attempt(client, known.email, "wrong") for _ in range(MOST_FAILURES)]
    assert statuses[:-1] == [200] * (MOST_FAILURES - 1)
    assert statuses[-1] == 429
    response = client.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
    assert response.status_code == 429
    assert "paused for 15 minutes" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_lock_of_one_address_leaves_others_alone(
    client: Client, known: User, eastshire: Council, person: Person
) -> None:
    colleague = person(eastshire, Role.FINANCE)
    colleague.set_password(PASSWORD)
    colleague.save()
    for _ in range(MOST_FAILURES + 1):
        attempt(client, known.email, "wrong")
    assert attempt(client, colleague.email, PASSWORD) == 302


def test_sign_out_is_a_form(known: User, client_for: SignedIn) -> None:
    client = client_for(known)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_demonstration_lists_its_sign_ins_and_fills_in_the_address(client: Client, known: User) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert f"?as={known.email}" in page.replace("%40", "@")
    chosen = client.get(reverse("account_login"), {"as": known.email}).content.decode()
    assert f'value="{known.email}"' in chosen


def test_elsewhere_nobody_is_listed(client: Client, known: User, settings: object) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    assert known.email not in client.get(reverse("account_login")).content.decode()


def test_an_account_switched_off_cannot_sign_in(client: Client, known: User) -> None:
    known.is_active = False
    known.save()
    attempt(client, known.email, PASSWORD)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reauthenticate"])
def test_what_is_not_offered_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_partial_request_after_the_session_ended_keeps_the_page(client: Client, eastshire: Council) -> None:
    address = reverse("accounts:change-list", args=[eastshire.slug])
    response = client.get(address, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Retarget"] == "#page-notice"
    assert "Sign in again" in response.content.decode()
    assert client.get(address).status_code == 302
