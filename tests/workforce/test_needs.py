"""Posts needed: as things are, without agency, and if there were more posts and more cases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Council
from core.dates import clock
from tests.factories import workforce_office
from workforce import services
from workforce.ledger_checks import problems
from workforce.models import CapacityReading, CaseloadStandard, Team
from workforce.needs import WhatIf, managers_needed, needed

SOCIAL_WORKER = CaseloadStandard(pk=1, applies_to="Social worker", counts="children", low=18, high=20)
SPAN = CaseloadStandard(pk=3, applies_to="Manager", counts="direct reports", low=8, high=10, kind="span")


def reading(locality: str = "", **given: Any) -> CapacityReading:
    team = Team(service="Child Protection", locality=locality, name="Team A")
    return CapacityReading(team=team, standard=SOCIAL_WORKER, **given)


@pytest.mark.parametrize(
    ("over", "words"),
    [((30, 20, 64), "5.7 to 6.3"), ((70,), "3.5 to 3.9"), ((148,), "7.4 to 8.2"), ((0,), "None")],
)
def test_the_numbers_of_document_002_hold(over: tuple[int, ...], words: str) -> None:
    found = needed([reading(f"Locality {number}", cases_over=cases) for number, cases in enumerate(over)])
    assert found is not None
    assert found.words == words


def test_posts_and_growth_start_from_what_was_published() -> None:
    found = needed([reading(cases=200, cases_over=70)], WhatIf(posts=Decimal(2), growth=Decimal(8)))
    assert found is not None
    assert found.steps == (
        "70 over capacity",
        "8% of 200 cases = 16 more",
        "70 + 16 − 2 posts × 20 = 46 over",
        "46 ÷ 20 = 2.3",
        "70 + 16 − 2 posts × 18 = 50 over",
        "50 ÷ 18 = 2.8",
    )


def test_without_agency_their_cases_need_somebody_too() -> None:
    found = needed([reading(cases=240, fte=Decimal(10), agency_fte=Decimal(2))], WhatIf(without_agency=True))
    assert found is not None
    assert found.steps[:2] == ("8 FTE × 20 = 160", "240 − 160 = 80 over; 80 ÷ 20 = 4.0")
    assert found.words == "4.0 to 5.3"


def test_room_in_one_team_is_no_help_to_another() -> None:
    pair = [reading("One", cases=100, fte=Decimal(10)), reading("Two", cases=220, fte=Decimal(10))]
    found = needed(pair)
    assert found is not None
    assert found.words == "1.0 to 2.2"


def test_too_little_is_not_worked_out() -> None:
    assert needed([reading(cases=100)]) is None
    assert needed([reading(cases_over=10)], WhatIf(growth=Decimal(8))) is None


def test_managers_are_counted_against_their_span() -> None:
    found = managers_needed(Decimal("27.8"), Decimal(2), SPAN)
    assert found.words == "0.8 to 1.5"
    assert found.steps[0] == "27.8 FTE ÷ 10 = 2.8; 2.8 − 2 = 0.8"


Steps = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300)), min_size=1, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entered=Steps, asked=st.integers(0, 6))
def test_what_a_month_said_on_a_day_never_changes(
    eastshire: Council, entered: list[tuple[int, int]], asked: int
) -> None:
    """However months are entered and corrected, what was known on a day is what had been entered by then."""
    by = workforce_office(eastshire)
    name = str(Team.objects.count())
    team = services.add_team(council=eastshire, by=by, service="Child Protection", name=name)
    told: list[dict[int, int]] = []
    for number, (month, cases) in enumerate(entered):
        with clock(date(2024, 9, 1) + timedelta(days=number)):
            _enter(team, date(2024, 6 + month, 1), cases)
        told.append({**(told[-1] if told else {}), 6 + month: cases})
        with clock(date(2024, 9, 1) + timedelta(days=number)):
            moment = CapacityReading.objects.latest("recorded_at").recorded_at
        latest = CapacityReading.objects.filter(team=team).latest_by(date(2024, 8, 31), moment).get()
        assert latest.cases == told[-1][max(told[-1])]
    day = min(asked, len(told) - 1)
    moments = sorted(set(CapacityReading.objects.filter(team=team).values_list("recorded_at", flat=True)))
    then = CapacityReading.objects.filter(team=team).latest_by(
        date(2024, 8, 31), moments[min(day, len(moments) - 1)]
    )
    assert then.get().cases in {told[number][max(told[number])] for number in range(day + 1)}


def _enter(team: Team, month: date, cases: int) -> None:
    standing = CapacityReading.objects.filter(team=team).in_month(month).first()
    services.add_reading(
        team=team,
        by=workforce_office(team.council),
        month=month,
        cases=cases,
        source="Ours",
        note="Recounted" if standing else "",
        corrects=standing,
    )


def test_readings_and_standards_changed_behind_the_ledgers_back_are_found(eastshire: Council) -> None:
    by = workforce_office(eastshire)
    facts: dict[str, Any] = {"applies_to": "Social worker", "counts": "children", "low": 18, "high": 20}
    held = services.add_standard(council=eastshire, by=by, source="Ours", from_date=date(2024, 4, 1), **facts)
    team = services.add_team(council=eastshire, by=by, service="Child Protection", name="A")
    one = services.add_reading(team=team, by=by, month=date(2024, 7, 1), cases=100, source="Ours")
    assert list(problems(eastshire)) == []
    models.QuerySet.update(CapacityReading.objects.filter(pk=one.pk), cases=90, agency_fte=Decimal(2))
    models.QuerySet.update(CaseloadStandard.objects.filter(pk=held.pk), low=30, change=None)
    found = " ".join(problems(eastshire))
    assert "differs from the change log in its figures" in found
    assert "has a part of its FTE that is larger than the whole" in found
    assert "ends before it begins" in found
    assert "is in no change of the change log" in found
