from django.conf import settings
from django.db import models

from accounts.models.council import CouncilOwned
from core.dates import now


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
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    # Real time, not the demonstration's clock: it tells whether a worker still lives.
    seen_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "key"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_open_job_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_state_display()}"
