"""Inspections, what they judged, and what became of notices, visits and advisers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import clock, end_of_day
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import Inspection, Intervention, InterventionEvent, Judgement, Step
from tests import factories

pytestmark = pytest.mark.django_db

MAY, SEPTEMBER, DECEMBER = date(2024, 5, 16), date(2024, 9, 16), date(2024, 12, 2)


def visit_on(council: Council, day: date) -> Intervention:
    return Intervention.objects.of(council).as_at(day).get()


@pytest.fixture
def inspection(eastshire: Council) -> Inspection:
    return factories.inspection(eastshire)


@pytest.fixture
def visit(eastshire: Council) -> Intervention:
    """Document 001, paragraph 3: a visit due in December, known from 16 September on."""
    return factories.visit(eastshire, SEPTEMBER, date(2024, 12, 1))


def test_a_moved_visit_keeps_the_month_it_was_first_planned_for(
    eastshire: Council, programme: User, visit: Intervention
) -> None:
    with clock(DECEMBER):
        services.record_event(
            intervention=visit,
            by=programme,
            step=Step.MOVED,
            as_at=DECEMBER,
            day=date(2025, 2, 1),
            month_only=True,
            note="Put off by the inspectorate",
        )
    assert visit_on(eastshire, DECEMBER - timedelta(days=1)).stands == "Planned for December 2024"
    assert visit_on(eastshire, DECEMBER).stands == "Moved to February 2025"
    assert InterventionEvent.objects.count() == 2
    known = Intervention.objects.of(eastshire).as_at(DECEMBER, end_of_day(SEPTEMBER)).get()
    assert known.stands == "Planned for December 2024"
    assert not Intervention.objects.of(eastshire).as_at(SEPTEMBER - timedelta(days=1)).exists()
    assert list(problems(eastshire)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"step": Step.PLANNED}, "step"),
        ({"step": Step.SERVED}, "step"),
        ({"as_at": date(2024, 12, 4)}, "as_at"),
        ({"as_at": date(2024, 9, 1)}, "as_at"),
        ({"day": None}, "day"),
        ({"day": date(2024, 10, 1)}, "day"),
        ({"step": Step.HELD}, "day"),
        ({"note": " "}, "note"),
    ],
)
def test_what_cannot_happen_is_refused(
    programme: User, visit: Intervention, wrong: dict[str, Any], field: str
) -> None:
    asked: dict[str, Any] = {
        "step": Step.MOVED,
        "as_at": DECEMBER,
        "day": date(2025, 2, 1),
        "note": "Put off",
    } | wrong
    with clock(DECEMBER), pytest.raises(ValidationError) as refused:
        services.record_event(intervention=visit, by=programme, **asked)
    assert list(refused.value.message_dict) == [field]
    assert InterventionEvent.objects.count() == 1


def test_nothing_follows_the_end_but_the_end_can_be_corrected(programme: User, visit: Intervention) -> None:
    with clock(DECEMBER):
        services.record_event(intervention=visit, by=programme, step=Step.CANCELLED, as_at=DECEMBER)
        with pytest.raises(ValidationError):
            services.record_event(intervention=visit, by=programme, step=Step.HELD, as_at=DECEMBER)
        held = services.record_event(
            intervention=visit, by=programme, step=Step.HELD, as_at=DECEMBER, because="It did take place"
        )
    assert held.corrects is not None
    assert visit_on(visit.council, DECEMBER).stands == "Held 2 December 2024"
    assert list(problems(visit.council)) == []


def test_a_second_judgement_of_an_area_corrects_the_first(
    eastshire: Council, programme: User, inspection: Inspection
) -> None:
    asked: dict[str, Any] = {"inspection": inspection, "by": programme, "area": "care", "as_at": MAY}
    with clock(date(2024, 7, 17)):
        services.judge(**asked, grade="good")
        with pytest.raises(ValidationError) as refused:
            services.judge(**asked, grade="inadequate")
        assert list(refused.value.message_dict) == ["because"]
    with clock(date(2024, 7, 20)):
        services.judge(**asked, grade="inadequate", because="Read from the wrong line")
    held = Inspection.objects.of(eastshire).as_at(MAY).get()
    assert [judgement.grade for judgement in held.held] == ["inadequate"]
    known = Inspection.objects.of(eastshire).as_at(MAY, end_of_day(date(2024, 7, 18))).get()
    assert [judgement.grade for judgement in known.held] == ["good"]
    assert Judgement.objects.count() == 2
    assert list(problems(eastshire)) == []


def test_who_may_and_two_at_once(
    eastshire: Council, chair: User, programme: User, outsider: User, inspection: Inspection
) -> None:
    for person in (chair, outsider):
        with pytest.raises(PermissionDenied):
            services.judge(inspection=inspection, by=person, area="care", grade="good", as_at=MAY)
    services.edit_inspection(inspection=inspection, by=programme, shown_version=1, title="New name")
    with pytest.raises(StaleVersion):
        services.edit_inspection(inspection=inspection, by=programme, shown_version=1, title="Other name")
    assert Inspection.objects.get().title == "New name"


steps = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([Step.MOVED, Step.HELD]), st.booleans()), max_size=5
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, offset=st.integers(0, 15))
def test_as_at_a_day_known_then_is_what_was_shown_then(
    eastshire: Council, programme: User, steps: list[tuple[int, Step, bool]], offset: int
) -> None:
    """Moves, ends and corrections in any order: the answer of the past is the answer that was given in it."""
    visit = factories.visit(eastshire, SEPTEMBER, date(2024, 12, 1))
    asked, today = SEPTEMBER + timedelta(days=offset), SEPTEMBER
    told = Intervention.objects.filter(pk=visit.pk)
    shown = {today: told.as_at(asked).get().stands}
    for after, step, corrects in steps:
        today += timedelta(days=after)
        with clock(today):
            try:
                services.record_event(
                    intervention=visit,
                    by=programme,
                    step=step,
                    as_at=today,
                    day=date(2025, 1 + after, 1) if step == Step.MOVED else None,
                    note="x",
                    because="Wrong" if corrects else "",
                )
            except ValidationError:
                continue
        # A correction of the only entry may leave nothing yet on the day asked for.
        found = told.as_at(asked).first()
        shown[today] = found.stands if found else ""
    for day, stands in shown.items():
        found = told.as_at(asked, end_of_day(day)).first()
        assert (found.stands if found else "") == stands
