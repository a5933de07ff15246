"""What waits for a meeting's decision: dates, evidence and new actions, and who may decide each there and then."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Council, User
from core.dates import full_date, today
from core.ledger import AsAt
from improvement.access import may_decide_date, may_endorse, may_review_evidence
from improvement.meeting_log import Decided
from improvement.models import Action, DateRevision, Endorsement, Evidence, Group, Meeting
from improvement.services.reviews import reviewing_group

_PLAN = "section__chapter__plan"
_GROUPS = ("dates_decided_by", "actions_endorsed_by", "evidence_reviewed_by")


@dataclass(frozen=True)
class Sitting:
    """What the agenda is read for: the meeting, the two dates, and what its reader chose to see."""

    meeting: Meeting
    user: User
    asked: AsAt
    chosen: bool = False
    workstream: Group | None = None

    @property
    def council(self) -> Council:
        return self.meeting.council

    def covers(self, action: Action) -> bool:
        """A workstream looks at its own actions, every other group at all, or at those of one workstream."""
        group = self.meeting.group if self.meeting.group.kind == Group.Kind.WORKSTREAM else self.workstream
        return group is None or action.workstream_id == group.pk


@dataclass
class Item:
    """One thing to decide. `why_not` is empty where this person may decide it here and now; `refused` and `typed`
    are what came of a press that was refused; `is_own` where the plan names the meeting's group for it."""

    kind: str
    pk: int
    action: Action
    heading: str
    facts: list[tuple[str, str]]
    agree: str
    decline: str
    why_not: str = ""
    after: str = ""
    refused: str = ""
    typed: str = ""
    is_own: bool = False

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.pk}"


@dataclass
class Decisions:
    """One sort of decision: who takes it, what is open, and what this meeting has decided of it."""

    kind: str
    title: str
    nothing: str
    who: str
    items: list[Item] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)


@dataclass(frozen=True)
class Sort:
    """One of the three sorts of decision: how to read what is open, who takes it, and how an item looks."""

    kind: str
    title: str
    nothing: str
    who: str
    read: Callable[[Sitting], Iterable[Any]]
    action_of: Callable[[Any], Action]
    group_of: Callable[[Action, Group], Group | None]
    named: Callable[[Action], int | None]
    decided_by: str
    may: Callable[[User, Any], bool]
    asker: Callable[[Any], int | None]
    yours: str
    show: Callable[[Any, Action], Item]


def decisions(sitting: Sitting, sort: Sort, facts: dict[int, Action], decided: list[Decided]) -> Decisions:
    found = Decisions(sort.kind, sort.title, sort.nothing, sort.who)
    found.decided = [one for one in decided if sitting.covers(one.action)]
    for thing in sort.read(sitting):
        action = sort.action_of(thing)
        action.council = action.plan.council = sitting.council
        if not sitting.covers(action):
            continue
        item = sort.show(thing, facts.get(action.pk, action))
        item.why_not = why_not(sitting, sort, thing, action)
        item.is_own = sort.named(action) == sitting.meeting.group_id
        found.items.append(item)
    # What its reader may decide comes first, each part in the order it was asked for.
    found.items.sort(key=lambda item: bool(item.why_not))
    for item, following in zip(found.items, found.items[1:], strict=False):
        item.after = following.anchor
    return found


def why_not(sitting: Sitting, sort: Sort, thing: Any, action: Action) -> str:
    """Why this cannot be decided here and now by this person, as a sentence; empty where it can."""
    meeting = sitting.meeting
    if closed := why_nothing(sitting):
        return closed
    group = sort.group_of(action, meeting.group)
    if group is not None and group.pk != meeting.group_id:
        return f"{sort.decided_by} by the {group}."
    if sort.asker(thing) == sitting.user.pk:
        return sort.yours
    return "" if sort.may(sitting.user, thing) else f"{sort.who} You are not among them."


def why_nothing(sitting: Sitting) -> str:
    """Why nothing can be decided here and now by anybody, as a sentence; empty where something can."""
    if sitting.meeting.is_cancelled:
        return "This meeting is cancelled."
    if sitting.chosen:
        return "You are looking at another day; decisions are taken on the page of today."
    if sitting.meeting.held_on > today():
        return f"Decisions can be recorded from {full_date(sitting.meeting.held_on)}, the day of the meeting."
    return ""


def _related(prefix: str = "") -> list[str]:
    paths = [f"{_PLAN}__{group}" for group in _GROUPS] + ["priority", "workstream", "lead"]
    return [f"{prefix}{path}" for path in paths]


def _open_dates(sitting: Sitting) -> Iterable[DateRevision]:
    asked = DateRevision.objects.filter(council=sitting.council)
    found = asked.open_requests(sitting.asked.day, sitting.asked.known_at)
    if not sitting.chosen:
        found = found.filter(pk__in=asked.open_requests(today()).values("pk"))
    found = found.filter(action__retired_on=None)
    return found.select_related(*_related("action__"), "recorded_by").order_by("as_at", "pk")


def _open_evidence(sitting: Sitting) -> Iterable[Evidence]:
    held = Evidence.objects.filter(council=sitting.council)
    found = held.as_at(sitting.asked.day, sitting.asked.known_at).awaiting_review()
    if not sitting.chosen:
        found = found.filter(pk__in=held.as_at(today()).awaiting_review().values("pk"))
    found = found.filter(action__retired_on=None)
    return found.select_related(*_related("action__"), "added_by").order_by("added_at", "pk")


def _open_proposals(sitting: Sitting) -> Iterable[Endorsement]:
    steps = Endorsement.objects.filter(council=sitting.council)
    found = steps.open_proposals(sitting.asked.day, sitting.asked.known_at)
    if not sitting.chosen:
        found = found.filter(pk__in=steps.open_proposals(today()).values("pk"))
    found = found.filter(action__retired_on=None)
    return found.select_related(*_related("action__"), "recorded_by").order_by("as_at", "pk")


def _date_item(asked: DateRevision, action: Action) -> Item:
    facts = [
        ("Asked for by", f"{asked.recorded_by} on {full_date(asked.as_at)}"),
        ("Why", asked.reason),
        ("Date now", full_date(getattr(action, "current_due", action.original_due))),
        ("Originally", full_date(action.original_due)),
        ("Would slip by", f"{(asked.new_due - action.original_due).days} days in all"),
    ]
    revised = getattr(action, "times_revised", 0)
    if revised:
        facts.append(("Revised before", f"{revised} time{'' if revised == 1 else 's'}"))
    heading = f"New date of {full_date(asked.new_due)}"
    return Item("date", asked.pk, action, heading, facts, "Agree the new date", "Decline it")


def _evidence_item(piece: Evidence, action: Action) -> Item:
    facts = [
        ("Added by", f"{piece.added_by} on {full_date(piece.added_on)}"),
        ("Evidence of", full_date(piece.evidence_of)),
        ("Where", piece.file_name or piece.link or piece.where_held),
        ("Done when", action.success_measure or "No measure of success has been set"),
    ]
    return Item("evidence", piece.pk, action, piece.title, facts, "Accept it", "Find it insufficient")


def _proposal_item(step: Endorsement, action: Action) -> Item:
    facts = [
        ("Proposed by", f"{step.recorded_by} on {full_date(step.as_at)}"),
        ("Why", step.note or "No reason was given"),
        ("Due", full_date(action.original_due)),
        ("Lead", action.lead_name or "Nobody yet"),
        ("Done when", action.success_measure or "No measure of success has been set"),
    ]
    pk = action.pk
    return Item("action", pk, action, "Join the plan as a new action", facts, "Endorse it", "Decline it")


SORTS = (
    Sort(
        "date",
        "New dates to decide",
        "No new date is under review.",
        "New dates are decided by the chair of the workstream or of the group that decides dates, and the "
        "programme office; never by whoever asked.",
        _open_dates,
        lambda asked: asked.action,
        lambda action, group: action.plan.dates_decided_by,
        lambda action: action.plan.dates_decided_by_id,
        "New dates of this plan are decided",
        may_decide_date,
        lambda asked: asked.recorded_by_id,
        "You asked for this date, so somebody else decides it.",
        _date_item,
    ),
    Sort(
        "evidence",
        "Evidence to review",
        "No evidence awaits review.",
        "Evidence is reviewed by the chair of the group that reviews it and the programme office; never by the "
        "action’s lead or whoever added it.",
        _open_evidence,
        lambda piece: piece.action,
        reviewing_group,
        lambda action: action.plan.evidence_reviewed_by_id or action.workstream_id,
        "This evidence is reviewed",
        may_review_evidence,
        lambda piece: piece.added_by_id,
        "You added this evidence, so somebody else reviews it.",
        _evidence_item,
    ),
    Sort(
        "action",
        "Proposed actions to endorse",
        "No action is proposed.",
        "New actions are endorsed by the chair of the group that endorses them and the programme office; never by "
        "whoever proposed them.",
        _open_proposals,
        lambda step: step.action,
        lambda action, group: action.plan.actions_endorsed_by,
        lambda action: action.plan.actions_endorsed_by_id,
        "New actions of this plan are endorsed",
        may_endorse,
        lambda step: step.recorded_by_id,
        "You proposed this action, so somebody else decides on it.",
        _proposal_item,
    ),
)
