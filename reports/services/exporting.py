"""Asking for a paper's documents: made by the worker, never inside a page."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import jobs
from accounts.models import Job, User
from reports import tasks
from reports.access import may_publish_paper, may_see_drafts
from reports.models import Paper, Rendering
from reports.models.publications import Format
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.pack import content_digest
from reports.papers.render import render_pack

EXPORT, PUBLISH = "documents of a paper", "publication of a paper"


def ask_for_export(*, paper: Paper, by: User) -> Job:
    """Queue the making of the pack as it now stands. The same content asked for twice is one job."""
    if not may_see_drafts(by, paper.council):
        raise PermissionDenied
    return jobs.queue(
        kind=EXPORT,
        key=f"{paper.slug} {collect(paper).digest}",
        council=paper.council,
        by=by,
        task=tasks.export,
        arguments=[paper.pk],
        result_url=reverse("reports:paper-detail", args=[paper.council.slug, paper.pk]),
    )


def ask_to_publish(*, paper: Paper, by: User, shown_version: int) -> Job:
    """Queue the publication; the worker checks once more that nothing has changed since it was shown."""
    if not may_publish_paper(by, paper):
        raise PermissionDenied
    return jobs.queue(
        kind=PUBLISH,
        key=f"{paper.slug} {shown_version}",
        council=paper.council,
        by=by,
        task=tasks.publish,
        arguments=[paper.pk, shown_version],
        result_url=reverse("reports:paper-detail", args=[paper.council.slug, paper.pk]),
    )


def exported(paper: Paper, data: PaperData) -> list[Rendering]:
    """The PDFs already made of the paper as `data` has it, the report first; fewer than the pack while none
    or not all are made. Raises CannotRender."""
    wanted = {content_digest(rendered): at for at, rendered in enumerate(render_pack(data))}
    found = Rendering.objects.filter(paper=paper, format=Format.PDF, content_digest__in=list(wanted))
    return sorted(found, key=lambda row: wanted[row.content_digest])
