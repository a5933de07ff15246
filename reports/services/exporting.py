"""Asking for a paper's documents: made by the worker, never inside a page."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import jobs
from accounts.models import Job, User
from reports import tasks
from reports.access import may_publish_paper, may_see_draft
from reports.models import Paper, Rendering
from reports.papers.data import PaperData
from reports.papers.locking import collect_for_paper
from reports.papers.pack import made_before, pieces

EXPORT, PUBLISH = "documents of a paper", "publication of a paper"


def ask_for_export(*, paper: Paper, by: User) -> Job:
    """Queue the making of the pack as it now stands. The same content asked for twice is one job."""
    if not may_see_draft(by, paper):
        raise PermissionDenied
    return jobs.queue(
        kind=EXPORT,
        key=f"{paper.slug} {collect_for_paper(paper).digest}",
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
    """The files already made of the draft as `data` has it, in the order of the pack; fewer than `pieces`
    while none or not all are made. Raises CannotRender."""
    wanted = pieces(data, draft=True)
    made = made_before(paper, wanted)
    return [made[piece] for piece in wanted if piece in made]
