"""Whatever anybody puts into an address or a form, the answer is a page: never a fault of ours, and in our words."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import Change, Council, User
from accounts.roles import Role
from tests.addresses import COUNCIL_PAGES, address_in
from tests.conftest import SignedIn

LONG = "a" * 20_000
# What cannot be read as a date is refused before anything else is read; the rest is asked for together.
QUERIES = [
    {"as_at": "x"},
    {"as_at": "99999-12-31", "known_at": "2024-02-30T25:61"},
    {"as_at": "2024-11-13", "known_at": "99999999999999"},
    {"page": "-1", "sort": "';--", "q": "\x00", "kind": "\x00", "since": "31 February 2024", "by": "\x00"},
    {
        "page": "99999999999999999999",
        "sort": "-",
        "q": LONG[:4_000],
        "rating": "99999999999999999999",
        "lead": "x",
    },
    {"page": "last'", "sort": "lead__password", "q": "IP Ch.99999999999999999999, S.1", "section": "-1"},
    {"q": "💧 ‮ <script>alert(1)</script>", "status": "%", "state": "\x00", "chapter": "\x00", "verb": "'"},
]
TEXTS = ["", "\x00", "9" * 5_000, LONG, "💧‮ <b>&amp; {{ a.b }} {% x %}", "-99999999999999999999"]
# Lists that are taken away as a workbook or as CSV, and as nothing else.
ROWS = ("actions", "audits", "external-help", "findings", "highlights", "requests", "risks", "undertakings")
# What a single field holds while the others are as they were shown.
ALONE = ("\x00", "99999999999999999999")
# Of the fields of one form, so many are tried one by one.
ONE_BY_ONE = 8

# How the framework begins to say what is wrong (core/refusing.py says it for it).
NOT_OURS = re.compile(
    rb"Ensure th|Select a valid choice|This field|Enter a (?:valid|whole|list|number\.)|Null char"
)

WHO = {
    "accounts": Role.ADMINISTRATOR,
    "finance": Role.FINANCE,
    "improvement": Role.PROGRAMME,
    "reports": Role.CLERK,
    "workforce": Role.WORKFORCE,
}
# A form that stands on another page.
POSTED_ONLY = {"improvement:date-decide": {"decision": "agree", "reason": "", "meeting": ""}}
# Making PDFs and rendering whole papers reads nothing from the address: once is enough.
SLOW = ("reports:paper-preview", "reports:paper-export", "reports:paper-checks", "reports:paper-document")


@pytest.fixture
def eastshire(demonstrated: Callable[[str], Council]) -> Council:
    return demonstrated("eastshire")


@pytest.fixture
def browser_for(client_for: SignedIn) -> Callable[[str], Client]:
    """A browser of somebody who may write on the pages of that name, in which a fault is an answer of 500."""

    def signed_in(name: str) -> Client:
        browser = client_for(User.objects.get(email=f"{WHO[name.partition(':')[0]]}@eastshire.example"))
        browser.raise_request_exception = False
        return browser

    return signed_in


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_no_question_in_an_address_is_our_fault(
    name: str, eastshire: Council, browser_for: Callable[[str], Client]
) -> None:
    address, browser = address_in(eastshire, name), browser_for(name)
    for query in QUERIES[:2] if name.startswith(SLOW) else QUERIES:
        assert browser.get(address, query).status_code < HTTPStatus.INTERNAL_SERVER_ERROR, query


class _Fields(HTMLParser):
    """The fields of a page's forms, with the values they are shown with."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag in {"input", "select", "textarea", "button"} and of.get("name"):
            self.values[of["name"] or ""] = of.get("value") or ""


def fields_of(browser: Client, name: str, address: str) -> dict[str, str]:
    if name in POSTED_ONLY:
        return POSTED_ONLY[name]
    page = browser.get(address)
    return _Fields(page.content.decode()).values if "html" in page.headers.get("Content-Type", "") else {}


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_no_form_is_our_fault(name: str, eastshire: Council, browser_for: Callable[[str], Client]) -> None:
    address, browser = address_in(eastshire, name), browser_for(name)
    shown = fields_of(browser, name, address)
    texts = TEXTS[:3] if name.startswith(SLOW) else TEXTS
    posts = [dict.fromkeys(shown, text) for text in texts]
    posts += [shown | {field: text} for field in list(shown)[:ONE_BY_ONE] for text in ALONE]
    for posted in posts:
        answer = browser.post(address, posted)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, posted
        assert answer.streaming or not NOT_OURS.search(answer.content), posted


# A button that asks for nothing else; a box left empty.
NOTHING_IS_AN_ANSWER = {
    "accounts:council-settings",
    "accounts:membership-end",
    "improvement:bulk-update-undo",
    "improvement:named-view-delete",
}


@pytest.mark.parametrize("name", COUNCIL_PAGES)
def test_an_empty_form_records_nothing(
    name: str, eastshire: Council, browser_for: Callable[[str], Client]
) -> None:
    address, browser, before = address_in(eastshire, name), browser_for(name), Change.objects.count()
    if name in NOTHING_IS_AN_ANSWER:
        return
    assert browser.post(address).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    "address",
    [
        "/%00/",
        "/eastshire/actions/99999999999999999999999/",
        "/eastshire/spend/999999999999/",
        "/eastshire/papers/1/sections/../../etc/",
        "/eastshire/papers/1/documents/report.exe",
        "/eastshire/papers/1/preview/%2e%2e/",
        "/eastshire/actions/export.exe",
        "/eastshire/posts/export/docx/",
        *(f"/eastshire/{rows}/export.docx" for rows in ROWS),
        f"/{LONG[:3000]}/",
    ],
)
def test_an_address_that_leads_nowhere_says_so(
    address: str, eastshire: Council, browser_for: Callable[[str], Client]
) -> None:
    answer = browser_for("reports:").get(address)
    assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}
