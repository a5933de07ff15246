"""Actions that members will ask about: behind without words, without a new date, without an update or evidence."""

from collections.abc import Iterator

from core.dates import full_date
from improvement.models.ratings import ProgressMeaning
from reports.papers import counts
from reports.papers.data import ActionRow, PaperData
from reports.papers.finding import Finding
from reports.papers.places import of_action

# Off track, at risk or stopped: members will ask why.
_NEEDS_WORDS = (ProgressMeaning.OFF_TRACK, ProgressMeaning.AT_RISK, ProgressMeaning.PAUSED)


def without_narrative(data: PaperData) -> Iterator[Finding]:
    for action in data.plan.actions:
        if action.narrative or not _is_behind(data, action):
            continue
        rating = counts.progress_of(data.plan, action.rating).label
        late = " and overdue" if counts.is_overdue(data, action) else ""
        message = f"“{action.title}” is rated “{rating}”{late}, and no narrative says why."
        yield of_action("no-narrative", action, message)


def _is_behind(data: PaperData, action: ActionRow) -> bool:
    return counts.meaning(data, action) in _NEEDS_WORDS or counts.is_overdue(data, action)


def without_new_date(data: PaperData) -> Iterator[Finding]:
    """Overdue, or rated as not to be met, with no new date asked for; one agreed since the last paper will do."""
    for action in data.plan.actions:
        if action.proposed_due:
            continue
        if counts.is_overdue(data, action):
            message = (
                f"“{action.title}” was due on {full_date(action.due)}, and no new date has been asked for."
            )
            yield of_action("overdue-without-date", action, message)
        elif counts.meaning(data, action) == ProgressMeaning.OFF_TRACK and not _was_moved(action):
            rating = counts.progress_of(data.plan, action.rating).label
            message = (
                f"“{action.title}” is rated “{rating}” with its date of {full_date(action.due)}, and no new date has "
                "been asked for."
            )
            yield of_action("red-without-date", action, message)


def _was_moved(action: ActionRow) -> bool:
    """Since the last paper; without one, ever."""
    return action.due != (action.before.due if action.before else action.original_due)


def not_updated(data: PaperData) -> Iterator[Finding]:
    for action in counts.not_updated(data):
        day = full_date(data.dates["ratings"])
        told = f"was last updated as at {full_date(action.rated_on)}" if action.rated_on else "has no update"
        message = f"“{action.title}” {told}, more than {counts.FRESH_DAYS} days before {day}."
        yield of_action("not-updated", action, message, f"{action.reference}: “{action.title}” {told}")


def unrated(data: PaperData) -> Iterator[Finding]:
    for action in counts.rated(data.plan.actions, ""):
        yield of_action("not-rated", action, f"“{action.title}” has no progress rating.")


def done_without_evidence(data: PaperData) -> Iterator[Finding]:
    if not data.plan.needs_evidence:
        return
    for action in data.plan.actions:
        if counts.meaning(data, action) == ProgressMeaning.DONE and not action.evidence_accepted_on:
            message = f"“{action.title}” counts as done, and no evidence of it has been accepted."
            yield of_action("done-without-evidence", action, message)
