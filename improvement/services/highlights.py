from datetime import date
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_record_highlight
from improvement.models import Highlight, Section
from improvement.services.rules import Refusals, allow, append, same_council


@transaction.atomic
def record_highlight(
    *,
    council: Council,
    by: User,
    kind: str,
    text: str,
    as_at: date,
    section: Section | None = None,
    gathered_how: str = "",
    taken_to: str = "",
    consent_given: bool = False,
    what_changed: str = "",
) -> Highlight:
    """Something worth telling members, on the day it happened; feedback says how it was gathered.

    What stands already is returned, and nothing is added. Raises PermissionDenied, or ValidationError naming
    the field.
    """
    allow(may_record_highlight(by, council), "You may not record highlights for this council.")
    same_council(council, section=section)
    refused = Refusals()
    refused.when(not text.strip(), "text", "Say what happened.")
    refused.when(as_at > today(), "as_at", "The date must be today or earlier.")
    feedback = kind == Highlight.Kind.FEEDBACK
    refused.when(feedback and not gathered_how.strip(), "gathered_how", "Say how the feedback was gathered.")
    refused.raise_any()
    facts: dict[str, Any] = {
        "kind": kind,
        "text": text.strip(),
        "as_at": as_at,
        "section": section,
        "gathered_how": gathered_how.strip(),
        "taken_to": taken_to.strip(),
        "consent_given": consent_given,
        "what_changed": what_changed.strip(),
    }
    # A form sent twice must not tell members the same thing twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := Highlight.objects.of(council).standing().filter(**facts).first():
        return same
    highlight = Highlight(council=council, recorded_by=by, **facts)
    append(highlight)
    after = {"kind": kind, "as_at": as_at, "section": section}
    record("recorded the highlight", highlight, council=council, by=by, after=after, entries=[highlight])
    return highlight
