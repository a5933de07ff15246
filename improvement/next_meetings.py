"""The meetings somebody runs next, and how much waits for each to decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Council, User
from accounts.roles import Capability, Scope, holds
from core.dates import today
from core.ledger import AsAt
from core.tables import A_PAGE
from improvement.deciding import SORTS, Sitting
from improvement.models import Group, Meeting

# Committees and the rest of the council decide in their own papers, not on a meeting's page here.
_RUN_HERE = (Group.Kind.WORKSTREAM, Group.Kind.OVERSIGHT, Group.Kind.BOARD)


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting of a group, and how many decisions wait for that group."""

    meeting: Meeting
    waiting: int


def next_meetings(user: User, council: Council) -> list[NextMeeting]:
    """The soonest meeting of each group this person runs, in a fixed number of queries."""
    scope = holds(user, council, Capability.DECIDE_DATE)
    if scope is None:
        return []
    ahead = Meeting.objects.of(council).from_day(today()).filter(group__kind__in=_RUN_HERE)
    if scope is not Scope.ANY:
        ahead = ahead.filter(group__chair=user)
    soonest: dict[int, Meeting] = {}
    for meeting in ahead[:A_PAGE]:
        soonest.setdefault(meeting.group_id, meeting)
        meeting.council = meeting.group.council = council
    return [NextMeeting(one, count) for one, count in _counted(user, soonest.values())]


def _counted(user: User, meetings: Iterable[Meeting]) -> list[tuple[Meeting, int]]:
    """Each meeting with what is open for its group; everything open is read once."""
    sittings = [Sitting(meeting, user, AsAt.present()) for meeting in meetings]
    counts = [0] * len(sittings)
    for sort in SORTS if sittings else ():
        for thing in sort.read(sittings[0]):
            action = sort.action_of(thing)
            action.council = action.plan.council = sittings[0].council
            for at, sitting in enumerate(sittings):
                group = sort.group_of(action, sitting.meeting.group)
                theirs = group is None or group.pk == sitting.meeting.group_id
                counts[at] += theirs and sitting.covers(action)
    return [(sitting.meeting, count) for sitting, count in zip(sittings, counts, strict=True)]
