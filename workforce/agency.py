"""What agency workers cost beside posts of the grade they cover (document 001, paragraph 32). Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workforce.figures import CostTable, NoGradeCost, annual_cost
from workforce.forecast import WEEKS_A_YEAR
from workforce.models import Cover, FundedPost

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class AgencyCost:
    """What an arrangement comes to: pounds a year for each of its people (None where nobody recorded its cost), a
    full-time post of the grade, the difference, and how many such posts the whole would pay for."""

    post: FundedPost
    cover: Cover
    a_year_each: Decimal | None
    grade_a_year: Decimal | None

    @property
    def premium(self) -> Decimal | None:
        if self.a_year_each is None or self.grade_a_year is None:
            return None
        return self.a_year_each - self.grade_a_year

    @property
    def equals_posts(self) -> Decimal | None:
        """Four agency workers cost as much as six posts (document 001, paragraph 32)."""
        if self.a_year_each is None or not self.grade_a_year:
            return None
        return (self.a_year_each * self.cover.headcount / self.grade_a_year).quantize(TENTH)


def agency_costs(
    covered: Iterable[tuple[FundedPost, Sequence[Cover]]], table: CostTable, day: date
) -> Iterator[AgencyCost]:
    """Every agency arrangement in place on the day, those without a recorded cost included, so that the table and the
    number at work agree."""
    for post, arrangements in covered:
        for cover in arrangements:
            if cover.kind != Cover.Kind.AGENCY or not in_place(cover, day):
                continue
            try:
                grade = annual_cost(table, post.grade, day)
            except NoGradeCost:
                grade = None
            weekly = cover.cost_a_week
            each = None if weekly is None else weekly * WEEKS_A_YEAR / cover.headcount
            yield AgencyCost(post, cover, each, grade)


@dataclass(frozen=True)
class AgencyTotal:
    """Several arrangements together: their people and positions, how many posts of the grades they would pay for, and
    what each person costs above one."""

    people: int
    positions: int
    equals_posts: Decimal
    premium: Decimal


def agency_total(rows: Iterable[AgencyCost]) -> AgencyTotal | None:
    """Of those whose cost and grade are known; None for fewer than two, which the table tells by itself."""
    priced = [(row, row.a_year_each, row.grade_a_year) for row in rows]
    known = [(row.cover, each, grade) for row, each, grade in priced if each is not None and grade]
    if len(known) < 2:
        return None
    people = sum(cover.headcount for cover, _, _ in known)
    equals = sum((each * cover.headcount / grade for cover, each, grade in known), Decimal(0))
    premium = sum(((each - grade) * cover.headcount for cover, each, grade in known), Decimal(0))
    positions = {position.pk for cover, _, _ in known for position in cover.positions.all()}
    return AgencyTotal(people, len(positions), equals.quantize(TENTH), premium / people)


def in_place(cover: Cover, day: date) -> bool:
    return cover.started_on <= day and (cover.ended_on is None or day <= cover.ended_on)
