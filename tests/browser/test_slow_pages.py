"""The harness itself: a page that comes slowly is looked at, and walked through, when all of it is there."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser.conftest import LookedOver, Visitor
from tests.browser.keyboard import tab_to

FIRST = b"<!doctype html><html lang='en'><title>First</title><main><a href='/slow'>On</a></main></html>"
SLOW = b"<html lang='en'><title>Slow</title><main><h1>Slow</h1><img src='data:,'><a href='/'>Back</a></main></html>"
PAUSE = 0.5  # seconds


class Slowly(BaseHTTPRequestHandler):
    """`/slow` sends its doctype, and the rest after a pause."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/slow":
            self.wfile.write(b"<!doctype html>".ljust(2048))
            self.wfile.flush()
            time.sleep(PAUSE)
            self.wfile.write(SLOW)
        else:
            self.wfile.write(FIRST)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests speak for themselves."""


@pytest.fixture
def slow_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slowly)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_what_comes_late_is_looked_at(
    slow_site: str, visitor: Visitor, looked_over: LookedOver, javascript: bool
) -> None:
    page = visitor(javascript=javascript)
    page.goto(slow_site)
    page.get_by_role("link", name="On").click()
    with pytest.raises(AssertionError, match="image-alt"):
        looked_over(page)


def test_what_comes_late_is_reached_by_keyboard(slow_site: str, visitor: Visitor) -> None:
    page = visitor()
    page.goto(slow_site)
    page.get_by_role("link", name="On").click()
    assert tab_to(page, page.get_by_role("link", name="Back")) == ["Back"]
