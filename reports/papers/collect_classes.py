"""How the documents of a paper are classified, its own appendices, and what a new version corrects."""

from core.dates import local_day, today
from reports.models import Paper, PublicationEvent
from reports.papers.data import AppendixRow, ClassRow, CorrectionRow
from reports.papers.documents import own_stem


def classed(paper: Paper) -> tuple[ClassRow, ...]:
    """The documents that are not open, those of the kind first; an open one needs no row."""
    rows = [
        *((row.stem, row) for row in paper.document_classes.all()),
        *((own_stem(paper.kind, place), row) for place, row in enumerate(paper.appendices.all())),
    ]
    return tuple(
        ClassRow(stem, row.classification, row.paragraph, row.interest, row.reason)
        for stem, row in rows
        if not row.is_open
    )


def appendices(paper: Paper) -> tuple[AppendixRow, ...]:
    return tuple(
        AppendixRow(row.pk, own_stem(paper.kind, place), row.title, row.body.strip())
        for place, row in enumerate(paper.appendices.all())
    )


def correction(paper: Paper) -> CorrectionRow | None:
    """What the version that is being written corrects; None for a first version, and once it is published."""
    last = paper.publications.first()
    event = PublicationEvent.objects.correcting(last) if last else None
    if last is None or event is None:
        return None
    return CorrectionRow(last.number + 1, event.reason, today(), local_day(last.published_at))
