"""Help from outside the council, recorded against sections."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_manage_inspections
from improvement.models import ExternalHelp, Section
from improvement.services.rules import Refusals, add, allow, check_version, edit, same_council, take_version

_NOT_ALLOWED = "Only the programme office may record external help."


@transaction.atomic
def add_external_help(
    *,
    council: Council,
    by: User,
    source: str,
    provider: str,
    what: str,
    starts_on: date,
    sections: Sequence[Section],
    ends_on: date | None = None,
    contact_role: str = "",
) -> ExternalHelp:
    """Help with some sections, from a day until another (None: with no end yet).

    What stands already is returned, and nothing is added. Raises PermissionDenied, or ValidationError naming
    the field.
    """
    allow(may_manage_inspections(by, council), _NOT_ALLOWED)
    facts = _checked(
        council,
        sections,
        source=source,
        provider=provider,
        what=what,
        starts_on=starts_on,
        ends_on=ends_on,
        contact_role=contact_role,
    )
    # A form sent twice must not record the same help twice.
    Council.objects.select_for_update().get(pk=council.pk)
    if same := ExternalHelp.objects.of(council).filter(**facts).first():
        return same
    given = ExternalHelp(council=council, **facts)
    add(given)
    given.sections.set(sections)
    record("added external help", given, council=council, by=by, after=facts | _named(sections))
    return given


@transaction.atomic
def edit_external_help(
    *, given: ExternalHelp, by: User, shown_version: int | None, sections: Sequence[Section], **facts: Any
) -> None:
    """Change what is recorded of it, its end above all. Raises PermissionDenied, StaleVersion, ValidationError."""
    allow(may_manage_inspections(by, given.council), _NOT_ALLOWED)
    check_version(given, shown_version)
    told = _checked(given.council, sections, **facts)
    held = list(given.sections.all())
    before, after = edit(given, shown_version, **told)
    if {one.pk for one in held} != {one.pk for one in sections}:
        if not after:
            take_version(given, shown_version)
        given.sections.set(sections)
        before, after = before | _named(held), after | _named(sections)
    if after:
        record("edited external help", given, council=given.council, by=by, before=before, after=after)


def _named(sections: Sequence[Section]) -> dict[str, Any]:
    return {"sections": [section.reference for section in sections]}


def _checked(council: Council, sections: Sequence[Section], **facts: Any) -> dict[str, Any]:
    """The columns of it. Raises ValidationError naming the field."""
    for section in sections:
        same_council(council, sections=section)
    told: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in facts.items()
    }
    refused = Refusals()
    refused.when(not sections, "sections", "Choose at least one section.")
    refused.when(told["source"] not in ExternalHelp.Source.values, "source", "Choose who gives the help.")
    refused.when(not told["provider"], "provider", "Say which body or team gives the help.")
    refused.when(not told["what"], "what", "Say what the help is.")
    ends_on = told["ends_on"]
    backwards = ends_on is not None and ends_on < told["starts_on"]
    refused.when(backwards, "ends_on", "It cannot end before it begins.")
    refused.when(told["starts_on"].year > today().year + 5, "starts_on", "That is more than five years away.")
    refused.raise_any()
    return told
