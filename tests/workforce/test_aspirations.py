"""Posts that an aspiration would need, beside the range of the standard (document 002: 14 to 17)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Council, User
from core.dates import clock
from tests.conftest import SignedIn
from tests.factories import workforce_office
from workforce import services
from workforce.aspirations import aspired
from workforce.models import CapacityReading, CaseloadStandard, Team
from workforce.needs import WhatIf, needed

WORKER = CaseloadStandard(pk=1, applies_to="Social worker", counts="children", low=18, high=20)
HOPED = CaseloadStandard(
    pk=2, applies_to="Social worker", counts="children", low=14, high=17, is_aspiration=True
)
NEW = CaseloadStandard(pk=3, applies_to="Newly qualified worker", counts="children", low=12, high=15)
NEW_HOPED = CaseloadStandard(
    pk=4, applies_to="Newly qualified worker", counts="children", low=10, high=12, is_aspiration=True
)


def reading(**given: Any) -> CapacityReading:
    team = Team(service="Child Protection", locality="", name="Team A")
    return CapacityReading(team=team, standard=WORKER, reduced_standard=NEW, **given)


def test_both_ends_are_worked_out_step_by_step_from_cases_and_fte() -> None:
    one = reading(cases=189, fte=Decimal(9), reduced_fte=Decimal(1), cases_over=14)
    found = aspired([one], [WORKER, HOPED])
    assert found is not None
    assert found.need is not None
    assert found.need.steps == (
        "8 FTE × 17 + 1 FTE × 15 = 151",
        "189 − 151 = 38 over; 38 ÷ 17 = 2.2",
        "8 FTE × 14 + 1 FTE × 12 = 124",
        "189 − 124 = 65 over; 65 ÷ 14 = 4.6",
    )
    assert found.words == "14 to 17 children each"
    assert found.reduced == "No aspiration is recorded for newly qualified worker: held to 12 to 15."
    # The standard's own need still starts from what was published.
    assert (one.standard, one.cases_over) == (WORKER, 14)


def test_those_with_fewer_cases_have_an_aspiration_of_their_own_where_there_is_one() -> None:
    one = reading(cases=189, fte=Decimal(9), reduced_fte=Decimal(1))
    found = aspired([one], [HOPED, NEW_HOPED])
    assert found is not None
    assert found.need is not None
    assert found.need.steps[0] == "8 FTE × 17 + 1 FTE × 12 = 148"
    assert found.reduced == ""


def test_without_an_aspiration_or_enough_figures_there_is_none() -> None:
    one = reading(cases=189, fte=Decimal(9))
    assert aspired([one], [WORKER]) is None
    published = aspired([reading(cases_over=14)], [HOPED])
    assert published is not None
    assert published.need is None


@given(st.integers(0, 900), st.integers(1, 40), st.integers(0, 40))
def test_the_aspiration_never_needs_fewer_than_the_standard(cases: int, fte: int, growth: int) -> None:
    one = reading(cases=cases, fte=Decimal(fte))
    what_if = WhatIf(growth=Decimal(growth))
    found, standard = aspired([one], [HOPED], what_if), needed([one], what_if)
    assert found is not None
    assert found.need is not None
    assert found.if_so is not None
    assert standard is not None
    assert found.need.fewest <= found.need.most
    assert (found.if_so.fewest, found.if_so.most) >= (standard.fewest, standard.most)
    assert found.if_so.most >= found.need.most


@pytest.fixture
def team(eastshire: Council) -> Team:
    by = workforce_office(eastshire)
    facts: dict[str, Any] = {"council": eastshire, "by": by, "applies_to": "Social worker"}
    facts |= {"counts": "children", "source": "A report", "from_date": date(2024, 4, 1)}
    standard = services.add_standard(low=18, high=20, **facts)
    with clock(date(2024, 9, 1)):
        services.add_standard(low=14, high=17, is_aspiration=True, **facts)
    made = services.add_team(
        council=eastshire, by=by, service="Child Protection", name="Team A", standard=standard
    )
    month = date(2024, 7, 1)
    services.add_reading(
        team=made, by=by, month=month, cases=240, fte=Decimal(10), source="Ours", standard=standard
    )
    return made


@pytest.mark.usefixtures("team")
def test_it_stands_beside_the_range_of_the_standard(
    eastshire: Council, reader: User, client_for: SignedIn
) -> None:
    url, browser = reverse("workforce:capacity-list", args=[eastshire.slug]), client_for(reader)
    page = browser.get(url).content.decode()
    assert "The aspiration, 14 to 17 children each, would need" in page
    for step in (
        "2.0 to 3.3",
        "240 − 170 = 70 over; 70 ÷ 17 = 4.1",
        "4.1 to 7.1",
        "Nobody is held to it yet",
    ):
        assert step in page
    asked = browser.get(f"{url}?group=Child+Protection&posts=2&growth=8").content.decode()
    assert "89.2 − 2 posts × 17 = 55.2 over; 55.2 ÷ 17 = 3.2" in asked
    # Nobody had recorded it by then.
    assert "aspiration" not in browser.get(f"{url}?as_at=2024-08-31&known_at=2024-08-31").content.decode()
