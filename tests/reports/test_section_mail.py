"""Mail to those who write a paper together, of sections given and what is said: to whom, once, and what it says."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Council, Membership, Reminder, User
from accounts.reminders import choose
from core.dates import clock
from reports.models import Paper, PaperSection, SectionComment
from reports.services import authoring, drafting
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

# A Saturday before the paper's meeting, on which no digest is due.
DAY = date(2025, 1, 4)
PAPER = Reminder.Kind.PAPER
Tick = Callable[[], None]


@pytest.fixture
def tick(django_capture_on_commit_callbacks: Any) -> Tick:
    def run() -> None:
        with clock(DAY), django_capture_on_commit_callbacks(execute=True):
            call_command("tick")

    return run


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire))


def give(draft: Paper, by: User, author: User, *keys: str) -> None:
    with clock(DAY):
        authoring.assign_authors(paper=draft, by=by, authors=dict.fromkeys(keys, author), shown={})


def section(draft: Paper, key: str) -> PaperSection:
    return PaperSection.objects.select_related("paper__council").get(paper=draft, key=key)


def say(draft: Paper, by: User, text: str, reply_to: SectionComment | None = None) -> SectionComment:
    with clock(DAY):
        found = drafting.section_of(draft, "background")
        return authoring.comment_on(section=found, by=by, text=text, reply_to=reply_to)


def to(user: User) -> list[Any]:
    """The mail to somebody but for digests and nudges, which are other kinds."""
    texts = Reminder.objects.filter(user=user, kind=PAPER, state=Reminder.State.SENT).values_list("subject")
    return [one for one in mail.outbox if one.to == [user.email] and (one.subject,) in set(texts)]


def test_one_mail_tells_an_author_of_all_sections_given_at_once(
    draft: Paper, clerk: User, legal: User, tick: Tick
) -> None:
    give(draft, clerk, legal, "implications_legal", "background")
    tick()
    tick()
    (letter,) = to(legal)
    assert "2 sections to write" in letter.subject
    for key, heading in (
        ("background", "Background"),
        ("implications_legal", "Monitoring officer and legal"),
    ):
        assert heading in letter.body
        assert reverse("reports:paper-section", args=[draft.council.slug, draft.pk, key]) in letter.body
    assert not to(clerk)


def test_the_last_of_several_mails_tells_of_all(draft: Paper, clerk: User, legal: User, tick: Tick) -> None:
    give(draft, clerk, legal, "background")
    give(draft, clerk, legal, "implications_legal")
    tick()
    assert ["2 sections to write" in letter.subject for letter in to(legal)] == [True]


def test_nobody_is_told_what_they_did_or_what_is_no_longer_so(
    draft: Paper, clerk: User, legal: User, tick: Tick
) -> None:
    give(draft, clerk, clerk, "background")
    give(draft, clerk, legal, "implications_legal")
    key = "implications_legal"
    with clock(DAY):
        authoring.assign_authors(paper=draft, by=clerk, authors={key: None}, shown={key: legal.pk})
    tick()
    assert not to(clerk)
    assert not to(legal)


def test_a_comment_is_told_to_the_author_without_repeating_it(
    draft: Paper, clerk: User, legal: User, officer: User, tick: Tick
) -> None:
    give(draft, clerk, legal, "background")
    tick()
    mail.outbox.clear()
    say(draft, officer, "The second sentence is about one family.")
    tick()
    (letter,) = [one for one in mail.outbox if one.to == [legal.email] and "commented" in one.subject]
    assert f"{officer.name} commented on a section of yours" in letter.subject
    assert "one family" not in letter.body
    assert "Background" in letter.body
    where = reverse("reports:paper-section-comments", args=[draft.council.slug, draft.pk, "background"])
    assert where in letter.body
    assert "/reminders/" in letter.extra_headers["List-Unsubscribe"]


def test_whoever_is_answered_is_told_and_so_are_others_of_the_conversation(
    draft: Paper, clerk: User, legal: User, officer: User, tick: Tick
) -> None:
    begun = say(draft, clerk, "To which month is this?")
    say(draft, legal, "October.", begun)
    say(draft, officer, "November now.", begun)
    tick()
    (letter,) = to(clerk)
    assert letter.subject.startswith("2 comments: ")
    assert f"{legal.name} answered your comment: Background" in letter.body
    assert f"{officer.name} answered your comment: Background" in letter.body
    assert [one.subject.partition(":")[0] for one in to(legal)] == [
        f"{officer.name} answered a comment that you answered"
    ]
    assert not to(officer)


def test_a_comment_names_somebody(
    draft: Paper, clerk: User, officer: User, reader: User, outsider: User, tick: Tick
) -> None:
    say(draft, clerk, f"@{officer.name.upper()} and @{reader.name} and @{outsider.name}: is this so?")
    tick()
    assert [one.subject.partition(":")[0] for one in to(officer)] == [f"{clerk.name} named you in a comment"]
    assert not to(reader)
    assert not to(outsider)


def test_a_settled_comment_is_not_told(draft: Paper, clerk: User, officer: User, tick: Tick) -> None:
    comment = say(draft, clerk, f"@{officer.name}: is this so?")
    with clock(DAY):
        authoring.resolve_comment(comment=comment, by=clerk, resolved=True)
    tick()
    assert not to(officer)


def test_who_stopped_it_or_left_is_not_written_to(
    draft: Paper, clerk: User, legal: User, officer: User, tick: Tick
) -> None:
    choose(user=officer, stopped=[PAPER])
    give(draft, clerk, officer, "background")
    give(draft, clerk, legal, "implications_legal")
    Membership.objects.filter(user=legal).update(ended_on=date(2025, 1, 1))
    tick()
    assert not to(officer)
    assert not to(legal)
    assert Reminder.objects.get(user=legal, kind=PAPER).state == Reminder.State.LAPSED


def test_of_a_closed_paper_the_mail_says_no_more_than_that(
    draft: Paper, clerk: User, legal: User, officer: User, tick: Tick
) -> None:
    Paper.objects.filter(pk=draft.pk).update(classification=Paper.Classification.EXEMPT)
    give(draft, clerk, legal, "background")
    say(draft, clerk, f"@{officer.name}: and this?")
    tick()
    for letter in to(legal):
        assert "not for publication" in letter.subject
        assert draft.title not in letter.body
        assert "Background" not in letter.body
    # An officer does not see what is not for publication, and so hears nothing of it.
    assert not to(officer)


def test_it_is_stopped_on_ones_account(officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    page = client.get(reverse("own-account")).content.decode()
    assert "Sections, comments and returned clearances of papers" in page
    client.post(reverse("own-account"), {"digest": "on", "nudge": "on"})
    officer.refresh_from_db()
    assert officer.reminders_stopped == [PAPER]
