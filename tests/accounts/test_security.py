"""What protects the sign-in and every page: headers, addresses behind a web server, words of others as words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django import forms
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from core.forms import FormRenderer

HOUSE = Path(__file__).parents[2]
REAL = {
    "SECRET_KEY": "a0b1c2d3e4f5g6h7i8j9k0l1m2n3o4p5q6r7s8t9u0v1w2x3y4z5a6",
    "DATABASE_URL": "sqlite:///var/none.sqlite3",
    "BASE_URL": "https://plan.northshire.example",
    "ALLOWED_HOSTS": "plan.northshire.example",
    "BEHIND_PROXY": "on",
    "DEMONSTRATION": "off",
    "DEBUG": "off",
    "CLOCK": "",
}
PASSWORD = "a long enough phrase"
FAILURES = 7


@pytest.fixture
def known(officer: User) -> User:
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def attempt_from(address: str, email: str, password: str) -> int:
    """What is answered to a browser whose requests the web server in front marks with that address."""
    posted = {"login": email, "password": password}
    return Client().post(reverse("account_login"), posted, headers={"X-Forwarded-For": address}).status_code


def test_the_frameworks_own_check_of_a_deployment_finds_nothing() -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **REAL}
    checked = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


BEHIND = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 3600,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}


@override_settings(**BEHIND)
@pytest.mark.django_db
def test_plain_http_is_sent_to_https_but_for_the_health_check(client: Client) -> None:
    address = reverse("account_login")
    assert client.get(address).headers["Location"] == f"https://testserver{address}"
    assert client.get(reverse("health")).status_code == 200
    behind = client.get(address, headers={"X-Forwarded-Proto": "https"})
    assert behind.status_code == 200
    assert behind.headers["Strict-Transport-Security"] == "max-age=3600"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
@pytest.mark.django_db
def test_behind_a_web_server_nobody_locks_out_somebody_elsewhere(known: User) -> None:
    for number in range(FAILURES):
        attempt_from(f"made.up.{number}, 203.0.113.9", known.email, "wrong")
    assert attempt_from("203.0.113.9", known.email, PASSWORD) == 429
    assert attempt_from("198.51.100.7", known.email, PASSWORD) == 302


@pytest.mark.django_db
def test_an_address_that_anybody_can_make_up_is_not_believed(known: User) -> None:
    for number in range(FAILURES):
        attempt_from(f"203.0.113.{number}", known.email, "wrong")
    assert attempt_from("198.51.100.7", known.email, PASSWORD) == 429


def test_a_hint_with_somebodys_words_in_it_is_only_words() -> None:
    class Named(forms.Form):
        default_renderer = FormRenderer
        file = forms.FileField(help_text="Without a new file, <img src=x>.pdf is kept.")

    assert "&lt;img src=x&gt;.pdf" in Named()["file"].as_field_group()


@pytest.mark.django_db
def test_a_sign_in_ends_with_the_browser_and_after_a_working_day(known: User, client: Client) -> None:
    client.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == 12 * 60 * 60
