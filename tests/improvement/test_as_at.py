"""The one question: what held on a day, as it was known at a moment."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.dates import clock, end_of_day
from improvement import services
from improvement.models import Action, ProgressUpdate, Section
from improvement.services.retiring import retire
from tests import factories

pytestmark = pytest.mark.django_db

START = date(2024, 8, 1)
CODES = ["not-started", "on-track", "at-risk", "awaiting"]


@dataclass
class Written:
    """One write of the model that the ledger is compared with."""

    recorded_on: date
    as_at: date
    code: str
    entry: ProgressUpdate
    corrected_on: date | None = None


@dataclass(frozen=True)
class Step:
    """On a day: an update as at so many days before, or a correction of an earlier entry."""

    after: int
    back: int
    code: str
    corrects: int | None


steps = st.lists(
    st.builds(
        Step,
        after=st.integers(0, 5),
        back=st.integers(0, 10),
        code=st.sampled_from(CODES),
        corrects=st.one_of(st.none(), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, offset=st.integers(-2, 40))
def test_as_at_a_day_known_then_is_what_was_shown_then(
    section: Section, steps: list[Step], offset: int
) -> None:
    """Whatever is recorded, in whatever order: the answer of the past is the answer that was given in it."""
    action = factories.action(section, number=str(section.actions.count() + 1))
    asked_day = START + timedelta(days=offset)
    written: list[Written] = []
    shown: dict[date, str | None] = {}
    today = START
    for step in steps:
        today += timedelta(days=step.after)
        write(action, step, today, written)
        shown[today] = rating(action, asked_day)
        assert shown[today] == expected(written, asked_day)
    for day, code in shown.items():
        assert rating(action, asked_day, end_of_day(day)) == code


def write(action: Action, step: Step, today: date, written: list[Written]) -> None:
    as_at = max(today - timedelta(days=step.back), action.added_on)
    mistake = written[step.corrects] if step.corrects is not None and step.corrects < len(written) else None
    if mistake is None or mistake.corrected_on:
        entry = factories.update(action, step.code, as_at, on=today)
    else:
        with clock(today):
            entry = services.correct_update(
                update=mistake.entry,
                by=factories.office(action.council),
                because="Mistyped",
                rating=factories.rating(action.plan, step.code),
                as_at=as_at,
                narrative="x",
            )
        mistake.corrected_on = today
    written.append(Written(today, as_at, step.code, entry))


def expected(written: list[Written], day: date) -> str | None:
    standing = [each for each in written if each.as_at <= day and each.corrected_on is None]
    return max(standing, key=lambda each: (each.as_at, each.entry.pk)).code if standing else None


def rating(action: Action, day: date, known_at: Any = None) -> str | None:
    return Action.objects.with_facts(day, known_at).get(pk=action.pk).rating_code


def test_a_backdated_update_does_not_displace_a_newer_fact(action: Action) -> None:
    factories.update(action, "at-risk", date(2024, 11, 13))
    factories.update(action, "on-track", date(2024, 10, 2), on=date(2024, 12, 1))
    assert rating(action, date(2024, 12, 2)) == "at-risk"
    assert rating(action, date(2024, 10, 2)) == "on-track"
    assert rating(action, date(2024, 10, 2), end_of_day(date(2024, 11, 30))) is None


def test_an_action_is_there_from_the_day_it_joined_to_the_day_it_left(
    action: Action, programme: User
) -> None:
    with clock(date(2024, 12, 5)):
        retire(thing=action, by=programme, on=date(2024, 12, 1), because="Merged.", shown_version=None)
    there = [
        Action.objects.as_at(day).exists()
        for day in (date(2024, 7, 16), date(2024, 7, 17), date(2024, 11, 30), date(2024, 12, 1))
    ]
    assert there == [False, True, True, False]


def test_an_action_nobody_rated_can_be_overdue_and_is_not_updated(action: Action) -> None:
    day = date(2025, 1, 2)
    assert Action.objects.as_at(day).overdue(day).count() == 1
    assert Action.objects.as_at(day).not_updated_since(day).count() == 1
    assert Action.objects.as_at(day).get().is_overdue


def test_done_awaiting_evidence_is_not_overdue(action: Action) -> None:
    day = date(2025, 1, 2)
    factories.update(action, "awaiting", date(2024, 12, 1))
    assert not Action.objects.as_at(day).overdue(day).exists()
    assert not Action.objects.as_at(day).get().is_overdue
