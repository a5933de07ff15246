"""Measures with their targets, and their readings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, count
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import full_date, now, today
from improvement.access import may_enter_readings, may_manage_measures
from improvement.models import Measure, MeasureTarget, Reading, Section
from improvement.models.scorecard import key_of
from improvement.scorecard import period_end
from improvement.services.rules import (
    Refusals,
    add,
    allow,
    append,
    check_uncorrected,
    same_council,
    take_version,
)

_ONLY_THE_OFFICE = "Only the programme office decides what is measured."
_NOT_ALLOWED = "You may not enter readings for this council."
# Every past day reads and judges its readings by them.
_STAYS = {
    "unit": "The unit stays as it is once there are readings. Add another measure.",
    "polarity": "The direction stays as it is once there are readings: every past one would be judged the other way. "
    "Retire this measure and add another, under a name of its own.",
}
TARGETS = ("target", "tolerance", "national", "neighbours")


@dataclass(frozen=True)
class ReadingGiven:
    """What was typed for one measure: a value, or a numerator and a denominator, or the numbers of its parts."""

    measure: Measure
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    parts: Sequence[int] = field(default_factory=tuple)
    commentary: str = ""


@transaction.atomic
def add_measure(
    *,
    council: Council,
    by: User,
    sections: Iterable[Section] = (),
    added_on: date | None = None,
    **facts: Any,
) -> Measure:
    """A measure and what it is held against from its first day on; `facts` are its fields and those of its target.

    Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_manage_measures(by, council), _ONLY_THE_OFFICE)
    targets = {name: facts.pop(name, None) for name in TARGETS}
    facts["key"] = facts.get("key") or _free_key(council, facts.get("title", ""))
    measure = Measure(council=council, added_on=added_on or today(), added_at=now(), **_stripped(facts))
    _check(measure, sections, targets)
    add(measure)
    measure.sections.set(sections)
    entry = _target(measure, by, measure.added_on, targets)
    after = _stripped(facts) | targets | {"sections": list(map(str, sections))}
    record("added the measure", measure, council=council, by=by, after=after, entries=[entry])
    return measure


@transaction.atomic
def edit_measure(
    *, measure: Measure, by: User, shown_version: int | None, sections: Iterable[Section], **facts: Any
) -> None:
    """Reword a measure; a changed target holds from today on, and leaves what was held against it before.

    Raises as `add_measure` does, also for a unit or a direction changed once there are readings, and StaleVersion.
    """
    allow(may_manage_measures(by, measure.council), _ONLY_THE_OFFICE)
    take_version(measure, shown_version)
    targets = {name: facts.pop(name, None) for name in TARGETS}
    if not facts.get("key", "blank"):
        # Papers may call it by the key it has: one left blank stays as it was.
        facts["key"] = measure.paper_key
    before = {name: getattr(measure, name) for name in facts}
    refused = Refusals()
    for name, sentence in _STAYS.items():
        turned = facts.get(name, getattr(measure, name)) != getattr(measure, name)
        refused.when(turned and measure.readings.exists(), name, sentence)
    refused.raise_any()
    for name, value in _stripped(facts).items():
        setattr(measure, name, value)
    _check(measure, sections, targets)
    measure.clean_fields(exclude={"council", "sections"})
    measure.validate_constraints()
    measure.save(update_fields=list(facts))
    measure.sections.set(sections)
    held = MeasureTarget.objects.latest_for(measure, today())
    changed = held is None or any(getattr(held, name) != targets[name] for name in TARGETS)
    entries = [_target(measure, by, today(), targets)] if changed else []
    before |= {name: getattr(held, name) if held else None for name in TARGETS}
    after = _stripped(facts) | targets
    record(
        "edited the measure",
        measure,
        council=measure.council,
        by=by,
        before=before,
        after=after,
        entries=entries,
    )


@transaction.atomic
def record_readings(
    *, council: Council, by: User, as_at: date, readings: Sequence[ReadingGiven]
) -> list[Reading]:
    """Readings of several measures for one period: all or none. What stands already is left alone.

    Raises PermissionDenied, or ValidationError whose keys are `<measure's pk>-<field>`.
    """
    allow(may_enter_readings(by, council), _NOT_ALLOWED)
    refused, wanted = Refusals(), list[ReadingGiven]()
    for given in readings:
        same_council(council, measure=given.measure)
        take_version(given.measure, None)
        check_reading(refused, given, as_at, prefix=f"{given.measure.pk}-")
        standing = Reading.objects.filter(measure=given.measure, as_at=as_at).standing().first()
        if standing and _says(standing, given):
            continue
        entered = f"A reading for {full_date(as_at)} has been entered already. Correct that one."
        refused.when(standing is not None, f"{given.measure.pk}-value", entered)
        wanted.append(given)
    refused.raise_any()
    batch = uuid4()
    return [_append(given, by, as_at, "recorded a reading of", batch=batch) for given in wanted]


def _says(standing: Reading, given: ReadingGiven) -> bool:
    """Whether a reading says just what was typed: a form sent twice."""
    held = (standing.value, standing.numerator, standing.denominator, standing.commentary)
    typed = (value_of(given), given.numerator, given.denominator, given.commentary.strip())
    return held == typed and [count for _, count in standing.parts] == list(given.parts)


@transaction.atomic
def correct_reading(*, reading: Reading, by: User, because: str, given: ReadingGiven) -> Reading:
    """Append a reading of the same period in place of a mistaken one; both stay visible, with the reason.

    Raises PermissionDenied, or ValidationError naming `because`, `value`, `numerator`, `denominator` or `parts`.
    """
    allow(may_enter_readings(by, reading.council), _NOT_ALLOWED)
    take_version(reading.measure, None)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the reading.")
    check_reading(refused, given, reading.as_at)
    refused.raise_any()
    check_uncorrected(reading, "reading")
    return _append(given, by, reading.as_at, "corrected a reading of", corrects=reading, because=because)


def check_reading(refused: Refusals, given: ReadingGiven, as_at: date, prefix: str = "") -> None:
    """The rules of a reading: a period that is over, a share with both its numbers, parts that add up."""
    measure = given.measure
    over = as_at <= today() and period_end(as_at, measure.frequency) == as_at
    words = f"{measure.get_frequency_display()} readings are as at the end of a period that is over."
    refused.when(not over, f"{prefix}value", words)
    if measure.is_share:
        both = given.numerator is not None and given.denominator is not None
        refused.when(
            not both, f"{prefix}numerator", f"Enter both: {measure.numerator}, {measure.denominator}."
        )
        refused.when(given.denominator == 0, f"{prefix}denominator", "The denominator must not be 0.")
        more = (
            measure.unit == Measure.Unit.PERCENT
            and both
            and (given.numerator or 0) > (given.denominator or 0)
        )
        refused.when(more, f"{prefix}numerator", "It cannot be more than the number it is a part of.")
        return
    refused.when(given.value is None, f"{prefix}value", "Enter the value.")
    if given.parts and given.value is not None:
        total = sum(given.parts)
        words = f"The parts add up to {total}, not to {given.value.normalize():f}."
        refused.when(total != given.value, f"{prefix}value", words)
    lacking = bool(measure.parts) and len(given.parts) != len(measure.parts)
    refused.when(lacking, f"{prefix}value", "Enter each of the parts; 0 where there are none.")


def value_of(given: ReadingGiven) -> Decimal:
    """The value typed, or the share worked out: a percentage of 100, or a ratio, to four decimals."""
    if given.measure.is_share and given.numerator is not None and given.denominator:
        times = 100 if given.measure.unit == Measure.Unit.PERCENT else 1
        return (given.numerator * times / given.denominator).quantize(Decimal("0.0001"))
    return given.value or Decimal(0)


def _append(
    given: ReadingGiven,
    by: User,
    as_at: date,
    verb: str,
    *,
    corrects: Reading | None = None,
    because: str = "",
    batch: Any = None,
) -> Reading:
    measure = given.measure
    entry = Reading(
        council=measure.council,
        measure=measure,
        recorded_by=by,
        as_at=as_at,
        value=value_of(given),
        numerator=given.numerator,
        denominator=given.denominator,
        parts=[list(part) for part in zip(measure.parts, given.parts, strict=True)] if given.parts else [],
        commentary=given.commentary.strip(),
        corrects=corrects,
        corrected_because=because.strip(),
    )
    append(entry)
    record(
        verb,
        measure,
        council=measure.council,
        by=by,
        before={"value": corrects.value, "as_at": corrects.as_at} if corrects else {},
        after={"value": entry.value, "as_at": as_at, "commentary": entry.commentary},
        entries=[entry],
        batch=batch,
    )
    return entry


def _free_key(council: Council, title: str) -> str:
    """The key of a title, with a number behind where another measure has it."""
    key = key_of(title) or "measure"
    taken = set(Measure.objects.of(council).filter(key__startswith=key[:37]).values_list("key", flat=True))
    numbered = (f"{key[:37]}_{at}" for at in count(2))
    return next(name for name in chain([key], numbered) if name not in taken)


def _target(measure: Measure, by: User, as_at: date, targets: dict[str, Any]) -> MeasureTarget:
    entry = MeasureTarget(council=measure.council, measure=measure, recorded_by=by, as_at=as_at, **targets)
    append(entry)
    return entry


def _check(measure: Measure, sections: Iterable[Section], targets: dict[str, Any]) -> None:
    for section in sections:
        same_council(measure.council, sections=section)
    refused = Refusals()
    half = bool(measure.numerator) != bool(measure.denominator)
    refused.when(half, "denominator", "Name both the numerator and the denominator, or neither.")
    plain = measure.unit not in {Measure.Unit.PERCENT, Measure.Unit.RATIO}
    refused.when(
        plain and bool(measure.numerator), "numerator", "Only percentages and ratios have a numerator."
    )
    refused.when(
        bool(measure.parts) and measure.unit != Measure.Unit.NUMBER, "parts", "Only a number has parts."
    )
    tolerance = targets.get("tolerance")
    refused.when(tolerance is not None and tolerance < 0, "tolerance", "The tolerance cannot be below 0.")
    refused.raise_any()


def _stripped(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
