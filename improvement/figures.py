"""What is counted of a plan. Pure functions on plain values; only the last reads the record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from core.dates import last_of_month, today
from improvement.models import Action, Endorsement, Plan, ProgressUpdate, Retirement
from improvement.models.ratings import NOT_YET_RATED, SEVERITY, KeyStep, ProgressMeaning


@dataclass(frozen=True)
class RatingCount:
    """How many of `base` endorsed actions hold one rating."""

    step: KeyStep
    count: int
    base: int

    @property
    def percent(self) -> int | None:
        return percent(self.count, self.base)

    @property
    def share(self) -> str:
        """`57% of 84 endorsed actions`: a percentage always says what it is of."""
        return share(self.count, self.base)


@dataclass(frozen=True)
class DayCounts:
    """The counts by rating of one day."""

    day: date
    counts: tuple[RatingCount, ...]


@dataclass(frozen=True)
class Totals:
    """How many actions there are, and how many of them call for attention."""

    actions: int
    overdue: int
    under_review: int
    awaiting_evidence: int
    done: int
    not_yet_rated: int
    blocked: int

    @property
    def done_share(self) -> str:
        return share(self.done, self.actions)

    @property
    def overdue_share(self) -> str:
        return share(self.overdue, self.actions)


@dataclass(frozen=True)
class Life:
    """When an action joined the plan (was endorsed), and each day (ascending) on which it left or came back."""

    action_id: int
    joined_on: date
    turns: tuple[tuple[date, bool], ...] = ()
    """Pairs (day, whether it left)."""

    def includes(self, day: date) -> bool:
        left = [has_left for turn, has_left in self.turns if turn <= day]
        return self.joined_on <= day and not (left and left[-1])


def percent(part: int, base: int) -> int | None:
    """Whole per cent, halves up; None of nothing."""
    if not base:
        return None
    return int((Decimal(100 * part) / base).quantize(Decimal(1), ROUND_HALF_UP))


def share(part: int, base: int) -> str:
    """`57% of 84 endorsed actions`."""
    return f"{percent(part, base) or 0}% of {base} endorsed action{'' if base == 1 else 's'}"


def got_worse(before: str | None, now: str | None) -> bool:
    """Whether a progress meaning is further from good than the one before. A pause is decided, so it is no turn
    for the worse."""
    return now != ProgressMeaning.PAUSED and SEVERITY[now or ""] > SEVERITY[before or ""]


def count_by_rating(key: Sequence[KeyStep], rating_ids: Iterable[int | None]) -> tuple[RatingCount, ...]:
    """Counts in the order of the key, and last what nobody has rated yet; zeros included."""
    found = Counter(rating_ids)
    base = sum(found.values())
    return tuple(RatingCount(step, found[step.rating_id], base) for step in [*key, NOT_YET_RATED])


def totals(actions: Iterable[Action]) -> Totals:
    """Totals of actions that carry the facts of `ActionQuerySet.as_at`."""
    rows = list(actions)
    return Totals(
        actions=len(rows),
        overdue=sum(action.is_overdue for action in rows),
        under_review=sum(action.proposed_due is not None for action in rows),
        awaiting_evidence=sum(
            action.rating_meaning == ProgressMeaning.DONE_AWAITING_EVIDENCE for action in rows
        ),
        done=sum(action.rating_meaning == ProgressMeaning.DONE for action in rows),
        not_yet_rated=sum(action.rating_id is None for action in rows),
        blocked=sum(bool(action.blockers) for action in rows),
    )


def rating_history(
    key: Sequence[KeyStep],
    days: Sequence[date],
    lives: Sequence[Life],
    ratings: Iterable[tuple[int, date, int]],
) -> tuple[DayCounts, ...]:
    """Counts on each of `days` (ascending), from triples (action's id, as at, rating's id) in ledger order."""
    waiting = list(ratings)[::-1]
    held: dict[int, int] = {}
    history = []
    for day in days:
        while waiting and waiting[-1][1] <= day:
            action_id, _, rating_id = waiting.pop()
            held[action_id] = rating_id
        existing = [held.get(life.action_id) for life in lives if life.includes(day)]
        history.append(DayCounts(day, count_by_rating(key, existing)))
    return tuple(history)


def month_ends(months: Iterable[date], until: date | None = None) -> list[date]:
    """The last day of each month (given by its first), or `until` (today) where the month runs beyond it."""
    until = until or today()
    return sorted({min(last_of_month(month), until) for month in months if month <= until})


def rating_counts_over_months(
    plan: Plan, months: Iterable[date], known_at: datetime | None = None, until: date | None = None
) -> tuple[DayCounts, ...]:
    """How the plan's progress ratings stood at the end of each month up to `until` (today), in four queries
    however many months."""
    actions = Action.objects.filter(section__chapter__plan=plan)
    last = max(month_ends(months, until), default=today())
    joined = actions.annotate(joined_on=Endorsement.objects.joined_on(day=last, known_at=known_at))
    turns = _turns(plan, known_at)
    lives = [
        Life(pk, joined_on, tuple(turns.get(pk, ())))
        for pk, joined_on in joined.exclude(joined_on=None).values_list("pk", "joined_on")
    ]
    standing = ProgressUpdate.objects.filter(action__section__chapter__plan=plan).standing(known_at=known_at)
    ratings = standing.order_by("as_at", "pk").values_list("action_id", "as_at", "rating_id")
    return rating_history(plan.progress_scale.key(), month_ends(months, until), lives, ratings)


def _turns(plan: Plan, known_at: datetime | None) -> dict[int, list[tuple[date, bool]]]:
    """By action, the days on which it left the plan or came back, as known then, in their order."""
    steps = Retirement.objects.filter(action__section__chapter__plan=plan).standing(known_at=known_at)
    turns: dict[int, list[tuple[date, bool]]] = {}
    for pk, day, step in steps.order_by("as_at", "pk").values_list("action", "as_at", "step"):
        turns.setdefault(pk, []).append((day, step == Retirement.Step.RETIRED))
    return turns
