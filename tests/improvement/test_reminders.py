"""Reminders: what is sent, to whom, once; and that it goes through the queue."""

from collections.abc import Callable
from datetime import date, datetime
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from accounts.models import Council, Job, Membership, Reminder, User
from accounts.reminders import choose
from accounts.roles import Role
from core.dates import LONDON, clock
from improvement import services
from improvement.models import Action, EvidenceReview, Group, Section
from tests import factories
from tests.conftest import Person

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 1, 6)
DIGEST, NUDGE = Reminder.Kind.DIGEST, Reminder.Kind.NUDGE
Tick = Callable[..., None]


def at(hour: int, minute: int) -> datetime:
    """A moment of that Monday, in London."""
    return datetime(2025, 1, 6, hour, minute, tzinfo=LONDON)


@pytest.fixture
def tick(django_capture_on_commit_callbacks: Any) -> Tick:
    """Run the worker's minute on a day at nine, or at a moment."""

    def run(on: date | datetime = MONDAY) -> None:
        with clock(on), django_capture_on_commit_callbacks(execute=True):
            call_command("tick")

    return run


@pytest.fixture
def cutoffs(eastshire: Council, programme: User) -> Group:
    """Updates for a committee were due by 13 November and are due again by Thursday 9 January 2025."""
    group = factories.group(eastshire, Group.Kind.COMMITTEE, name="Children and Families Committee")
    for held_on, cutoff in (
        (date(2025, 1, 13), date(2024, 11, 13)),
        (date(2025, 2, 10), date(2025, 1, 9)),
    ):
        services.add_meeting(group=group, by=programme, held_on=held_on, update_cutoff=cutoff)
    return group


def to(user: User) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def test_a_lead_is_told_what_is_asked_of_them_with_full_addresses(
    action: Action, cutoffs: Group, officer: User, tick: Tick
) -> None:
    tick()
    [letter] = to(officer)
    assert letter.subject == "Eastshire, your week: 1 action to update"
    assert f"http://testserver/eastshire/actions/{action.pk}/update/" in letter.body
    assert "IP Ch.1, S.1, action 1: Write practice standards" in letter.body
    assert "are due by 9 January 2025" in letter.body
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http://testserver/account/reminders/digest/")
    assert not {"{", "&"} & set(letter.body)


def test_the_digest_counts_what_is_late_and_what_was_sent_back(
    action: Action, officer: User, chair: User, tick: Tick
) -> None:
    factories.update(action, "at-risk", date(2024, 12, 20))
    piece = factories.evidence(action, date(2024, 12, 20), by=officer, title="Launch list")
    with clock(date(2024, 12, 21)):
        services.review_evidence(
            evidence=piece, by=chair, verdict=EvidenceReview.Verdict.INSUFFICIENT, note="Undated copy."
        )
    tick()
    [letter] = to(officer)
    assert letter.subject == "Eastshire, your week: 1 overdue, 1 evidence returned"
    assert "Launch list\n  Undated copy." in letter.body


def test_the_digest_asks_for_evidence_that_nobody_has_added(
    action: Action, officer: User, tick: Tick
) -> None:
    factories.update(action, "awaiting", date(2024, 12, 20))
    tick()
    [letter] = to(officer)
    assert letter.subject == "Eastshire, your week: 1 without evidence"
    assert "DONE, AND NOTHING TO SHOW IT (1)" in letter.body


def test_whoever_decides_is_told_what_waits(
    action: Action, officer: User, chair: User, programme: User, tick: Tick
) -> None:
    factories.update(action, "at-risk", date(2024, 12, 20))
    factories.date_request(action, date(2025, 3, 31), on=date(2024, 12, 20), by=officer)
    tick()
    for decider in (chair, programme):
        [letter] = to(decider)
        assert letter.subject == "Eastshire, your week: 1 decision"
        assert "New date of 31 March 2025 for IP Ch.1, S.1, action 1" in letter.body
    assert not to(officer), "a date under review asks nothing of its lead"


def test_a_question_and_a_proposed_action_are_told_to_whom_they_concern(
    action: Action, section: Section, officer: User, chair: User, programme: User, person: Person, tick: Tick
) -> None:
    update = factories.update(action, "on-track", date(2024, 12, 20), by=officer)
    with clock(date(2024, 12, 21)):
        services.return_update(update=update, by=chair, question="Which homes were visited?")
        proposer = person(section.council, Role.ADMINISTRATOR)
        services.add_action(
            section=section, by=proposer, number="9", title="Open a hub", original_due=date(2025, 6, 30)
        )
    tick()
    assert "1 question" in to(officer)[0].subject
    assert "Which homes were visited?" in to(officer)[0].body
    assert to(programme)[0].subject == "Eastshire, your week: 1 new action to endorse"
    assert "Open a hub" in to(programme)[0].body
    assert "endorse" not in to(officer)[0].subject


def test_one_digest_a_week_however_often_it_ticks(action: Action, officer: User, tick: Tick) -> None:
    tick(at(6, 59))
    assert not [one for one in to(officer) if "6 January" in one.body]
    for moment in (at(7, 0), at(7, 1), date(2025, 1, 9)):
        tick(moment)
    assert len(to(officer)) == 1
    tick(date(2025, 1, 13))
    assert len(to(officer)) == 2
    assert Reminder.objects.filter(user=officer, state=Reminder.State.SENT).count() == 2


def test_who_has_nothing_to_do_is_not_written_to(officer: User, section: Section, tick: Tick) -> None:
    tick()
    assert mail.outbox == []
    assert Reminder.objects.get(user=officer).state == Reminder.State.NOTHING


def test_one_nudge_two_working_days_before_a_cutoff(
    action: Action, cutoffs: Group, officer: User, chair: User, tick: Tick
) -> None:
    choose(user=officer, stopped=[DIGEST])
    for day in (date(2025, 1, 6), date(2025, 1, 7), date(2025, 1, 8), date(2025, 1, 9), date(2025, 1, 10)):
        tick(day)
    [letter] = to(officer)
    assert letter.subject == "1 action needs an update by 9 January 2025"
    assert "Children and Families Committee of 10 February 2025" in letter.body
    assert Reminder.objects.get(user=officer, kind=NUDGE, key="2025-01-09").sent_at is not None
    assert not [one for one in to(chair) if "update by" in one.subject]


def test_who_has_updated_is_not_nudged(action: Action, cutoffs: Group, officer: User, tick: Tick) -> None:
    factories.update(action, "on-track", date(2025, 1, 2))
    tick(date(2025, 1, 8))
    assert not [one for one in to(officer) if "update by" in one.subject]


@pytest.mark.parametrize(
    "terms",
    [{"ended_on": MONDAY}, {"ended_on": date(2024, 12, 1)}, {"started_on": date(2025, 1, 7)}],
    ids=["left today", "left in December", "begins tomorrow"],
)
def test_nothing_goes_to_who_has_left_or_is_not_there_yet(
    action: Action, cutoffs: Group, officer: User, tick: Tick, terms: dict[str, date]
) -> None:
    Membership.objects.filter(user=officer).update(**terms)
    tick()
    assert mail.outbox == []


def test_who_leaves_between_the_tick_and_the_sending_gets_nothing(
    action: Action, cutoffs: Group, officer: User, tick: Tick
) -> None:
    with clock(MONDAY):
        call_command("tick")  # put down and queued; no commit, so not carried out
    Membership.objects.filter(user=officer).update(ended_on=MONDAY)
    Job.objects.all().delete()
    tick()
    assert mail.outbox == []
    assert Reminder.objects.get(user=officer, kind=DIGEST).state == Reminder.State.LAPSED


def test_of_two_councils_each_is_told_only_its_own(
    action: Action, officer: User, marchshire: Council, tick: Tick
) -> None:
    Membership.objects.create(council=marchshire, user=officer, role="officer", started_on=date(2024, 1, 1))
    theirs = factories.section(factories.plan(marchshire))
    factories.action(theirs, lead=officer, title="Recruit in Marchshire")
    Membership.objects.filter(user=officer, council=marchshire).update(ended_on=date(2025, 1, 1))
    tick()
    assert [one.subject for one in to(officer)] == ["Eastshire, your week: 1 action to update"]
    assert "Marchshire" not in to(officer)[0].body


def test_what_is_stopped_does_not_come(action: Action, cutoffs: Group, officer: User, tick: Tick) -> None:
    choose(user=officer, stopped=[DIGEST, NUDGE])
    tick(date(2025, 1, 8))
    assert mail.outbox == []
    assert not Reminder.objects.filter(user=officer).exists()


def test_a_mail_that_does_not_get_out_is_tried_again(
    action: Action, officer: User, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise SMTPException("Try later")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        tick(at(9, 0))
        tick(at(9, 10))
    waiting = Reminder.objects.get(user=officer)
    assert (waiting.state, waiting.tries) == (Reminder.State.WAITING, 1)
    tick(at(9, 31))
    assert len(to(officer)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries) == (Reminder.State.SENT, 2)


def test_after_the_last_try_the_administrator_can_see_it(
    action: Action, officer: User, tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    for hour in range(8, 16):
        tick(at(hour, 0))
    failed = Reminder.objects.get(user=officer)
    assert (failed.state, failed.tries) == (Reminder.State.FAILED, 5)
