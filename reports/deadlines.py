"""The timetables of papers as their pages, Home and the reminders show them, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from accounts.models import Council
from core.dates import local_day, today
from improvement.models import Meeting
from reports.models import DataLock, KeyNotice, Paper, PaperSteps, Publication, StepTaken
from reports.papers.clearing import standings_of
from reports.papers.collect_timing import is_key_decision
from reports.papers.timetable import NOTICE, PUBLICATION, Stage, open_stages, steps_from, timetable

Subject = TypeVar("Subject", Paper, Meeting)


# The step that the clearances themselves tell.
CLEARANCE = "clearance"


@dataclass(frozen=True)
class Dated(Generic[Subject]):
    """A paper, or a meeting without one yet, with its dates."""

    subject: Subject
    stages: tuple[Stage, ...]

    @property
    def open(self) -> tuple[Stage, ...]:
        return open_stages(self.stages)


def timetable_of(paper: Paper) -> tuple[Stage, ...]:
    """The dates of one paper as they stand today."""
    return timetables(paper.council, [paper])[0].stages


def timetables(council: Council, papers: Iterable[Paper]) -> list[Dated[Paper]]:
    """The dates of papers as they stand today, read with their meeting, group and decision. Five queries, and those
    of the clearances of locked drafts."""
    listed, day = list(papers), today()
    steps = steps_from(PaperSteps.objects.of(council).steps)
    done = _done([paper.pk for paper in listed], day)
    _add_clearances(listed, done)
    return [
        Dated(
            paper,
            timetable(
                paper.meeting.held_on,
                str(paper.meeting.group),
                steps,
                day,
                done=done.get(paper.pk, {}),
                is_key=is_key_decision(paper),
            ),
        )
        for paper in listed
    ]


def _add_clearances(papers: Iterable[Paper], done: dict[int, dict[str, date]]) -> None:
    """A locked paper that every role it needs has cleared has passed clearance, whoever recorded it or not. One query,
    and those of the clearances of each locked draft."""
    drafts = {
        paper.pk: paper for paper in papers if not {CLEARANCE, PUBLICATION} & set(done.get(paper.pk, ()))
    }
    locked = DataLock.objects.without_data().filter(paper__in=drafts).order_by("paper", "number")
    last = {lock.paper_id: lock for lock in locked}
    for pk in [pk for pk, lock in last.items() if not lock.is_release]:
        if day := _cleared_on(drafts[pk]):
            done.setdefault(pk, {})[CLEARANCE] = day


def _cleared_on(paper: Paper) -> date | None:
    """The day of the last clearance that the paper needed; None while one is missing."""
    needed = [standing for standing in standings_of(paper) if standing.role.is_required]
    days = [one.entry.as_at for one in needed if one.entry and not one.is_missing]
    return max(days) if needed and len(days) == len(needed) else None


def _done(papers: Sequence[int], day: date) -> dict[int, dict[str, date]]:
    """By paper, what is done and when: the steps that were recorded, the first publication, and the notice."""
    found = StepTaken.objects.by_paper(list(papers), day)
    for entry in KeyNotice.objects.filter(paper__in=papers).current(day):
        found.setdefault(entry.paper_id, {})[NOTICE] = entry.as_at
    first = Publication.objects.filter(paper__in=papers, number=1).values_list("paper_id", "published_at")
    for paper, at in first:
        found.setdefault(paper, {})[PUBLICATION] = local_day(at)
    return found


def dates_of_meetings(council: Council, meetings: Iterable[Meeting]) -> list[Dated[Meeting]]:
    """The dates of papers that meetings to come would have; for an executive with the notice of a key decision."""
    steps, day = steps_from(PaperSteps.objects.of(council).steps), today()
    is_executive = council.system == Council.System.EXECUTIVE
    return [
        Dated(each, timetable(each.held_on, str(each.group), steps, day, is_key=is_executive))
        for each in meetings
    ]
