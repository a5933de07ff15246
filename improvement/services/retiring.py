"""What leaves a plan: retired with a reason where it has a history, deleted only where nothing ever used it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from improvement.access import may_edit_plan
from improvement.models import Action, Chapter, Priority, ProgressUpdate, Section
from improvement.services.rules import Refusals, allow, check_version, edit

Retirable = Chapter | Section | Priority | Action

_NOT_ALLOWED = "Only the programme office and administrators may edit the plan."


@transaction.atomic
def retire(*, thing: Retirable, by: User, on: date, because: str, shown_version: int | None) -> None:
    """From `on` it is no longer in the plan; pages of earlier days still show it.

    Raises PermissionDenied, StaleVersion, or ValidationError naming `on`, `because` or no field.
    """
    allow(may_edit_plan(by, thing.council), _NOT_ALLOWED)
    check_version(thing, shown_version)
    if thing.retired_on is not None:
        raise ValidationError(f"This was retired on {full_date(thing.retired_on)} already.")
    if holds := in_force_within(thing):
        raise ValidationError(f"Retire what it holds first: {holds} still in the plan.")
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it leaves the plan.")
    added_on = thing.added_on if isinstance(thing, Section | Action) else date.min
    refused.when_not_between(on, "on", first=added_on, thing="it")
    later = isinstance(thing, Action) and _updated_from(thing, on)
    refused.when(later, "on", "There is an update as at that day or later. Choose a later date.")
    refused.raise_any()
    edit(thing, shown_version, retired_on=on, retired_because=because.strip())
    after = {"retired_on": on, "because": because.strip()}
    record(f"retired the {thing._meta.verbose_name}", thing, council=thing.council, by=by, after=after)


@transaction.atomic
def delete_unused(*, thing: Retirable, by: User, shown_version: int | None) -> None:
    """Take out what was entered by mistake and never used. Raises PermissionDenied, StaleVersion, or
    ValidationError where anything refers to it or a published paper has shown it."""
    allow(may_edit_plan(by, thing.council), _NOT_ALLOWED)
    check_version(thing, shown_version)
    if has_history(thing):
        raise ValidationError("This has a history, so it can only be retired.")
    words = {"was": str(thing)}
    record(f"deleted the {thing._meta.verbose_name}", thing, council=thing.council, by=by, before=words)
    thing.delete()


def has_history(thing: Retirable) -> bool:
    """Whether a published paper has shown it or anything, in any part of the application, refers to it."""
    if getattr(thing, "first_published_on", None):
        return True
    return _is_referred_to(thing)


def in_force_within(thing: Retirable) -> str:
    """What it holds that is not retired, as "2 sections"; empty where there is nothing."""
    match thing:
        case Chapter():
            count, noun = thing.sections.filter(retired_on=None).count(), "section"
        case Section() | Priority():
            count, noun = thing.actions.filter(retired_on=None).count(), "action"
        case Action():
            return ""
    return f"{count} {noun}{'' if count == 1 else 's'} {'is' if count == 1 else 'are'}" if count else ""


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


def _updated_from(action: Action, day: date) -> bool:
    return ProgressUpdate.objects.standing(today()).filter(action=action, as_at__gte=day).exists()
