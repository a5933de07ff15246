"""The change log: plain sentences, what was there before, filters by person, thing and day."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.changes import record
from accounts.models import Change, Council, User
from core.dates import clock
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(eastshire: Council) -> str:
    return reverse("accounts:change-list", args=[eastshire.slug])


@pytest.fixture
def clerks(clerk: User, client_for: SignedIn) -> Client:
    return client_for(clerk)


def write(council: Council, by: User, subject: Any, day: date = date(2024, 11, 13), **values: Any) -> None:
    with clock(day):
        record(
            "renamed",
            subject,
            council=council,
            by=by,
            before={"name": "Old"},
            after=values or {"name": "New"},
        )


def test_staff_see_it_readers_and_others_do_not(
    log: str, clerks: Client, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert clerks.get(log).status_code == 200
    assert clerks.post(log).status_code == 405
    assert client_for(reader).get(log).status_code == 403
    assert client_for(outsider).get(log).status_code == 404


def test_a_change_is_a_sentence_with_before_and_after(
    eastshire: Council, log: str, clerks: Client, officer: User
) -> None:
    write(eastshire, officer, officer, name="<b>New</b>", due_on=date(2025, 3, 31))
    page = clerks.get(log).content.decode()
    assert f"{officer.name} renamed <strong>{officer.name}</strong>" in page
    assert "13 November 2024" in page
    assert "Old → &lt;b&gt;New&lt;/b&gt;" in page
    assert "<dt>Due on</dt><dd>nothing → 31 March 2025</dd>" in page


def test_filters_by_person_thing_and_day(
    eastshire: Council, log: str, clerks: Client, officer: User, chair: User
) -> None:
    write(eastshire, officer, chair)
    write(eastshire, chair, officer, date(2024, 12, 1))
    day = {"since_day": "1", "since_month": "12", "since_year": "2024"}
    for query in ({"by": officer.pk}, {"thing": chair.name.upper()}):
        page = clerks.get(log, query).content.decode()
        assert f"{officer.name} renamed <strong>{chair.name}" in page
        assert f"{chair.name} renamed <strong>{officer.name}" not in page
    page = clerks.get(log, day).content.decode()
    assert f"{chair.name} renamed <strong>{officer.name}" in page
    assert f"{officer.name} renamed <strong>{chair.name}" not in page


def test_nonsense_in_the_address_is_no_fault(log: str, clerks: Client) -> None:
    for query in ({"by": "x"}, {"since_day": "99", "since_month": "x"}, {"page": "-1"}, {"sort": "nothing"}):
        assert clerks.get(log, query).status_code in {200, 404}


def test_another_councils_changes_are_not_in_it(
    eastshire: Council, marchshire: Council, log: str, clerks: Client, outsider: User
) -> None:
    write(marchshire, outsider, outsider)
    page = clerks.get(log).content.decode()
    assert outsider.name not in page
    assert "Nothing has been recorded" in page


@pytest.mark.parametrize("count", [1, 10])
def test_the_log_takes_the_same_queries_however_long(
    eastshire: Council, log: str, clerks: Client, officer: User, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        write(eastshire, officer, officer)
    # session, person, council, roles, the count of rows, the rows, and the people of the filter
    with django_assert_num_queries(7):
        clerks.get(log)


def test_nil_is_a_difference_and_blank_is_none(eastshire: Council, officer: User) -> None:
    write(eastshire, officer, officer, name="Old", amount=0, corporate=False, note="", others=[])
    assert Change.objects.get().differences() == [("Amount", None, 0), ("Corporate", None, False)]
