"""What a corrected version prints of why it was corrected is cleared with the title block."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.dates import clock
from reports.messages import read_message
from reports.models import Paper, PublicationEvent
from reports.papers.clearing import State
from reports.services.clearing import NotOfThatDay, Said, record_by_mail, token_of
from reports.services.versions import take_up_for_correction, undo_event
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, clear, of
from tests.reports.papers.scenario import publish

MAIL = b"From: head@council.example\r\nSubject: Re: Correction\r\n\r\nCleared.\r\n"
WHY = "The number of families helped was wrong."
PUBLISHED, FOUND, NOW = date(2025, 1, 2), date(2025, 1, 6), date(2025, 1, 7)


@pytest.fixture
def published(paper: Paper) -> Paper:
    publish(paper, on=PUBLISHED)
    paper.refresh_from_db()
    return paper


@pytest.fixture
def taken_up(published: Paper, author: User) -> Paper:
    take_up(published, author)
    return published


def take_up(paper: Paper, by: User, why: str = WHY) -> PublicationEvent:
    paper.refresh_from_db()
    with clock(FOUND):
        event = take_up_for_correction(paper=paper, by=by, shown_version=paper.version, reason=why)
    assert event is not None
    return event


def states(paper: Paper) -> dict[str, State]:
    with clock(NOW):
        return {
            key: of(paper, key).state for key in ("governance", "finance", "legal") if of(paper, key).entry
        }


def test_it_reopens_governance_alone(taken_up: Paper, reviewer: User) -> None:
    assert states(taken_up) == {
        "governance": State.REOPENED,
        "finance": State.CLEARED,
        "legal": State.CLEARED,
    }
    assert f"Why version 2 corrects version 1: {WHY}" in of(taken_up, "governance").sections["title"].text
    with clock(NOW):
        clear(taken_up, "governance", reviewer)
    assert states(taken_up)["governance"] == State.CLEARED


def test_what_was_cleared_of_it_holds_once_it_is_published(taken_up: Paper, author: User) -> None:
    publish(taken_up, on=NOW)
    assert set(states(taken_up).values()) == {State.CLEARED}
    take_up(taken_up, author, "A name was spelt wrongly.")
    assert states(taken_up)["governance"] == State.REOPENED


def test_given_up_it_is_cleared_as_it_was(published: Paper, author: User) -> None:
    event = take_up(published, author)
    with clock(NOW):
        undo_event(event=event, by=author, reason="The figure was right.")
    assert set(states(published).values()) == {State.CLEARED}


@pytest.mark.parametrize(("day", "is_taken"), [(PUBLISHED, False), (FOUND, True)])
def test_a_message_from_before_the_reason_was_given_is_refused(
    taken_up: Paper, author: User, day: date, is_taken: bool
) -> None:
    with clock(NOW):
        standing = of(taken_up, "governance")
        facts: dict[str, Any] = {
            "role": standing.role,
            "by": author,
            "given_by": "Head of Governance",
            "on": day,
        }
        said = Said("cleared", "", token_of(standing))
        message = read_message(MAIL, "Re correction.eml")
        if is_taken:
            assert record_by_mail(paper=taken_up, said=said, message=message, **facts).is_cleared
        else:
            with pytest.raises(NotOfThatDay, match="Title block"):
                record_by_mail(paper=taken_up, said=said, message=message, **facts)


def test_the_reviewer_reads_it_and_the_clerk_is_told_who_is_awaited(
    taken_up: Paper, reviewer: User, author: User, address: Address, client_for: SignedIn
) -> None:
    with clock(NOW):
        page = client_for(reviewer).get(address("review", role="governance")).text
        assert WHY in page
        clerk: Client = client_for(author)
        assert "Governance" in clerk.get(address("checks")).text
