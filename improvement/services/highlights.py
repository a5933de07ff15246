"""Highlights: recorded on the day they speak of, put right by another entry, and told once by a paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import now, today
from improvement.access import may_record_highlight
from improvement.models import Highlight, HighlightUse, Section
from improvement.services.rules import Refusals, allow, append, check_uncorrected, same_council

_NOT_ALLOWED = "You may not record highlights for this council."


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
    allow(may_record_highlight(by, council), _NOT_ALLOWED)
    facts = _checked(
        council,
        kind=kind,
        text=text,
        as_at=as_at,
        section=section,
        gathered_how=gathered_how,
        taken_to=taken_to,
        consent_given=consent_given,
        what_changed=what_changed,
    )
    # A form sent twice must not tell members the same thing twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := Highlight.objects.of(council).standing().filter(**facts).first():
        return same
    highlight = Highlight(council=council, recorded_by=by, **facts)
    append(highlight)
    after = {"kind": kind, "as_at": as_at, "section": section, "text": highlight.text}
    record("recorded the highlight", highlight, council=council, by=by, after=after, entries=[highlight])
    return highlight


@transaction.atomic
def correct_highlight(
    *, highlight: Highlight, by: User, because: str, void: bool = False, **facts: Any
) -> Highlight:
    """Append an entry that takes the place of a mistaken highlight, or with `void` takes it out; both stay.

    Raises as `record_highlight` does; its ValidationError may also name `because`, or no field where the highlight
    has been corrected already.
    """
    council = highlight.council
    allow(may_record_highlight(by, council), _NOT_ALLOWED)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the highlight you are correcting.")
    refused.raise_any()
    told = _checked(council, **facts)
    Council.objects.select_for_update().get(pk=council.pk)
    check_uncorrected(highlight, "highlight")
    corrected = Highlight(council=council, recorded_by=by, corrects=highlight, is_void=void, **told)
    corrected.corrected_because = because.strip()
    append(corrected)
    record(
        "corrected the highlight",
        corrected,
        council=council,
        by=by,
        before={"kind": highlight.kind, "as_at": highlight.as_at, "text": highlight.text},
        after={"kind": corrected.kind, "as_at": corrected.as_at, "text": corrected.text, "void": void}
        | {"because": corrected.corrected_because},
        entries=[corrected],
    )
    return corrected


def mark_highlights_used(
    *, council: Council, by: User, highlights: Iterable[int], paper: str, until: date
) -> None:
    """Note which highlights a published paper told, and until which day they run; twice does nothing more.

    Only for the service that publishes, in its transaction; it has asked permission and records the change.
    """
    wanted = Highlight.objects.filter(council=council, pk__in=list(highlights))
    for highlight in wanted.exclude(uses__paper=paper):
        HighlightUse.objects.create(
            council=council, highlight=highlight, paper=paper, used_on=until, used_at=now(), used_by=by
        )


def _checked(council: Council, **facts: Any) -> dict[str, Any]:
    """The columns of a highlight. Raises ValidationError naming the field."""
    same_council(council, section=facts.get("section"))
    told: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in facts.items()
    }
    refused = Refusals()
    refused.when(not told["text"], "text", "Say what happened.")
    refused.when(told["as_at"] > today(), "as_at", "The date must be today or earlier.")
    feedback = told["kind"] == Highlight.Kind.FEEDBACK
    refused.when(feedback and not told["gathered_how"], "gathered_how", "Say how the feedback was gathered.")
    refused.raise_any()
    return told
