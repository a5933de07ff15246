"""What a workstream reports of itself as at a day: its ratings now and at the last meeting, and what came between."""

from dataclasses import dataclass
from datetime import date

from core.ledger import AsAt
from improvement.figures import RatingCount, count_by_rating, got_worse
from improvement.meeting_log import Decided, decided_between
from improvement.models import Action, Group, Highlight, Meeting, Plan, ProgressUpdate, Rating, Risk
from improvement.models.ratings import FINISHED
from improvement.oversight import is_blocked


@dataclass(frozen=True)
class ReportRow:
    """An action now, and what its progress rating was at the last meeting (empty where there was none)."""

    action: Action
    before: str
    before_meaning: str | None
    moved: str


@dataclass(frozen=True)
class RatingShare:
    """How many actions hold one rating now, and how many held it at the last meeting."""

    now: RatingCount
    before: int


@dataclass(frozen=True)
class HighlightReport:
    """One workstream as at `asked.day`, against the day of its last meeting before (None where there was none)."""

    group: Group
    asked: AsAt
    previous: Meeting | None
    next: Meeting | None
    ratings: list[RatingShare]
    rows: list[ReportRow]
    decisions: list[Decided]
    highlights: list[Highlight]
    risks: list[Risk]

    @property
    def done(self) -> list[ReportRow]:
        """Finished since the last meeting."""
        return [row for row in self.rows if row.action.rating_meaning in FINISHED and row.moved == "done"]

    @property
    def worse(self) -> list[ReportRow]:
        return [row for row in self.rows if row.moved == "worse"]

    @property
    def slipped(self) -> list[ReportRow]:
        """Given a later date than the first, and not finished."""
        late = [row for row in self.rows if row.action.slip > 0]
        return [row for row in late if row.action.rating_meaning not in FINISHED]

    @property
    def overdue(self) -> list[ReportRow]:
        return [row for row in self.rows if row.action.is_overdue]

    @property
    def blocked(self) -> list[ReportRow]:
        return [row for row in self.rows if is_blocked(row.action)]


def highlight_report(group: Group, asked: AsAt) -> HighlightReport:
    """Read the report, in a number of queries that does not grow with the number of actions."""
    day, known_at = asked.day, asked.known_at
    held = Meeting.objects.of(group.council).filter(group=group)
    previous = held.by_day(day).exclude(held_on=day).first()
    actions = Action.objects.of(group.council).filter(workstream=group).as_at(day, known_at).in_plan_order()
    before = _ratings_on(group, previous.held_on, asked) if previous else {}
    rows = [_row(action, before.get(action.pk)) for action in actions]
    since = previous.held_on if previous else date.min
    sections = {row.action.section_id for row in rows}
    told = Highlight.objects.of(group.council).filter(section__in=sections)
    risks = Risk.objects.of(group.council).filter(section__in=sections)
    return HighlightReport(
        group,
        asked,
        previous,
        held.from_day(day).exclude(held_on=day).first(),
        _shares(group, rows, before),
        rows,
        decided_between([row.action.pk for row in rows], since, day, known_at),
        list(told.since(since, day, known_at)),
        list(risks.as_at(day, known_at)),
    )


def _ratings_on(group: Group, day: date, asked: AsAt) -> dict[int, Rating]:
    """By action the progress rating that held on a day, as known at the moment asked for."""
    updates = ProgressUpdate.objects.filter(action__workstream=group).select_related("rating")
    return {update.action_id: update.rating for update in updates.current(day, asked.known_at)}


def _row(action: Action, before: Rating | None) -> ReportRow:
    was = before.meaning if before else None
    done = action.rating_meaning in FINISHED and was not in FINISHED
    worse = before is not None and got_worse(was, action.rating_meaning)
    return ReportRow(
        action, before.label if before else "", was, "done" if done else "worse" if worse else ""
    )


def _shares(group: Group, rows: list[ReportRow], before: dict[int, Rating]) -> list[RatingShare]:
    """By the keys of the plans its actions are in, each rating once; what nobody has rated last of each."""
    plans = Plan.objects.of(group.council).filter(pk__in={row.action.plan.pk for row in rows})
    shares = []
    for plan in plans:
        own = [row.action for row in rows if row.action.plan == plan]
        held = [before.get(action.pk) for action in own]
        then = [rating.pk if rating else None for rating in held]
        counts = count_by_rating(plan.progress_scale.key(), [action.rating_id for action in own])
        shares += [RatingShare(count, then.count(count.step.rating_id)) for count in counts]
    return shares
