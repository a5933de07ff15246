"""This week's digests as they went out on Monday morning, and whatever else was sent, so that nobody is written to
while it is tried out."""

from datetime import date
from functools import partial

from django.core.mail import get_connection

from accounts.models import Reminder
from accounts.reminders import remind_members, send
from improvement.reminders import letter_for, week_of
from reports.demonstration.timeline import Hour
from reports.demonstration.world import World

_MONDAY = date(2024, 12, 30)


def tell_reminders(world: World) -> None:
    world.timeline.on(_MONDAY, Hour.REMINDERS, partial(_digests, world))


def send_nowhere(world: World) -> None:
    """Whatever waits to be sent goes out now, to nobody."""
    nowhere = get_connection("django.core.mail.backends.dummy.EmailBackend")
    waiting = Reminder.objects.filter(council=world.council, state=Reminder.State.WAITING)
    for reminder in waiting.select_related("council", "user"):
        send(reminder, letter_for, nowhere)


def _digests(world: World) -> None:
    remind_members(kind=Reminder.Kind.DIGEST, key=week_of(_MONDAY), councils=[world.council])
    send_nowhere(world)
