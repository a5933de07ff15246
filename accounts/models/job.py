from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models.council import CouncilOwned
from core.dates import now

# A worker that has said nothing for this long is taken for dead.
SILENCE = timedelta(minutes=2)
# A job nobody has begun for this long may have lost its place in the queue.
UNCLAIMED = timedelta(minutes=10)


class JobQuerySet(models.QuerySet["Job"]):
    """Silence is measured by the database's own clock: one for all workers, and real in a demonstration."""

    def open(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def left_by_a_dead_worker(self) -> Self:
        return self.filter(state=Job.State.RUNNING, seen_at__lt=Now() - SILENCE)

    def never_begun(self) -> Self:
        return self.filter(state=Job.State.QUEUED, seen_at__lt=Now() - UNCLAIMED)


class Job(CouncilOwned):
    """A piece of background work that somebody waits for, with its progress in words and per cent."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to start"
        RUNNING = "running", "Running"
        DONE = "done", "Finished"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40)
    # The same work is never queued twice: the key says what it would make.
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    # What to run, as a dotted path, and with what: it is queued anew when its worker was killed.
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=list)
    result_url = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    # Real time, not the demonstration's clock: it tells whether a worker still lives.
    seen_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "key"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_open_job_a_key",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_state_display()}"
