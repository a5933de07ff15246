"""How an action stands beside its own facts: whether it counts, what it waits for, and what was asked of its lead."""

from dataclasses import dataclass

from accounts.models import User
from core.ledger import AsAt
from improvement.access import may_challenge, may_edit_plan, may_endorse
from improvement.models import Action, Challenge, Endorsement, Interdependency, ProgressUpdate
from improvement.standing_forms import EndorseForm, meetings_for


@dataclass(frozen=True)
class Joining:
    """Whether an action counts on a day: the step that held then, and what this person may do about it now."""

    held: Endorsement | None
    form: EndorseForm | None = None
    may_decide: bool = False
    may_propose_again: bool = False
    may_take_back: bool = False

    @property
    def counts(self) -> bool:
        return self.held is not None and self.held.step == Endorsement.Step.ENDORSED

    @property
    def is_proposed(self) -> bool:
        return self.held is not None and self.held.step == Endorsement.Step.PROPOSED

    @property
    def is_declined(self) -> bool:
        return self.held is not None and self.held.step == Endorsement.Step.DECLINED


@dataclass(frozen=True)
class Waits:
    """What an action waits for, and what waits for it, on a day; `risks` of what it waits for."""

    waits_for: list[Interdependency]
    waited_for_by: list[Interdependency]
    may_edit: bool

    @property
    def risks(self) -> list[Interdependency]:
        return [entry for entry in self.waits_for if entry.risks]

    @property
    def is_empty(self) -> bool:
        return not (self.waits_for or self.waited_for_by)


@dataclass(frozen=True)
class Challenged:
    """The update that holds on a day, the question about it that is still open, and the chair's rating of it."""

    update: ProgressUpdate | None
    question: Challenge | None
    moderation: ProgressUpdate | None
    may_challenge: bool


def joining_of(action: Action, user: User, asked: AsAt) -> Joining:
    """Two queries; one more for whoever may decide."""
    found = Endorsement.objects.select_related("recorded_by", "meeting__group")
    held = found.latest_for(action, asked.day, asked.known_at)
    if held is None or asked.is_past or action.retired_on is not None:
        return Joining(held)
    held.action = action
    may_edit = may_edit_plan(user, action.council)
    may_decide = held.step == Endorsement.Step.PROPOSED and may_endorse(user, held)
    form = EndorseForm(proposal=held) if may_decide and _can_be_decided(held) else None
    decided = held.step != Endorsement.Step.PROPOSED and held.meeting_id is not None
    return Joining(
        held,
        form,
        may_decide,
        may_propose_again=may_edit and held.step == Endorsement.Step.DECLINED,
        may_take_back=may_edit and decided and action.update_id is None and action.first_published_on is None,
    )


def _can_be_decided(proposal: Endorsement) -> bool:
    return proposal.action.plan.actions_endorsed_by_id is None or meetings_for(proposal).exists()


def waits_of(action: Action, user: User, asked: AsAt) -> Waits:
    """Three queries."""
    found = Interdependency.objects.about(action, asked.day, asked.known_at)
    about = list(found)
    return Waits(
        [entry for entry in about if entry.action_id == action.pk],
        [entry for entry in about if entry.waits_for_id == action.pk],
        may_edit_plan(user, action.council) and not asked.is_past and action.retired_on is None,
    )


def challenged_of(action: Action, user: User, asked: AsAt) -> Challenged:
    """Two queries."""
    found = ProgressUpdate.objects.select_related("recorded_by", "rating", "moderates__rating")
    held = found.latest_for(action, asked.day, asked.known_at)
    if held is None:
        return Challenged(None, None, None, False)
    held.action = action
    open_ones = Challenge.objects.unanswered(asked.day, asked.known_at).filter(update__action=action)
    question = open_ones.select_related("recorded_by").order_by("-as_at", "-id").first()
    reported = held.moderates or held
    reported.action = action
    now = not asked.is_past and action.retired_on is None
    return Challenged(
        reported, question, held if held.moderates else None, now and may_challenge(user, reported)
    )
