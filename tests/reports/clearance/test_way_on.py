"""The page of a draft says how far it is and what comes next, to each who works on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from improvement.services.editing import note_published
from reports.models import Document, Paper
from reports.papers.clearing import standings_of
from reports.published import packs
from reports.services.asking import ask_for_clearance
from reports.services.locking import release_lock
from reports.way_on import Leg, NextStep
from tests import factories
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import EVE, Address, clear, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(author: User, client_for: SignedIn) -> Client:
    return client_for(author)


def next_of(client: Client, address: Address) -> NextStep:
    step: NextStep = client.get(address("detail")).context["next_step"]
    return step


def states(client: Client, address: Address) -> list[str]:
    legs: Sequence[Leg] = client.get(address("detail")).context["legs"]
    return [leg.state for leg in legs]


def test_while_the_figures_live_it_is_written_first_and_then_locked(
    paper: Paper, author: User, desk: Client, address: Address
) -> None:
    release_lock(paper=paper, by=author, shown_lock=1)
    write(paper, "purpose", "", author)
    assert states(desk, address) == ["now", "ahead", "ahead", "ahead"]
    step = next_of(desk, address)
    assert step.label == "Write “Purpose of report”"
    assert desk.get(step.href).status_code == 200
    write(paper, "purpose", "What it is for.", author)
    step = next_of(desk, address)
    assert (step.label, step.posts) == ("Lock the figures", True)
    assert desk.post(step.href).status_code == 302
    assert next_of(desk, address).label == "Ask for clearance"


def test_a_locked_paper_waits_for_its_reviewers_by_name(
    paper: Paper, author: User, desk: Client, address: Address
) -> None:
    step = next_of(desk, address)
    assert step.label == "Ask for clearance"
    assert "Legal" in step.words
    assert "Cleared 0 of" in desk.get(address("detail")).content.decode()
    roles = [each.role for each in standings_of(paper)]
    factories.reviewer_of(paper.council)
    ask_for_clearance(paper=paper, by=author, roles=roles, by_when=EVE)
    assert next_of(desk, address).label == "Ask them again"


def test_a_reviewer_is_sent_to_what_they_answer_for(
    paper: Paper, legal: User, client_for: SignedIn, address: Address
) -> None:
    reviewer = client_for(legal)
    step = next_of(reviewer, address)
    assert step.label == "Clear it as Legal"
    assert reviewer.get(step.href).status_code == 200
    clear(paper, "legal", legal)
    step = next_of(reviewer, address)
    assert (step.label, "waits for" in step.words) == ("", True)


def test_what_was_returned_comes_before_asking_again(
    paper: Paper, legal: User, desk: Client, address: Address
) -> None:
    clear(paper, "legal", legal, "returned", "Say under which section.")
    step = next_of(desk, address)
    assert (step.words, step.label) == ("Legal returned it.", "See what was returned")


def test_who_locked_it_is_told_by_mail_and_at_home_that_it_was_returned(
    paper: Paper, author: User, legal: User, desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    home = f"/{paper.council.slug}/"
    assert "Returned by" not in desk.get(home).content.decode()
    entry = clear(paper, "legal", legal, "returned", "Not our words on the lease.")
    assert "Returned by Legal" in desk.get(home).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tick")
    letter = next(one for one in mail.outbox if one.subject == "Legal returned: “Progress update”")
    assert letter.to == [author.email]
    assert "/clearance/" in letter.body
    assert entry.comment not in letter.body
    clear(paper, "legal", legal)
    assert "Returned by" not in desk.get(home).content.decode()


def test_what_was_put_right_before_the_mail_went_is_not_told(
    paper: Paper, legal: User, django_capture_on_commit_callbacks: Any
) -> None:
    clear(paper, "legal", legal, "returned", "Not our words on the lease.")
    clear(paper, "legal", legal)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tick")
    assert not [one for one in mail.outbox if one.subject.startswith("Legal returned")]


def test_a_cleared_paper_is_published_next(paper: Paper, desk: Client, address: Address) -> None:
    factories.cleared(paper)
    assert states(desk, address)[1:] == ["done", "done", "now"]
    assert next_of(desk, address).label == "Publish"
    assert desk.get(next_of(desk, address).href).status_code == 200


def test_the_last_is_asked_to_approve_once_the_others_have_cleared(
    paper: Paper, address: Address, client_for: SignedIn, reviewer: User
) -> None:
    last = next(each.role for each in standings_of(paper) if each.role.is_last)
    factories.cleared(paper, besides=[last.key])
    assert next_of(client_for(reviewer), address).label == "Approve it"


def test_who_may_refresh_the_figures_is_told_that_the_record_moved_on(
    paper: Paper, desk: Client, address: Address, legal: User, client_for: SignedIn, marchshire: Council
) -> None:
    later, told = date(2025, 1, 3), "written to since the figures were locked"
    with clock(later):
        factories.inspection(marchshire, on=later)
        write(paper, "purpose", "Other words.", factories.clerk_of(paper.council))
        # Publishing another paper notes that the plan's actions have been shown, which changes no figure of this one.
        factories.action(factories.section(paper.plan))
        note_published(plan=paper.plan, by=legal, as_at=later, on=later)
        assert told not in desk.get(address("detail")).content.decode()
        factories.inspection(paper.council, on=later)
        page = desk.get(address("detail")).content.decode()
        assert f"{told}, last on 3 January 2025" in page
        assert address("refresh") in page
        assert told not in client_for(legal).get(address("detail")).content.decode()


def test_of_each_document_the_page_of_the_web_is_offered_first() -> None:
    files = [Document(title="Report", stem="report", format=form) for form in ("docx", "html", "pdf")]
    ((_, rows, _),) = packs(files)
    assert [row.format for row in rows] == ["html", "pdf", "docx"]
