"""Caseload standards: added, changed from a day on, corrected, taken out."""

from datetime import date
from typing import cast

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date
from improvement.services.rules import Refusals, allow, append
from workforce.access import may_manage_posts
from workforce.models import CaseloadStandard
from workforce.sense import why_senseless

_NOT_ALLOWED = "Only those who manage posts may record standards."


class StaleStandard(Exception):
    """Somebody else has recorded a standard of the same role since the form was shown: `newest`."""

    def __init__(self, newest: CaseloadStandard) -> None:
        super().__init__(f"{newest} was recorded since the form was shown.")
        self.newest = newest


def newest_of(council: Council, applies_to: str, is_aspiration: bool) -> CaseloadStandard | None:
    """What was recorded of a role last, whatever became of it."""
    recorded = CaseloadStandard.objects.of(council).filter(applies_to=applies_to, is_aspiration=is_aspiration)
    return recorded.select_related("recorded_by").order_by("-pk").first()


@transaction.atomic
def add_standard(
    *,
    council: Council,
    by: User,
    applies_to: str,
    counts: str,
    low: int,
    high: int,
    source: str,
    from_date: date,
    kind: str = CaseloadStandard.Kind.CASES,
    is_aspiration: bool = False,
    order: int | None = None,
    note: str = "",
    corrects: CaseloadStandard | None = None,
    shown: int | None = None,
) -> CaseloadStandard:
    """How many of what (`counts`) one person should hold, from `low` to `high`, from a day on. The same role once
    more is a change from its own day; with `corrects`, what should have been recorded instead. `shown`
    is what was recorded of the role last when the form was shown (its id). What stands already is returned. Raises
    PermissionDenied, StaleStandard, and ValidationError naming the fields."""
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=council.pk)
    if corrects:
        applies_to, is_aspiration = corrects.applies_to, corrects.is_aspiration
    standing = CaseloadStandard.objects.of(council).standing(None)
    alike = list(standing.filter(applies_to=applies_to.strip(), is_aspiration=is_aspiration))
    facts = (kind, counts, low, high, source)
    for one in alike:
        if one.as_at == from_date and facts == (one.kind, one.counts, one.low, one.high, one.source):
            return one
    newest = newest_of(council, applies_to.strip(), is_aspiration)
    if shown is not None and newest and newest.pk != shown:
        raise StaleStandard(newest)
    if order is None:
        order = alike[0].order if alike else standing.count() + 1
    standard = CaseloadStandard(
        council=council,
        applies_to=applies_to.strip(),
        kind=kind,
        counts=counts,
        low=low,
        high=high,
        source=source,
        as_at=from_date,
        is_aspiration=is_aspiration,
        order=order,
        note=note,
        recorded_by=by,
        corrects=corrects,
    )
    _check(standard, alike)
    append(standard)
    after = {"low": low, "high": high, "counts": counts, "source": source, "from": from_date, "note": note}
    before = {"low": corrects.low, "high": corrects.high, "from": corrects.as_at} if corrects else None
    verb = "corrected the standard" if corrects else "added the standard"
    record(verb, standard, council=council, by=by, before=before, after=after, entries=[standard])
    return standard


def _check(standard: CaseloadStandard, alike: list[CaseloadStandard]) -> None:
    refused = Refusals()
    corrects = cast(CaseloadStandard | None, standard.corrects)
    refused.when(standard.low < 1, "low", "A standard begins at 1 or more.")
    refused.when(standard.high < standard.low, "high", "The upper end must be at least the lower end.")
    senseless = why_senseless(standard.as_at)
    refused.when(bool(senseless), "from_date", senseless)
    taken = any(one.as_at == standard.as_at and one != corrects for one in alike)
    words = (
        f"{standard.applies_to} has a standard from {full_date(standard.as_at)} already. Correct that one."
    )
    refused.when(taken, "from_date", words)
    if corrects:
        refused.when(not standard.note.strip(), "note", "Say what was wrong")
        refused.when(bool(_replaced(corrects)), "note", _replaced(corrects))
    refused.raise_any()


def _replaced(standard: CaseloadStandard) -> str:
    """Who has put it right meanwhile, and how; empty where nobody has."""
    other = CaseloadStandard.objects.filter(corrects=standard).select_related("recorded_by").first()
    if other is None:
        return ""
    now = "taken it out" if other.is_void else f"corrected it to {other.low} to {other.high} {other.counts}"
    return f"{other.recorded_by.name} has {now} meanwhile."


@transaction.atomic
def void_standard(*, standard: CaseloadStandard, by: User, note: str) -> CaseloadStandard:
    """Take out a standard that was never one, saying why. Raises PermissionDenied, and ValidationError."""
    council = standard.council
    allow(may_manage_posts(by, council), _NOT_ALLOWED)
    Council.objects.select_for_update().get(pk=council.pk)
    refused = Refusals()
    refused.when(not note.strip(), "note", "Say what was wrong")
    refused.when(bool(_replaced(standard)), "note", _replaced(standard))
    refused.raise_any()
    kept = ("applies_to", "kind", "counts", "low", "high", "source", "as_at", "is_aspiration", "order")
    facts = {name: getattr(standard, name) for name in kept}
    void = CaseloadStandard(
        council=council, note=note, recorded_by=by, corrects=standard, is_void=True, **facts
    )
    append(void)
    before = {"said": str(standard)}
    record("took out the standard", standard, council=council, by=by, before=before, entries=[void])
    return void
