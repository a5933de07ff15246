"""Findings, and what they are about and answered by."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_manage_inspections
from improvement.models import Action, Finding, FindingLink, Section
from improvement.services.rules import Refusals, add, allow, append, same_council, take_version

_NOT_ALLOWED = "Only the programme office keeps inspections, intervention and findings."


@transaction.atomic
def add_finding(
    *,
    council: Council,
    by: User,
    sections: Iterable[Section] = (),
    actions: Iterable[Action] = (),
    **facts: Any,
) -> Finding:
    """A finding (`kind`, `text`, `inspection` or `visit`, `found_on`, `paragraph`) with its first links.

    Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_manage_inspections(by, council), _NOT_ALLOWED)
    finding = Finding(council=council, **_stripped(facts))
    _check(finding)
    add(finding)
    record("added the finding", finding, council=council, by=by, after=_stripped(facts))
    if sections or actions:
        link_finding(finding=finding, by=by, sections=sections, actions=actions)
    return finding


@transaction.atomic
def edit_finding(*, finding: Finding, by: User, shown_version: int | None, **facts: Any) -> None:
    """Correct the words, source or date of a finding. Raises as `add_finding` does, and StaleVersion."""
    allow(may_manage_inspections(by, finding.council), _NOT_ALLOWED)
    take_version(finding, shown_version)
    before = {name: getattr(finding, name) for name in facts}
    for name, value in _stripped(facts).items():
        setattr(finding, name, value)
    _check(finding)
    finding.clean_fields(exclude={"council", "inspection", "visit"})
    finding.save(update_fields=list(facts))
    record(
        "edited the finding", finding, council=finding.council, by=by, before=before, after=_stripped(facts)
    )


@transaction.atomic
def link_finding(
    *,
    finding: Finding,
    by: User,
    sections: Iterable[Section],
    actions: Iterable[Action],
    shown_version: int | None = None,
) -> int:
    """Make these the sections a finding is about and the actions that answer it, from today on; gives how many
    links changed. What is no longer among them is taken out by a void. Raises PermissionDenied; StaleVersion;
    ValidationError for something of another council."""
    allow(may_manage_inspections(by, finding.council), _NOT_ALLOWED)
    take_version(finding, shown_version)
    wanted = {("section", section.pk): section for section in sections}
    linked: dict[tuple[str, int], Any] = wanted | {("action", action.pk): action for action in actions}
    for key, thing in linked.items():
        same_council(finding.council, **{f"{key[0]}s": thing})
    held = {_key(link): link for link in FindingLink.objects.filter(finding=finding).standing()}
    entries = [_link(finding, by, *key) for key in linked if key not in held]
    entries += [_link(finding, by, *key, out=link) for key, link in held.items() if key not in linked]
    for entry in entries:
        append(entry)
    if entries:
        record(
            "linked the finding",
            finding,
            council=finding.council,
            by=by,
            before={"links": [str(link.action or link.section) for link in held.values()]},
            after={"links": [str(thing) for thing in linked.values()]},
            entries=entries,
        )
    return len(entries)


def _key(link: FindingLink) -> tuple[str, int]:
    return ("action", link.action_id) if link.action_id else ("section", link.section_id or 0)


def _link(finding: Finding, by: User, name: str, pk: int, out: FindingLink | None = None) -> FindingLink:
    entry = FindingLink(
        council=finding.council,
        finding=finding,
        recorded_by=by,
        as_at=out.as_at if out else today(),
        corrects=out,
        is_void=out is not None,
    )
    setattr(entry, f"{name}_id", pk)
    return entry


def _check(finding: Finding) -> None:
    same_council(finding.council, inspection=finding.inspection, visit=finding.visit)
    refused = Refusals()
    one = (finding.inspection is None) != (finding.visit is None)
    refused.when(not one, "source", "Choose the inspection, review or visit that made the finding.")
    refused.when(finding.found_on > today(), "found_on", "The date must be today or earlier.")
    begun = finding.inspection.started_on if finding.inspection else finding.found_on
    refused.when(finding.found_on < begun, "found_on", "The date must not be before the inspection began.")
    refused.raise_any()


def _stripped(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
