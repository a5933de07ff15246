"""Which documents of a publication somebody may be offered: what it was published as counts, and what each document
is classified as now. A document closed since takes the combined file that holds it with it."""

from datetime import datetime

from django.db.models import Max

from accounts.access import may_see_exempt
from accounts.models import Council, User
from reports.models import Appendix, Document, DocumentClass, Paper, Publication, PublicationEvent
from reports.papers import codec
from reports.papers.data import PaperData
from reports.papers.documents import REPORT, closed_stems, statements
from reports.papers.render import MEMBERS, PACKS

OPEN = Paper.Classification.OPEN
NOT_FOR_PUBLICATION = "This document is not for publication."


def closed_in(publication: Publication) -> frozenset[str]:
    """The stems of the documents that the public may not see."""
    return _closed_then(publication) | _closed_since(publication)


def open_documents(publication: Publication) -> list[Document]:
    """What anybody may be offered of it, in the order of the pack; nothing where the report is not open."""
    then, since = _closed_then(publication), _closed_since(publication)
    closed = then | since | (frozenset(PACKS) if since - then else frozenset())
    if REPORT in closed:
        return []
    return [
        row for row in publication.documents.all() if row.classification == OPEN and row.stem not in closed
    ]


def is_withdrawn(publication: Publication) -> bool:
    withdrawn = PublicationEvent.Kind.WITHDRAWAL
    return PublicationEvent.objects.filter(publication=publication, kind=withdrawn).standing().exists()


def shown_since(publication: Publication) -> datetime | None:
    """Since when the public is shown this of a paper: its publication, or whatever was done about the paper later, such
    as withdrawing the version after it. None where something was closed since: then only the content can tell."""
    if _closed_since(publication) - _closed_then(publication):
        return None
    events = PublicationEvent.objects.filter(paper=publication.paper_id)
    last: datetime | None = events.order_by().aggregate(last=Max("recorded_at"))["last"]
    return max(filter(None, [publication.published_at, last]))


def documents_for(user: User, publication: Publication) -> list[Document]:
    """What somebody signed in may be offered of it."""
    if may_see_exempt(user, publication.council):
        return list(publication.documents.all())
    return open_documents(publication)


def statements_of(publication: Publication) -> tuple[str, ...]:
    """The sentences of the published report on what is not for publication."""
    if not publication.data.get("classed"):
        return ()
    return statements(codec.from_json(PaperData, publication.data))


def hidden_from(user: User, council: Council, data: PaperData) -> frozenset[str]:
    """The stems of a paper's documents, as `data` has it, that somebody signed in may not see."""
    if may_see_exempt(user, council):
        return frozenset()
    return closed_stems(data) | {MEMBERS}


def _closed_then(publication: Publication) -> frozenset[str]:
    rows = publication.data.get("classed", ())
    return frozenset(row["stem"] for row in rows if row["classification"] != OPEN)


def _closed_since(publication: Publication) -> frozenset[str]:
    of_paper = {"paper": publication.paper_id}
    stems = (
        DocumentClass.objects.filter(**of_paper).exclude(classification=OPEN).values_list("stem", flat=True)
    )
    own = Appendix.objects.filter(**of_paper).exclude(classification=OPEN).values_list("pk", flat=True)
    closed = set(own)
    rows = publication.data.get("appendices", ())
    return frozenset(stems) | frozenset(row["stem"] for row in rows if row["pk"] in closed)
