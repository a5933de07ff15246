"""Inspections with their judgements, and what became of notices, directions, visits and advisers."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, today
from improvement.access import may_manage_inspections
from improvement.models import Inspection, Intervention, InterventionEvent, Judgement, Step
from improvement.models.inspections import AHEAD, OVER
from improvement.services.rules import Refusals, add, allow, append, same_council, take_version

_NOT_ALLOWED = "Only the programme office keeps inspections, intervention and findings."
_KINDS = Intervention.Kind
# What can happen to each kind; the first always comes first.
STEPS: dict[str, tuple[Step, ...]] = {
    _KINDS.NOTICE: (Step.SERVED, Step.VARIED, Step.LIFTED),
    _KINDS.DIRECTION: (Step.SERVED, Step.VARIED, Step.LIFTED),
    _KINDS.VISIT: (Step.PLANNED, Step.MOVED, Step.HELD, Step.CANCELLED),
    _KINDS.ADVISER: (Step.APPOINTED, Step.ENDED),
    _KINDS.COMMISSIONER: (Step.APPOINTED, Step.ENDED),
}


@transaction.atomic
def add_inspection(*, council: Council, by: User, **facts: Any) -> Inspection:
    """An inspection or review: `kind`, `title`, `body`, `started_on`, and perhaps `ended_on`, `published_on`
    and `summary`. Raises PermissionDenied, or ValidationError naming the field."""
    allow(may_manage_inspections(by, council), _NOT_ALLOWED)
    inspection = Inspection(council=council, **_stripped(facts))
    _check_dates(inspection)
    add(inspection)
    record("added the inspection", inspection, council=council, by=by, after=_stripped(facts))
    return inspection


@transaction.atomic
def edit_inspection(*, inspection: Inspection, by: User, shown_version: int | None, **facts: Any) -> None:
    """Reword or complete an inspection. Raises as `add_inspection` does, and StaleVersion."""
    allow(may_manage_inspections(by, inspection.council), _NOT_ALLOWED)
    take_version(inspection, shown_version)
    before = {name: getattr(inspection, name) for name in facts}
    for name, value in _stripped(facts).items():
        setattr(inspection, name, value)
    _check_dates(inspection)
    inspection.clean_fields(exclude={"council"})
    inspection.save(update_fields=list(facts))
    record(
        "edited the inspection",
        inspection,
        council=inspection.council,
        by=by,
        before=before,
        after=_stripped(facts),
    )


@transaction.atomic
def judge(
    *,
    inspection: Inspection,
    by: User,
    area: str,
    grade: str,
    as_at: date,
    words: str = "",
    because: str = "",
    shown_version: int | None = None,
) -> Judgement:
    """Append what was judged of an area; a second judgement of it corrects the first and says why in `because`.

    Raises PermissionDenied; StaleVersion; ValidationError naming `as_at` or `because`.
    """
    allow(may_manage_inspections(by, inspection.council), _NOT_ALLOWED)
    take_version(inspection, shown_version)
    before = Judgement.objects.latest_for((inspection, area), today())
    refused = Refusals()
    refused.when_not_between(as_at, "as_at", first=inspection.started_on, thing="the inspection")
    refused.when(
        before is not None and not because.strip(),
        "because",
        "This area has a judgement already. Say what was wrong with it.",
    )
    refused.raise_any()
    entry = Judgement(
        council=inspection.council,
        inspection=inspection,
        recorded_by=by,
        area=area,
        grade=grade,
        as_at=as_at,
        words=words.strip(),
        corrects=before,
        corrected_because=because.strip() if before else "",
    )
    append(entry)
    record(
        "recorded a judgement of",
        inspection,
        council=inspection.council,
        by=by,
        before={"grade": before.grade} if before else {},
        after={"area": area, "grade": grade, "as_at": as_at, "words": entry.words},
        entries=[entry],
    )
    return entry


@transaction.atomic
def add_intervention(
    *,
    council: Council,
    by: User,
    kind: str,
    title: str,
    body: str,
    as_at: date,
    day: date | None = None,
    month_only: bool = False,
    note: str = "",
    inspection: Inspection | None = None,
) -> Intervention:
    """A notice, direction, visit, adviser or commissioner with its first event, known from `as_at` on.

    `day` is the day a visit is planned for; `month_only` where only its month is known.
    Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_manage_inspections(by, council), _NOT_ALLOWED)
    same_council(council, inspection=inspection)
    intervention = Intervention(
        council=council, kind=kind, title=title.strip(), body=body.strip(), inspection=inspection
    )
    add(intervention)
    after = {"kind": kind, "body": intervention.body, "inspection": inspection}
    record("added", intervention, council=council, by=by, after=after)
    record_event(
        intervention=intervention,
        by=by,
        step=STEPS[kind][0],
        as_at=as_at,
        day=day,
        month_only=month_only,
        note=note,
    )
    return intervention


@transaction.atomic
def record_event(
    *,
    intervention: Intervention,
    by: User,
    step: str,
    as_at: date,
    day: date | None = None,
    month_only: bool = False,
    note: str = "",
    because: str = "",
    shown_version: int | None = None,
) -> InterventionEvent:
    """Append what happened; with `because`, in place of the last event, which was wrong.

    Raises PermissionDenied; StaleVersion; ValidationError naming `step`, `as_at`, `day` or `note`.
    """
    allow(may_manage_inspections(by, intervention.council), _NOT_ALLOWED)
    take_version(intervention, shown_version)
    standing = InterventionEvent.objects.filter(intervention=intervention).standing()
    events = list(standing.order_by("as_at", "pk"))
    wrong = events.pop() if because.strip() and events else None
    ahead = step in AHEAD
    _check_event(intervention, events, step, as_at, day, note)
    when = day if ahead else as_at
    entry = InterventionEvent(
        council=intervention.council,
        intervention=intervention,
        recorded_by=by,
        step=step,
        as_at=as_at,
        day=when or as_at,
        month_only=month_only and ahead,
        note=note.strip(),
        corrects=wrong,
        corrected_because=because.strip() if wrong else "",
    )
    append(entry)
    record(
        "recorded what happened to",
        intervention,
        council=intervention.council,
        by=by,
        before={"step": wrong.step, "day": wrong.day} if wrong else {},
        after={"step": step, "day": entry.day, "as_at": as_at, "note": entry.note},
        entries=[entry],
    )
    return entry


def offered_steps(kind: str, last: str | None) -> tuple[Step, ...]:
    """What may follow `last`, and what it may be corrected to: also the end of a notice or visit may be wrong."""
    if last is None:
        return next_steps(kind, last)
    return tuple(dict.fromkeys((*STEPS[kind][1:], Step(last))))


def next_steps(kind: str, last: str | None) -> tuple[Step, ...]:
    """What may follow `last`; nothing follows the end."""
    steps = STEPS[kind]
    if last is None:
        return steps[:1]
    return () if last in OVER else steps[1:]


def _check_event(
    intervention: Intervention,
    events: list[InterventionEvent],
    step: str,
    as_at: date,
    day: date | None,
    note: str,
) -> None:
    last = events[-1] if events else None
    refused = Refusals()
    possible = next_steps(intervention.kind, last.step if last else None)
    over = f"Nothing follows “{Step(last.step).label}”. " if last and not possible else ""
    refused.when(bool(over), "because", f"{over}If that was wrong, say what was wrong with it.")
    refused.when(bool(possible) and step not in possible, "step", "Choose something that can come next.")
    refused.when(as_at > today(), "as_at", "The date must be today or earlier.")
    if last is not None:
        early = as_at < last.as_at
        refused.when(early, "as_at", f"The date must be on or after {full_date(last.as_at)}, the last event.")
    ahead = step in AHEAD
    refused.when(ahead and day is None, "day", "Say when the visit is to be.")
    # It would be lost unsaid.
    stray = day is not None and not ahead and step in possible
    words = "Only a visit that is planned or moved has a day to come. Leave it empty."
    refused.when(stray, "day", words)
    past = ahead and day is not None and day < as_at.replace(day=1)
    refused.when(past, "day", "The visit must be planned for a day to come.")
    refused.when(step == Step.MOVED and not note.strip(), "note", "Say why the visit was moved.")
    refused.raise_any()


def _check_dates(inspection: Inspection) -> None:
    started, refused = inspection.started_on, Refusals()
    refused.when(started > today(), "started_on", "The inspection must have started.")
    for name, verb in (("ended_on", "end"), ("published_on", "be published")):
        day = getattr(inspection, name)
        refused.when(day is not None and day < started, name, f"It cannot {verb} before it started.")
        refused.when(day is not None and day > today(), name, "The date must be today or earlier.")
    refused.raise_any()


def _stripped(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
