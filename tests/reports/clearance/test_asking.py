"""The page that asks for clearance, when there is still somebody to ask and when there is nobody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from core.words import listed
from reports.models import ClearanceAsk, Paper
from reports.papers.clearing import standings_of
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, clear

OnCommit = Callable[..., AbstractContextManager[object]]
NOBODY = "there is nobody to ask"


@pytest.fixture
def desk(author: User, client_for: SignedIn) -> Client:
    return client_for(author)


def test_it_offers_the_roles_that_have_not_cleared(desk: Client, paper: Paper, address: Address) -> None:
    page = desk.get(address("ask")).content.decode()
    assert "Ask them" in page
    assert NOBODY not in page


def test_where_every_role_has_cleared_there_is_no_form(
    desk: Client, paper: Paper, reviewer: User, address: Address
) -> None:
    for each in sorted(standings_of(paper), key=lambda standing: standing.role.is_last):
        clear(paper, each.role.key, reviewer)
    page = desk.get(address("ask")).content.decode()
    assert NOBODY in page
    assert "Ask them" not in page
    assert desk.post(address("ask"), {"roles": ["legal"]}).status_code == 422


def asked_of_all(paper: Paper) -> dict[str, object]:
    """Every role asked to clear the paper by 3 January 2025."""
    keys = [each.role.key for each in standings_of(paper)]
    return {"roles": keys, "by_when_day": "3", "by_when_month": "1", "by_when_year": "2025", "note": ""}


def test_who_clears_for_several_roles_has_one_mail_for_all(
    desk: Client,
    paper: Paper,
    reviewer: User,
    legal: User,
    address: Address,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(address("ask"), asked_of_all(paper), follow=True).content.decode()
    people = ClearanceAsk.objects.values("user").distinct().count()
    assert people < ClearanceAsk.objects.count()
    assert f"{people} people are asked by mail, each once for all of their roles." in page
    assert not ClearanceAsk.objects.filter(sent_at=None).exists()
    assert len(mail.outbox) == people
    (letter,) = [one for one in mail.outbox if one.to == [reviewer.email]]
    named = [each.role.name for each in standings_of(paper)]
    assert letter.subject == f"{listed(named)}: please clear “{paper.title}”"
    for each in standings_of(paper):
        assert f"{each.role.name}: http" in letter.body
        assert address("review", role=each.role.key) in letter.body
    (single,) = [one for one in mail.outbox if one.to == [legal.email]]
    assert single.subject == f"Legal: please clear “{paper.title}”"
    assert "as Legal by 3 January 2025." in single.body
    assert "Legal: http" not in single.body


def test_what_a_mail_server_refused_is_sent_whole_when_asked_again(
    desk: Client,
    paper: Paper,
    reviewer: User,
    address: Address,
    django_capture_on_commit_callbacks: OnCommit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> int:
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as refusing, django_capture_on_commit_callbacks(execute=True):
        refusing.setattr(mail.EmailMessage, "send", refuse)
        desk.post(address("ask"), asked_of_all(paper))
    unsent = ClearanceAsk.objects.filter(user=reviewer, sent_at=None)
    assert unsent.count() == len(standings_of(paper))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address("ask"), asked_of_all(paper))
    assert not unsent.exists()
    assert len([one for one in mail.outbox if one.to == [reviewer.email]]) == 1
