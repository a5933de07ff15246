"""“No change, confirmed”: an update that carries what was last said, and says that it still holds."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.dates import full_date, today
from improvement.models import Action, Challenge, ProgressUpdate
from improvement.services.updates import save_update

_CONFIRMED = re.compile(r"\s*No change: confirmed as at \d{1,2} \w+ \d{4}\.\s*\Z")


@transaction.atomic
def confirm_unchanged(*, action: Action, by: User, shown_update: int | None = None) -> ProgressUpdate:
    """Append an update as at today with the last rating and words, which says that nothing has changed.

    Raises as `record_update` does; ValidationError also where there is nothing to confirm, or where a question
    about the last update waits for an answer of its own.
    """
    last = ProgressUpdate.objects.select_related("rating__scale").latest_for(action, today())
    if last is None:
        raise ValidationError(
            {"rating": "There is nothing to confirm yet. Choose the first progress rating."}
        )
    if Challenge.objects.unanswered(today()).filter(update__action=action).exists():
        raise ValidationError({"narrative": "Answer the question: confirming does not."})
    return save_update(
        action=action,
        by=by,
        shown_update=shown_update,
        rating=last.rating,
        as_at=today(),
        narrative=confirmed_words(last.narrative, today()),
        blockers=last.blockers,
    )


def confirmed_words(narrative: str, day: date) -> str:
    """The words last said, and that they still hold; an earlier confirmation gives way to this one."""
    said = _CONFIRMED.sub("", narrative).strip()
    return f"{said}\nNo change: confirmed as at {full_date(day)}.".strip()
