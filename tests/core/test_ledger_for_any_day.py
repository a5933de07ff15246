"""As at a day, as known at a moment: the answer never changes, whatever is recorded later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from core.dates import clock, end_of_day, now
from core.ledger import AsAt
from tests.core.ledger_app.models import Rating, Thing

START = date(2024, 7, 1)
DAYS = [START + timedelta(days=n) for n in range(5)]

Answers = dict[date, set[tuple[int, int]]]


@dataclass(frozen=True)
class Step:
    """One entry to append: about which thing, from which day, and what it does to an earlier entry."""

    thing: int
    day: date
    target: int
    kind: str


STEPS = st.lists(
    st.builds(
        Step,
        thing=st.integers(0, 1),
        day=st.sampled_from(DAYS),
        target=st.integers(0, 20),
        kind=st.sampled_from(["fact", "fact", "correction", "void"]),
    ),
    max_size=8,
)


class TheLedgerAnswersForAnyDay(TestCase):
    def setUp(self) -> None:
        self.writer = User.objects.create(email="writer@eastshire.example", name="Writer")
        self.things = [Thing.objects.create(name=name) for name in ("One", "Two")]

    @settings(max_examples=60, deadline=None)
    @given(STEPS)
    def test_what_was_known_then_is_never_changed_by_what_is_recorded_later(self, steps: list[Step]) -> None:
        entries: list[Rating] = []
        shown: list[tuple[datetime, Answers]] = []
        with clock(date(2024, 7, 3)):
            for step in steps:
                entries.append(self.append(step, entries))
                moment = now()
                shown.append((moment, answers(None)))
                assert shown[-1][1] == expected(entries)
            for moment, answer in shown:
                assert answers(moment) == answer
            for thing in self.things:
                self.check_annotations(thing)

    def append(self, step: Step, entries: list[Rating]) -> Rating:
        corrected = {entry.corrects_id for entry in entries}
        open_entries = [entry for entry in entries if entry.pk not in corrected]
        target = None
        if step.kind != "fact" and open_entries:
            target = open_entries[step.target % len(open_entries)]
        return Rating.objects.create(
            thing=target.thing if target else self.things[step.thing],
            as_at=step.day,
            corrects=target,
            is_void=target is not None and step.kind == "void",
            recorded_by=self.writer,
        )

    def check_annotations(self, thing: Thing) -> None:
        for day in DAYS:
            latest = Rating.objects.latest_for(thing, day)
            annotated = Thing.objects.annotate(rating_id=Rating.objects.latest_id_subquery(day))
            rating_id = annotated.values_list("rating_id", flat=True).get(pk=thing.pk)
            assert rating_id == (latest.pk if latest else None)


def answers(known_at: datetime | None) -> Answers:
    return {day: set(Rating.objects.current(day, known_at).values_list("thing_id", "id")) for day in DAYS}


def expected(entries: list[Rating]) -> Answers:
    """The same question answered in plain Python."""
    corrected = {entry.corrects_id for entry in entries}
    standing = [entry for entry in entries if entry.pk not in corrected and not entry.is_void]
    return {day: set(_latest([entry for entry in standing if entry.as_at <= day]).items()) for day in DAYS}


def _latest(entries: list[Rating]) -> dict[int, int]:
    ordered = sorted(entries, key=lambda entry: (entry.as_at, entry.pk))
    return {entry.thing_id: entry.pk for entry in ordered}


# The two dates of a question, from an address


def test_without_dates_the_question_is_about_today() -> None:
    as_at = AsAt.from_query(QueryDict("page=2"))
    assert as_at == AsAt.present() == AsAt(date(2025, 1, 2))
    assert not as_at.is_past


def test_a_day_alone_is_as_we_now_know_it() -> None:
    as_at = AsAt.from_query(QueryDict("as_at=2024-11-13"))
    assert as_at == AsAt(date(2024, 11, 13))
    assert as_at.is_past


def test_known_at_takes_a_day_or_a_moment() -> None:
    day = AsAt.from_query(QueryDict("as_at=2024-11-13&known_at=2024-11-20"))
    assert day.known_at == end_of_day(date(2024, 11, 20))
    moment = AsAt.from_query(QueryDict("known_at=2024-11-20T10:30:00Z"))
    assert moment == AsAt(date(2024, 11, 20), datetime(2024, 11, 20, 10, 30, tzinfo=UTC))
    assert moment.is_past


def test_a_day_yet_to_come_is_not_past() -> None:
    assert not AsAt(date(2025, 3, 31)).is_past


@given(st.datetimes(datetime(2020, 1, 1), datetime(2025, 1, 2), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_address_asks_the_same_question_again(known_at: datetime) -> None:
    as_at = AsAt(date(2024, 11, 13), known_at)
    assert AsAt.from_query(QueryDict(as_at.querystring)) == as_at


@pytest.mark.parametrize(
    ("query", "name"), [("as_at=2025-01-03", "as at"), ("known_at=2025-01-03", "known at")]
)
def test_a_day_yet_to_come_is_refused(query: str, name: str) -> None:
    with pytest.raises(
        ValueError, match=f"The “{name}” date, 3 January 2025, has not come yet. Ask for today"
    ):
        AsAt.from_query(QueryDict(query))
    assert AsAt.from_query(QueryDict("as_at=2025-01-02&known_at=2025-01-02")).day == date(2025, 1, 2)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("as_at=yesterday", "as at"),
        ("as_at=2024-02-30", "as at"),
        ("known_at=0001-01-01T00:00:00%2B23:00", "known at"),
        ("known_at=2024-11-20T10:30:00", "known at"),
        ("as_at=2024-11-13&known_at=x", "known at"),
    ],
)
def test_what_cannot_be_read_is_named(query: str, name: str) -> None:
    with pytest.raises(ValueError, match=f"The “{name}” date in this address cannot be read"):
        AsAt.from_query(QueryDict(query))
