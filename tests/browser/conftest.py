"""The browser harness: Debian's Chromium on a live server, signed in by role, with and without JavaScript.

A suite of its own (`make browser`): Playwright's event loop spoils database tests after it in one process.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from accounts.models import User

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
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class SignedIn(Protocol):
    def __call__(self, user: User, *, javascript: bool = ...) -> Page: ...


def pytest_sessionstart() -> None:
    if not CHROMIUM.exists():
        pytest.exit(f"The browser tests need {CHROMIUM}: apt-get install chromium", returncode=1)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": QUIET + sandbox}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in a file: the live server answers in threads, which cannot share one in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")


@pytest.fixture
def scriptless() -> set[BrowserContext]:
    """The contexts of this test in which JavaScript is off."""
    return set()


@pytest.fixture
def visitor(
    live_server: Any, new_context: Callable[..., BrowserContext], scriptless: set[BrowserContext]
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
        context.set_default_timeout(10_000)
        if not javascript:
            scriptless.add(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield visit
    assert complaints == []


@pytest.fixture
def signed_in(live_server: Any, visitor: Callable[..., Page]) -> SignedIn:
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
def looked_over(visitor: Callable[..., Page], scriptless: set[BrowserContext]) -> Callable[[Page], None]:
    """`looked_over(page)`: at 1280 and 320 px the page passes axe and nothing of it scrolls sideways."""

    def look_over(page: Page) -> None:
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
        other.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": page.url}])
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
