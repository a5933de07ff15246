"""Which limits of variance a council set, when, and what each changed of those before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Council
from core.dates import full_moment
from core.money import pounds
from finance.forms.variance import label_of, steps
from finance.models import VarianceLimits
from finance.models.variance import USUAL_LIMITS

Limits = Mapping[str, Mapping[str, Sequence[str | Decimal]]]


@dataclass(frozen=True)
class LimitsSet:
    """Limits as somebody set them: `changes` as (limit, before, since)."""

    by: str
    at: str
    holds_from: date
    changes: tuple[tuple[str, str, str], ...]


def history_of(council: Council) -> list[LimitsSet]:
    """Every time limits were set, newest first; the first of them changed the usual ones. One query."""
    entries = VarianceLimits.objects.filter(council=council).select_related("recorded_by").order_by("id")
    found, before = [], in_words(USUAL_LIMITS)
    for entry in entries:
        now = in_words(entry.limits)
        changes = [
            (label, was, since) for (label, was), (_, since) in zip(before, now, strict=True) if was != since
        ]
        found.append(
            LimitsSet(str(entry.recorded_by), full_moment(entry.recorded_at), entry.as_at, tuple(changes))
        )
        before = now
    return found[::-1]


def in_words(limits: Limits) -> list[tuple[str, str]]:
    """Each limit by the label of its field, as the form says it."""
    words: list[tuple[str, str]] = []
    for level, step in steps():
        percent, sum_ = limits[level][step]
        words.append((label_of(level, step, "percent"), f"{Decimal(percent).normalize():f}"))
        words.append((label_of(level, step, "pounds"), pounds(Decimal(sum_))))
    return words
