"""What the page of a published version shows: the documents somebody may be offered, and what became of it."""

from itertools import groupby
from typing import Any

from accounts.access import may_see_exempt
from accounts.models import User
from reports.disclosure import documents_for
from reports.models import Document, KeyNotice, Publication, PublicationEvent
from reports.models.publications import Format


def published_context(user: User, publication: Publication) -> dict[str, Any]:
    """`documents` as (title, its files, whether they are not for publication), what is `kept_back` by title, and what
    stands of the version: `withdrawal`, `later` and `served`."""
    whole = list(publication.documents.all())
    offered = documents_for(user, publication)
    return {
        "publication": publication,
        "documents": packs(offered),
        "offered": offered,
        "kept_back": [title for title, _, _ in packs([row for row in whole if row not in offered])],
        "sees_exempt": may_see_exempt(user, publication.council),
        **standing_of(publication),
    }


def packs(files: list[Document]) -> list[tuple[str, list[Document], bool]]:
    """The files of each document together; HTML comes first, which everybody can read, then PDF and Word."""
    forms = Format.values
    grouped = (
        (title, sorted(rows, key=lambda file: forms.index(file.format)))
        for title, rows in groupby(files, key=lambda file: file.title)
    )
    return [(title, rows, not rows[0].is_open) for title, rows in grouped]


def standing_of(publication: Publication) -> dict[str, Any]:
    """What was done about a version, and the version after it."""
    told = list(PublicationEvent.objects.told(publication.paper))
    kinds = PublicationEvent.Kind
    mine = [event for event in told if event.publication_id == publication.pk]
    later = publication.paper.publications.filter(number__gt=publication.number).order_by("number")
    return {
        "withdrawal": next((event for event in mine if event.kind == kinds.WITHDRAWAL), None),
        "correcting": next((event for event in mine if event.kind == kinds.CORRECTION), None),
        "later": later.last(),
        "served": [event for event in told if event.kind == kinds.AGENDA],
        "notices": list(KeyNotice.objects.of(publication.paper).standing().order_by("as_at", "pk")),
        "reason": (publication.data.get("correction") or {}).get("reason", ""),
    }
