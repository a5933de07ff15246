"""What the database cannot promise about the steps of papers, reasons for urgency and notices."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import Council
from reports.models import KeyNotice, LateReason, StepTaken

Dated = StepTaken | LateReason | KeyNotice
TOLD: dict[type[Dated], tuple[str, ...]] = {
    StepTaken: ("step", "name", "note", "as_at", "is_void"),
    LateReason: ("reason", "accepted_by", "as_at", "is_void"),
    KeyNotice: ("route", "words", "as_at", "is_void"),
}


def deadline_problems(council: Council) -> Iterator[str]:
    """A sentence for each of these entries of a council that is not as the services leave it."""
    for model, names in TOLD.items():
        for entry in model._default_manager.filter(council=council).select_related(
            "change", "corrects", "paper"
        ):
            label = model._meta.verbose_name or model.__name__
            yield from (f"{str(label).capitalize()} {entry.pk} {wrong}." for wrong in _wrong(entry, names))


def _wrong(entry: Dated, names: tuple[str, ...]) -> Iterator[str]:
    if entry.paper.council_id != entry.council_id:
        yield "is of another council’s paper"
    before: Any = entry.corrects
    if before and (before.pk >= entry.pk or before.paper_id != entry.paper_id):
        yield "corrects itself, a later entry, or one about another paper"
    if entry.change is None:
        yield "is in no change of the change log"
        return
    for name in names:
        value = getattr(entry, name)
        now = value.isoformat() if isinstance(value, date) else value
        if entry.change.after.get(name, now) != now:
            yield f"differs from the change log in its {name.replace('_', ' ')}"
