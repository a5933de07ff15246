"""What a chair says to an update: a question for its lead, or a moderated rating beside the lead's."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import today
from improvement.access import may_challenge
from improvement.models import Challenge, ProgressUpdate, Rating
from improvement.services.endorsements import check_kept
from improvement.services.rules import Refusals, allow, append, take_turn
from improvement.services.updates import check_rating, check_shown, plain_update

_NOT_ALLOWED = (
    "An update is challenged by the workstream chair or the programme office, never by whoever recorded it."
)


@transaction.atomic
def return_update(*, update: ProgressUpdate, by: User, question: str) -> Challenge:
    """Return an update with a question, as at today. It counts as it stands until a newer update answers.

    Raises PermissionDenied, or ValidationError (`question`, or no field where it is not the latest update or a
    question about it is still open).
    """
    allow(may_challenge(by, update), _NOT_ALLOWED)
    take_turn(update.action)
    check_kept(update.action)
    refused = Refusals()
    refused.when(not question.strip(), "question", "Say what you are asking.")
    refused.raise_any()
    check_unasked(update)
    action = update.action
    challenge = Challenge(
        council=action.council, update=update, recorded_by=by, as_at=today(), question=question.strip()
    )
    append(challenge)
    after = {"question": challenge.question}
    record("returned an update to", action, council=action.council, by=by, after=after, entries=[challenge])
    return challenge


@transaction.atomic
def moderate_update(
    *, update: ProgressUpdate, by: User, rating: Rating, because: str, shown_update: int | None = None
) -> ProgressUpdate:
    """Append the chair's rating beside the lead's: it holds from the same day, with the lead's own words, and counts
    until the lead records a newer update or corrects this one.

    Raises PermissionDenied; StaleVersion when another update was added since `shown_update`; ValidationError naming
    `rating` or `because`, or no field where it is not the latest update.
    """
    allow(may_challenge(by, update), _NOT_ALLOWED)
    action = update.action
    check_shown(action, shown_update)
    check_kept(action)
    refused = Refusals()
    check_rating(refused, action, rating, update.as_at)
    refused.when(not because.strip(), "because", "Say why the rating should be another.")
    refused.raise_any()
    held = check_latest(update)
    if rating.pk == held.rating_id:
        raise ValidationError({"rating": "This is the rating it has already."})
    moderated = ProgressUpdate(
        council=action.council,
        action=action,
        recorded_by=by,
        as_at=update.as_at,
        rating=rating,
        narrative=update.narrative,
        blockers=update.blockers,
        moderates=update,
        moderated_because=because.strip(),
    )
    append(moderated)
    record(
        "moderated the rating of",
        action,
        council=action.council,
        by=by,
        before=plain_update(held),
        after=plain_update(moderated) | {"moderated_because": moderated.moderated_because},
        entries=[moderated],
    )
    return moderated


def check_unasked(update: ProgressUpdate) -> None:
    """Raises ValidationError where there is a newer update, or a question about it is still open."""
    check_latest(update)
    if Challenge.objects.unanswered(today()).filter(update__action=update.action_id).exists():
        raise ValidationError("A question about this action has not been answered yet.")


def check_latest(update: ProgressUpdate) -> ProgressUpdate:
    """The update of the action that holds today, which has to be this one or a chair's rating of it."""
    held = ProgressUpdate.objects.select_related("rating").latest_for(update.action_id, today())
    if held is None or update.moderates_id is not None or update.pk not in {held.pk, held.moderates_id}:
        raise ValidationError("There is a newer update. Read that one first.")
    return held
