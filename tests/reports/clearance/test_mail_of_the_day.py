"""A message is about the paper that its writer could read: none is recorded that is older than what it clears."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from improvement.services.groups import edit_meeting
from reports.messages import read_message
from reports.models import Clearance, Paper
from reports.papers.collect import collect
from reports.papers.locking import figures_digest, shown_alone
from reports.services.arranging import add_section, remove_section, show_section
from reports.services.classifying import Classing, add_appendix, classify_document
from reports.services.clearing import NotOfThatDay, Said, correct_mail, record_by_mail, token_of
from reports.services.drafting import save_recommendations
from reports.services.locking import lock_data, refresh_figures, release_lock
from reports.services.styling import set_terms
from tests import factories
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, of, write

MAIL = b"From: head@legal.example\r\nSubject: Re: January paper\r\n\r\nCleared.\r\n"
LOCKED, BETWEEN, EDITED = date(2024, 12, 23), date(2024, 12, 27), date(2024, 12, 30)


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    """Locked on Monday 23 December; on Thursday 2 January the clerk records what came by mail."""
    made = factories.paper(factories.plan(eastshire))
    with clock(LOCKED):
        lock_data(paper=made, by=factories.clerk_of(eastshire))
    made.refresh_from_db()
    return made


def by_mail(paper: Paper, by: User, on: date, role: str = "legal", verdict: str = "cleared") -> Clearance:
    standing = of(paper, role)
    return record_by_mail(
        paper=paper,
        role=standing.role,
        by=by,
        said=Said(verdict, "As we spoke." if verdict == "returned" else "", token_of(standing)),
        given_by="Head of Legal",
        on=on,
        message=read_message(MAIL, "Re January.eml"),
    )


def refused(paper: Paper, by: User, on: date, role: str = "legal") -> str:
    with pytest.raises(NotOfThatDay) as told:
        by_mail(paper, by, on, role)
    assert not Clearance.objects.filter(paper=paper).exists()
    return str(told.value)


def rewrite(
    paper: Paper, by: User, on: date, words: str = "Otherwise.", key: str = "implications_legal"
) -> None:
    with clock(on):
        write(paper, key, words, by)


def test_a_message_older_than_the_last_edit_of_its_words_is_refused(paper: Paper, author: User) -> None:
    rewrite(paper, author, EDITED)
    told = refused(paper, author, BETWEEN)
    assert "“Monitoring officer and legal” has changed since: it was last changed on 30 December 2024" in told
    assert by_mail(paper, author, date(2024, 12, 31)).is_cleared


def test_one_of_the_day_of_the_edit_may_have_been_written_after_it(paper: Paper, author: User) -> None:
    rewrite(paper, author, EDITED)
    assert by_mail(paper, author, EDITED).is_cleared


def test_what_others_answer_for_matters_to_them_alone(paper: Paper, author: User) -> None:
    rewrite(paper, author, EDITED, key="purpose")
    assert by_mail(paper, author, BETWEEN).is_cleared
    with pytest.raises(NotOfThatDay):
        by_mail(paper, author, BETWEEN, "governance")


def test_words_put_back_are_those_that_the_message_was_about(paper: Paper, author: User) -> None:
    rewrite(paper, author, date(2024, 12, 28))
    rewrite(paper, author, EDITED, "Words.")
    assert by_mail(paper, author, BETWEEN).is_cleared


def test_words_that_stood_between_two_edits_are_not_cleared_by_a_message_of_then(
    paper: Paper, author: User
) -> None:
    rewrite(paper, author, date(2024, 12, 24), "Between.")
    rewrite(paper, author, EDITED)
    assert "has changed since" in refused(paper, author, BETWEEN)


def test_a_return_is_of_what_its_writer_read_too(paper: Paper, author: User) -> None:
    rewrite(paper, author, EDITED)
    with pytest.raises(NotOfThatDay):
        by_mail(paper, author, BETWEEN, verdict="returned")


def relocked(paper: Paper, by: User) -> None:
    """Refreshed on the day of the edits, when a further action is on record."""
    factories.action(factories.section(paper.plan))
    digest = figures_digest(shown_alone(collect(paper, every_block=True).data))
    with clock(EDITED):
        refresh_figures(paper=paper, by=by, reason="One action more", shown_lock=1, shown_digest=digest)


def test_figures_refreshed_since_are_not_what_the_message_was_about(paper: Paper, author: User) -> None:
    relocked(paper, author)
    assert "30 December 2024" in refused(paper, author, BETWEEN, "governance")
    # The law has no figure in it: its words read as they did.
    assert by_mail(paper, author, BETWEEN).is_cleared


def test_nothing_is_cleared_by_a_message_of_a_day_without_a_lock(paper: Paper, author: User) -> None:
    with clock(date(2024, 12, 24)):
        release_lock(paper=paper, by=author, shown_lock=1)
    with clock(EDITED):
        lock_data(paper=paper, by=author)
    assert "30 December 2024" in refused(paper, author, BETWEEN)
    # What was cleared before was of the same figures.
    assert by_mail(paper, author, LOCKED).is_cleared


Edit = Callable[[Paper, User, User], object]


def _added_and_taken_out(paper: Paper, by: User, administrator: User) -> None:
    made = add_section(paper=paper, by=by, shown_version=paper.version, heading="Ours", after="purpose")
    remove_section(paper=paper, by=by, shown_version=paper.version, key=made.key)


@pytest.mark.parametrize(
    "edit",
    [
        lambda paper, by, administrator: save_recommendations(
            paper=paper, by=by, shown_version=paper.version, texts=["Agree."]
        ),
        lambda paper, by, administrator: show_section(
            paper=paper, by=by, shown_version=paper.version, key="background", shown=False
        ),
        _added_and_taken_out,
        lambda paper, by, administrator: add_appendix(
            paper=paper, by=by, shown_version=paper.version, title="Map", body="Here.", classing=Classing()
        ),
        lambda paper, by, administrator: classify_document(
            paper=paper,
            by=by,
            shown_version=paper.version,
            stem="appendix-1",
            classing=Classing("exempt", 3, "It would tell who is paid what."),
        ),
        lambda paper, by, administrator: set_terms(
            council=paper.council,
            by=administrator,
            shown_version=1,
            terms={"cared for children": "looked after children"},
        ),
        lambda paper, by, administrator: edit_meeting(
            meeting=paper.meeting,
            by=factories.office(paper.council),
            held_on=date(2025, 1, 14),
            update_cutoff=None,
            shown_version=None,
        ),
    ],
    ids=[
        "a list",
        "a section switched off",
        "a section taken out",
        "an appendix",
        "a class",
        "the council's words",
        "the meeting",
    ],
)
def test_every_edit_of_what_governance_answers_for_counts(
    paper: Paper, author: User, administrator: User, edit: Edit
) -> None:
    with clock(EDITED):
        edit(paper, author, administrator)
    paper.refresh_from_db()
    assert "30 December 2024" in refused(paper, author, BETWEEN, "governance")
    assert by_mail(paper, author, EDITED, "governance").is_cleared


def test_a_correction_of_the_day_keeps_to_what_was_cleared(paper: Paper, author: User) -> None:
    rewrite(paper, author, date(2024, 12, 24), "As cleared.")
    with clock(date(2024, 12, 28)):
        entry = by_mail(paper, author, BETWEEN)
    # What was written after it was recorded is not what it cleared.
    rewrite(paper, author, EDITED)
    with pytest.raises(NotOfThatDay, match="24 December 2024"):
        correct_mail(clearance=entry, by=author, given_by="Head of Legal", on=LOCKED)
    put_right = correct_mail(clearance=entry, by=author, given_by="Head of Law", on=date(2024, 12, 26))
    again = correct_mail(clearance=put_right, by=author, given_by="Head of Legal", on=BETWEEN)
    assert (again.as_at, again.given_by) == (BETWEEN, "Head of Legal")


def test_the_page_says_when_it_changed_and_refuses_at_the_day(
    paper: Paper, author: User, client_for: SignedIn, address: Address
) -> None:
    rewrite(paper, author, EDITED)
    desk, url = client_for(author), address("by-mail", role="legal")
    said = (
        "What Legal answers for last changed on 30 December 2024 at 9:00am: “Monitoring officer and legal”."
    )
    assert said in desk.get(url).content.decode()
    page = _posted(desk, url, paper, BETWEEN)
    assert page.status_code == 422
    assert "Error:</span> “Monitoring officer and legal” has changed since" in page.content.decode()
    assert _posted(desk, url, paper, EDITED).status_code == 302
    assert Clearance.objects.get(paper=paper).as_at == EDITED


def _posted(desk: Client, url: str, paper: Paper, on: date) -> Any:
    file = BytesIO(MAIL)
    file.name = "mail.eml"
    facts = {"verdict": "cleared", "given_by": "Head of Legal", "shown_digest": token_of(of(paper, "legal"))}
    day = {f"on_{part}": getattr(on, part) for part in ("day", "month", "year")}
    return desk.post(url, {**facts, **day, "file": file})
