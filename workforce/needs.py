"""How many posts would bring teams within a caseload standard, every step in words: as things are, without agency
workers, or if there were more posts and more cases. Pure arithmetic on readings (document 002).

A standard is a range, so everything is worked out at both of its ends.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workforce.models import CapacityReading, CaseloadStandard

TENTH = Decimal("0.1")
NIL = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class WhatIf:
    """More posts (FTE, each with a full caseload), more cases (per cent), or no agency workers."""

    posts: Decimal = NIL
    growth: Decimal = NIL
    without_agency: bool = False


AS_IT_IS = WhatIf()


@dataclass(frozen=True)
class Need:
    """Posts needed at both ends of a standard, to one decimal, and how each was worked out."""

    fewest: Decimal
    most: Decimal
    steps: tuple[str, ...]

    @property
    def words(self) -> str:
        """`5.7 to 6.3`, or the one figure where both ends agree."""
        if not self.most:
            return "None"
        return str(self.fewest) if self.fewest == self.most else f"{self.fewest} to {self.most}"


def needed(readings: Sequence[CapacityReading], what_if: WhatIf = AS_IT_IS) -> Need | None:
    """Posts that would take these teams to the standard: from the cases over capacity that were published, or
    else from cases and FTE. None where no standard or too little is recorded, or standards differ."""
    standards = {reading.standard for reading in readings}
    standard = standards.pop() if len(standards) == 1 else None
    if standard is None:
        return None
    if all(reading.cases_over is not None for reading in readings):
        return _from_published(readings, standard, what_if)
    if all(reading.cases is not None and reading.fte is not None for reading in readings):
        high_steps, fewest = _at_end(readings, standard, "high", what_if)
        low_steps, most = _at_end(readings, standard, "low", what_if)
        return Need(fewest, most, (*high_steps, *low_steps))
    return None


def _from_published(
    readings: Sequence[CapacityReading], standard: CaseloadStandard, what_if: WhatIf
) -> Need | None:
    over = sum(reading.cases_over or 0 for reading in readings)
    parts = _by_locality(readings)
    steps = [f"{over} over capacity" if over else "Every team is within capacity"]
    if len(parts) > 1:
        steps = [f"{' + '.join(map(str, parts))} = {over} over capacity"]
    more = NIL
    if what_if.growth:
        if any(reading.cases is None for reading in readings):
            return None
        cases = sum(reading.cases or 0 for reading in readings)
        more = _tenth(cases * what_if.growth / HUNDRED)
        steps.append(f"{plain(what_if.growth)}% of {cases} cases = {plain(more)} more")
    agency = _agency(readings) if what_if.without_agency else NIL
    ends = []
    for level in (standard.high, standard.low):
        found, words = _published_end(Decimal(over), more, agency, what_if.posts, level)
        ends.append(found)
        steps += words
    return Need(ends[0], ends[1], tuple(steps))


def _published_end(
    over: Decimal, more: Decimal, agency: Decimal, posts: Decimal, level: int
) -> tuple[Decimal, list[str]]:
    """At one end: the cases over capacity, changed by what is asked, and the posts for them."""
    total = max(over + more + (agency - posts) * level, NIL)
    terms = f"{plain(over)}{_term(more)}"
    terms += f" + {plain(agency)} agency FTE × {level}" if agency else ""
    terms += f" − {plain(posts)} posts × {level}" if posts else ""
    steps = [f"{terms} = {plain(total)} over"] if terms != plain(over) else []
    found = _tenth(total / level)
    return found, [*steps, f"{plain(total)} ÷ {level} = {found}"] if total else steps


def _term(amount: Decimal) -> str:
    if not amount:
        return ""
    return f" + {plain(amount)}" if amount > 0 else f" − {plain(-amount)}"


def _by_locality(readings: Sequence[CapacityReading]) -> list[int]:
    over: dict[str, int] = defaultdict(int)
    for reading in readings:
        over[reading.team.locality] += reading.cases_over or 0
    return [cases for cases in over.values() if cases]


def _agency(readings: Sequence[CapacityReading]) -> Decimal:
    return sum((reading.agency_fte or NIL for reading in readings), NIL)


def _at_end(
    readings: Sequence[CapacityReading], standard: CaseloadStandard, end: str, what_if: WhatIf
) -> tuple[list[str], Decimal]:
    """At one end: what the mix of full and reduced caseloads of each team holds, the cases over it (room to
    spare in one team is no help to another), and the posts for those."""
    level, steps, total = int(getattr(standard, end)), [], NIL
    for reading in readings:
        mix, holds = _held(reading, level, end, what_if.without_agency)
        cases = _grown(reading.cases or 0, what_if.growth)
        over = max(cases - holds, NIL)
        total += over
        name = f"{reading.team.locality} {reading.team.name}: ".lstrip() if len(readings) > 1 else ""
        steps.append(f"{name}{mix} = {plain(holds)}")
        if over:
            steps.append(f"{name}{plain(cases)} − {plain(holds)} = {plain(over)} over")
    if what_if.posts and total:
        left = max(total - what_if.posts * level, NIL)
        steps.append(f"{plain(total)} − {plain(what_if.posts)} posts × {level} = {plain(left)} over")
        total = left
    elif total and len(readings) > 1:
        steps.append(f"{plain(total)} over in all")
    posts = _tenth(total / level)
    if total:
        steps[-1] += f"; {plain(total)} ÷ {level} = {posts}"
    return steps, posts


def _grown(cases: int, growth: Decimal) -> Decimal:
    return _tenth(cases * (1 + growth / HUNDRED)) if growth else Decimal(cases)


def capacity(reading: CapacityReading, end: str, without_agency: bool = False) -> Decimal | None:
    """How many cases the team's mix holds at an end of its standard ("low" or "high"); None where too little is
    recorded."""
    if reading.standard is None or reading.fte is None:
        return None
    return _held(reading, int(getattr(reading.standard, end)), end, without_agency)[1]


def _held(reading: CapacityReading, level: int, end: str, without_agency: bool) -> tuple[str, Decimal]:
    """Agency workers are taken to hold full caseloads, as far as there are that many who do."""
    full, reduced = (reading.fte or NIL) - reading.reduced_fte, reading.reduced_fte
    if without_agency:
        agency = reading.agency_fte or NIL
        reduced -= max(agency - full, NIL)
        full = max(full - agency, NIL)
    reduced_level = int(getattr(reading.reduced_standard, end)) if reading.reduced_standard else 0
    mix = f"{plain(full)} FTE × {level}"
    if reduced:
        mix += f" + {plain(reduced)} FTE × {reduced_level}"
    return mix, full * level + reduced * reduced_level


def managers_needed(workers: Decimal, managers: Decimal, span: CaseloadStandard) -> Need:
    """Managers that this many workers (FTE) call for beyond those there are, at both ends of the span."""
    found, steps = [], []
    for level in (span.high, span.low):
        called_for = _tenth(workers / level)
        short = max(called_for - managers, NIL)
        found.append(_tenth(short))
        steps.append(
            f"{plain(workers)} FTE ÷ {level} = {called_for}; {called_for} − {plain(managers)} = {plain(short)}"
            if short
            else f"{plain(workers)} FTE ÷ {level} = {called_for}, of {plain(managers)} there are"
        )
    return Need(found[0], found[1], tuple(steps))


def _tenth(amount: Decimal) -> Decimal:
    return amount.quantize(TENTH, ROUND_HALF_UP)


def plain(amount: Decimal) -> str:
    """`18`, `3.8`, `369.6`: no noughts at the end, one for nil."""
    return f"{amount.normalize():f}"
