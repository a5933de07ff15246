"""The pages of clearance: what each shows to whom, the mail that asks, Home, and how many queries they take."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from improvement.models import Meeting
from reports.models import Clearance, ClearanceAsk, DataLock, Paper
from reports.papers.clearing import State, standings_of
from reports.services.clearing import token_of
from reports.services.locking import lock_data
from tests import factories
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, clear, of, write

OnCommit = Callable[..., AbstractContextManager[object]]
READ = [("clearance", {}), ("review", {"role": "legal"})]
OF_THE_CLERK = [("refresh", {}), ("ask", {}), ("by-mail", {"role": "legal"})]


@pytest.fixture
def desk(author: User, client_for: SignedIn) -> Client:
    return client_for(author)


@pytest.mark.parametrize(("name", "more"), [*READ, *OF_THE_CLERK])
def test_who_sees_which_page(
    name: str,
    more: dict[str, str],
    paper: Paper,
    address: Address,
    client_for: SignedIn,
    legal: User,
    reader: User,
    outsider: User,
    desk: Client,
) -> None:
    url = address(name, **more)
    assert desk.get(url).status_code == 200
    assert client_for(legal).get(url).status_code == (200 if (name, more) in READ else 403)
    assert client_for(reader).get(url).status_code == 403
    assert client_for(outsider).get(url).status_code == 404


def test_the_clerk_locks_and_unlocks(
    paper: Paper, desk: Client, address: Address, legal: User, client_for: SignedIn
) -> None:
    assert desk.get(address("lock")).status_code == 405
    assert client_for(legal).post(address("unlock")).status_code == 403
    desk.post(address("unlock"), {"shown_lock": "1"})
    assert "Lock the figures" in desk.get(address("clearance")).content.decode()
    desk.post(address("lock"))
    desk.post(address("lock"))
    assert DataLock.objects.filter(paper=paper).count() == 3


def test_a_reviewer_reads_their_sections_and_clears(
    paper: Paper, address: Address, legal: User, client_for: SignedIn, author: User
) -> None:
    write(paper, "implications_legal", "The duty of July.", author)
    client, url = client_for(legal), address("review", role="legal")
    page = client.get(url).content.decode()
    assert "The duty of July." in page
    assert address("section", key="implications_legal") in page
    assert client.get(address("section", key="implications_legal")).status_code == 200
    shown = {"shown_digest": token_of(of(paper, "legal")), "comment": ""}
    assert client.post(url, shown | {"verdict": "returned"}).status_code == 422
    assert client.post(url, shown | {"verdict": "cleared"}).status_code == 302
    assert of(paper, "legal").state == State.CLEARED


def test_a_reviewer_sees_what_changed_since_they_cleared_it(
    paper: Paper, address: Address, legal: User, client_for: SignedIn, author: User
) -> None:
    clear(paper, "legal", legal)
    write(paper, "implications_legal", "The duty of July.", author)
    page = client_for(legal).get(address("review", role="legal")).content.decode()
    assert "What has changed since 2 January 2025" in page
    assert "<p>Words.</p>" in page
    assert "<p>The duty of July.</p>" in page


def test_a_stale_answer_keeps_the_comment(
    paper: Paper, address: Address, legal: User, client_for: SignedIn, author: User
) -> None:
    shown = {"shown_digest": token_of(of(paper, "legal")), "comment": "Fine by us.", "verdict": "cleared"}
    write(paper, "implications_legal", "Otherwise.", author)
    page = client_for(legal).post(address("review", role="legal"), shown)
    assert page.status_code == 409
    assert "Fine by us." in page.content.decode()
    assert not Clearance.objects.filter(paper=paper).exists()


def test_a_role_that_is_not_there(desk: Client, address: Address) -> None:
    assert desk.get(address("review", role="poetry")).status_code == 404


def test_the_clerk_asks_by_mail_and_it_is_kept(
    paper: Paper,
    desk: Client,
    address: Address,
    legal: User,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    facts = {
        "roles": ["legal"],
        "by_when_day": "3",
        "by_when_month": "1",
        "by_when_year": "2025",
        "note": "Please.",
    }
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert desk.post(address("ask"), facts).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[legal.email]]
    assert address("review", role="legal") in mail.outbox[0].body
    assert "by 3 January 2025" in mail.outbox[0].body
    asked = ClearanceAsk.objects.get()
    assert asked.sent_at is not None
    page = desk.get(address("clearance")).content.decode()
    assert f"{legal.name} on 2 January 2025, to clear it by 3 January 2025" in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address("ask"), facts | {"by_when_day": "6"})
    assert len(mail.outbox) == 2


def test_home_names_the_papers_that_wait(
    paper: Paper, address: Address, legal: User, client_for: SignedIn, author: User
) -> None:
    client = client_for(legal)
    page = client.get("/eastshire/").content.decode()
    assert "Papers waiting for you (1)" in page
    assert address("review", role="legal") in page
    clear(paper, "legal", legal)
    assert "Papers waiting" not in client.get("/eastshire/").content.decode()
    write(paper, "implications_legal", "Otherwise.", author)
    assert "Papers waiting for you (1)" in client.get("/eastshire/").content.decode()


def test_home_takes_as_many_queries_for_ten_papers_as_for_one(
    paper: Paper, legal: User, client_for: SignedIn, django_assert_max_num_queries: OnCommit
) -> None:
    """Roles and their people, locks, papers with their parts, entries, asks, authors."""
    client = client_for(legal)
    client.get("/eastshire/")
    with django_assert_max_num_queries(45) as one:
        client.get("/eastshire/")
    for at in range(9):
        meeting = Meeting.objects.create(
            council=paper.council, group=paper.meeting.group, held_on=f"2025-02-{at + 10}"
        )
        other = Paper.objects.create(
            council=paper.council,
            slug=f"p{at}",
            plan=paper.plan,
            meeting=meeting,
            title=f"P{at}",
            report_of="D",
        )
        lock_data(paper=other, by=factories.clerk_of(paper.council))
    with django_assert_max_num_queries(len(one.captured_queries)):  # type: ignore[attr-defined]
        assert "Papers waiting for you (10)" in client.get("/eastshire/").content.decode()


def test_the_page_takes_as_many_queries_for_ten_entries_as_for_one(
    paper: Paper, desk: Client, address: Address, reviewer: User, django_assert_max_num_queries: OnCommit
) -> None:
    clear(paper, "legal", reviewer)
    with django_assert_max_num_queries(60) as one:
        desk.get(address("clearance"))
    for standing in standings_of(paper)[:-1]:
        clear(paper, standing.role.key, reviewer, "returned", "Once more.")
    with django_assert_max_num_queries(len(one.captured_queries)):  # type: ignore[attr-defined]
        desk.get(address("clearance"))
