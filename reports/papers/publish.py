"""Stage 7: freeze a paper's data, its documents and their digests. What is published is never changed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import StaleVersion, raise_version
from core.dates import now, today
from improvement.services.editing import note_published
from improvement.services.highlights import mark_highlights_used
from reports.access import may_publish_paper
from reports.models import Document, Paper, Publication, PublicationEvent
from reports.papers import codec, store
from reports.papers.checks import blockers, check
from reports.papers.collect import told_as
from reports.papers.data import Collected
from reports.papers.finding import Finding
from reports.papers.kinds import kind_of
from reports.papers.locking import collect_for_paper
from reports.papers.pack import Made, Progress, make_pack, renderer_of
from reports.services.deadlines import what_stops


class NotReady(Exception):
    """The checks found what keeps a paper from being published; `findings` are the blockers."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


class ChangedMeanwhile(Exception):
    """The record or the text changed while the documents were made; nothing has been published."""

    def __init__(self) -> None:
        super().__init__(
            "The record changed while the paper was being made. Look at it again and publish it then."
        )


def publish_paper(
    *, paper: Paper, by: User, shown_version: int, say: Progress = lambda _percent, _step: None
) -> Publication:
    """Publish a paper as it stands; one already published gives that publication and nothing more happens, unless
    it has been taken up for correction: then this is its next version, and both are kept.

    Raises PermissionDenied, StaleVersion, NotReady, CannotRender, CannotPrint or ChangedMeanwhile. The documents
    are made outside any transaction, then the paper is locked and what was read is compared once more.
    """
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    if published := _published_already(paper):
        return published
    collected = collect_for_paper(paper)
    if collected.versions["paper"] != shown_version:
        raise StaleVersion(paper, shown_version)
    if stops := (*blockers(check(collected.data)), *what_stops(paper)):
        raise NotReady(stops)
    made = make_pack(paper, collected.data, say=say)
    return _freeze(paper, by, collected, made)


def _published_already(paper: Paper) -> Publication | None:
    last = paper.publications.first()
    return last if last and not PublicationEvent.objects.correcting(last) else None


@transaction.atomic
def _freeze(paper: Paper, by: User, collected: Collected, made: tuple[Made, ...]) -> Publication:
    if published := _published_already(paper):
        return published
    raise_version(paper, shown=collected.versions["paper"])
    same = collect_for_paper(paper).digest == collected.digest
    if not same or not all(store.has(document.digest) for document in made):
        raise ChangedMeanwhile
    publication = Publication.objects.create(
        council=paper.council,
        paper=paper,
        number=collected.data.correction.number if collected.data.correction else 1,
        template=collected.data.template,
        data=codec.to_json(collected.data),
        data_digest=collected.digest,
        known_at=collected.known_at,
        published_at=now(),
        published_by=by,
        renderer=renderer_of(made),
    )
    for document in made:
        Document.objects.create(
            council=paper.council,
            publication=publication,
            stem=document.stem,
            title=document.title,
            format=document.format,
            digest=document.digest,
            size=document.size,
            order=document.order,
            classification=document.classification,
        )
    if kind_of(paper.kind).has("highlights"):
        told = [row for row in collected.data.highlights if row.kind != "feedback" or row.consent_given]
        mark_highlights_used(
            council=paper.council,
            by=by,
            highlights=[row.pk for row in told],
            paper=told_as(paper),
            until=collected.data.dates["highlights"],
        )
    if kind_of(paper.kind).has("ratings"):
        shown = max(collected.data.dates["ratings"], collected.data.dates["impact"])
        note_published(plan=paper.plan, by=by, as_at=shown, on=today())
    seen = {"data": collected.digest, "known_at": collected.known_at, "version": publication.number}
    record("published", paper, council=paper.council, by=by, after=seen)
    return publication
