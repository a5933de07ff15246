"""How the documents of a paper are classified, its own appendices, and what a new version corrects."""

from core.dates import local_day, today
from reports.models import Paper
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
    """What the version that is being written corrects, as of today; once it is published, what the last one corrects.
    None where none corrects anything. `paper` comes from `for_collecting`."""
    if not paper.taken_up:
        return None
    event = paper.taken_up[-1]
    assert event.publication is not None
    number = event.publication.number + 1
    published_at = paper.last_published_at if number == paper.last_version else None
    on = local_day(published_at) if published_at else today()
    return CorrectionRow(number, event.reason, on, local_day(event.publication.published_at))
