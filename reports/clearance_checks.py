"""What the database cannot promise about locks and clearances; `clearance_problems` names whatever is amiss."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import Council
from core.file_store import FileDamaged
from reports.models import Clearance, DataLock
from reports.papers import codec, store


def clearance_problems(council: Council) -> Iterator[str]:
    """A sentence for each lock and clearance of a council's papers that is amiss."""
    for lock in DataLock.objects.filter(council=council).select_related("paper").order_by("paper", "number"):
        yield from (f"Data lock {lock.pk} {wrong}." for wrong in _wrong_lock(lock))
    related = ("change", "corrects", "paper", "lock", "role")
    for entry in Clearance.objects.filter(council=council).select_related(*related):
        yield from (f"Clearance {entry.pk} {wrong}." for wrong in _wrong(entry))


def _wrong_lock(lock: DataLock) -> Iterator[str]:
    if lock.paper.council_id != lock.council_id:
        yield "is of another council than its paper"
    if not lock.is_release and codec.digest(lock.data) != lock.data_digest:
        yield "does not hold the figures that were locked"
    if lock.number > 1 and not DataLock.objects.filter(paper=lock.paper_id, number=lock.number - 1).exists():
        yield "does not follow the one before it"


def _wrong(entry: Clearance) -> Iterator[str]:
    if entry.lock.paper_id != entry.paper_id or entry.lock.is_release:
        yield "is of other figures than its paper's"
    if {entry.paper.council_id, entry.role.council_id} != {entry.council_id}:
        yield "is of another council than its paper or its role"
    if entry.digest != codec.digest({key: seen["digest"] for key, seen in entry.seen.items()}):
        yield "is not of the sections that it keeps"
    before: Any = entry.corrects
    if before and (before.pk >= entry.pk or before.role_id != entry.role_id):
        yield "corrects itself, a later entry, or one of another role"
    yield from _file(entry)
    if entry.change is None:
        yield "is in no change of the change log"
        return
    for name, value in entry.told().items():
        now = value.isoformat() if isinstance(value, date) else value
        if name != "role" and entry.change.after.get(name, now) != now:
            yield f"differs from the change log in its {name.replace('_', ' ')}"


def _file(entry: Clearance) -> Iterator[str]:
    try:
        if entry.is_by_mail:
            store.get(entry.file_digest)
    except FileDamaged as damaged:
        yield f"has lost its message: {damaged}"
