"""Plans and what they are made of: chapters, sections, priorities and actions."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, now, today
from improvement import references
from improvement.access import may_edit_plan
from improvement.models import Action, Chapter, Endorsement, Group, Plan, Priority, RatingScale, Section
from improvement.services.endorsements import new_step
from improvement.services.leads import hand_over
from improvement.services.rules import Refusals, add, allow, same_council

_LONGEST_PREFIX = 4
_NOT_ALLOWED = "Only the programme office and administrators may edit the plan."


@transaction.atomic
def create_plan(
    *,
    council: Council,
    by: User,
    slug: str,
    title: str,
    adopted_on: date,
    progress_scale: RatingScale,
    impact_scale: RatingScale,
    prefix: str = "IP",
    needs_evidence: bool = True,
    dates_decided_by: Group | None = None,
    actions_endorsed_by: Group | None = None,
    evidence_reviewed_by: Group | None = None,
) -> Plan:
    allow(may_edit_plan(by, council), _NOT_ALLOWED)
    same_council(
        council,
        progress_scale=progress_scale,
        impact_scale=impact_scale,
        dates_decided_by=dates_decided_by,
        actions_endorsed_by=actions_endorsed_by,
        evidence_reviewed_by=evidence_reviewed_by,
    )
    check_keys(progress_scale, impact_scale)
    check_prefix(prefix)
    plan = Plan(
        council=council,
        slug=slug,
        title=title,
        prefix=prefix,
        adopted_on=adopted_on,
        progress_scale=progress_scale,
        impact_scale=impact_scale,
        needs_evidence=needs_evidence,
        dates_decided_by=dates_decided_by,
        actions_endorsed_by=actions_endorsed_by,
        evidence_reviewed_by=evidence_reviewed_by,
    )
    add(plan)
    after = {"adopted_on": adopted_on, "needs_evidence": needs_evidence}
    record("created the plan", plan, council=council, by=by, after=after)
    return plan


def check_keys(progress_scale: RatingScale, impact_scale: RatingScale) -> None:
    kind = RatingScale.Kind
    refused = Refusals()
    refused.when(progress_scale.kind != kind.PROGRESS, "progress_scale", "Choose a key of progress ratings.")
    refused.when(impact_scale.kind != kind.IMPACT, "impact_scale", "Choose a key of impact ratings.")
    refused.raise_any()


@transaction.atomic
def add_chapter(*, plan: Plan, by: User, number: int, title: str) -> Chapter:
    allow(may_edit_plan(by, plan.council), _NOT_ALLOWED)
    chapter = Chapter(council=plan.council, plan=plan, number=number, title=title)
    check_chapter(chapter)
    add(chapter)
    record(
        "added the chapter", chapter, council=plan.council, by=by, after={"number": number, "title": title}
    )
    return chapter


@transaction.atomic
def add_section(
    *,
    chapter: Chapter,
    by: User,
    label: str,
    title: str,
    outcome: str = "",
    order: int = 0,
    added_on: date | None = None,
) -> Section:
    """A plan area, cited by its label (S.3, SL1). It exists from `added_on`, by default today."""
    allow(may_edit_plan(by, chapter.council), _NOT_ALLOWED)
    check_takes_parts(chapter)
    section = Section(
        council=chapter.council,
        chapter=chapter,
        label=references.tidy_label(label),
        title=title,
        outcome=outcome,
        order=order,
        added_on=added_on or today(),
        added_at=now(),
    )
    check_label(section, label)
    add(section)
    after = {"label": section.label, "title": title, "added_on": section.added_on}
    record("added the section", section, council=chapter.council, by=by, after=after)
    return section


@transaction.atomic
def add_priority(*, section: Section, by: User, label: str, title: str, order: int = 0) -> Priority:
    """An optional level within a section (P.5, D)."""
    allow(may_edit_plan(by, section.council), _NOT_ALLOWED)
    check_takes_parts(section)
    priority = Priority(
        council=section.council,
        section=section,
        label=references.tidy_label(label),
        title=title,
        order=order,
    )
    check_label(priority, label)
    add(priority)
    after = {"label": priority.label, "title": title}
    record("added the priority", priority, council=section.council, by=by, after=after)
    return priority


@transaction.atomic
def add_action(
    *,
    section: Section,
    by: User,
    number: str,
    title: str,
    original_due: date,
    lead: User | None = None,
    partner_lead: str = "",
    deputy: User | None = None,
    workstream: Group | None = None,
    priority: Priority | None = None,
    success_measure: str = "",
    order: int = 0,
    added_on: date | None = None,
    as_adopted: bool = False,
) -> Action:
    """An action in a section, or on a priority of it, proposed from `added_on`, by default today: it counts once the
    group that decides new actions has endorsed it.

    One that was in the plan when the plan was adopted (`as_adopted`) counts from then on; that is refused once a
    paper has shown the plan without it. Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_edit_plan(by, section.council), _NOT_ALLOWED)
    same_council(section.council, priority=priority, workstream=workstream)
    check_takes_parts(section)
    if as_adopted:
        _check_adopted(section.chapter.plan)
        added_on = added_on or max(section.chapter.plan.adopted_on, section.added_on)
    action = Action(
        council=section.council,
        section=section,
        priority=priority,
        number=str(number),
        title=title,
        success_measure=success_measure,
        lead=lead,
        partner_lead=partner_lead,
        deputy=deputy,
        workstream=workstream,
        original_due=original_due,
        order=order,
        added_on=added_on or today(),
    )
    check_action(action)
    add(action)
    step = Endorsement.Step.ENDORSED if as_adopted else Endorsement.Step.PROPOSED
    entry = new_step(action, by, step, as_at=min(action.added_on, today()))
    after = {"title": title, "original_due": original_due, "lead": action.lead_name, "workstream": workstream}
    verb = "added the action" if as_adopted else "proposed the action"
    facts = after | {"step": entry.step, "as_at": entry.as_at}
    led = hand_over(action, by, entry.as_at)
    record(verb, action, council=section.council, by=by, after=facts, entries=[entry, led])
    return action


def _check_adopted(plan: Plan) -> None:
    refused = Refusals()
    shown = Action.objects.filter(section__chapter__plan=plan).exclude(first_published_on=None)
    sentence = "A published paper has shown what this plan holds, so a new action is proposed."
    refused.when(shown.exists(), "as_adopted", sentence)
    refused.raise_any()


def check_takes_parts(parent: Chapter | Section) -> None:
    """Raises ValidationError where it has been retired."""
    if parent.retired_on is not None:
        raise ValidationError(
            f"{parent} was retired on {full_date(parent.retired_on)}: nothing is added to it."
        )


def check_in_force(part: Plan | Chapter | Section | Priority | Action) -> None:
    """Raises ValidationError where it has been retired: papers of the days it counted show its words."""
    if part.retired_on is not None:
        raise ValidationError(
            f"{part} was retired on {full_date(part.retired_on)}: it stays as it was. Bring it back to change it."
        )


def check_prefix(prefix: str) -> None:
    """A prefix is one to four letters, so that a typed reference can be read."""
    refused = Refusals()
    citable = prefix.isascii() and prefix.isalpha() and len(prefix) <= _LONGEST_PREFIX
    refused.when(not citable, "prefix", "Write a prefix of one to four letters, like IP.")
    refused.raise_any()


def check_chapter(chapter: Chapter) -> None:
    """A chapter has a number of its own: it is what papers cite."""
    refused = Refusals()
    others = Chapter.objects.filter(plan=chapter.plan_id, number=chapter.number).exclude(pk=chapter.pk)
    refused.when(others.exists(), "number", f"This plan already has a chapter {chapter.number}.")
    refused.raise_any()


def check_label(thing: Section | Priority, typed: str) -> None:
    """A section or priority has a label that can be cited, and that no other beside it has."""
    refused = Refusals()
    if isinstance(thing, Section):
        citable, like = references.is_section_label(typed), "S.3 or SL1"
        sections = Section.objects.filter(chapter=thing.chapter_id, label=thing.label)
        taken, within = sections.exclude(pk=thing.pk).exists(), "This chapter"
    else:
        citable, like = references.is_priority_label(typed), "P.5, D or 2a"
        priorities = Priority.objects.filter(section=thing.section_id, label=thing.label)
        taken, within = priorities.exclude(pk=thing.pk).exists(), "This section"
    refused.when(not citable, "label", f"“{typed}” cannot be cited. Write a label like {like}.")
    kind = thing._meta.verbose_name
    refused.when(
        citable and taken,
        "label",
        f"{within} already has a {kind} {thing.label}. Give this one another label.",
    )
    refused.raise_any()


def check_action(action: Action) -> None:
    """An action has a number of its own in its section, one kind of lead, and a date it can keep."""
    priority = action.priority
    refused = Refusals()
    refused.when(
        priority is not None and priority.section_id != action.section_id,
        "priority",
        "Choose a priority of this section.",
    )
    refused.when(
        action.original_due < action.added_on,
        "original_due",
        "The due date must not be before the action began.",
    )
    refused.when(
        action.lead is not None and bool(action.partner_lead),
        "partner_lead",
        "Give a person or a partner, not both.",
    )
    beside = Action.objects.filter(section=action.section_id, number=action.number).exclude(pk=action.pk)
    refused.when(beside.exists(), "number", f"This section already has an action {action.number}.")
    refused.raise_any()
