"""Caseloads against standards, and the posts that would bring them within (document 002): pure arithmetic on
readings, every step in words. A standard is a range, so needs are computed at both of its ends."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workforce.models import CapacityReading, CaseloadStandard, FundedPost

TENTH = Decimal("0.1")
NIL = Decimal(0)


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


@dataclass(frozen=True)
class AskedFor:
    """A row of posts asked for: its full-time equivalents, and whether the caseload standard is about it."""

    post: FundedPost
    compared: bool


@dataclass(frozen=True)
class CapacityGroup:
    """The teams that one request is about, with the posts they need and the posts asked for them."""

    name: str
    readings: tuple[CapacityReading, ...]
    need: Need | None
    asked: tuple[AskedFor, ...]

    @property
    def standard(self) -> CaseloadStandard | None:
        return self.readings[0].standard if self.readings else None

    @property
    def compared_fte(self) -> Decimal:
        """FTE asked for in the roles that the standard is about."""
        return sum((row.post.fte for row in self.asked if row.compared), NIL)

    @property
    def difference(self) -> str:
        """How the posts asked for compare with those needed, in words."""
        return "" if self.need is None else _difference(self.compared_fte, self.need)

    @property
    def unlike(self) -> str:
        """What makes the comparison one of unlike with like, or the empty string."""
        for reading in self.readings:
            if reading.counts and reading.standard:
                return (
                    f"Not like with like: the reading counts {reading.counts}, "
                    f"the standard {reading.standard.counts}."
                )
        return ""


def capacity_groups(
    readings: Sequence[CapacityReading], posts: Iterable[FundedPost]
) -> tuple[list[CapacityGroup], list[FundedPost]]:
    """Readings grouped as the posts asked for name them (a service, a team, or `service, locality`), and the
    posts that no reading is about."""
    by_team: dict[str, list[FundedPost]] = defaultdict(list)
    for post in posts:
        by_team[post.team].append(post)
    grouped: dict[str, list[CapacityReading]] = defaultdict(list)
    for reading in readings:
        grouped[_group_name(reading, by_team)].append(reading)
    groups = [_group(name, alike, by_team.pop(name, [])) for name, alike in grouped.items()]
    return groups, [post for rest in by_team.values() for post in rest]


def _group_name(reading: CapacityReading, named: dict[str, list[FundedPost]]) -> str:
    team = reading.team
    names = (f"{team.service}, {team.locality}", team.name, team.service)
    return next((name for name in names if name in named), team.service)


def _group(name: str, readings: list[CapacityReading], posts: list[FundedPost]) -> CapacityGroup:
    standard = readings[0].standard
    asked = tuple(AskedFor(post, _is_about(standard, post)) for post in posts)
    return CapacityGroup(name, tuple(readings), needed(readings), asked)


def _is_about(standard: CaseloadStandard | None, post: FundedPost) -> bool:
    return standard is not None and post.role.lower() in standard.applies_to.lower()


def needed(readings: Sequence[CapacityReading]) -> Need | None:
    """Posts that would take these teams to the standard: from the cases over capacity that were published, or
    else from cases and FTE. None where no standard or too little is recorded, or standards differ."""
    standards = {reading.standard for reading in readings}
    standard = standards.pop() if len(standards) == 1 else None
    if standard is None:
        return None
    published = [reading for reading in readings if reading.cases_over is not None]
    if len(published) == len(readings):
        return _from_published(published, standard)
    if len(readings) == 1 and readings[0].cases is not None and readings[0].fte:
        return _from_mix(readings[0], standard)
    return None


def _from_published(readings: Sequence[CapacityReading], standard: CaseloadStandard) -> Need:
    over = sum(reading.cases_over or 0 for reading in readings)
    steps = [f"{over} over capacity" if over else "Every team is within capacity"]
    parts = _by_locality(readings)
    if len(parts) > 1:
        steps = [f"{' + '.join(map(str, parts))} = {over} over capacity"]
    fewest, most = _tenth(Decimal(over) / standard.high), _tenth(Decimal(over) / standard.low)
    steps += [f"{over} ÷ {standard.high} = {fewest}", f"{over} ÷ {standard.low} = {most}"] if over else []
    return Need(fewest, most, tuple(steps))


def _by_locality(readings: Sequence[CapacityReading]) -> list[int]:
    over: dict[str, int] = defaultdict(int)
    for reading in readings:
        over[reading.team.locality] += reading.cases_over or 0
    return [cases for cases in over.values() if cases]


def _from_mix(reading: CapacityReading, standard: CaseloadStandard) -> Need:
    """At each end: what the mix of full and reduced caseloads holds, the cases over it, the posts for those."""
    fewest, high_steps = _at_end(reading, standard.high, _reduced(reading, "high"))
    most, low_steps = _at_end(reading, standard.low, _reduced(reading, "low"))
    return Need(fewest, most, (*high_steps, *low_steps))


def _reduced(reading: CapacityReading, end: str) -> int:
    return int(getattr(reading.reduced_standard, end)) if reading.reduced_standard else 0


def _at_end(reading: CapacityReading, level: int, reduced_level: int) -> tuple[Decimal, list[str]]:
    cases, fte = reading.cases or 0, reading.fte or NIL
    full = fte - reading.reduced_fte
    holds = full * level + reading.reduced_fte * reduced_level
    over = max(cases - holds, NIL)
    posts = _tenth(over / level)
    mix = f"{_plain(full)} FTE × {level}"
    if reading.reduced_fte:
        mix += f" + {_plain(reading.reduced_fte)} FTE × {reduced_level}"
    steps = [f"{mix} = {_plain(holds)}"]
    if over:
        steps.append(f"{cases} − {_plain(holds)} = {_plain(over)} over; {_plain(over)} ÷ {level} = {posts}")
    return posts, steps


def _difference(asked: Decimal, need: Need) -> str:
    if not asked and not need.most:
        return "None needed, none asked for"
    if asked < need.fewest:
        short, at_most = _plain(need.fewest - asked), _plain(need.most - asked)
        return f"{short if short == at_most else f'{short} to {at_most}'} fewer than computed"
    if asked > need.most:
        return f"{_plain(asked - need.most)} more than computed"
    return "Within the computed range"


def _tenth(amount: Decimal) -> Decimal:
    return amount.quantize(TENTH, ROUND_HALF_UP)


def _plain(amount: Decimal) -> str:
    """`18`, `3.8`, `369.6`: no noughts at the end, one for nil."""
    return f"{amount.normalize():f}"
