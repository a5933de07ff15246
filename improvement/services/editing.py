"""Changes to the words and the shape of a plan; what has been reported is never among them.

What has been retired stays as it was: each change of it raises ValidationError, naming no field.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.changes import record
from accounts.models import User, Versioned
from core.dates import full_date, today
from improvement import references
from improvement.access import may_edit_plan
from improvement.models import (
    Action,
    Chapter,
    ImpactRating,
    Plan,
    Priority,
    ProgressUpdate,
    RatingScale,
    Section,
)
from improvement.services.leads import hand_over
from improvement.services.rules import Refusals, allow, check_version, edit, same_council
from improvement.services.structure import (
    check_action,
    check_chapter,
    check_in_force,
    check_keys,
    check_label,
    check_prefix,
)

# What the change log says of a plan whose paper is published: it changes nothing that a paper says.
FIRST_PUBLISHED = "first published actions of"

DECIDING = ("dates_decided_by", "actions_endorsed_by", "evidence_reviewed_by")
NOT_ALLOWED = "Only the programme office and administrators may edit the plan."


@transaction.atomic
def edit_plan(*, plan: Plan, by: User, shown_version: int | None, **facts: Any) -> None:
    """Change `title`, `prefix`, `needs_evidence`, or the groups that decide: `dates_decided_by`,
    `actions_endorsed_by`, `evidence_reviewed_by`; its keys (`progress_scale`, `impact_scale`) only while nothing
    has been rated by them.

    Raises PermissionDenied, StaleVersion or ValidationError.
    """
    allow(may_edit_plan(by, plan.council), NOT_ALLOWED)
    check_version(plan, shown_version)
    check_in_force(plan)
    check_prefix(facts.get("prefix", plan.prefix))
    deciding = {name: facts.get(name) for name in DECIDING}
    keys = {name: facts[name] for name in ("progress_scale", "impact_scale") if name in facts}
    same_council(plan.council, **deciding, **keys)
    _check_keys_free(plan, keys)
    _save(plan, "edited the plan", by, shown_version, facts)


def _check_keys_free(plan: Plan, keys: dict[str, RatingScale]) -> None:
    """What was reported by a key would mean something else by another one."""
    check_keys(keys.get("progress_scale", plan.progress_scale), keys.get("impact_scale", plan.impact_scale))
    reported: dict[str, tuple[QuerySet[Any], str]] = {
        "progress_scale": (
            ProgressUpdate.objects.filter(action__section__chapter__plan=plan),
            "Progress has been reported by",
        ),
        "impact_scale": (
            ImpactRating.objects.filter(section__chapter__plan=plan),
            "Impact has been rated by",
        ),
    }
    refused = Refusals()
    for name, key in keys.items():
        held = getattr(plan, name)
        entries, words = reported[name]
        changed = key.pk != held.pk and entries.exists()
        sentence = f"{words} “{held}”, so it stays. Reword its ratings or add to them, under Rating scales."
        refused.when(changed, name, sentence)
    refused.raise_any()


@transaction.atomic
def edit_chapter(*, chapter: Chapter, by: User, number: int, title: str, shown_version: int | None) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `number` or `title`."""
    allow(may_edit_plan(by, chapter.council), NOT_ALLOWED)
    check_version(chapter, shown_version)
    check_in_force(chapter)
    check_chapter(Chapter(pk=chapter.pk, plan=chapter.plan, number=number))
    _save(chapter, "edited the chapter", by, shown_version, {"number": number, "title": title})


@transaction.atomic
def edit_section(
    *, section: Section, by: User, label: str, title: str, outcome: str, shown_version: int | None
) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `label`, `title` or `outcome`."""
    allow(may_edit_plan(by, section.council), NOT_ALLOWED)
    check_version(section, shown_version)
    check_in_force(section)
    tidy = references.tidy_label(label)
    check_label(Section(pk=section.pk, chapter=section.chapter, label=tidy), label)
    facts = {"label": tidy, "title": title, "outcome": outcome}
    _save(section, "edited the section", by, shown_version, facts)


@transaction.atomic
def edit_priority(*, priority: Priority, by: User, label: str, title: str, shown_version: int | None) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `label` or `title`."""
    allow(may_edit_plan(by, priority.council), NOT_ALLOWED)
    check_version(priority, shown_version)
    check_in_force(priority)
    tidy = references.tidy_label(label)
    check_label(Priority(pk=priority.pk, section=priority.section, label=tidy), label)
    _save(priority, "edited the priority", by, shown_version, {"label": tidy, "title": title})


@transaction.atomic
def edit_action(
    *,
    action: Action,
    by: User,
    section: Section,
    priority: Priority | None,
    shown_version: int | None,
    **facts: Any,
) -> None:
    """Change an action's `number`, `title`, `success_measure`, `lead`, `partner_lead`, `deputy` or `workstream`,
    or where in its plan it hangs. Its dates and ratings are not edited but recorded.

    Raises PermissionDenied, StaleVersion, or ValidationError naming the field.
    """
    allow(may_edit_plan(by, action.council), NOT_ALLOWED)
    check_version(action, shown_version)
    check_in_force(action)
    same_council(action.council, section=section, priority=priority, workstream=facts.get("workstream"))
    refused = Refusals()
    elsewhere = section.chapter.plan_id != action.section.chapter.plan_id
    refused.when(elsewhere, "place", "An action stays in its plan. Retire it and add it to the other one.")
    refused.raise_any()
    as_it_would_be = Action(
        pk=action.pk,
        section=section,
        priority=priority,
        number=facts.get("number", action.number),
        lead=facts.get("lead", action.lead),
        partner_lead=facts.get("partner_lead", action.partner_lead),
        original_due=action.original_due,
        added_on=action.added_on,
    )
    check_action(as_it_would_be)
    moved = {"section": section, "priority": priority}
    before, after = edit(action, shown_version, **facts | moved)
    if after:
        entries = [hand_over(action, by, today())] if {"lead", "partner_lead"} & after.keys() else []
        verb = "edited the action"
        record(verb, action, council=action.council, by=by, before=before, after=after, entries=entries)


@transaction.atomic
def correct_original_due(
    *, action: Action, by: User, original_due: date, reason: str, shown_version: int | None
) -> None:
    """Put a mistyped original date right, until a published paper has shown it (product description, “Due
    date”). Raises PermissionDenied, StaleVersion, or ValidationError naming `original_due` or `reason`."""
    allow(may_edit_plan(by, action.council), NOT_ALLOWED)
    check_version(action, shown_version)
    check_in_force(action)
    refused = Refusals()
    published = action.first_published_on
    words = f"A paper published on {full_date(published)} has shown this date. " if published else ""
    refused.when(published is not None, "original_due", f"{words}Ask for a new date instead.")
    early = original_due < action.added_on
    refused.when(early, "original_due", "The due date must not be before the action began.")
    refused.when(not reason.strip(), "reason", "Say what was wrong with the date.")
    refused.raise_any()
    because = {"because": reason.strip()}
    _save(
        action,
        "corrected the original date of",
        by,
        shown_version,
        {"original_due": original_due},
        also=because,
    )


@transaction.atomic
def note_published(*, plan: Plan, by: User, as_at: date, on: date) -> None:
    """A paper published on `on` has shown the plan as at `as_at`: from now on the original dates of its actions
    are fixed, and neither they nor their sections can be deleted. Called by whoever publishes, who has asked
    permission to do so."""
    shown = {"first_published_on": None, "council": plan.council_id}
    actions = Action.objects.endorsed(as_at).filter(section__chapter__plan=plan, **shown)
    sections = Section.objects.existing_on(as_at).filter(chapter__plan=plan, **shown)
    fixed = actions.update(first_published_on=on)
    if fixed + sections.update(first_published_on=on):
        record(FIRST_PUBLISHED, plan, council=plan.council, by=by, after={"actions": fixed})


def _save(
    thing: Versioned,
    verb: str,
    by: User,
    shown: int | None,
    facts: dict[str, Any],
    also: dict[str, Any] | None = None,
) -> None:
    """Write what differs and say so in the change log; nothing, where nothing does."""
    before, after = edit(thing, shown, **facts)
    if after:
        record(verb, thing, council=thing.council, by=by, before=before, after=after | (also or {}))
