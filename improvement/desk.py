"""My actions: what one person has to do, sorted by what it asks of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Council, User
from core.dates import today
from improvement.access import may_decide_date, may_review_evidence
from improvement.models import Action, DateRevision, Evidence, Meeting
from improvement.models.ratings import FINISHED, ProgressMeaning

_ADD_EVIDENCE = ("Add evidence", "improvement:evidence-add")


@dataclass(frozen=True)
class Pile:
    """Actions that ask for the same thing, with the words and the view of the link that does it."""

    title: str
    text: str
    actions: list[Action]
    verb: str = "Update"
    view: str = "improvement:action-update"
    is_pressing: bool = True


@dataclass
class Desk:
    """One person's actions, each in exactly one pile, as they stand on `day`."""

    day: date
    cutoff: Meeting | None
    questions: list[Action] = field(default_factory=list)
    to_update: list[Action] = field(default_factory=list)
    overdue: list[Action] = field(default_factory=list)
    under_review: list[Action] = field(default_factory=list)
    without_evidence: list[Action] = field(default_factory=list)
    with_reviewer: list[Action] = field(default_factory=list)
    rest: list[Action] = field(default_factory=list)

    @property
    def calls(self) -> list[Action]:
        """What asks something of this person: a question first, then what is due, then what is late."""
        return [*self.questions, *self.to_update, *self.overdue]

    @property
    def is_empty(self) -> bool:
        return not any(pile.actions for pile in self.piles)

    @property
    def piles(self) -> list["Pile"]:
        """The piles in the order in which they call for attention."""
        return [*self.to_write, *self.to_read]

    @property
    def to_write(self) -> list["Pile"]:
        """The piles whose actions are updated on the page itself."""
        return [
            Pile("Questions to answer", "Your chair has asked about the last update.", self.questions),
            Pile("To update now", "No update since the last cut-off.", self.to_update),
            Pile("Overdue", "Past their date, and no new one has been asked for.", self.overdue),
            Pile(
                "Date under review",
                "The present date stands until then.",
                self.under_review,
                is_pressing=False,
            ),
        ]

    @property
    def calling(self) -> list[Action]:
        """The actions of `to_write`, in its order."""
        return [action for pile in self.to_write for action in pile.actions]

    @property
    def to_read(self) -> list["Pile"]:
        """The piles that ask for no update now."""
        return [
            Pile(
                "Evidence to add",
                "You say it is done; it counts as done once somebody else has accepted evidence of it.",
                self.without_evidence,
                *_ADD_EVIDENCE,
            ),
            Pile(
                "Evidence with its reviewer",
                "Done, once it has been accepted.",
                self.with_reviewer,
                *_ADD_EVIDENCE,
                is_pressing=False,
            ),
            Pile("The rest", "Nothing is asked of you.", self.rest, is_pressing=False),
        ]


@dataclass(frozen=True)
class Decisions:
    """What waits for one person to decide."""

    dates: list[DateRevision]
    evidence: list[Evidence]

    @property
    def how_many(self) -> int:
        return len(self.dates) + len(self.evidence)


def desk_of(user: User, council: Council) -> Desk:
    """This person's actions today; an update is due if there is none since the last cut-off that has passed."""
    day = today()
    led = Action.objects.of(council).led_by(user).as_at(day)
    actions = led.with_last_update().with_review_waiting(day).order_by("current_due", "pk")
    meetings = Meeting.objects.of(council)
    cutoff = meetings.with_cutoff_from(day).first()
    last = meetings.with_cutoff_before(day).first()
    return sort_desk(actions, day, cutoff, last.update_cutoff if last else None)


def sort_desk(actions: Iterable[Action], day: date, cutoff: Meeting | None, since: date | None) -> Desk:
    """Put each action in the first pile that fits. `since` is the last cut-off that has passed, if any."""
    desk = Desk(day, cutoff)
    for action in actions:
        if action.question is not None:
            desk.questions.append(action)
        elif _needs_update(action, since):
            desk.to_update.append(action)
        elif action.proposed_due is not None:
            desk.under_review.append(action)
        elif action.is_overdue:
            desk.overdue.append(action)
        elif action.rating_meaning == ProgressMeaning.DONE_AWAITING_EVIDENCE:
            (desk.with_reviewer if action.is_in_review else desk.without_evidence).append(action)
        else:
            desk.rest.append(action)
    return desk


def _needs_update(action: Action, since: date | None) -> bool:
    if action.rating_meaning in FINISHED:
        return False
    return action.rated_on is None or (since is not None and action.rated_on <= since)


def returned_to(user: User, council: Council) -> list[Evidence]:
    """Evidence for this person's actions that a reviewer found insufficient, and that nothing has followed yet."""
    waiting = Action.objects.filter(council=council).led_by(user).as_at(today()).awaiting_evidence()
    held = Evidence.objects.filter(council=council, action__in=waiting.values("pk")).as_at(today()).returned()
    related = ("action__section__chapter__plan", "action__priority")
    return list(held.select_related(*related).order_by("added_at"))


def decisions_of(user: User, council: Council) -> Decisions:
    """The dates and the evidence that this person may decide on, oldest first."""
    path = "action__section__chapter__plan__dates_decided_by"
    related = (path, "action__priority", "action__workstream", "action__council", "recorded_by")
    of_kept = {"council": council, "action__retired_on": None}
    requests = DateRevision.objects.filter(**of_kept).open_requests(today()).select_related(*related)
    held = Evidence.objects.filter(**of_kept).as_at(today()).awaiting_review()
    waiting = held.select_related(*related[:-1], "added_by").order_by("added_at")
    return Decisions(
        [request for request in requests.order_by("as_at", "pk") if may_decide_date(user, request)],
        [evidence for evidence in waiting if may_review_evidence(user, evidence)],
    )
