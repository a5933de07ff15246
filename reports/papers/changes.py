"""What changed between two papers: each action on this paper's ratings date beside the last paper's own."""

from collections.abc import Callable
from dataclasses import dataclass

from improvement.models.ratings import SEVERITY, ProgressMeaning
from reports.papers.data import ActionRow, PaperData, PlanData

_FINISHED = (ProgressMeaning.DONE, ProgressMeaning.DONE_AWAITING_EVIDENCE)


@dataclass(frozen=True)
class ChangeGroup:
    """One sort of change, with the actions it happened to in plan order."""

    key: str
    heading: str
    actions: tuple[ActionRow, ...]


def changes(data: PaperData) -> tuple[ChangeGroup, ...]:
    """Every group in the order the paper prints them, empty ones included; none for a first paper."""
    if data.previous is None:
        return ()
    return tuple(
        ChangeGroup(key, heading, tuple(action for action in data.plan.actions if belongs(data, action)))
        for key, heading, belongs in _GROUPS
    )


def meaning_of(plan: PlanData, code: str) -> str:
    rating = plan.progress(code)
    return rating.meaning if rating else ""


def _meanings(data: PaperData, action: ActionRow) -> tuple[str, str]:
    """Before and now; an action that is new has no before and is told by its own group."""
    before = meaning_of(data.plan, action.before.rating) if action.before else ""
    return before, meaning_of(data.plan, action.rating)


def _became(*meanings: ProgressMeaning) -> Callable[[PaperData, ActionRow], bool]:
    def check(data: PaperData, action: ActionRow) -> bool:
        before, present = _meanings(data, action)
        return present in meanings and before != present

    return check


def _new(_data: PaperData, action: ActionRow) -> bool:
    return action.before is None


def _slipped(_data: PaperData, action: ActionRow) -> bool:
    return action.before is not None and action.due > action.before.due


def _evidence_accepted(data: PaperData, action: ActionRow) -> bool:
    since = data.since("ratings")
    accepted = action.evidence_accepted_on
    return bool(since and accepted and accepted > since)


def _worse(data: PaperData, action: ActionRow) -> bool:
    before, present = _meanings(data, action)
    # A pause is decided, not a turn for the worse: it has a group of its own.
    worse = present != ProgressMeaning.PAUSED and SEVERITY[present] > SEVERITY[before]
    return action.before is not None and worse


def _improved(data: PaperData, action: ActionRow) -> bool:
    before, present = _meanings(data, action)
    improved = SEVERITY[present] < SEVERITY[before]
    return action.before is not None and improved and present not in _FINISHED


_GROUPS: tuple[tuple[str, str, Callable[[PaperData, ActionRow], bool]], ...] = (
    ("done", "Completed", _became(ProgressMeaning.DONE)),
    ("evidence_accepted", "Evidence accepted", _evidence_accepted),
    ("awaiting_evidence", "Done, awaiting evidence", _became(ProgressMeaning.DONE_AWAITING_EVIDENCE)),
    ("improved", "Improved", _improved),
    ("worse", "Got worse", _worse),
    ("paused", "Paused", _became(ProgressMeaning.PAUSED)),
    ("slipped", "Given a later date", _slipped),
    ("new", "New in the plan", _new),
)
