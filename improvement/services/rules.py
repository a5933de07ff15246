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
from core.ledger import LedgerEntry
from improvement.models import Action, Evidence, Meeting, Rating
from improvement.models.ratings import ProgressMeaning


class OfferedInstead(ValidationError):
    """Done cannot be recorded yet, but `instead` can: the rating of the same key for done and awaiting evidence.

    A page shows what was typed with that rating in its place, and the officer confirms it.
    """

    def __init__(self, sentences: dict[str, list[str]], instead: Rating) -> None:
        super().__init__(sentences)
        self.instead = instead
        self.confirm = f"Record it as “{instead}”"


class Refusals:
    """Collects what is wrong, field by field, so that a form can show all of it at once."""

    def __init__(self) -> None:
        self._sentences: defaultdict[str, list[str]] = defaultdict(list)
        self._instead: Rating | None = None

    def when(self, wrong: bool, field: str, sentence: str) -> None:
        if wrong:
            self._sentences[field].append(sentence)

    def when_not_between(self, day: date, field: str, *, first: date, thing: str) -> None:
        """Refuse a fact dated in the future, or before the thing it is about existed."""
        self.when(day > today(), field, "The date must be today or earlier.")
        self.when(day < first, field, f"The date must be on or after {full_date(first)}, when {thing} began.")

    def when_unproven(self, action: Action, rating: Rating, as_at: date) -> None:
        """Refuse a done rating until somebody other than the lead has accepted evidence (product description,
        “Evidence”), and offer the one that awaits it where the key has one. The one rule for every form."""
        if not _is_unproven(action, rating, as_at):
            return
        self._instead = rating.scale.ratings.filter(meaning=ProgressMeaning.DONE_AWAITING_EVIDENCE).first()
        needs = f"“{rating}” needs evidence accepted by someone other than the lead, and none has been yet."
        choose = f"Choose “{self._instead}” for now."
        add = "Its key has no rating for done and awaiting evidence: add the evidence and have it reviewed first."
        self.when(True, "rating", f"{needs} {choose if self._instead else add}")

    def raise_any(self) -> None:
        """Raises ValidationError naming the fields, if anything was refused; OfferedInstead where nothing but a
        done rating was, and the key has one to offer in its place."""
        if self._instead is not None and set(self._sentences) == {"rating"}:
            raise OfferedInstead(dict(self._sentences), self._instead)
        if self._sentences:
            raise ValidationError(dict(self._sentences))


def _is_unproven(action: Action, rating: Rating, as_at: date) -> bool:
    """Whether the rating and the plan ask for evidence, and none was accepted by that day."""
    if not rating.needs_evidence or not action.plan.needs_evidence:
        return False
    return not Evidence.objects.filter(action=action).as_at(as_at).accepted().exists()


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


def check_begun(refused: Refusals, meeting: Meeting, asked_on: date) -> None:
    """Refuse a meeting that can have decided nothing yet, or nothing of what was asked for on `asked_on`."""
    refused.when(meeting.held_on > today(), "meeting", "This meeting has not been held yet.")
    refused.when(meeting.is_cancelled, "meeting", "This meeting was cancelled.")
    early = meeting.held_on < asked_on
    refused.when(
        early, "meeting", f"This was asked for only on {full_date(asked_on)}. Choose a later meeting."
    )


def check_uncorrected(entry: LedgerEntry, noun: str) -> None:
    """Raises ValidationError where an entry has been corrected, or takes another one out."""
    if entry.is_void or entry.corrections.exists():  # type: ignore[attr-defined]  # of each ledger its own
        raise ValidationError(f"This {noun} has already been corrected. Correct the newer one.")


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
