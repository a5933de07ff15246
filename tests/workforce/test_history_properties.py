"""Whatever is recorded of a post, in whatever order, and however it is corrected: what was known on a day stays what it
was, today's list is the replay of what stands, and nobody is at work above what was approved without a reason."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts.models import Council
from core.dates import clock, end_of_day
from core.ledger import AsAt
from tests.factories import funded_post, workforce_office
from workforce import services
from workforce.ledger_checks import problems
from workforce.models import Cover, FundedPost, Position, RecruitmentEvent
from workforce.reads import posts_in_list
from workforce.sentences import recruitment_rows
from workforce.staffing import staffing
from workforce.states import Kind

BEGUN = date(2024, 11, 1)
DAYS = [date(2024, 8, 15), date(2024, 9, 20), date(2024, 12, 1)]
KINDS = [Kind.ADVERTISED, Kind.APPOINTED, Kind.IN_POST, Kind.LEFT, Kind.OFFERED, Kind.NO_LONGER_ADDITIONAL]
NOTED = {Kind.LEFT, Kind.NO_LONGER_ADDITIONAL}

days = st.integers(0, 90).map(lambda number: date(2024, 8, 1) + timedelta(number))
index = st.integers(0, 9)
facts_of_event = st.tuples(st.integers(1, 2), st.sampled_from(KINDS), days)
facts_of_cover = st.tuples(st.sampled_from([(1,), (2,), (1, 2)]), st.integers(1, 2), days, st.none() | days)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("record"), facts_of_event),
        st.tuples(st.just("record"), facts_of_event),
        st.tuples(st.just("correct"), st.tuples(index, facts_of_event)),
        st.tuples(st.just("void"), index),
        st.tuples(st.just("cover"), facts_of_cover),
        st.tuples(st.just("end cover"), st.tuples(index, days)),
        st.tuples(st.just("correct cover"), st.tuples(index, facts_of_cover)),
        st.tuples(st.just("void cover"), index),
    ),
    min_size=1,
    max_size=8,
)
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Told:
    """What a person does to a post, step by step; what is refused changes nothing."""

    def __init__(self, post: FundedPost) -> None:
        self.post, self.by = post, workforce_office(post.council)

    def do(self, what: str, facts: Any) -> None:
        try:
            getattr(self, what.replace(" ", "_"))(facts)
        except ValidationError:
            event(f"refused: {what}")
        else:
            event(f"done: {what}")

    def record(self, facts: tuple[int, Kind, date], corrects: RecruitmentEvent | None = None) -> None:
        number, kind, day = facts
        position = corrects.position if corrects else self.post.positions.get(number=number)
        note = "A reason" if kind in NOTED else ""
        services.record_event(
            position=position,
            by=self.by,
            kind=kind,
            as_at=day,
            note=note,
            corrects=corrects,
            reason="Wrong" if corrects else "",
        )

    def correct(self, facts: tuple[int, tuple[int, Kind, date]]) -> None:
        if found := _pick(self._events(), facts[0]):
            self.record(facts[1], found)

    def void(self, at: int) -> None:
        if found := _pick(self._events(), at):
            services.void_event(event=found, by=self.by, note="Never so")

    def cover(self, facts: Any, corrects: Cover | None = None) -> None:
        numbers, headcount, first, last = facts
        services.record_cover(
            post=self.post,
            by=self.by,
            kind=Cover.Kind.SECONDMENT,
            headcount=headcount,
            started_on=first,
            ended_on=last,
            positions=self.post.positions.filter(number__in=numbers),
            corrects=corrects,
            reason="Wrong" if corrects else "",
        )

    def correct_cover(self, facts: Any) -> None:
        if found := _pick(self._cover(), facts[0]):
            self.cover(facts[1], found)

    def end_cover(self, facts: tuple[int, date]) -> None:
        if found := _pick(self._cover(), facts[0]):
            services.end_cover(cover=found, by=self.by, ended_on=facts[1])

    def void_cover(self, at: int) -> None:
        if found := _pick(self._cover(), at):
            services.void_cover(cover=found, by=self.by, reason="Never so")

    def _events(self) -> list[RecruitmentEvent]:
        events = RecruitmentEvent.objects.filter(position__post=self.post).standing(None)
        return list(events.order_by("pk"))

    def _cover(self) -> list[Cover]:
        return list(Cover.objects.filter(post=self.post).known_by().order_by("pk"))


def _pick(things: list[Any], at: int) -> Any:
    return things[at % len(things)] if things else None


def shown(post: FundedPost, at: AsAt) -> Any:
    """All that pages say of the post: the list's row, the table's, and what the figures are made of."""
    posts = list(FundedPost.objects.of(post.council).as_at(at.day, at.known_at).filter(pk=post.pk))
    rows = [(row.sentence, row.counts) for row in posts_in_list(posts, at)]
    table = [
        (row.sentence, row.counts, row.news_on)
        for row in recruitment_rows(post.council, at.day, at.known_at)
        if row.post_id == post.pk
    ]
    figures = [
        (row.counts, row.positions, [(cover.started_on, cover.ended_on) for cover in row.cover])
        for row in staffing(post.council, at).rows
        if row.post == post
    ]
    return rows, table, figures


def replayed(post: FundedPost, day: date, known: Iterable[RecruitmentEvent]) -> Counter[str]:
    """The last thing that happened to each position, from the entries themselves and nothing else."""
    entries = list(known)
    gone = {entry.corrects_id for entry in entries}
    states: dict[int, tuple[date, int, str]] = {}
    for entry in entries:
        if entry.pk not in gone and not entry.is_void and entry.as_at <= day:
            mine = (entry.as_at, entry.pk, entry.kind)
            states[entry.position_id] = max(states.get(entry.position_id, mine), mine)
    return Counter(kind for _, _, kind in states.values())


@FEW
@given(steps=steps)
def test_what_was_known_on_a_day_never_changes(eastshire: Council, steps: list[Any]) -> None:
    told = Told(funded_post(eastshire, number=2))
    kept = []
    for number, step in enumerate(steps):
        today = BEGUN + timedelta(number)
        with clock(today):
            told.do(*step)
            kept.append((today, [shown(told.post, AsAt(day)) for day in DAYS]))
    for today, then in kept:
        assert [shown(told.post, AsAt(day, end_of_day(today))) for day in DAYS] == then


@FEW
@given(steps=steps)
def test_todays_list_is_the_replay_of_what_stands(eastshire: Council, steps: list[Any]) -> None:
    told = Told(funded_post(eastshire, number=2))
    for number, step in enumerate(steps):
        with clock(BEGUN + timedelta(number)):
            told.do(*step)
    everything = list(RecruitmentEvent.objects.filter(position__post=told.post))
    for number in range(len(steps)):
        moment = end_of_day(BEGUN + timedelta(number))
        known = [entry for entry in everything if entry.recorded_at <= moment]
        for day in DAYS:
            positions = Position.objects.filter(post=told.post).there(day, moment).as_at(day, moment)
            states = Counter(position.state for position in positions if position.state)
            assert states == replayed(told.post, day, known)


@FEW
@given(steps=steps)
def test_nobody_works_above_what_was_approved_without_a_reason(eastshire: Council, steps: list[Any]) -> None:
    """No start and no cover here has a note, so there are never more people than posts; and the ledger agrees."""
    told = Told(funded_post(eastshire, number=2))
    for number, step in enumerate(steps):
        with clock(BEGUN + timedelta(number)):
            told.do(*step)
    first = date(2024, 8, 1)
    for day in (first + timedelta(number) for number in range(0, 100, 3)):
        there = Position.objects.filter(post=told.post).there(day).as_at(day)
        in_post = sum(position.state == Kind.IN_POST for position in there)
        covering = Cover.objects.filter(post=told.post).as_at(day)
        assert in_post + sum(cover.headcount for cover in covering) <= told.post.number
        states = posts_in_list(list(FundedPost.objects.as_at(day).filter(pk=told.post.pk)), AsAt(day))
        assert sum(states[0].counts.values()) == told.post.number
    assert list(problems(eastshire)) == []


@FEW
@given(steps=steps)
def test_another_councils_posts_are_never_counted(
    eastshire: Council, marchshire: Council, steps: list[Any]
) -> None:
    ours = Told(funded_post(eastshire, number=2))
    ours.do("record", (1, Kind.APPOINTED, date(2024, 8, 5)))
    before = [shown(ours.post, AsAt(day)) for day in DAYS]
    theirs = Told(funded_post(marchshire, number=2))
    for number, step in enumerate(steps):
        with clock(BEGUN + timedelta(number)):
            theirs.do(*step)
    assert [shown(ours.post, AsAt(day)) for day in DAYS] == before
    assert all(row.post.council == eastshire for row in staffing(eastshire, AsAt(DAYS[-1])).rows)
