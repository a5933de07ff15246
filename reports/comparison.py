"""Two papers, or the record on two days, side by side: what each says, and what differs. Pure values."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from core.dates import full_date
from core.money import pounds
from improvement.models.ratings import SEVERITY


@dataclass(frozen=True)
class RatedAs:
    """A step of a progress key; `code` is empty for what is not yet rated."""

    code: str
    label: str
    colour: str
    symbol: str
    meaning: str


@dataclass(frozen=True)
class ActionThen:
    reference: str
    title: str
    rating: RatedAs
    due: date


@dataclass(frozen=True)
class PostThen:
    """An approved row: how many positions are in each state, in the words for it."""

    label: str
    states: Mapping[str, int]

    @property
    def words(self) -> str:
        return (
            ", ".join(f"{number} {state}" for state, number in self.states.items() if number)
            or "No positions"
        )


@dataclass(frozen=True)
class LineThen:
    """A budget line: its budget of the financial year, what it has spent in all; `forecast` None is not known."""

    name: str
    budget: Decimal
    spent: Decimal | None
    forecast: Decimal | None = None


@dataclass(frozen=True)
class MoneyThen:
    """All lines by code. Sums of a part that is not known are None."""

    through: date
    lines: Mapping[str, LineThen]

    @property
    def budget(self) -> Decimal:
        return sum((line.budget for line in self.lines.values()), Decimal(0))

    @property
    def spent(self) -> Decimal:
        return sum((line.spent or Decimal(0) for line in self.lines.values()), Decimal(0))

    @property
    def forecast(self) -> Decimal | None:
        known = [line.forecast for line in self.lines.values() if line.forecast is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True)
class MeasureThen:
    title: str
    value: str
    period: str


@dataclass(frozen=True)
class Side:
    """What a paper said, or the record on a day. A part is None where this side says nothing of it."""

    title: str
    dates: tuple[tuple[str, str], ...]
    key: tuple[RatedAs, ...] = ()
    actions: Mapping[int, ActionThen] | None = None
    posts: Mapping[str, PostThen] | None = None
    money: MoneyThen | None = None
    measures: Mapping[int, MeasureThen] | None = None
    href: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing on both sides, in words; empty where it is not there. `what` says how it differs."""

    what: str
    name: str
    before: str
    after: str
    more: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the comparison; `why_not` says which side keeps it from being made."""

    heading: str
    sentence: str = ""
    rows: tuple[Difference, ...] = ()
    why_not: str = ""


@dataclass(frozen=True)
class Count:
    """How many actions had a rating on each side."""

    rating: RatedAs
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def fewer(self) -> int:
        """By how many there are fewer; printed behind a minus sign."""
        return max(self.before - self.after, 0)


@dataclass(frozen=True)
class Comparison:
    before: Side
    after: Side
    counts: tuple[Count, ...]
    actions: Part
    posts: Part
    money: Part
    totals: tuple[Difference, ...]
    measures: Part

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.actions, self.posts, self.money, self.measures


def compare(before: Side, after: Side) -> Comparison:
    """What differs from the first side to the second, part by part."""
    actions, posts = _actions(before, after), _posts(before, after)
    money, measures = _money(before, after), _measures(before, after)
    totals = _totals(before.money, after.money)
    counts = _counts(before, after)
    return Comparison(before, after, counts, actions, posts, money, totals, measures)


def _missing(before: Side, after: Side, part: Callable[[Side], object], what: str) -> str:
    absent = [side.title for side in (before, after) if part(side) is None]
    verb = "does" if len(set(absent)) == 1 else "do"
    return f"{' and '.join(dict.fromkeys(absent))} {verb} not report {what}." if absent else ""


# Actions


def _counts(before: Side, after: Side) -> tuple[Count, ...]:
    """Every step of both keys in their order, also with nobody, and what is not yet rated where anything is."""
    if before.actions is None or after.actions is None:
        return ()
    every = {rating.code: rating for side in (before, after) for rating in side.key}
    for action in (*before.actions.values(), *after.actions.values()):
        every.setdefault(action.rating.code, action.rating)
    return tuple(
        Count(
            rating,
            sum(action.rating.code == code for action in before.actions.values()),
            sum(action.rating.code == code for action in after.actions.values()),
        )
        for code, rating in every.items()
    )


def _actions(before: Side, after: Side) -> Part:
    heading = "Actions"
    if before.actions is None or after.actions is None:
        return Part(heading, why_not=_missing(before, after, lambda side: side.actions, "progress ratings"))
    rows: list[Difference] = []
    for key in _both(before.actions, after.actions):
        rows += _of_action(before.actions.get(key), after.actions.get(key))
    rows.sort(key=lambda row: ACTION_CHANGES.index(row.what))
    told = [f"{_many(rows, what)} {words}" for what, words in _ACTION_WORDS if _many(rows, what)]
    counted = f"{len(before.actions)} actions then, {len(after.actions)} later"
    return Part(heading, f"{counted}: {', '.join(told) or 'no rating and no date differs'}.", tuple(rows))


ACTION_CHANGES = ("Rated better", "Rated worse", "Rated differently", "Date moved", "New", "Gone")
_ACTION_WORDS = (
    ("Rated better", "rated better"),
    ("Rated worse", "rated worse"),
    ("Rated differently", "rated differently"),
    ("Date moved", "with another date"),
    ("New", "new"),
    ("Gone", "gone"),
)


def _of_action(before: ActionThen | None, after: ActionThen | None) -> list[Difference]:
    if before is None or after is None:
        there = after or before
        if there is None:
            return []
        words = f"{there.rating.label}, due {full_date(there.due)}"
        said = ("New", "", words) if after else ("Gone", words, "")
        return [Difference(said[0], there.reference, said[1], said[2], there.title)]
    rows = []
    if before.rating.code != after.rating.code:
        what = _direction(before.rating.meaning, after.rating.meaning)
        rows.append(Difference(what, after.reference, before.rating.label, after.rating.label, after.title))
    if before.due != after.due:
        days = (after.due - before.due).days
        moved = f"{full_date(after.due)}, {abs(days)} days {'later' if days > 0 else 'earlier'}"
        rows.append(Difference("Date moved", after.reference, full_date(before.due), moved, after.title))
    return rows


def _direction(before: str, after: str) -> str:
    change = SEVERITY.get(after, 0) - SEVERITY.get(before, 0)
    return "Rated worse" if change > 0 else "Rated better" if change < 0 else "Rated differently"


# Posts, money, measures


def _posts(before: Side, after: Side) -> Part:
    heading = "Posts"
    if before.posts is None or after.posts is None:
        return Part(heading, why_not=_missing(before, after, lambda side: side.posts, "posts"))
    rows = []
    for key in _both(before.posts, after.posts):
        one, other = before.posts.get(key), after.posts.get(key)
        there = other or one
        if there and (one is None or other is None or dict(one.states) != dict(other.states)):
            what = "New" if one is None else "Gone" if other is None else "State moved"
            rows.append(Difference(what, there.label, one.words if one else "", other.words if other else ""))
    rows.sort(key=lambda row: ("State moved", "New", "Gone").index(row.what))
    told = f"{len(rows)} of {len(_both(before.posts, after.posts))} approved rows differ."
    return Part(heading, told, tuple(rows))


def _money(before: Side, after: Side) -> Part:
    heading = "Money by budget line"
    if before.money is None or after.money is None:
        return Part(heading, why_not=_missing(before, after, lambda side: side.money, "spend by budget line"))
    one, other = before.money.lines, after.money.lines
    rows = [row for key in _both(one, other) for row in _of_line(key, one.get(key), other.get(key))]
    return Part(
        heading,
        f"{len({row.name for row in rows})} of {len(_both(one, other))} budget lines differ.",
        tuple(rows),
    )


def _of_line(code: str, before: LineThen | None, after: LineThen | None) -> list[Difference]:
    there = after or before
    if there is None:
        return []
    sums = (
        ("Budget of the year", before.budget if before else None, after.budget if after else None),
        ("Spent to date", before.spent if before else None, after.spent if after else None),
        ("Forecast of the year", before.forecast if before else None, after.forecast if after else None),
    )
    known = [
        (what, was, now)
        for what, was, now in sums
        if was != now and (what[0] != "F" or None not in (was, now))
    ]
    return [_of_sum(what, f"{code} {there.name}", was, now) for what, was, now in known]


def _of_sum(what: str, name: str, was: Decimal | None, now: Decimal | None) -> Difference:
    change = "" if was is None or now is None else _signed(now - was)
    return Difference(what, name, _sum(was), _sum(now), change)


def _totals(before: MoneyThen | None, after: MoneyThen | None) -> tuple[Difference, ...]:
    """The sums of all lines, whether they differ or not."""
    if before is None or after is None:
        return ()
    return (
        _of_sum("Budget of the year", "All lines", before.budget, after.budget),
        _of_sum("Spent to date", "All lines", before.spent, after.spent),
        _of_sum("Forecast of the year", "All lines", before.forecast, after.forecast),
    )


def _sum(amount: Decimal | None) -> str:
    return "Not known" if amount is None else pounds(amount)


def _signed(amount: Decimal) -> str:
    return f"+{pounds(amount)}" if amount > 0 else pounds(amount)


def _measures(before: Side, after: Side) -> Part:
    heading = "Measures"
    if before.measures is None or after.measures is None:
        return Part(heading, why_not=_missing(before, after, lambda side: side.measures, "a scorecard"))
    rows = []
    for key in _both(before.measures, after.measures):
        one, other = before.measures.get(key), after.measures.get(key)
        there = other or one
        if there and one != other:
            what = "New" if one is None else "Gone" if other is None else "Other reading"
            rows.append(Difference(what, there.title, _reading(one), _reading(other)))
    told = f"{len(rows)} of {len(_both(before.measures, after.measures))} measures read otherwise."
    return Part(heading, told, tuple(rows))


def _reading(measure: MeasureThen | None) -> str:
    return (
        f"{measure.value} ({measure.period})"
        if measure and measure.period
        else measure.value
        if measure
        else ""
    )


Key = TypeVar("Key", bound=Hashable)


def _both(one: Mapping[Key, object], other: Mapping[Key, object]) -> list[Key]:
    """The keys of both: in the later one's order, then what is gone from it."""
    return list(dict.fromkeys([*other, *one]))


def _many(rows: list[Difference], what: str) -> int:
    return sum(row.what == what for row in rows)
