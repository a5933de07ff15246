from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import today
from improvement.services.rules import allow, append, take_version
from workforce.access import may_record_recruitment
from workforce.headcount import CoverTime, cover_time, why_more_now, why_too_many
from workforce.models import Cover, Position, PostStatus, RecruitmentEvent
from workforce.orders import early_starts, early_words, misplaced_facts, why_impossible, wrong_starts
from workforce.sense import why_senseless

_NOT_ALLOWED = "Only the workforce lead may record recruitment."
_LONG_AFTER = 10**12


@transaction.atomic
def record_event(
    *,
    position: Position,
    by: User,
    kind: str,
    as_at: date,
    start_date: date | None = None,
    closing_date: date | None = None,
    channel: str = "",
    contract: str = "",
    note: str = "",
    corrects: RecruitmentEvent | None = None,
    reason: str = "",
    shown_version: int | None = None,
) -> RecruitmentEvent:
    """Append what happened to a position, or with `corrects` and a reason what should have been recorded instead.
    Recording the latest event once more adds nothing and returns it. Raises PermissionDenied, StaleVersion,
    and ValidationError with the reason when the event cannot follow what is recorded."""
    allow(may_record_recruitment(by, position.council), _NOT_ALLOWED)
    event = RecruitmentEvent(
        council=position.council,
        position=position,
        recorded_by=by,
        kind=kind,
        as_at=as_at,
        start_date=start_date,
        closing_date=closing_date,
        channel=channel,
        contract=contract,
        note=note,
        corrects=corrects,
    )
    known = _standing_events(position)
    if corrects and not reason.strip():
        raise ValidationError({"reason": "Say what was wrong"})
    if corrects is None and (same := _already_there(known, event)):
        return same
    take_version(position, shown_version)
    _check(event, known)
    append(event)
    facts = {"kind": kind, "as_at": as_at, "start_date": start_date, "closing_date": closing_date}
    facts |= {"channel": channel} if channel else {}
    facts |= {"what_was_wrong": reason} if corrects else {}
    record(
        "corrected the recruitment of" if corrects else "recorded recruitment to",
        position,
        council=position.council,
        by=by,
        before={"kind": corrects.kind, "as_at": corrects.as_at} if corrects else None,
        after=facts | {"contract": contract, "note": note},
        entries=[event],
    )
    return event


@transaction.atomic
def void_event(
    *, event: RecruitmentEvent, by: User, note: str, shown_version: int | None = None
) -> RecruitmentEvent:
    """Take an event out that never happened, saying why; it stays in the ledger. Raises PermissionDenied,
    StaleVersion, and ValidationError when what follows it could not stand without it."""
    position = event.position
    allow(may_record_recruitment(by, position.council), _NOT_ALLOWED)
    if not note.strip():
        raise ValidationError({"note": "Say why the event is taken out"})
    take_version(position, shown_version)
    known = _standing_events(position)
    if event not in known:
        raise ValidationError({"note": "This entry has been corrected or taken out already."})
    remaining = [other for other in known if other.pk != event.pk]
    if reason := why_impossible(remaining) or _why_not_without(position, remaining):
        raise ValidationError({"note": f"It cannot be taken out. {reason}"})
    void = RecruitmentEvent(
        council=position.council,
        position=position,
        recorded_by=by,
        kind=event.kind,
        as_at=event.as_at,
        note=note,
        corrects=event,
        is_void=True,
    )
    append(void)
    before = {"kind": event.kind, "as_at": event.as_at}
    record("took out an event of", position, council=position.council, by=by, before=before, entries=[void])
    return void


def _standing_events(position: Position) -> list[RecruitmentEvent]:
    return list(RecruitmentEvent.objects.filter(position=position).standing(None).order_by("as_at", "pk"))


def _already_there(known: list[RecruitmentEvent], event: RecruitmentEvent) -> RecruitmentEvent | None:
    last = known[-1] if known else None
    return last if last and _facts(last) == _facts(event) else None


def _facts(event: RecruitmentEvent) -> tuple[object, ...]:
    dates = (event.kind, event.as_at, event.start_date, event.closing_date)
    return (*dates, event.channel, event.contract, event.note)


def _check(event: RecruitmentEvent, known: list[RecruitmentEvent]) -> None:
    if event.kind not in RecruitmentEvent.Kind.values:
        raise ValidationError({"kind": "Choose what happened from the list."})
    wrong = misplaced_facts(event)
    if event.as_at > today():
        wrong["as_at"] = (
            "The date must be today or earlier. A start to come is the start date of “Appointed”."
        )
    for name in ("start_date", "closing_date"):
        if senseless := why_senseless(getattr(event, name)):
            wrong[name] = senseless
    if event.closing_date and event.closing_date < event.as_at:
        wrong["closing_date"] = "An advert closes on or after the day it opens."
    if event.corrects and event.corrects not in known:
        wrong["note"] = "This entry has been corrected or taken out already."
    if wrong:
        raise ValidationError(wrong)
    others = [other for other in known if other.pk != event.corrects_id]
    # Of one day, what is recorded later comes later.
    in_order = sorted([*others, event], key=lambda one: (one.as_at, one.pk or _LONG_AFTER))
    if reason := why_impossible(in_order):
        raise ValidationError({"kind": reason})
    _check_starts(event, known, in_order)
    _check_people(event, known, in_order)


def _check_people(
    event: RecruitmentEvent, known: list[RecruitmentEvent], in_order: list[RecruitmentEvent]
) -> None:
    """Nobody works above what was approved, or before it was, without a reason."""
    cover, unsaid = _cover_of(event.position), ""
    if not event.note.strip():
        unsaid = _why_early(event.position, known, in_order) or why_more_now(
            (known, cover), (in_order, cover)
        )
    if reason := unsaid or why_too_many(in_order, cover):
        raise ValidationError({"note": reason})


def _check_starts(
    event: RecruitmentEvent, known: list[RecruitmentEvent], in_order: list[RecruitmentEvent]
) -> None:
    """What was wrong before, `event` need not answer for: else two wrong entries could never be put right."""
    before = wrong_starts(known)
    if now := [sentence for sentence in wrong_starts(in_order) if sentence not in before]:
        raise ValidationError({"start_date" if event.start_date else "as_at": now[0]})


def _why_early(position: Position, known: list[RecruitmentEvent], in_order: list[RecruitmentEvent]) -> str:
    """Nobody works before it was approved without a reason; what stood before answers for itself."""
    given_on = PostStatus.objects.given_on(position.post)
    early, before = early_starts(in_order, given_on), early_starts(known, given_on)
    return next((early_words(day, early[day]) for day in early if day not in before), "")


def _why_not_without(position: Position, remaining: list[RecruitmentEvent]) -> str:
    """A position whose approval is taken out was never set up: then nobody can have covered it."""
    cover = _cover_of(position)
    if not remaining and cover:
        return "Cover of the position is recorded. Take that out first."
    return why_too_many(remaining, cover)


def _cover_of(position: Position) -> list[CoverTime]:
    cover = Cover.objects.filter(positions=position).known_by().prefetch_related("positions")
    return [cover_time(one, len(one.positions.all())) for one in cover]
