"""What the database cannot promise about the readings of teams and the standards they are held to."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F

from accounts.models import Council
from core.dates import local_day
from workforce.models import CapacityReading, CaseloadStandard

NIL = Decimal(0)


def capacity_problems(council: Council) -> Iterator[str]:
    """A sentence for each reading and standard that is not as the services leave it."""
    yield from _bad_readings(council)
    yield from _bad_standards(council)


def _bad_readings(council: Council) -> Iterator[str]:
    """Two readings of a month, months to come, parts larger than their whole, and what the change log saw
    otherwise."""
    seen: set[tuple[int, object]] = set()
    for reading in CapacityReading.objects.of(council).standing(None).select_related("change"):
        name = f"Capacity reading {reading.pk}"
        if (reading.team_id, reading.month) in seen:
            yield f"{name} is a second reading of the same team and month."
        seen.add((reading.team_id, reading.month))
        if reading.as_at != reading.month or reading.month > local_day(reading.recorded_at):
            yield f"{name} is as at another day than its month, or of a month after it was recorded."
        if max(reading.reduced_fte, reading.agency_fte or NIL) > (reading.fte or NIL):
            yield f"{name} has a part of its FTE that is larger than the whole."
        told = reading.change.after if reading.change else {}
        if any(_differs(told, key, now) for key, now in _figures(reading)):
            yield f"{name} differs from the change log in its figures."


def _figures(reading: CapacityReading) -> list[tuple[str, int | Decimal | None]]:
    return [
        ("cases", reading.cases),
        ("over", reading.cases_over),
        ("fte", reading.fte),
        ("agency", reading.agency_fte),
    ]


def _differs(told: dict[str, object], key: str, now: int | Decimal | None) -> bool:
    """The change log keeps numbers as text; what it does not hold it does not contradict."""
    if key not in told:
        return False
    then = told[key]
    return (then is None) != (now is None) or (now is not None and Decimal(str(then)) != now)


def _bad_standards(council: Council) -> Iterator[str]:
    """Ranges that end before they begin, two of a role from one day, and what the change log saw otherwise."""
    seen: set[tuple[str, bool, object]] = set()
    standards = CaseloadStandard.objects.of(council).standing(None).select_related("change")
    for pk in standards.filter(high__lt=F("low")).values_list("pk", flat=True):
        yield f"Caseload standard {pk} ends before it begins."
    for standard in standards:
        key = (standard.applies_to, standard.is_aspiration, standard.as_at)
        if key in seen:
            yield f"Caseload standard {standard.pk} is a second one of the same role and day."
        seen.add(key)
        told = standard.change.after if standard.change else {}
        if any(told.get(name, now) != now for name, now in (("low", standard.low), ("high", standard.high))):
            yield f"Caseload standard {standard.pk} differs from the change log in its range."
