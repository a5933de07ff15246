"""Two people at once: the texts of both, and the form again with what was typed."""

from typing import Any

from accounts.models import Change, Versioned
from core.dates import full_moment
from finance.forms.words import Words

CONFLICT = 409
UNPROCESSABLE = 422


def conflict_on(subject: Versioned, *, mine: Words, theirs: Words) -> dict[str, Any]:
    """What the conflict notice shows: who wrote last on the subject, when, and both texts."""
    last = Change.objects.for_subject(subject).select_related("by").first()
    when = full_moment(last.at) if last else ""
    return {"who": last.by if last else "Somebody", "when": when, "mine": mine, "theirs": theirs}


def on_top(data: Any, version: int) -> Any:
    """The same post, brought up to the version it would now be saved on top of."""
    fresh = data.copy()
    fresh["version"] = str(version)
    return fresh
