"""This week's digests, as they went out on Monday morning, so that nobody is written to while it is tried out."""

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


def _digests(world: World) -> None:
    nowhere = get_connection("django.core.mail.backends.dummy.EmailBackend")
    remind_members(kind=Reminder.Kind.DIGEST, key=week_of(_MONDAY), councils=[world.council])
    for reminder in Reminder.objects.filter(council=world.council).select_related("council", "user"):
        send(reminder, letter_for, nowhere)
