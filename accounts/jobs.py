"""Background work that somebody waits for: queued once, seen while it runs, taken up again after a crash.

A task is written as `@task() @carried_out def render(job, paper_id)` and queued with `queue(...)`.
"""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task

from accounts.models import Council, Job, User

# The one place that knows which library runs the tasks: every app takes `task` from here.
__all__ = ["carried_out", "done", "failed", "progress", "queue", "running", "take_up_abandoned", "task"]

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
GAVE_UP = "It was begun three times and never finished. Ask your administrator to look at the server's log."


def queue(
    *,
    kind: str,
    key: str,
    council: Council,
    by: User,
    task: Task[..., Any],
    arguments: Sequence[Any] = (),
    result_url: str = "",
) -> Job:
    """Ask for a piece of work. While the same work (council, kind, key) is open, that job is returned.

    `arguments` are plain ids; the task receives the job's id before them. It is enqueued on commit.
    """
    wanted = {"council": council, "kind": kind, "key": key}
    try:
        with transaction.atomic():
            job = Job.objects.create(
                **wanted,
                task=task.module_path,
                arguments=list(arguments),
                result_url=result_url,
                asked_by=by,
                seen_at=Now(),
            )
    except IntegrityError:
        if already := Job.objects.open().filter(**wanted).first():
            return already
        # It ended between the two statements, so this is a new piece of work after all.
        return queue(
            kind=kind, key=key, council=council, by=by, task=task, arguments=arguments, result_url=result_url
        )
    transaction.on_commit(lambda: _enqueue(job))
    return job


def running(job_id: int) -> Job | None:
    """Claim a queued job; None when somebody else has, or it is over, so that a task runs once."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, seen_at=Now(), error=""
    )
    return Job.objects.select_related("council", "asked_by").get(pk=job_id) if claimed else None


def progress(job: Job, percent: int, step: str) -> None:
    """Say how far it is. Call it at least once a minute: silence is taken for death."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        progress=min(max(percent, 0), 100), step=step[:200], seen_at=Now()
    )


def done(job: Job, *, result_url: str = "") -> None:
    finished = {"state": Job.State.DONE, "progress": 100, "step": "", "seen_at": Now()}
    if result_url:
        finished["result_url"] = result_url
    Job.objects.filter(pk=job.pk).update(**finished)


def failed(job: Job, sentence: str) -> None:
    """End a job with a sentence for the person who waits."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error=sentence, seen_at=Now())


def carried_out(body: Callable[..., str | None]) -> Callable[..., None]:
    """Turn `body(job, *arguments) -> result address or None` into a task body that keeps the job's state."""

    @wraps(body)
    def carry_out(job_id: int, *arguments: Any) -> None:
        job = running(job_id)
        if job is None:
            return
        try:
            result_url = body(job, *arguments)
        except Exception:
            logger.exception("Job %s (%s) failed", job.pk, job)
            failed(job, f"Something went wrong on our side. If you ask for help, quote job {job.pk}.")
        else:
            done(job, result_url=result_url or "")

    return carry_out


def take_up_abandoned() -> tuple[int, int]:
    """Queue again what a killed worker left or the queue lost; give up after three attempts.

    Safe to call at any time and from several places: gives how many were queued again and given up.
    """
    given_up = Job.objects.left_by_a_dead_worker().filter(attempts__gte=MOST_ATTEMPTS)
    lost = given_up.update(state=Job.State.FAILED, error=GAVE_UP)
    silent = (Job.objects.left_by_a_dead_worker(), Job.objects.never_begun())
    return sum(_queue_again(job, among) for among in silent for job in among), lost


def _queue_again(job: Job, silent: QuerySet[Job]) -> bool:
    # Only whoever wins this update enqueues it, so that two ticks at once do so once: the first of them ends its
    # silence. The moment itself is not compared: SQLite writes Now() in milliseconds, and Python in microseconds.
    won = silent.filter(pk=job.pk).update(state=Job.State.QUEUED, seen_at=Now())
    if won:
        transaction.on_commit(lambda: _enqueue(job))
    return bool(won)


def _enqueue(job: Job) -> None:
    import_string(job.task).enqueue(job.pk, *job.arguments)
