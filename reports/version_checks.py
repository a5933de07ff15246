"""What the database cannot promise about versions of papers and what was done about them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import Council
from reports.models import Publication, PublicationEvent
from reports.services.versions import told

Kind = PublicationEvent.Kind


def version_problems(council: Council) -> Iterator[str]:
    """A sentence for each entry and each version of this council that is not as the services leave it."""
    related = ("change", "corrects", "paper", "publication")
    for event in PublicationEvent.objects.filter(council=council).select_related(*related):
        yield from (f"Publication event {event.pk} {wrong}." for wrong in _wrong(event))
    numbers: dict[int, list[int]] = {}
    for paper, number in Publication.objects.filter(council=council).values_list("paper", "number"):
        numbers.setdefault(paper, []).append(number)
    for paper, found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"The versions of paper {paper} do not count from 1."


def _wrong(event: PublicationEvent) -> Iterator[str]:
    if event.paper.council_id != event.council_id:
        yield "is of another council's paper"
    of_version = event.kind in (Kind.CORRECTION, Kind.WITHDRAWAL)
    if of_version != bool(event.publication) or (of_version and not event.reason):
        yield "names no version or no reason"
    if event.publication and event.publication.paper_id != event.paper_id:
        yield "is of another paper than its version"
    before: Any = event.corrects
    if before and (before.pk >= event.pk or before.publication_id != event.publication_id):
        yield "undoes itself, a later entry, or one about something else"
    if event.change is None:
        yield "is in no change of the change log"
        return
    facts = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in told(event).items()
    }
    if event.change.after != facts:
        yield "differs from the change log"
