"""What every service of the plan checks in the same way before it writes."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import F

from accounts.models import Council, CouncilOwned, Entry, Versioned
from accounts.versions import StaleVersion, raise_version
from core.dates import full_date, today


class Refusals:
    """Collects what is wrong, field by field, so that a form can show all of it at once."""

    def __init__(self) -> None:
        self._sentences: defaultdict[str, list[str]] = defaultdict(list)

    def when(self, wrong: bool, field: str, sentence: str) -> None:
        if wrong:
            self._sentences[field].append(sentence)

    def when_not_between(self, day: date, field: str, *, first: date, thing: str) -> None:
        """Refuse a fact dated in the future, or before the thing it is about existed."""
        self.when(day > today(), field, "The date must be today or earlier.")
        self.when(day < first, field, f"The date must be on or after {full_date(first)}, when {thing} began.")

    def raise_any(self) -> None:
        """Raises ValidationError naming the fields, if anything was refused."""
        if self._sentences:
            raise ValidationError(dict(self._sentences))


def allow(permitted: bool, sentence: str) -> None:
    """Raises PermissionDenied with a sentence to show, unless permitted."""
    if not permitted:
        raise PermissionDenied(sentence)


def same_council(council: Council, **things: CouncilOwned | None) -> None:
    """Raises ValidationError for whatever belongs to another council."""
    refused = Refusals()
    for field, thing in things.items():
        stray = thing is not None and thing.council_id != council.pk
        refused.when(stray, field, "This belongs to another council.")
    refused.raise_any()


def take_version(subject: Versioned, shown: int | None) -> None:
    """Move the subject to its next version; raises StaleVersion if it is no longer the one shown.

    None means that nothing was shown: an import or the demonstration's history, written in order.
    """
    if shown is not None:
        raise_version(subject, shown=shown)
        return
    type(subject)._default_manager.filter(pk=subject.pk).update(version=F("version") + 1)
    subject.refresh_from_db(fields=["version"])


def take_turn(subject: Versioned) -> None:
    """Two people writing about it at once take turns: the second waits until the first has written."""
    type(subject)._default_manager.select_for_update().order_by().get(pk=subject.pk)


def add(thing: CouncilOwned) -> None:
    """Save a new row of the plan's structure. Raises ValidationError for a text too long or a name taken."""
    thing.clean_fields(exclude=_relations(thing))
    thing.validate_constraints()
    thing.save(force_insert=True)


def edit(thing: Versioned, shown: int | None, **facts: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Change these facts of a row of the structure; gives those that differ, before and after.

    Raises StaleVersion; ValidationError for a text too long or a name taken. Nothing differs: nothing is written.
    """
    check_version(thing, shown)
    changed = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    if not changed:
        return {}, {}
    take_version(thing, shown)
    before = {name: getattr(thing, name) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    thing.clean_fields(exclude=_relations(thing))
    thing.validate_constraints()
    thing.save(update_fields=list(changed))
    return before, changed


def check_version(subject: Versioned, shown: int | None) -> None:
    """Raises StaleVersion if `shown` is no longer the subject's version."""
    if shown is not None and not type(subject)._default_manager.filter(pk=subject.pk, version=shown).exists():
        raise StaleVersion(subject, shown)


def append(entry: Entry) -> None:
    """Append an entry to its ledger. Raises ValidationError for a text too long or a score out of range."""
    entry.clean_fields(exclude=_relations(entry))
    entry.save()


def _relations(thing: models.Model) -> set[str]:
    """Keys are set by services from rows they hold, so looking each up again would only cost queries."""
    return {field.name for field in thing._meta.fields if field.is_relation}
