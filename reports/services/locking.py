"""Locking a paper's figures for its reviewers, renewing them, and letting them go again until it is published."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.changes import record
from accounts.models import User
from core.dates import now
from reports.access import may_lock_paper
from reports.models import DataLock, Paper
from reports.papers import codec
from reports.papers.clearing import lock_of
from reports.papers.collect import collect, read_one_moment
from reports.papers.data import Collected
from reports.papers.locking import data_of, figures_digest, shown_alone, with_words_of
from reports.papers.sections_seen import figure_values, shown_by


class LockChanged(Exception):
    """Somebody else locked, renewed or released the figures, or the record changed, since they were shown."""

    def __init__(self) -> None:
        super().__init__(
            "The figures, or their lock, have changed since this page was shown. Look at it again."
        )


Given = ParamSpec("Given")
Made = TypeVar("Made")


def once_more_if_overtaken(service: Callable[Given, Made]) -> Callable[Given, Made]:
    """A service that reads one moment does not see who was quicker than it: PostgreSQL refuses its write then, and it
    is done again upon what they left. Within somebody else's transaction the refusal stands."""

    @wraps(service)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if connection.in_atomic_block:
            return service(*args, **kwargs)
        try:
            return service(*args, **kwargs)
        except (IntegrityError, OperationalError):
            return service(*args, **kwargs)

    return done


@once_more_if_overtaken
@transaction.atomic
def lock_data(*, paper: Paper, by: User) -> DataLock:
    """Store the paper's figures as they are now known; from then on everything shows these. Where they are locked
    already, that lock is given and nothing more happens. Raises PermissionDenied."""
    _begin(paper, by)
    if standing := lock_of(paper):
        return standing
    lock = _append(paper, by, **_figures(collect(paper, every_block=True)))
    record("locked the figures of", paper, council=paper.council, by=by, after=_told(lock))
    return lock


@once_more_if_overtaken
@transaction.atomic
def refresh_figures(*, paper: Paper, by: User, reason: str, shown_lock: int, shown_digest: str) -> DataLock:
    """Renew the lock with the figures as they are now known, which `shown_digest` names as they were shown. The same
    figures once more give the lock that stands.

    Raises PermissionDenied, LockChanged, and ValueError without a reason.
    """
    _begin(paper, by)
    standing = lock_of(paper)
    if standing is None or standing.number != shown_lock:
        raise LockChanged
    if not reason.strip():
        raise ValueError("Say why the figures are refreshed")
    collected = collect(paper, every_block=True)
    digest = figures_digest(shown_alone(collected.data))
    if digest != shown_digest:
        raise LockChanged
    if digest == figures_digest(shown_alone(with_words_of(data_of(standing), collected.data))):
        return standing
    lock = _append(paper, by, reason=reason.strip(), **_figures(collected))
    record(
        "refreshed the figures of",
        paper,
        council=paper.council,
        by=by,
        before=_told(standing),
        after=_told(lock) | {"reason": lock.reason},
    )
    return lock


@once_more_if_overtaken
@transaction.atomic
def release_lock(*, paper: Paper, by: User, shown_lock: int, reason: str = "") -> None:
    """Let the figures live again; nothing counts as cleared until they are locked. Doing it twice does nothing more.
    Raises PermissionDenied, and LockChanged when another lock stands than was shown."""
    _begin(paper, by)
    standing = lock_of(paper)
    if standing is None:
        return
    if standing.number != shown_lock:
        raise LockChanged
    _append(paper, by, is_release=True, known_at=now(), reason=reason.strip())
    record(
        "released the figures of",
        paper,
        council=paper.council,
        by=by,
        before=_told(standing),
        after={"lock": 0, "reason": reason.strip()},
    )


def _begin(paper: Paper, by: User) -> None:
    """One at a time, and only who may. The moment comes first: it can be set before anything is read, and no later."""
    read_one_moment()
    if not may_lock_paper(by, paper):
        raise PermissionDenied
    Paper.objects.select_for_update().get(pk=paper.pk)


def _figures(collected: Collected) -> dict[str, Any]:
    data = replace(collected.data, clearances=(), lock=0)
    return {
        "data": codec.to_json(data),
        "data_digest": codec.digest(data),
        "shown": shown_by(data),
        "figures": figure_values(data),
        "known_at": collected.known_at,
    }


def _append(paper: Paper, by: User, **facts: Any) -> DataLock:
    last = DataLock.objects.without_data().filter(paper=paper).order_by("-number").first()
    return DataLock.objects.create(
        council=paper.council, paper=paper, number=last.number + 1 if last else 1, locked_by=by, **facts
    )


def _told(lock: DataLock) -> dict[str, Any]:
    return {"lock": lock.number, "known_at": lock.known_at, "digest": lock.data_digest}
