"""What happens to a paper once it is published: corrected by a new version, withdrawn, and where it was made public.

Nothing here alters a publication: each is an entry beside it, undone by a further entry alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import full_date, local_day, today
from reports.access import may_publish_paper
from reports.models import Paper, Publication, PublicationEvent, Resolution

Kind = PublicationEvent.Kind
SERVED = (Kind.AGENDA,)


@dataclass(frozen=True)
class Served:
    """Where, and on which day, the agenda with the paper was published."""

    on: date
    place: str


@transaction.atomic
def take_up_for_correction(
    *, paper: Paper, by: User, shown_version: int, reason: str
) -> PublicationEvent | None:
    """Open the last version for writing again, for a reason that the next version prints; nothing happens where it
    is open already. Raises PermissionDenied, StaleVersion or ValidationError."""
    publication = _last(paper, by)
    if PublicationEvent.objects.correcting(publication):
        return None
    words = _reason(reason, "Say what was wrong and what is put right")
    raise_version(paper, shown=shown_version)
    return _append(paper, by, Kind.CORRECTION, today(), publication=publication, reason=words)


@transaction.atomic
def withdraw(
    *, publication: Publication, by: User, shown_version: int, reason: str, on: date
) -> list[PublicationEvent]:
    """Withdraw a version, and with it those before it: the public is offered none of their documents any more, and
    they are kept for those who sign in. Nothing happens to what is withdrawn already.

    Raises PermissionDenied, StaleVersion, or ValidationError.
    """
    paper = publication.paper
    _may_publish(by, paper)
    words = _reason(reason, "Say why it is withdrawn")
    _day_of(publication, on)
    _not_resolved_since(publication, on)
    upto = paper.publications.not_withdrawn().filter(number__lte=publication.number)
    versions = list(upto.order_by("number"))
    if not versions:
        return []
    raise_version(paper, shown=shown_version)
    return [
        _append(paper, by, Kind.WITHDRAWAL, on, publication=version, reason=words) for version in versions
    ]


@transaction.atomic
def record_served(*, paper: Paper, by: User, shown_version: int, served: Served) -> PublicationEvent | None:
    """Note where and when the agenda with the paper was published; what stands already is not
    noted again. Raises PermissionDenied, StaleVersion or ValidationError."""
    _may_publish(by, paper)
    if not served.place.strip():
        raise ValidationError({"place": "Say where it was published"})
    if served.on > today():
        raise ValidationError({"on": "The day must not be in the future"})
    place = served.place.strip()
    if PublicationEvent.objects.told(paper).filter(kind=Kind.AGENDA, as_at=served.on, place=place).exists():
        return None
    raise_version(paper, shown=shown_version)
    return _append(paper, by, Kind.AGENDA, served.on, place=place)


@transaction.atomic
def undo_event(*, event: PublicationEvent, by: User, reason: str) -> None:
    """Undo what stands of a paper by a further entry; both are kept, and a second time nothing more happens.

    Raises PermissionDenied, or ValidationError without a reason, and for a correction that has been published.
    """
    _may_publish(by, event.paper)
    words = _reason(reason, "Say why it is undone")
    paper = Paper.objects.select_for_update().get(pk=event.paper_id)
    if event.is_void or event.corrections.exists():
        return
    last = paper.publications.first()
    if event.kind == Kind.CORRECTION and last and last.pk != event.publication_id:
        raise ValidationError("The corrected version has been published: it can be withdrawn")
    raise_version(paper, shown=paper.version)
    _append(
        paper,
        by,
        event.kind,
        event.as_at,
        publication=event.publication,
        reason=words,
        place=event.place,
        corrects=event,
        is_void=True,
    )


_VERBS = {
    Kind.CORRECTION: ("took up for correction", "gave up correcting"),
    Kind.WITHDRAWAL: ("withdrew a version of", "restored a withdrawn version of"),
    Kind.AGENDA: ("noted the publication of the agenda for", "took out the publication of the agenda for"),
}


def _append(paper: Paper, by: User, kind: str, on: date, **facts: Any) -> PublicationEvent:
    event = PublicationEvent(council=paper.council, paper=paper, kind=kind, as_at=on, recorded_by=by, **facts)
    event.save()
    verb = _VERBS[Kind(kind)][event.is_void]
    record(verb, paper, council=paper.council, by=by, after=told(event), entries=[event])
    return event


def told(event: PublicationEvent) -> dict[str, Any]:
    """An entry as the change log keeps it."""
    version = {"version": event.publication.number} if event.publication else {}
    words = {name: getattr(event, name) for name in ("reason", "place") if getattr(event, name)}
    return {**version, **words, "as_at": event.as_at, "is_void": event.is_void}


def _last(paper: Paper, by: User) -> Publication:
    _may_publish(by, paper)
    publication = paper.publications.first()
    if publication is None:
        raise ValidationError("A paper is corrected once it has been published")
    return publication


def _may_publish(by: User, paper: Paper) -> None:
    if not may_publish_paper(by, paper):
        raise PermissionDenied


def _reason(reason: str, message: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": message})
    return reason.strip()


def _not_resolved_since(publication: Publication, on: date) -> None:
    resolved = Resolution.objects.of(publication.paper).standing().filter(as_at__gt=on)
    last = resolved.filter(publication__number__lte=publication.number).order_by("as_at").last()
    if last:
        raise ValidationError(
            {
                "on": f"On {full_date(last.as_at)} a meeting resolved on it: give that day or a later one, or take out "
                "what is on record of the meeting"
            }
        )


def _day_of(publication: Publication, on: date) -> None:
    published = local_day(publication.published_at)
    if on < published:
        raise ValidationError(
            {"on": f"It was published on {full_date(published)}: give that day or a later one"}
        )
    if on > today():
        raise ValidationError({"on": "The day must not be in the future"})
