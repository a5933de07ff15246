"""What came by mail: recorded with its message, marked so, corrected; and messages that are none."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from accounts.models import User
from reports.clearance_checks import clearance_problems
from reports.messages import NotAMessage, read_message
from reports.models import Clearance, Paper
from reports.papers.clearing import State
from reports.services.clearing import Said, correct_mail, record_by_mail, token_of
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import EVE, Address, of

MAIL = b"From: head@legal.example\r\nSubject: Re: January paper\r\n\r\nCleared.\r\n"


def recorded(paper: Paper, by: User, given_by: str = "Head of Legal", on: date = EVE) -> Clearance:
    standing = of(paper, "legal")
    return record_by_mail(
        paper=paper,
        role=standing.role,
        by=by,
        said=Said("cleared", "", token_of(standing)),
        given_by=given_by,
        on=on,
        message=read_message(MAIL, "Re January.eml"),
    )


@pytest.fixture
def desk(author: User, client_for: SignedIn) -> Client:
    return client_for(author)


def test_it_is_kept_with_its_message_and_marked(
    paper: Paper, author: User, desk: Client, address: Address
) -> None:
    entry = recorded(paper, author)
    assert entry.is_by_mail
    assert of(paper, "legal").state == State.CLEARED
    page = desk.get(address("clearance")).content.decode()
    assert f"by mail, recorded by {author.name}" in page
    message = desk.get(f"/eastshire/clearances/{entry.pk}/message/")
    assert message.content == MAIL
    assert message["Content-Disposition"].startswith("attachment")


def test_the_message_is_for_those_who_see_drafts(
    paper: Paper, author: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    url = f"/eastshire/clearances/{recorded(paper, author).pk}/message/"
    assert client_for(reader).get(url).status_code == 403
    assert client_for(outsider).get(url).status_code == 404
    assert client_for(author).post(url).status_code == 405


def test_the_clerk_records_it_in_the_browser(paper: Paper, desk: Client, address: Address) -> None:
    url = address("by-mail", role="legal")
    facts = {
        "verdict": "cleared",
        "given_by": "Head of Legal",
        "on_day": "2",
        "on_month": "1",
        "on_year": "2025",
        "shown_digest": token_of(of(paper, "legal")),
    }
    assert desk.post(url, facts).status_code == 422, "The message is missing"
    page = desk.post(url, facts | {"file": _file(b"MZ\x90\x00\x03", "mail.eml")})
    assert page.status_code == 422
    assert "cannot be read as a message" in page.content.decode()
    assert desk.post(url, facts | {"file": _file(MAIL, "mail.eml")}).status_code == 302
    assert Clearance.objects.get(paper=paper).given_by == "Head of Legal"


def _file(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_an_author_does_not_clear_by_mail_either(paper: Paper, author: User) -> None:
    with pytest.raises(ValueError, match="an author does not clear"):
        recorded(paper, author, given_by=author.name.upper())
    with pytest.raises(ValueError, match="not before that day"):
        recorded(paper, author, on=date(2024, 12, 24))
    with pytest.raises(ValueError, match="future"):
        recorded(paper, author, on=date(2025, 1, 3))


def test_only_the_clerk_records_it(paper: Paper, reviewer: User) -> None:
    with pytest.raises(PermissionDenied):
        recorded(paper, reviewer)


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90", b"PK\x03\x04 nothing", b"<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(NotAMessage):
        read_message(content, "message.eml")


def test_a_correction_keeps_both(paper: Paper, author: User) -> None:
    entry = recorded(paper, author, given_by="Haed of Legal")
    put_right = correct_mail(clearance=entry, by=author, given_by="Head of Legal", on=EVE)
    assert of(paper, "legal").entry == put_right
    with pytest.raises(ValueError, match="corrected already"):
        correct_mail(clearance=entry, by=author, given_by="Nobody", on=EVE)
    correct_mail(clearance=put_right, by=author, given_by="", on=EVE, is_void=True)
    assert of(paper, "legal").state == State.WAITING
    assert Clearance.objects.filter(paper=paper).count() == 3
    assert not list(clearance_problems(paper.council))


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("clearance", "given_by = 'Somebody else'", "differs from the change log in its given by"),
        ("clearance", "verdict = 'returned'", "differs from the change log in its verdict"),
        ("clearance", "digest = 'x'", "is not of the sections that it keeps"),
        ("clearance", "file_digest = 'abc'", "has lost its message"),
        ("clearance", "change_id = NULL", "is in no change of the change log"),
        ("datalock", "data = '{}'", "does not hold the figures that were locked"),
    ],
)
def test_tampering_is_found(paper: Paper, author: User, table: str, change: str, told: str) -> None:
    recorded(paper, author)
    assert not list(clearance_problems(paper.council))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_{table} SET {change}")  # noqa: S608 - our own text
    assert any(told in problem for problem in clearance_problems(paper.council))
