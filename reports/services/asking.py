"""Asking for clearance by mail, and asking again; who was asked when is kept."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import jobs
from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from reports import tasks
from reports.access import may_clear, may_lock_paper
from reports.clearance_page import people_of
from reports.models import ClearanceAsk, ClearanceRole, Paper
from reports.papers.clearing import lock_of

KIND = "mail that asks for clearance"


@transaction.atomic
def ask_for_clearance(
    *, paper: Paper, by: User, roles: Sequence[ClearanceRole], by_when: date, note: str = ""
) -> list[ClearanceAsk]:
    """Ask everybody who may clear the paper for these roles to do so by a day. Who was asked today for that day is
    not asked again, unless their mail has not got out. Gives whom it is sent to.

    Raises PermissionDenied, and ValueError for a day gone by or figures that are not locked.
    """
    if not may_lock_paper(by, paper):
        raise PermissionDenied
    if by_when < today():
        raise ValueError("Choose today or a day to come")
    if lock_of(paper) is None:
        raise ValueError("Lock the figures first: nobody can clear what may still change")
    asked = [ask for role, user in _whom(paper, roles) if (ask := _ask(paper, role, user, by, by_when, note))]
    for ask in asked:
        jobs.queue(
            kind=KIND, key=str(ask.pk), council=paper.council, by=by, task=tasks.ask, arguments=[ask.pk]
        )
    if asked:
        told = [f"{ask.role}: {ask.user}" for ask in asked]
        after = {"asked": told, "by_when": full_date(by_when), "note": note}
        record("asked for clearance of", paper, council=paper.council, by=by, after=after)
    return asked


def _whom(paper: Paper, roles: Sequence[ClearanceRole]) -> Iterator[tuple[ClearanceRole, User]]:
    """Each role with each of its people who may clear this paper: not with its authors."""
    listed = list(ClearanceRole.objects.of(paper.council))
    people = people_of(paper, roles)
    for role in roles:
        yield from ((role, user) for user in people[role.pk] if may_clear(user, paper, role, listed))


def _ask(
    paper: Paper, role: ClearanceRole, user: User, by: User, by_when: date, note: str
) -> ClearanceAsk | None:
    same = {"paper": paper, "role": role, "user": user, "by_when": by_when, "asked_on": today()}
    try:
        with transaction.atomic():
            return ClearanceAsk.objects.create(council=paper.council, asked_by=by, note=note.strip(), **same)
    except IntegrityError:
        return ClearanceAsk.objects.filter(sent_at=None, **same).select_related("role", "user").first()
