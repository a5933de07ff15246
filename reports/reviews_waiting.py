"""The papers that wait for somebody's clearance; the same few queries however many there are."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Council, User
from core.dates import today
from reports.access import may_see_draft
from reports.authors import authored, clears_for
from reports.models import Clearance, ClearanceAsk, ClearanceRole, DataLock, Paper
from reports.papers.clearing import Standing, State, standings
from reports.papers.collect import words_alone

WAITING = (State.WAITING, State.REOPENED)


@dataclass(frozen=True)
class Waiting:
    """A paper, the role it waits for, and by when that role was asked to clear it."""

    paper: Paper
    standing: Standing
    by_when: date | None


def waiting_for(user: User, council: Council) -> list[Waiting]:
    """What this person may clear now, the first meeting first; who clears last, once the others have."""
    roles = list(ClearanceRole.objects.of(council).select_related("council"))
    if not any(clears_for(user, role) for role in roles):
        return []
    locks = {
        lock.paper_id: lock
        for lock in DataLock.objects.filter(council=council).standing().without_data().order_by()
    }
    drafts = Paper.objects.for_collecting().awaited().filter(council=council, pk__in=list(locks))
    papers = list(drafts.order_by("meeting__held_on", "pk"))
    if not papers:
        return []
    entries: dict[int, list[Clearance]] = {paper.pk: [] for paper in papers}
    for entry in Clearance.objects.filter(paper__in=papers).current(today()):
        entries[entry.paper_id].append(entry)
    asked = ClearanceAsk.objects.filter(paper__in=papers, user=user).order_by("pk")
    by_when = {(ask.paper_id, ask.role_id): ask.by_when for ask in asked}
    papers = [paper for paper in papers if may_see_draft(user, paper)]
    written = authored(user, papers, roles)
    return [
        Waiting(paper, each, by_when.get((paper.pk, each.role.pk)))
        for paper in papers
        for each in _open(standings(words_alone(paper), locks[paper.pk], roles, entries[paper.pk]))
        if clears_for(user, each.role) and (paper.pk not in written or each.role.author_may_clear)
    ]


def _open(found: list[Standing]) -> list[Standing]:
    others = any(each.is_missing for each in found if not each.role.is_last)
    return [each for each in found if each.state in WAITING and not (each.role.is_last and others)]
