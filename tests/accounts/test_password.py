"""Changing a password, and choosing a new one through a link sent by mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
OLD, NEW = "a long enough phrase", "another lengthy phrase"


@pytest.fixture
def known(officer: User) -> User:
    officer.set_password(OLD)
    officer.save()
    return officer


def test_a_link_sent_by_mail_lets_one_choose_a_new_password_once(client: Client, known: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": known.email})
    assert response.status_code == 302
    assert "Look in your email" in client.get(response["Location"]).content.decode()
    [letter] = mail.outbox
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link
    form_page = client.get(link.group(1), follow=True)
    address = form_page.redirect_chain[-1][0]
    assert "Choose a new password" in form_page.content.decode()
    done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password has been changed" in done.content.decode()
    known.refresh_from_db()
    assert known.check_password(NEW)
    again = Client().get(link.group(1), follow=True).content.decode()
    assert "Ask for another link" in again


def test_a_person_without_a_password_can_choose_their_first(client: Client, officer: User) -> None:
    client.post(reverse("account_reset_password"), {"email": officer.email})
    assert len(mail.outbox) == 1


def test_an_unknown_address_is_not_told_apart(client: Client, known: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "nobody@eastshire.example"})
    assert response.status_code == 302
    assert mail.outbox == []


def test_the_signed_in_change_their_password_with_the_old_one(known: User, client_for: SignedIn) -> None:
    client = client_for(known)
    address = reverse("account_change_password")
    wrong = client.post(address, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "There is a problem" in wrong.content.decode()
    right = client.post(address, {"oldpassword": OLD, "password1": NEW, "password2": NEW}, follow=True)
    assert "Your password has been changed" in right.content.decode()
    known.refresh_from_db()
    assert known.check_password(NEW)


def test_nobody_changes_a_password_without_signing_in(client: Client) -> None:
    assert client.get(reverse("account_change_password")).status_code == 302
