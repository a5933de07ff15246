"""Progress updates: one form, one save, one entry; and, with it, a request for a new date."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import StaleVersion
from improvement.access import may_update
from improvement.models import Action, DateRevision, ProgressUpdate, Rating
from improvement.services.due_dates import check_request, new_request
from improvement.services.endorsements import check_counts, check_endorsed
from improvement.services.rules import Refusals, allow, append, check_uncorrected, take_turn

_NOT_ALLOWED = (
    "Only the lead, the deputy, the workstream chair or the programme office may update this action."
)


def record_update(
    *,
    action: Action,
    by: User,
    rating: Rating,
    as_at: date,
    narrative: str = "",
    blockers: str = "",
    shown_update: int | None = None,
) -> ProgressUpdate:
    """Append the progress rating of an action from `as_at` on.

    Raises PermissionDenied; StaleVersion when another update was added since `shown_update`
    (`Action.last_update`; None: nothing was shown);
    ValidationError naming `rating`, `as_at` or `narrative`.
    """
    return save_update(
        action=action,
        by=by,
        shown_update=shown_update,
        rating=rating,
        as_at=as_at,
        narrative=narrative,
        blockers=blockers,
    )


@transaction.atomic
def save_update(
    *,
    action: Action,
    by: User,
    shown_update: int | None,
    rating: Rating,
    as_at: date,
    narrative: str = "",
    blockers: str = "",
    new_due: date | None = None,
    reason: str = "",
) -> ProgressUpdate:
    """An update and, where `new_due` is given, a request for that date: both or neither.

    Raises as `record_update` does; its ValidationError may also name `new_due` or `reason`.
    """
    allow(may_update(by, action), _NOT_ALLOWED)
    check_shown(action, shown_update)
    refused = Refusals()
    check_counts(refused, action, "rating")
    check_update(refused, action, rating, as_at, narrative)
    if new_due or reason.strip():
        check_request(refused, action, new_due, reason)
    refused.raise_any()
    before = ProgressUpdate.objects.select_related("rating").latest_for(action, as_at)
    update = _new_update(action, by, rating, as_at, narrative, blockers)
    append(update)
    request = new_request(action, by, new_due, reason) if new_due else None
    _record(action, by, before, update, request)
    return update


@transaction.atomic
def correct_update(
    *,
    update: ProgressUpdate,
    by: User,
    because: str,
    rating: Rating,
    as_at: date,
    narrative: str = "",
    blockers: str = "",
    shown_update: int | None = None,
) -> ProgressUpdate:
    """Append an entry that takes the place of a mistaken one; both stay visible, with the reason. A chair's rating of
    the mistaken one goes out with it.

    Raises as `record_update` does; its ValidationError may also name `because`.
    """
    action = update.action
    allow(may_update(by, action), _NOT_ALLOWED)
    check_shown(action, shown_update)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the update you are correcting.")
    check_endorsed(refused, action, "rating")
    check_update(refused, action, rating, as_at, narrative)
    # What was reported before an action left may still be put right, but it reports nothing from then on.
    left = not Action.objects.existing_on(as_at).filter(pk=action.pk).exists()
    refused.when(left and as_at >= action.added_on, "as_at", "The action was not in the plan on that date.")
    refused.raise_any()
    check_correctable(update)
    corrected = _new_update(action, by, rating, as_at, narrative, blockers)
    corrected.corrects, corrected.corrected_because = update, because.strip()
    append(corrected)
    voids = _take_out_moderations(update, by)
    record(
        "corrected an update to",
        action,
        council=action.council,
        by=by,
        before=plain_update(update),
        after=plain_update(corrected) | {"because": corrected.corrected_because},
        entries=[corrected, *voids],
    )
    return corrected


def check_correctable(update: ProgressUpdate) -> None:
    """Raises ValidationError where an update is a chair's beside the lead's, or has been corrected."""
    if update.moderates_id is not None:
        raise ValidationError(
            "This is a chair’s rating beside the lead’s. Correct the lead’s update instead."
        )
    check_uncorrected(update, "update")


def _take_out_moderations(update: ProgressUpdate, by: User) -> list[ProgressUpdate]:
    """Voids of the chair's ratings of an update that is no longer what was reported."""
    voids = []
    for moderation in ProgressUpdate.objects.standing().filter(moderates=update):
        void = _new_update(update.action, by, moderation.rating, moderation.as_at, "", "")
        void.corrects, void.is_void, void.moderates = moderation, True, update
        append(void)
        voids.append(void)
    return voids


def check_update(refused: Refusals, action: Action, rating: Rating, as_at: date, narrative: str) -> None:
    """The rules of an update (product description, “Evidence” and “Rating scale”)."""
    check_rating(refused, action, rating, as_at)
    refused.when_not_between(as_at, "as_at", first=action.added_on, thing="this action")
    silent = rating.needs_narrative and not narrative.strip()
    refused.when(silent, "narrative", f"Say why the rating is “{rating}”.")


def check_rating(refused: Refusals, action: Action, rating: Rating, as_at: date) -> None:
    """A rating of the plan's own progress key and, where it needs evidence, proven by that day."""
    wrong_key = rating.scale_id != action.plan.progress_scale_id
    refused.when(wrong_key, "rating", "Choose a rating from this plan's progress key.")
    if not wrong_key:
        refused.when_unproven(action, rating, as_at)


def check_shown(action: Action, shown: int | None) -> None:
    """Take turns over an action; raises StaleVersion if another update was added since the one shown.

    Only another update stands in the way of an update: not evidence, an agreed date or an edited title.
    """
    take_turn(action)
    if shown is not None and shown != ProgressUpdate.objects.last_of(action):
        raise StaleVersion(action, shown)


def _new_update(
    action: Action, by: User, rating: Rating, as_at: date, narrative: str, blockers: str
) -> ProgressUpdate:
    return ProgressUpdate(
        council=action.council,
        action=action,
        recorded_by=by,
        rating=rating,
        as_at=as_at,
        narrative=narrative.strip(),
        blockers=blockers.strip(),
    )


def _record(
    action: Action,
    by: User,
    before: ProgressUpdate | None,
    update: ProgressUpdate,
    request: DateRevision | None,
) -> None:
    after = plain_update(update)
    if request is not None:
        after |= {"asked_for": request.new_due, "reason": request.reason}
    record(
        "recorded an update to",
        action,
        council=action.council,
        by=by,
        before=plain_update(before) if before else {},
        after=after,
        entries=[entry for entry in (update, request) if entry is not None],
    )


def plain_update(update: ProgressUpdate) -> dict[str, object]:
    """What the change log keeps of an update."""
    return {
        "rating": update.rating.code,
        "as_at": update.as_at,
        "narrative": update.narrative,
        "blockers": update.blockers,
    }
