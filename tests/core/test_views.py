from datetime import date, datetime

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory

from core.dates import end_of_day
from core.ledger import AsAt
from core.views import FILES, as_at_of, bad_request, download


def asked(address: str) -> HttpRequest:
    return RequestFactory().get(address)


def test_a_page_is_asked_for_a_day_and_a_moment() -> None:
    request = asked("/actions/?as_at=2024-11-13&known_at=2024-11-20&lead=3")
    assert as_at_of(request) == AsAt(date(2024, 11, 13), end_of_day(date(2024, 11, 20)))
    assert as_at_of(asked("/actions/")) == AsAt(date(2025, 1, 2))


def test_a_day_that_cannot_be_read_is_the_askers_mistake_and_is_named() -> None:
    with pytest.raises(BadRequest, match="The “as at” date in this address cannot be read"):
        as_at_of(asked("/actions/?as_at=soon"))


@pytest.mark.parametrize(
    ("name", "kind"), [("actions.csv", "text/csv; charset=utf-8"), ("a.b.xlsx", FILES["xlsx"])]
)
def test_a_file_to_take_away_says_what_it_is(name: str, kind: str) -> None:
    answer = download(b"x", name)
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.django_db
def test_a_bad_request_shows_our_sentences_and_not_djangos(client: Client) -> None:
    ours = bad_request(client.get("/health/").wsgi_request, BadRequest("Enter a real date"))
    theirs = bad_request(client.get("/health/").wsgi_request, SuspiciousOperation("secret detail"))
    assert (ours.status_code, theirs.status_code) == (400, 400)
    assert "Enter a real date" in ours.content.decode()
    assert "secret detail" not in theirs.content.decode()


def test_a_moment_keeps_its_zone() -> None:
    moment = datetime.fromisoformat("2024-11-20T10:30:00+00:00")
    assert as_at_of(asked("/?known_at=2024-11-20T10:30:00Z")).known_at == moment
