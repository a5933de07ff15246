"""The one record of writes: every service ends by calling `record`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import Change, Council, User
from core.ledger import LedgerEntry

_batch: ContextVar[UUID | None] = ContextVar("batch", default=None)


@contextmanager
def one_batch(batch: UUID) -> Iterator[None]:
    """Every change recorded within belongs to this batch, whichever service records it."""
    outer = _batch.set(batch)
    try:
        yield
    finally:
        _batch.reset(outer)


def record(
    verb: str,
    subject: models.Model,
    *,
    council: Council,
    by: User,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    entries: Iterable[LedgerEntry] = (),
    batch: UUID | None = None,
) -> Change:
    """Write down one service call, and tie the ledger entries it appended to it.

    `verb` is past tense and plain ("recorded an update to"); `before` and `after` hold plain values.
    """
    change = Change.objects.create(
        council=council,
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:250],
        before=_plain(before or {}),
        after=_plain(after or {}),
        batch=batch or _batch.get(),
        is_guarded=getattr(subject, "is_guarded", False),
    )
    for entry in entries:
        entry.link_to_change(change)
    return change


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case list() | tuple():
            return [_plain_value(item) for item in value]
        case models.Model():
            return str(value)
    raise TypeError(f"The change log takes plain values, not {type(value).__name__}.")
