"""What each team carries against what it could: the figures of the page of caseloads, beside the needs worked out in
`workforce.capacity`. Reads are at the top, the rest is arithmetic."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Council
from core.ledger import AsAt
from workforce.capacity import CapacityGroup
from workforce.models import CapacityReading, CaseloadStandard
from workforce.needs import NIL, TENTH, Need, capacity, managers_needed, plain


def standards_as_at(council: Council, asked: AsAt) -> list[CaseloadStandard]:
    """The standard of each role that was in force."""
    return list(CaseloadStandard.objects.of(council).current(asked.day, asked.known_at))


def readings_as_at(
    council: Council, asked: AsAt, standards: Sequence[CaseloadStandard]
) -> list[CapacityReading]:
    """Each team's last reading, held to what was in force of the standards it names."""
    in_force = {(one.applies_to, one.is_aspiration): one for one in standards}

    def of(named: CaseloadStandard | None) -> CaseloadStandard | None:
        return in_force.get((named.applies_to, named.is_aspiration)) if named else None

    readings = list(CapacityReading.objects.of(council).latest_by(asked.day, asked.known_at))
    for reading in readings:
        reading.standard, reading.reduced_standard = of(reading.standard), of(reading.reduced_standard)
    return readings


@dataclass(frozen=True)
class Load:
    """What some teams carry: one team, or those of a service in a locality."""

    name: str
    readings: tuple[CapacityReading, ...]

    @property
    def cases(self) -> int | None:
        """None where no team has entered any; else the sum of those that have."""
        entered = [reading.cases for reading in self.readings if reading.cases is not None]
        return sum(entered) if entered else None

    @property
    def fte(self) -> Decimal | None:
        return _sum([reading.fte for reading in self.readings])

    @property
    def agency_fte(self) -> Decimal | None:
        return _sum([reading.agency_fte for reading in self.readings])

    @property
    def average(self) -> Decimal | None:
        """Cases a worker: as published, or of the teams that entered both cases and FTE."""
        if len(self.readings) == 1 and self.readings[0].average_caseload is not None:
            return self.readings[0].average_caseload
        return self._average(without_agency=False)

    @property
    def average_without_agency(self) -> Decimal | None:
        return self._average(without_agency=True) if self.agency_fte else None

    def _average(self, *, without_agency: bool) -> Decimal | None:
        both = [one for one in self.readings if one.cases is not None and one.fte is not None]
        fte = sum((one.fte or NIL for one in both), NIL)
        if without_agency:
            fte -= sum((one.agency_fte or NIL for one in both), NIL)
        return (sum(one.cases or 0 for one in both) / fte).quantize(TENTH, ROUND_HALF_UP) if fte > 0 else None

    @property
    def target(self) -> tuple[Decimal, Decimal] | None:
        """How many cases the mix of workers holds at both ends of the standard."""
        ends = [[capacity(reading, end) for reading in self.readings] for end in ("low", "high")]
        if any(held is None for end in ends for held in end):
            return None
        return (_total(ends[0]), _total(ends[1]))

    @property
    def target_words(self) -> str:
        return _range(*self.target) if self.target else ""

    @property
    def over(self) -> tuple[Decimal, Decimal] | None:
        """Cases over capacity with the most and the fewest that the standard lets a worker hold: as published,
        or each team's by itself, because room in one team is no help to another."""
        found = [_over(reading) for reading in self.readings]
        if any(one is None for one in found):
            return None
        known = [one for one in found if one is not None]
        return (sum((one[0] for one in known), NIL), sum((one[1] for one in known), NIL))

    @property
    def over_words(self) -> str:
        """`14`, `160 to 207.4`, `Within`, or the empty string where too little is recorded."""
        if self.over is None:
            return ""
        return _range(*self.over) if self.over[1] else "Within"

    @property
    def is_partial(self) -> bool:
        """Whether some teams have entered no cases or no FTE."""
        return any(reading.cases is None or reading.fte is None for reading in self.readings)


def _over(reading: CapacityReading) -> tuple[Decimal, Decimal] | None:
    if reading.cases_over is not None:
        return Decimal(reading.cases_over), Decimal(reading.cases_over)
    high, low = capacity(reading, "high"), capacity(reading, "low")
    if reading.cases is None or high is None or low is None:
        return None
    return max(reading.cases - high, NIL), max(reading.cases - low, NIL)


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    entered = [value for value in values if value is not None]
    return sum(entered, NIL) if entered else None


def _total(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), NIL)


def _range(low: Decimal, high: Decimal) -> str:
    return plain(low) if low == high else f"{plain(low)} to {plain(high)}"


def by_place(readings: Sequence[CapacityReading]) -> list[Load]:
    """One row a service and locality, in the order of their teams."""
    places: dict[str, list[CapacityReading]] = defaultdict(list)
    for reading in readings:
        name = ", ".join(filter(None, [reading.team.service, reading.team.locality]))
        places[name].append(reading)
    return [Load(name, tuple(alike)) for name, alike in places.items()]


def team_loads(readings: Sequence[CapacityReading]) -> list[Load]:
    return [Load(", ".join(filter(None, [one.team.locality, one.team.name])), (one,)) for one in readings]


@dataclass(frozen=True)
class Span:
    """How many people a manager manages, and the managers that the span calls for: now, and with the posts that
    are asked for."""

    standard: CaseloadStandard
    workers: Decimal
    managers: Decimal
    now: Need
    with_posts: Need | None

    @property
    def each(self) -> Decimal | None:
        return (self.workers / self.managers).quantize(TENTH, ROUND_HALF_UP) if self.managers else None


def span_of(group: CapacityGroup, standards: Sequence[CaseloadStandard]) -> Span | None:
    """None unless a span is a standard, and every team has entered its workers and managers."""
    span = next(
        (one for one in standards if one.kind == CaseloadStandard.Kind.SPAN and not one.is_aspiration), None
    )
    entered = [(one.fte, one.manager_fte) for one in group.readings]
    if span is None or not entered or any(fte is None or managers is None for fte, managers in entered):
        return None
    workers, managers = _total([fte for fte, _ in entered]), _total([one for _, one in entered])
    asked = group.compared_fte
    later = managers_needed(workers + asked, managers, span) if asked else None
    return Span(span, workers, managers, managers_needed(workers, managers, span), later)


def like_with_like(group: CapacityGroup) -> str:
    """Where a reading counts cases of several kinds: what the kind that the standard is about comes to."""
    for one in group.readings:
        if one.counts and one.standard and one.cases_like is not None and one.fte:
            each = (one.cases_like / one.fte).quantize(TENTH, ROUND_HALF_UP)
            where = "within the range"
            if each > one.standard.high:
                where = "above the range"
            elif each < one.standard.low:
                where = "below the range"
            return (
                f"Like with like: {one.cases_like} {one.standard.counts} ÷ {plain(one.fte)} FTE = {each} each, "
                f"{where} of {one.standard.low} to {one.standard.high}; the same people also hold "
                f"{(one.cases or 0) - one.cases_like} other cases."
            )
    return ""
