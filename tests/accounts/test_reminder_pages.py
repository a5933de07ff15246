"""One's own account, stopping reminders with and without signing in, and what the administrator sees of them."""

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, Membership, Reminder, User
from accounts.reminders import Letter, remind_members, send
from accounts.roles import Role
from core.dates import clock
from tests.conftest import Person, SignedIn

pytestmark = pytest.mark.django_db
DIGEST, NUDGE = Reminder.Kind.DIGEST, Reminder.Kind.NUDGE
ACCOUNT = "/account/"


def reminded(user: User, council: Council, key: str = "2025-W02") -> Reminder:
    """A digest put down for everybody of the council, sent to this person."""
    with clock(date(2025, 1, 6)):
        remind_members(kind=DIGEST, key=key, councils=[council])
        reminder = Reminder.objects.get(user=user, key=key)
        send(reminder, lambda _: Letter("Your week: 2 actions to update", "Two things & more.\n\n* One"))
    return reminder


def stop_link() -> str:
    found = re.search(r"http://testserver(\S+/stop/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_person_chooses_what_comes(officer: User, eastshire: Council, client_for: SignedIn) -> None:
    client = client_for(officer)
    page = client.get(ACCOUNT).text
    assert page.count("checked") == 3
    assert "Eastshire Council" in page
    answer = client.post(ACCOUNT, {"nudge": "on"}, follow=True)
    assert "Your reminders are saved" in answer.text
    officer.refresh_from_db()
    assert officer.reminders_stopped == ["digest", "paper"]
    assert answer.text.count("checked") == 1
    client.post(ACCOUNT, {"nudge": "on"})
    change = Change.objects.get()
    assert (change.council, change.verb) == (eastshire, "chose the reminders of")


def test_leaving_every_box_empty_stops_all(officer: User, client_for: SignedIn) -> None:
    client_for(officer).post(ACCOUNT, {})
    officer.refresh_from_db()
    assert officer.reminders_stopped == ["digest", "nudge", "paper"]


def test_ones_own_pages_keep_the_look_of_the_council(
    officer: User, marchshire: Council, client_for: SignedIn
) -> None:
    officer.set_password("a long enough phrase")
    officer.save()
    client = client_for(officer)
    for address in (ACCOUNT, reverse("account_change_password")):
        page = client.get(address).text
        assert "Eastshire Council" in page
        assert "/eastshire/actions/mine/" in page
    Membership.objects.create(council=marchshire, user=officer, role="reader", started_on=date(2024, 1, 1))
    assert "Marchshire Council</span>" in client.get(ACCOUNT, {"council": "marchshire"}).text
    assert "Improvement plan</span>" in client.get(ACCOUNT, {"council": "elsewhere"}).text


def test_the_link_of_a_mail_asks_first_and_needs_no_sign_in(
    officer: User, eastshire: Council, client: Client
) -> None:
    reminded(officer, eastshire)
    address = stop_link()
    assert "Stop “Weekly digest”?" in client.get(address).text
    officer.refresh_from_db()
    assert officer.reminders_stopped == [], "a scanner that follows the link stops nothing"
    for _ in range(2):
        assert "No more of these" in Client(enforce_csrf_checks=True).post(address).text
    officer.refresh_from_db()
    assert officer.reminders_stopped == ["digest"]
    assert "No more of these" in client.get(address).text


@pytest.mark.parametrize("token", ["x", "MQ:1abc:forged"])
def test_a_forged_link_stops_nothing(officer: User, client: Client, token: str) -> None:
    answer = client.post(reverse("reminder-stop", args=["digest", token]))
    assert answer.headers["Location"] == ACCOUNT
    officer.refresh_from_db()
    assert officer.reminders_stopped == []


def test_an_unknown_kind_stops_nothing(officer: User, eastshire: Council, client: Client) -> None:
    reminded(officer, eastshire)
    client.post(stop_link().replace("digest", "everything"))
    officer.refresh_from_db()
    assert officer.reminders_stopped == []


def test_the_administrator_reads_what_was_sent(
    officer: User, eastshire: Council, administrator: User, client_for: SignedIn
) -> None:
    sent = reminded(officer, eastshire)
    client = client_for(administrator)
    page = client.get("/eastshire/reminders/").text
    assert "Your week: 2 actions to update" in page
    assert "6 January 2025 at 9:00am" in page
    told = client.get(f"/eastshire/reminders/{sent.pk}/").text
    assert "Two things &amp; more." in told
    assert officer.email in told
    assert "/stop/" not in told, "who reads it here could stop another's mail"


def test_others_do_not(
    officer: User, eastshire: Council, programme: User, outsider: User, client_for: SignedIn
) -> None:
    sent = reminded(officer, eastshire)
    for address in ("/eastshire/reminders/", f"/eastshire/reminders/{sent.pk}/"):
        assert client_for(programme).get(address).status_code == 403
        assert client_for(outsider).get(address).status_code == 404


def test_of_another_council_nothing_is_there(
    officer: User, eastshire: Council, marchshire: Council, client_for: SignedIn, person: Person
) -> None:
    sent = reminded(officer, eastshire)
    client = client_for(person(marchshire, Role.ADMINISTRATOR))
    assert client.get(f"/marchshire/reminders/{sent.pk}/").status_code == 404
    assert "Your week" not in client.get("/marchshire/reminders/").text


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_list_takes_the_same_queries_however_long(
    officer: User,
    eastshire: Council,
    administrator: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        remind_members(kind=DIGEST, key=f"W{number}", councils=[eastshire])
    client = client_for(administrator)
    # session, person, council, roles, the count of rows, the rows
    with django_assert_num_queries(6):
        client.get("/eastshire/reminders/")


def test_a_reminder_is_sent_once(officer: User, eastshire: Council) -> None:
    sent = reminded(officer, eastshire)
    send(sent, lambda _: Letter("Again", "Again"))
    sent.refresh_from_db()
    send(sent, lambda _: Letter("Again", "Again"))
    assert len(mail.outbox) == 1
