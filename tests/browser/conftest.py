"""The browser harness: Debian's Chromium on a live server, signed in by role, with and without JavaScript.

A suite of its own (`make browser`): Playwright's event loop spoils database tests after it in one process.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from reports.demonstration import load

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (1280, 320)
HEIGHT = 900
# Milliseconds, for an action and for an `expect` alike: a page late on a busy machine is no fault of the page.
PATIENCE = 30_000
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


Visitor = Callable[..., Page]
LookedOver = Callable[[Page], None]


class SignedIn(Protocol):
    def __call__(self, user: User, *, javascript: bool = ...) -> Page: ...


class AsRole(Protocol):
    def __call__(self, role: str, council: str = ..., *, javascript: bool = ...) -> Page: ...


def pytest_sessionstart() -> None:
    if not CHROMIUM.exists():
        pytest.exit(f"The browser tests need {CHROMIUM}: apt-get install chromium", returncode=1)
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": QUIET + sandbox}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in a file: the live server answers in threads, which cannot share one in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The server, started when the database is already the file: while it is still the one in memory, the server's
    threads would be given the connection of the tests."""
    return live_server


@pytest.fixture(scope="session")
def demonstration_file(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A database file with the demonstration councils in it, loaded once a run."""
    kept = tmp_path_factory.mktemp("demonstration") / "councils.sqlite3"
    with django_db_blocker.unblock():
        load()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(kept)])
        call_command("flush", interactive=False, verbosity=0)
    return kept


@pytest.fixture
def demonstration(transactional_db: None, demonstration_file: Path) -> None:
    """The three demonstration councils as they stand on 2 January 2025, fresh for each test."""
    connection.ensure_connection()
    kept = sqlite3.connect(demonstration_file)
    kept.backup(connection.connection)
    kept.close()


@pytest.fixture
def scriptless() -> set[BrowserContext]:
    """The contexts of this test in which JavaScript is off."""
    return set()


@pytest.fixture
def visitor(
    live_server: LiveServer, new_context: Callable[..., BrowserContext], scriptless: set[BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """`visitor(javascript=True)` gives a page at the live server, signed in as nobody.

    At the end of the test the console must be empty: no error of a script, nothing refused by CSP.
    """
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # An answer of 403 or 404 is also logged as a failed resource; tests assert the status themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def visit(*, javascript: bool = True) -> Page:
        context = new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="en-GB",
            viewport={"width": WIDTHS[0], "height": HEIGHT},
        )
        context.set_default_timeout(PATIENCE)
        if not javascript:
            scriptless.add(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield visit
    assert complaints == []


@pytest.fixture
def signed_in(live_server: LiveServer, visitor: Callable[..., Page]) -> SignedIn:
    """`signed_in(officer, javascript=True)` gives a page with that person's session."""

    def sign_in(user: User, *, javascript: bool = True) -> Page:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        page = visitor(javascript=javascript)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.fixture
def as_role(demonstration: None, signed_in: SignedIn) -> AsRole:
    """`as_role("officer", "eastshire", javascript=True)`: a page signed in as that person of the demonstration."""

    def sign_in(role: str, council: str = "eastshire", *, javascript: bool = True) -> Page:
        return signed_in(User.objects.get(email=f"{role}@{council}.example"), javascript=javascript)

    return sign_in


@pytest.fixture
def looked_over(visitor: Callable[..., Page], scriptless: set[BrowserContext]) -> Callable[[Page], None]:
    """`looked_over(page)`: at 1280 and 320 px the page passes axe and nothing of it scrolls sideways."""

    def look_over(page: Page) -> None:
        # A click ends when the next page begins: what of it has not yet come cannot be looked at.
        page.wait_for_load_state()
        seen = twin(page, visitor()) if page.context in scriptless else page
        for width in WIDTHS:
            seen.set_viewport_size({"width": width, "height": HEIGHT})
            assert findings_of_axe(seen) == [], f"{page.url} at {width} px"
            assert overhang(seen) == 0, f"{page.url} scrolls sideways at {width} px"
        seen.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    return look_over


def twin(page: Page, other: Page) -> Page:
    """The document a page without scripts shows, in a page where axe can run: ours stay out, its own run."""
    document = page.content()

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=document, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()

    for cookie in page.context.cookies():
        name, value, domain = cookie["name"], cookie["value"], cookie["domain"]
        other.context.add_cookies([{"name": name, "value": value, "domain": domain, "path": "/"}])
    other.route("**/*", answer)
    other.goto(page.url)
    return other


def findings_of_axe(page: Page) -> list[str]:
    """What axe has against the page by WCAG 2.2 AA: rule, place and why, one line each."""
    options = {"runOnly": {"type": "tag", "values": WCAG_22_AA}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def overhang(page: Page) -> int:
    """By how many pixels the document is wider than the window."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wider))
