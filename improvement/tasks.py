"""Background work of the plan. Arguments are ids; doing a job twice does nothing more."""

from accounts.jobs import carried_out, task
from accounts.models import Job, Reminder
from accounts.reminders import send
from improvement.reminders import letter_for


@task()
@carried_out
def remind(job: Job, reminder_id: int) -> None:
    """Write one reminder as things now stand, and send it."""
    reminder = Reminder.objects.select_related("council", "user").get(pk=reminder_id, council=job.council)
    send(reminder, letter_for)
