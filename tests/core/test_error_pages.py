"""Each error page is in our look and gives a reference that stands in the log too."""

import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from accounts.models import User
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")


def too_much(request: HttpRequest) -> HttpResponse:
    raise TooManyFieldsSent("more than we take")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("October is closed.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


urlpatterns = [
    path("too-much/", too_much),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("", include("config.urls")),
]
handler400, handler403 = "core.views.bad_request", "core.views.permission_denied"
handler404, handler500 = "core.views.page_not_found", "core.views.server_error"


@pytest.fixture
def visitor(officer: User, client_for: SignedIn) -> Iterator[Client]:
    client = client_for(officer)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        yield client


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no/such/page/", 404, "There is no page at this address"),
        ("/forbidden/", 403, "You cannot do this"),
        ("/too-much/", 413, "That is too much at once"),
        ("/broken/", 500, "Something went wrong"),
    ],
)
def test_an_error_page_says_what_to_do_and_gives_a_reference(
    visitor: Client, address: str, status: int, heading: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = visitor.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert heading in page
    found = REFERENCE.search(page)
    assert found
    assert found.group() in caplog.text


def test_the_reason_of_a_refusal_is_shown(visitor: Client) -> None:
    assert "October is closed." in visitor.get("/forbidden/").content.decode()


def test_the_page_of_a_fault_needs_no_database(visitor: Client) -> None:
    page = visitor.get("/broken/").content.decode()
    assert "RuntimeError" not in page
    assert "css/main.css" in page


def test_too_many_fields_are_refused_with_413() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2):
        response = client.post("/account/sign-in/", {"a": "1", "b": "2", "c": "3"})
    assert response.status_code == 413


def test_a_stale_form_shows_back_what_was_typed_but_no_secret(officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = {"narrative": "The panel met <b>twice</b>.", "password1": "hidden words"}
    response = client.post("/account/password/", typed)
    page = response.content.decode()
    assert response.status_code == 403
    assert "The panel met &lt;b&gt;twice&lt;/b&gt;." in page
    assert "hidden words" not in page
    assert REFERENCE.search(page)


def test_health_answers_anybody_and_says_no_more_than_it_must(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert client.post("/health/").status_code == 405
