"""The mail that asks somebody to clear a paper: written as things stand when it is sent, and sent once."""

from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string

from accounts.reminders import absolute, belongs
from core.dates import now
from reports.access import is_being_written
from reports.models import ClearanceAsk


def send_ask(ask: ClearanceAsk) -> None:
    """Send it, unless it has been sent, the paper is published, or its reader has left the council. Raises what the
    mail server raises; the ask then stays unsent, and asking again sends it."""
    claimed = ClearanceAsk.objects.filter(pk=ask.pk, sent_at=None, tries=ask.tries)
    if not claimed.update(tries=F("tries") + 1):
        return
    if not belongs(ask.user, ask.council) or not is_being_written(ask.paper):
        return
    link = absolute("reports:paper-review", ask.council.slug, ask.paper_id, ask.role.key)
    text = render_to_string("reports/clearance_mail.txt", {"ask": ask, "link": link})
    subject = f"{ask.role.name}: please clear “{ask.paper.title}”"
    EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[ask.user.email]).send()
    ClearanceAsk.objects.filter(pk=ask.pk).update(sent_at=now())
