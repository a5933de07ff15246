"""One meeting's agenda: what waits for its decision and what it should look at, in the order of its work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dates import full_date
from improvement.deciding import SORTS, Decisions, Sitting, decisions
from improvement.figures import got_worse
from improvement.meeting_log import decided_at
from improvement.models import Action, Interdependency, Meeting, ProgressUpdate
from improvement.models.ratings import FINISHED, ProgressMeaning


@dataclass(frozen=True)
class Watched:
    """An action to look at, and why."""

    action: Action
    why: str = ""


@dataclass(frozen=True)
class Watch:
    """Actions to look at for one reason."""

    key: str
    title: str
    text: str
    rows: list[Watched]


@dataclass(frozen=True)
class Agenda:
    """The sections of one meeting's page, in the order of its work."""

    previous: Meeting | None
    cutoff: date | None
    decisions: list[Decisions]
    watches: list[Watch]


def agenda(sitting: Sitting) -> Agenda:
    """Everything a meeting has before it, in a number of queries that does not grow with the number of actions."""
    day, known_at = sitting.asked.day, sitting.asked.known_at
    meetings = Meeting.objects.of(sitting.council)
    own = meetings.filter(group=sitting.meeting.group_id).by_day(sitting.meeting.held_on)
    previous = own.exclude(pk=sitting.meeting.pk).first()
    cutoff = last_cutoff(sitting.meeting, meetings, day)
    rows = Action.objects.of(sitting.council).as_at(day, known_at).in_plan_order()
    actions = [action for action in rows if sitting.covers(action)]
    facts = {action.pk: action for action in actions}
    decided = decided_at(sitting.meeting, known_at)
    lists = [
        decisions(sitting, sort, facts, [one for one in decided if one.kind == sort.kind]) for sort in SORTS
    ]
    return Agenda(previous, cutoff, lists, _watches(sitting, actions, previous, cutoff))


def last_cutoff(meeting: Meeting, meetings: Any, day: date) -> date | None:
    """The meeting's own cut-off once it has passed, else the last one of any meeting that has."""
    if meeting.update_cutoff and meeting.update_cutoff < day:
        return meeting.update_cutoff
    last = meetings.with_cutoff_before(day).first()
    return last.update_cutoff if last else None


def _watches(
    sitting: Sitting, actions: list[Action], previous: Meeting | None, cutoff: date | None
) -> list[Watch]:
    since = f"since the last meeting, {full_date(previous.held_on)}" if previous else "since the last meeting"
    stale = f"No update as at {full_date(cutoff)} or later." if cutoff else "No cut-off has passed yet."
    return [
        Watch(
            "overdue",
            "Overdue",
            "Past their date and not finished, the longest first.",
            [Watched(action, _late(action)) for action in _longest_overdue(actions)],
        ),
        Watch(
            "blocked",
            "Blocked",
            "Their last update says that something is in the way.",
            [Watched(action, action.blockers or "") for action in actions if is_blocked(action)],
        ),
        Watch("stale", "Not updated since the cut-off", stale, list(_stale(actions, cutoff))),
        Watch(
            "worse", "Ratings that got worse", f"Progress {since}.", list(_worse(sitting, actions, previous))
        ),
        Watch(
            "waiting",
            "Interdependencies at risk",
            "These wait for another action that is late, off track, or due only after them.",
            list(_waiting(sitting)),
        ),
    ]


def is_blocked(action: Action) -> bool:
    return bool(action.blockers) and action.rating_meaning not in FINISHED


def _longest_overdue(actions: Iterable[Action]) -> list[Action]:
    return sorted((one for one in actions if one.is_overdue), key=lambda one: (one.current_due, one.pk))


def _late(action: Action) -> str:
    days = (action.facts_of - action.current_due).days
    return f"{days} day{'' if days == 1 else 's'} late"


def _stale(actions: Iterable[Action], cutoff: date | None) -> Iterator[Watched]:
    if cutoff is None:
        return
    for action in actions:
        late = action.rated_on is None or action.rated_on < cutoff
        if late and action.rating_meaning != ProgressMeaning.DONE:
            last = f"Last updated as at {full_date(action.rated_on)}" if action.rated_on else "Never updated"
            yield Watched(action, last)


def _worse(sitting: Sitting, actions: Iterable[Action], previous: Meeting | None) -> Iterator[Watched]:
    if previous is None:
        return
    held = ProgressUpdate.objects.filter(council=sitting.council).select_related("rating")
    before = {one.action_id: one.rating for one in held.current(previous.held_on, sitting.asked.known_at)}
    for action in actions:
        was = before.get(action.pk)
        if was is not None and got_worse(was.meaning, action.rating_meaning):
            yield Watched(action, f"Was “{was}”")


def _waiting(sitting: Sitting) -> Iterator[Watched]:
    day, known_at = sitting.asked.day, sitting.asked.known_at
    for entry in Interdependency.objects.at_risk(sitting.council, day, known_at):
        if sitting.covers(entry.action):
            yield Watched(entry.action, f"Waits for {entry.waits_for.reference}, {', '.join(entry.risks)}")
