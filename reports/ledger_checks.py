"""What the database cannot promise about papers before and after their meeting. `problems` names whatever is amiss."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import Council
from reports.clearance_checks import clearance_problems
from reports.deadline_checks import deadline_problems
from reports.models import Reason, Resolution
from reports.papers.finding import digest_of
from reports.version_checks import version_problems

TOLD = ("number", "outcome", "words", "minute", "as_at", "is_void")


def problems(council: Council) -> Iterator[str]:
    """A sentence for each entry about this council's papers that is not as the services leave it."""
    related = ("change", "corrects", "paper__meeting", "publication")
    for entry in Resolution.objects.filter(council=council).select_related(*related):
        yield from (f"Resolution {entry.pk} {wrong}." for wrong in _wrong(entry))
    dated = Resolution.objects.filter(council=council).standing()
    for pk in dated.filter(as_at__lt=F("paper__meeting__held_on")).values_list("pk", flat=True):
        yield f"Resolution {pk} is as at a day before the meeting."
    yield from deadline_problems(council)
    yield from version_problems(council)
    yield from clearance_problems(council)
    for reason in Reason.objects.filter(council=council).select_related("change", "corrects", "paper"):
        yield from (f"Reason {reason.pk} {wrong}." for wrong in _wrong_reason(reason))


def _wrong_reason(entry: Reason) -> Iterator[str]:
    if entry.paper.council_id != entry.council_id:
        yield "is of another council's paper"
    before: Any = entry.corrects
    if before and (before.pk >= entry.pk or before.digest != entry.digest):
        yield "withdraws itself, a later entry, or one about something else"
    if entry.digest != digest_of(entry.code, entry.about):
        yield "is not about what it says it answers"
    if entry.change is None:
        yield "is in no change of the change log"
        return
    told = entry.change.before if entry.is_void else entry.change.after
    if told.get("reason") != entry.words or entry.about not in told.get("warnings", ()):
        yield "differs from the change log"


def _wrong(entry: Resolution) -> Iterator[str]:
    if entry.publication.paper_id != entry.paper_id or entry.paper.council_id != entry.council_id:
        yield "is of another paper than its publication"
    if not 1 <= entry.number <= len(entry.publication.data["recommendations"]):
        yield "is on a recommendation that was not published"
    before: Any = entry.corrects
    if before and (
        before.pk >= entry.pk or (before.paper_id, before.number) != (entry.paper_id, entry.number)
    ):
        yield "corrects itself, a later entry, or one about something else"
    if entry.change is None:
        yield "is in no change of the change log"
        return
    for name in TOLD:
        value = getattr(entry, name)
        now = value.isoformat() if isinstance(value, date) else value
        if entry.change.after.get(name, now) != now:
            yield f"differs from the change log in its {name.replace('_', ' ')}"
