"""The spend ledger played again beside the change log: read by `verify_ledger`, one sentence a problem.

Each change that entered spend says what every cell came to after it. So an amount that was changed, and an entry
that was taken away, behind the application's back show themselves.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from accounts.models import Change, Council
from core.money import parse_pounds
from finance.figures import NIL
from finance.models import SpendEntry
from finance.periods import is_period_13, period_name

ENTERED = "entered spend on"
_NOT_ENTERED = "not entered"
# Ordered, and no part of what a cell comes to.
_COMMITMENT = "commitment"

Cell = tuple[int, date]
Standing = dict[Cell, dict[int, SpendEntry]]


def problems(council: Council) -> Iterator[str]:
    """A sentence for each cell that did not come to what the change log saw."""
    changes = Change.objects.filter(council=council, verb=ENTERED).order_by("pk")
    by_change: dict[int | None, list[SpendEntry]] = {}
    for entry in SpendEntry.objects.of(council).order_by("pk"):
        by_change.setdefault(entry.change_id, []).append(entry)
    standing: Standing = {}
    seen = {change.pk: change for change in changes}
    for pk in sorted({*seen, *filter(None, by_change)}):
        entries = by_change.get(pk, [])
        for entry in entries:
            _play(entry, standing)
        if change := seen.get(pk):
            yield from _differences(change, entries, standing)


def _play(entry: SpendEntry, standing: Standing) -> None:
    cell = standing.setdefault((entry.line_id, entry.month), {})
    if entry.corrects_id:
        cell.pop(entry.corrects_id, None)
    if not entry.is_void and entry.kind != _COMMITMENT:
        cell[entry.pk] = entry


def _differences(change: Change, entries: list[SpendEntry], standing: Standing) -> Iterator[str]:
    said: Mapping[str, str] = change.after
    months = {period_name(entry.month): entry.month for entry in entries if _is_period(entry.month)}
    for name, words in said.items():
        if name not in months:
            yield f"The change log says {words} was entered for {change.subject_label} in {name}: no entry does"
            continue
        cell = standing.get((change.subject_id, months[name]), {})
        if not _comes_to(words, cell):
            yield f"{change.subject_label} in {name} does not come to what the change log saw: {words}"
    for name in months.keys() - said.keys():
        yield f"The change log knows nothing of an entry for {change.subject_label} in {name}"


def _is_period(month: date) -> bool:
    """Any other day no entry can have: `ledger_checks` tells of it."""
    return month.day == 1 or is_period_13(month)


def _comes_to(words: str, cell: Mapping[int, SpendEntry]) -> bool:
    if words == _NOT_ENTERED:
        return not any(entry.kind == SpendEntry.Kind.ACTUAL for entry in cell.values())
    try:
        return parse_pounds(words) == sum((entry.amount for entry in cell.values()), NIL)
    except ValueError:
        return False
