"""What leaves the record: retired with a reason where it has a history, and brought back with one; deleted only where
nothing ever used it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from improvement.access import may_edit_plan, may_manage_inspections, may_manage_measures
from improvement.models import (
    Action,
    Chapter,
    Finding,
    Group,
    ImpactRating,
    Inspection,
    Intervention,
    Measure,
    Plan,
    Priority,
    ProgressUpdate,
    Reading,
    Retirement,
    Section,
)
from improvement.services.rules import Refusals, allow, append, check_version, edit

Part = Chapter | Section | Priority | Action
Retirable = Plan | Part | Measure | Finding | Inspection | Intervention | Group

_LATER = "There is an update, a rating or a reading as at that day or later. Choose a later date."
_NOT_ALLOWED = "Only the programme office and administrators may edit the plan."


def may_retire(user: User, thing: Retirable) -> bool:
    """Whoever keeps things of this kind may retire them, and bring them back."""
    match thing:
        case Measure():
            return may_manage_measures(user, thing.council)
        case Finding() | Inspection() | Intervention():
            return may_manage_inspections(user, thing.council)
    return may_edit_plan(user, thing.council)


@transaction.atomic
def retire(*, thing: Retirable, by: User, on: date, because: str, shown_version: int | None) -> None:
    """From `on` it is no longer in the record; pages of earlier days still show it.

    Raises PermissionDenied, StaleVersion, or ValidationError naming `on`, `because` or no field.
    """
    allow(may_retire(by, thing), _NOT_ALLOWED)
    check_version(thing, shown_version)
    if thing.retired_on is not None:
        raise ValidationError(f"This was retired on {full_date(thing.retired_on)} already.")
    if holds := in_force_within(thing):
        raise ValidationError(f"Retire what it holds first: {holds} still in force.")
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it leaves the plan.")
    refused.when_not_between(on, "on", first=_began(thing), thing="it")
    refused.when(_recorded_from(thing, on), "on", _LATER)
    returned = _last_step(thing)
    early = returned is not None and on < returned.as_at
    words = (
        f"It was brought back on {full_date(returned.as_at)}. Choose that day or later." if returned else ""
    )
    refused.when(early, "on", words)
    refused.raise_any()
    edit(thing, shown_version, retired_on=on, retired_because=because.strip())
    _write(thing, by, Retirement.Step.RETIRED, on, because)


@transaction.atomic
def bring_back(*, thing: Retirable, by: User, on: date, because: str, shown_version: int | None) -> None:
    """From `on` it is in the record again, with all that was ever recorded of it; for the days between, it stays
    out. Raises PermissionDenied, StaleVersion, or ValidationError naming `on`, `because` or no field."""
    allow(may_retire(by, thing), _NOT_ALLOWED)
    check_version(thing, shown_version)
    left = check_returnable(thing)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it comes back.")
    refused.when(on < left, "on", f"It was retired on {full_date(left)}.")
    refused.when(on > today(), "on", "The date must be today or earlier.")
    refused.raise_any()
    edit(thing, shown_version, retired_on=None, retired_because="")
    _write(thing, by, Retirement.Step.RETURNED, on, because)


def check_returnable(thing: Retirable) -> date:
    """The day it was retired on. Raises ValidationError unless it has been retired, and what it is in has not."""
    if thing.retired_on is None:
        raise ValidationError("This is not retired.")
    if within := _retired_around(thing):
        raise ValidationError(f"Bring back what it is in first: {within}.")
    return thing.retired_on


def _write(thing: Retirable, by: User, step: Retirement.Step, on: date, because: str) -> None:
    noun = thing._meta.verbose_name
    verb = f"{'retired' if step == Retirement.Step.RETIRED else 'brought back'} the {noun}"
    write_step(thing, by, step, on, because, verb)


def write_step(thing: Any, by: User, step: Retirement.Step, on: date, because: str, verb: str) -> None:
    """Append the step and record it under `verb`; for services that have asked and checked."""
    kind = thing._meta.model_name or ""
    keys: dict[str, Any] = {kind: thing}
    entry = Retirement(
        council=thing.council, step=step, as_at=on, because=because.strip(), recorded_by=by, **keys
    )
    append(entry)
    after = {"on": on, "because": entry.because}
    record(verb, thing, council=thing.council, by=by, after=after, entries=[entry])


@transaction.atomic
def delete_unused(*, thing: Part, by: User, shown_version: int | None) -> None:
    """Take out what was entered by mistake and never used. Raises PermissionDenied, StaleVersion, or
    ValidationError where anything refers to it or a published paper has shown it."""
    allow(may_edit_plan(by, thing.council), _NOT_ALLOWED)
    check_version(thing, shown_version)
    if has_history(thing):
        raise ValidationError("This has a history, so it can only be retired.")
    words = {"was": str(thing)}
    record(f"deleted the {thing._meta.verbose_name}", thing, council=thing.council, by=by, before=words)
    thing.delete()


def has_history(thing: Part) -> bool:
    """Whether a published paper has shown it or anything, in any part of the application, refers to it."""
    if getattr(thing, "first_published_on", None):
        return True
    return _is_referred_to(thing)


def in_force_within(thing: Retirable) -> str:
    """What it holds that is not retired, as "2 sections are"; empty where there is nothing."""
    match thing:
        case Plan():
            count, noun = thing.chapters.filter(retired_on=None).count(), "chapter"
        case Chapter():
            count, noun = thing.sections.filter(retired_on=None).count(), "section"
        case Section() | Priority():
            count, noun = thing.actions.filter(retired_on=None).count(), "action"
        case Inspection() | Intervention():
            count, noun = thing.findings.filter(retired_on=None).count(), "finding"
        case _:
            return ""
    return f"{count} {noun}{'' if count == 1 else 's'} {'is' if count == 1 else 'are'}" if count else ""


def _retired_around(thing: Retirable) -> str:
    """The retired thing that it is in, by name; empty where all of them are in force."""
    around: list[Any] = []
    match thing:
        case Chapter():
            around = [thing.plan]
        case Section():
            around = [thing.chapter]
        case Priority():
            around = [thing.section]
        case Action():
            around = [thing.section, thing.priority]
        case Group():
            around = [thing.parent]
        case Finding():
            around = [thing.inspection, thing.visit]
    return next((str(one) for one in around if one is not None and one.retired_on), "")


def _began(thing: Retirable) -> date:
    match thing:
        case Plan():
            return thing.adopted_on
        case Section() | Action() | Measure():
            return thing.added_on
        case Finding():
            return thing.found_on
        case Inspection():
            return thing.started_on
        case Intervention():
            first = thing.events.order_by("as_at").values_list("as_at", flat=True).first()
            return first or date.min
    return date.min


def _last_step(thing: Retirable) -> Retirement | None:
    steps = Retirement.objects.filter(**{thing._meta.model_name or "": thing})
    return steps.standing().order_by("-as_at", "-pk").first()


def _is_referred_to(thing: Model) -> bool:
    relations = [
        field
        for field in thing._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and field.is_relation
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: thing.pk}).exists()  # type: ignore[union-attr]
        for relation in relations
    )


def _recorded_from(thing: Retirable, day: date) -> bool:
    """Whether something that holds from that day or later has been recorded of it."""
    match thing:
        case Action():
            return ProgressUpdate.objects.standing().filter(action=thing, as_at__gte=day).exists()
        case Section():
            return ImpactRating.objects.standing().filter(section=thing, as_at__gte=day).exists()
        case Measure():
            return Reading.objects.standing().filter(measure=thing, as_at__gte=day).exists()
    return False
