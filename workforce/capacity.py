"""Teams as the posts asked for name them: the posts they need, beside the posts asked for (document 002)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workforce.models import CapacityReading, CaseloadStandard, FundedPost
from workforce.needs import NIL, Need, WhatIf, needed, plain

__all__ = ["AskedFor", "CapacityGroup", "Need", "capacity_groups", "needed"]


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
    def without_agency(self) -> Need | None:
        """The same need if the agency workers left; None where there are none."""
        agency = sum((one.agency_fte or NIL for one in self.readings), NIL)
        return needed(self.readings, WhatIf(without_agency=True)) if agency else None

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


def _difference(asked: Decimal, need: Need) -> str:
    if not asked and not need.most:
        return "None needed, none asked for"
    if asked < need.fewest:
        short, at_most = plain(need.fewest - asked), plain(need.most - asked)
        return f"{short if short == at_most else f'{short} to {at_most}'} fewer than computed"
    if asked > need.most:
        return f"{plain(asked - need.most)} more than computed"
    return "Within the computed range"
