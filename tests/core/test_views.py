from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory

from core.dates import end_of_day
from core.ledger import AsAt
from core.views import as_at_of, bad_request, fragment_or_redirect, is_htmx


def asked(address: str, *, by_script: bool = False) -> HttpRequest:
    request = RequestFactory().get(address)
    request.htmx = by_script  # type: ignore[attr-defined]
    return request


def test_a_page_is_asked_for_a_day_and_a_moment() -> None:
    request = asked("/actions/?as_at=2024-11-13&known_at=2024-11-20&lead=3")
    assert as_at_of(request) == AsAt(date(2024, 11, 13), end_of_day(date(2024, 11, 20)))
    assert as_at_of(asked("/actions/")) == AsAt(date(2025, 1, 2))


def test_a_day_that_cannot_be_read_is_the_askers_mistake_and_is_named() -> None:
    with pytest.raises(BadRequest, match="The “as at” date in this address cannot be read"):
        as_at_of(asked("/actions/?as_at=soon"))


def test_a_script_gets_the_fragment_and_a_person_the_page() -> None:
    context: dict[str, Any] = {"words": "On track", "tone": "green"}
    script = fragment_or_redirect(asked("/", by_script=True), "components/tag.html", context, to="/done/")
    person = fragment_or_redirect(asked("/"), "components/tag.html", context, to="/done/")
    assert (script.status_code, "On track" in script.content.decode()) == (200, True)
    assert (person.status_code, person["Location"]) == (302, "/done/")
    assert not is_htmx(RequestFactory().get("/"))


@pytest.mark.django_db
def test_a_bad_request_shows_our_sentences_and_not_djangos(client: Client) -> None:
    ours = bad_request(client.get("/health/").wsgi_request, BadRequest("Enter a real date"))
    theirs = bad_request(client.get("/health/").wsgi_request, SuspiciousOperation("secret detail"))
    assert (ours.status_code, theirs.status_code) == (400, 400)
    assert "Enter a real date" in ours.content.decode()
    assert "secret detail" not in theirs.content.decode()


def test_moments_with_and_without_a_script_are_asked_alike() -> None:
    moment = datetime.fromisoformat("2024-11-20T10:30:00+00:00")
    assert as_at_of(asked("/?known_at=2024-11-20T10:30:00Z", by_script=True)).known_at == moment
