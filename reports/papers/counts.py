"""Counting a paper's actions and plan areas: pure functions that its figures, tables and sentences share."""

from collections.abc import Iterable
from datetime import timedelta

from improvement.models.ratings import FINISHED, ProgressMeaning
from reports.papers.changes import meaning_of
from reports.papers.data import ActionRow, KeyRating, PaperData, PlanData

# An action is expected to be updated within this many days of the date its rating is reported for.
FRESH_DAYS = 42

NOT_YET_RATED = KeyRating("", "Not yet rated", "No rating has been recorded.", "grey", "–", "")


def rated(actions: Iterable[ActionRow], code: str) -> tuple[ActionRow, ...]:
    return tuple(action for action in actions if action.rating == code)


def progress_columns(plan: PlanData) -> tuple[KeyRating, ...]:
    """The steps of the progress key, and "not yet rated" where an action has none."""
    return (*plan.progress_key, NOT_YET_RATED) if rated(plan.actions, "") else plan.progress_key


def impact_of(plan: PlanData, code: str) -> KeyRating:
    return plan.impact(code) or next(
        (rating for rating in plan.impact_key if rating.meaning == "not_yet_rated"), NOT_YET_RATED
    )


def progress_of(plan: PlanData, code: str) -> KeyRating:
    return plan.progress(code) or NOT_YET_RATED


def meaning(data: PaperData, action: ActionRow) -> str:
    return meaning_of(data.plan, action.rating)


def overdue(data: PaperData) -> tuple[ActionRow, ...]:
    """Past the current date and not finished; a new date under review does not take an action out."""
    return tuple(action for action in data.plan.actions if is_overdue(data, action))


def is_overdue(data: PaperData, action: ActionRow) -> bool:
    return action.due < data.dates["ratings"] and meaning(data, action) not in FINISHED


def under_review(data: PaperData) -> tuple[ActionRow, ...]:
    return tuple(action for action in data.plan.actions if action.proposed_due)


def not_updated(data: PaperData) -> tuple[ActionRow, ...]:
    """Not finished, and without an update in the 42 days before the ratings date."""
    if not data.plan.actions:
        return ()
    limit = data.dates["ratings"] - timedelta(days=FRESH_DAYS)
    return tuple(
        action
        for action in data.plan.actions
        if meaning(data, action) != ProgressMeaning.DONE
        and max(action.rated_on or action.added_on, action.added_on) < limit
    )
