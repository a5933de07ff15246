"""Reminders by mail: who is due one, sent once and only to who belongs to the council, and how they are stopped.
What a reminder says is the business of the app that knows it."""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks.base import Task

from accounts.changes import record
from accounts.jobs import queue
from accounts.models import Council, Membership, Reminder, User
from accounts.models.reminder import MOST_TRIES
from core.dates import now

__all__ = [
    "Letter",
    "absolute",
    "belongs",
    "choose",
    "person_of",
    "queue_waiting",
    "remind",
    "remind_members",
    "send",
]

logger = logging.getLogger(__name__)

_SALT = "accounts.reminders"
State = Reminder.State


@dataclass(frozen=True)
class Letter:
    """What a reminder says: a line of subject, and the text without its foot."""

    subject: str
    text: str


def absolute(name: str, *args: Any) -> str:
    """The address of a page as a mail has to give it."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"


# Who is due one


def remind_members(*, kind: Reminder.Kind, key: str, councils: Iterable[Council] | None = None) -> int:
    """Put down a reminder for each member (of these councils, or of all) who has none of this kind and key yet
    and has not stopped the kind. Gives how many; doing it twice adds none."""
    already = Reminder.objects.filter(council=OuterRef("council"), user=OuterRef("user"), kind=kind, key=key)
    members = Membership.objects.current().filter(user__is_active=True).exclude(Exists(already))
    if councils is not None:
        members = members.filter(council__in=councils)
    owed = {(one.council_id, one.user_id): one for one in members.select_related("user", "council")}
    wanted = [one for one in owed.values() if kind not in one.user.reminders_stopped]
    return sum(_put_down(one.council, one.user, kind, key) for one in wanted)


def remind(*, user: User, council: Council, kind: Reminder.Kind, key: str) -> bool:
    """Put down one person's reminder, unless they have stopped its kind or there is one of this key already. Whether
    it was put down; it goes out with the next tick of the worker."""
    return kind not in user.reminders_stopped and _put_down(council, user, kind, key)


def _put_down(council: Council, user: User, kind: Reminder.Kind, key: str) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(council=council, user=user, kind=kind, key=key)
    except IntegrityError:  # another tick was quicker
        return False
    return True


def queue_waiting(task: Task[..., Any]) -> None:
    """Queue `task(job, reminder's id)` for every reminder whose turn, or next try, has come."""
    for reminder in Reminder.objects.to_try(now()):
        queue(
            kind="reminder",
            key=str(reminder.pk),
            council=reminder.council,
            by=reminder.user,
            task=task,
            arguments=[reminder.pk],
        )


# Sending


def send(
    reminder: Reminder, write: Callable[[Reminder], Letter | None], connection: BaseEmailBackend | None = None
) -> None:
    """Write the letter and send it (by the configured mail server, or another connection), unless it has been
    sent, or its reader has left the council or stopped the kind meanwhile. A refusal of the mail server leaves it
    waiting for another try, until the last."""
    claimed = Reminder.objects.filter(pk=reminder.pk, state=State.WAITING, tries=reminder.tries).update(
        tries=F("tries") + 1, tried_at=now()
    )
    if not claimed:
        return
    if not belongs(reminder.user, reminder.council) or reminder.kind in reminder.user.reminders_stopped:
        _end(reminder, State.LAPSED)
        return
    letter = write(reminder)
    if letter is None:
        _end(reminder, State.NOTHING)
        return
    try:
        _mail(reminder, letter, connection)
    except (SMTPException, OSError):
        logger.exception("Reminder %s could not be sent", reminder.pk)
        if reminder.tries + 1 >= MOST_TRIES:
            _end(reminder, State.FAILED, letter)
    else:
        _end(reminder, State.SENT, letter)


def belongs(user: User, council: Council) -> bool:
    """Whether this person is a member today, as the record of memberships now has it."""
    return Membership.objects.current().filter(user=user, council=council, user__is_active=True).exists()


def _mail(reminder: Reminder, letter: Letter, connection: BaseEmailBackend | None) -> None:
    stop = absolute("reminder-stop", reminder.kind, _token(reminder.user))
    foot = {"reminder": reminder, "stop": stop, "own_account": absolute("own-account")}
    EmailMessage(
        letter.subject,
        letter.text.strip() + "\n\n" + render_to_string("accounts/reminder_foot.txt", foot),
        to=[reminder.user.email],
        connection=connection,
        # One press in the mail program, as RFC 8058 has it.
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ).send()


def _end(reminder: Reminder, state: Reminder.State, letter: Letter | None = None) -> None:
    told = {"subject": letter.subject[:200], "text": letter.text.strip()} if letter else {}
    sent = {"sent_at": now()} if state == State.SENT else {}
    Reminder.objects.filter(pk=reminder.pk).update(
        state=state, address=reminder.user.email if letter else "", **told, **sent
    )


# Stopping


def _token(user: User) -> str:
    return signing.dumps(user.pk, salt=_SALT)


def person_of(token: str) -> User | None:
    """The person whose mail held this token; it never runs out, because old mail is kept."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    except signing.BadSignature:
        return None


@transaction.atomic
def choose(*, user: User, stopped: Collection[str]) -> None:
    """Set which kinds of reminder this person has stopped; doing it twice does nothing more. Written down at each
    of their councils, whose administrator may be asked why nothing came."""
    before, after = sorted(user.reminders_stopped), sorted(stopped)
    if before == after:
        return
    user.reminders_stopped = after
    user.save(update_fields=["reminders_stopped"])
    for council in Council.objects.of(user):
        record(
            "chose the reminders of",
            user,
            council=council,
            by=user,
            before={"stopped": before},
            after={"stopped": after},
        )
