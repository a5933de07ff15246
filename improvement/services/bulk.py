"""One change made to many actions: each by itself, so that a refused one keeps no other out; and its undoing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import one_batch, record
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import full_date, today
from improvement.models import Action, BulkUpdate, Group, Rating
from improvement.services.due_dates import ask_for_date
from improvement.services.editing import edit_action
from improvement.services.updates import save_update

# As many as one council's plan has; more would hold the database up.
MOST_ROWS = 500


@dataclass(frozen=True)
class Wanted:
    """What every row is to become; None leaves it as it is. A new date is asked for, not set."""

    rating: Rating | None = None
    narrative: str = ""
    lead: User | None = None
    workstream: Group | None = None
    new_due: date | None = None
    reason: str = ""

    @property
    def words(self) -> list[tuple[str, str]]:
        """What is wanted, as pairs (label, words)."""
        said = (
            ("Progress rating", str(self.rating or "")),
            ("What councillors will read", self.narrative),
            ("Lead", str(self.lead or "")),
            ("Workstream", str(self.workstream or "")),
            ("New date asked for", full_date(self.new_due) if self.new_due else ""),
            ("Why", self.reason),
        )
        return [(label, words) for label, words in said if words]


@dataclass(frozen=True)
class RowShown:
    """An action as it was shown: its version (its words) and its last update."""

    action: int
    version: int
    last_update: int


@dataclass
class Result:
    """Which actions were changed, and which were not and why."""

    changed: list[Action] = field(default_factory=list)
    kept_out: list[tuple[Action, list[str]]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def change_many(*, council: Council, by: User, rows: Sequence[RowShown], wanted: Wanted) -> BulkUpdate:
    """Change each row that may be changed and has not moved since it was shown; the others are kept out, with
    the reasons. Raises ValidationError where nothing is wanted, too much is, or not one row could be changed."""
    if not wanted.words:
        raise ValidationError("Choose what is to change.")
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"Change at most {MOST_ROWS} actions at a time.")
    batch = uuid4()
    with one_batch(batch):
        result = _change(council, by, rows, wanted)
    if not result.changed:
        raise ValidationError("None of these actions could be changed.")
    made = BulkUpdate.objects.create(
        council=council,
        batch=batch,
        asked=[list(pair) for pair in wanted.words],
        changed=_named(result.changed),
        kept_out=[{"action": action.pk, "label": str(action), "why": why} for action, why in result.kept_out],
        edits=result.edits,
        recorded_by=by,
    )
    after = {"actions": len(result.changed), "kept_out": len(result.kept_out)}
    record("changed many actions in", made, council=council, by=by, after=after, batch=batch)
    return made


def try_many(*, council: Council, by: User, rows: Sequence[RowShown], wanted: Wanted) -> Result:
    """What `change_many` would do, by doing it and taking it all back."""
    with transaction.atomic():
        result = _change(council, by, rows, wanted)
        transaction.set_rollback(True)
    return result


def _change(council: Council, by: User, rows: Sequence[RowShown], wanted: Wanted) -> Result:
    result = Result()
    shown = {row.action: row for row in rows}
    found = (
        Action.objects.of(council)
        .with_facts(today())
        .select_related("section__chapter__plan__progress_scale", "deputy")
    )
    for action in found.filter(pk__in=shown).in_plan_order():
        action.council = council
        try:
            with transaction.atomic():
                edits = _change_one(action, by, shown[action.pk], wanted)
        except StaleVersion:
            result.kept_out.append((action, ["Somebody changed it after it was shown to you."]))
        except PermissionDenied as refused:
            result.kept_out.append((action, [str(refused)]))
        except ValidationError as refused:
            result.kept_out.append((action, refused.messages))
        else:
            result.changed.append(action)
            result.edits += edits
    return result


def _change_one(action: Action, by: User, shown: RowShown, wanted: Wanted) -> list[dict[str, Any]]:
    """Change one action; gives what its words were before, where they changed. Raises as the services do, and
    ValidationError where it is as wanted already."""
    changed = False
    if wanted.rating is not None and not _stands_already(action, wanted):
        save_update(
            action=action,
            by=by,
            shown_update=shown.last_update,
            rating=wanted.rating,
            as_at=today(),
            narrative=wanted.narrative,
            blockers=action.blockers or "",
        )
        changed = True
    if wanted.new_due is not None:
        ask_for_date(action=action, by=by, new_due=wanted.new_due, reason=wanted.reason)
        changed = True
    edits = _edit_one(action, by, shown, wanted)
    if not changed and not edits:
        raise ValidationError("It is so already.")
    return edits


def _stands_already(action: Action, wanted: Wanted) -> bool:
    return wanted.rating is not None and action.rating_id == wanted.rating.pk and not wanted.narrative.strip()


def _edit_one(action: Action, by: User, shown: RowShown, wanted: Wanted) -> list[dict[str, Any]]:
    facts: dict[str, Any] = {}
    if wanted.lead is not None and action.lead_id != wanted.lead.pk:
        facts |= {"lead": wanted.lead, "partner_lead": ""}
    if wanted.workstream is not None and action.workstream_id != wanted.workstream.pk:
        facts["workstream"] = wanted.workstream
    if not facts:
        return []
    before = {
        "action": action.pk,
        "lead": action.lead_id,
        "partner_lead": action.partner_lead,
        "workstream": action.workstream_id,
    }
    edit_action(
        action=action,
        by=by,
        section=action.section,
        priority=action.priority,
        shown_version=shown.version,
        **facts,
    )
    return [before | {"version": shown.version + 1}]


def _named(actions: Iterable[Action]) -> list[dict[str, Any]]:
    return [{"action": action.pk, "label": str(action)} for action in actions]
