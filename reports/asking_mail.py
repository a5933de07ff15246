"""The mail that asks somebody to clear a paper: written as things stand when it is sent, sent once, and one for all the
roles that somebody was asked for together."""

from collections.abc import Iterator

from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string

from accounts.reminders import absolute, belongs
from core.dates import now
from core.words import listed
from reports.access import is_being_written
from reports.models import ClearanceAsk


def send_ask(ask: ClearanceAsk) -> None:
    """Send it, with those of the same person that were put with it and have not been sent, unless it has been sent, the
    paper is published, or its reader has left the council. Raises what the mail server raises; what it asks then stays
    unsent, and asking again sends it."""
    if not _claimed(ask):
        return
    if not belongs(ask.user, ask.council) or not is_being_written(ask.paper):
        return
    asked = [ask, *_put_with(ask)]
    roles = listed(one.role.name for one in asked)
    links = [(one.role.name, _review_of(one)) for one in asked]
    text = render_to_string("reports/clearance_mail.txt", {"ask": ask, "roles": roles, "links": links})
    subject = f"{roles}: please clear “{ask.paper.title}”"
    EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[ask.user.email]).send()
    ClearanceAsk.objects.filter(pk__in=[one.pk for one in asked]).update(sent_at=now())


def _claimed(ask: ClearanceAsk) -> bool:
    """Whether it is ours to send; False where it was sent, or another worker is sending it."""
    unsent = ClearanceAsk.objects.filter(pk=ask.pk, sent_at=None, tries=ask.tries)
    return bool(unsent.update(tries=F("tries") + 1))


def _put_with(ask: ClearanceAsk) -> Iterator[ClearanceAsk]:
    """The others that say the same to the same person, in the order of their roles, claimed."""
    same = {name: getattr(ask, name) for name in ("paper", "user", "asked_by", "asked_on", "by_when", "note")}
    others = ClearanceAsk.objects.filter(sent_at=None, **same).exclude(pk=ask.pk)
    yield from (one for one in others.select_related("role", "council").order_by("pk") if _claimed(one))


def _review_of(ask: ClearanceAsk) -> str:
    return absolute("reports:paper-review", ask.council.slug, ask.paper_id, ask.role.key)
