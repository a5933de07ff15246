"""Which event may follow which."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workforce.test_wording import Happened
from workforce.orders import NEXT, why_impossible
from workforce.states import Kind, fold

DAY = date(2024, 7, 17)


def sequence(*kinds: Kind) -> list[Happened]:
    return [Happened(kind, DAY + timedelta(days=number)) for number, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    "kinds",
    [
        (Kind.APPROVED, Kind.ADVERTISED, Kind.READVERTISED, Kind.OFFERED),
        (
            Kind.APPROVED,
            Kind.ADVERTISED,
            Kind.SHORTLISTED,
            Kind.INTERVIEWED,
            Kind.APPOINTED,
            Kind.IN_POST,
            Kind.LEFT,
        ),
        (Kind.APPROVED, Kind.ADVERTISED, Kind.TERMS_CHANGED, Kind.READVERTISED),
        (Kind.APPROVED, Kind.APPOINTED, Kind.IN_POST, Kind.NO_LONGER_ADDITIONAL, Kind.ADVERTISED),
        (Kind.APPROVED, Kind.APPOINTED, Kind.IN_POST, Kind.LEFT, Kind.ADVERTISED),
        (Kind.APPROVED, Kind.WITHDRAWN),
        (Kind.APPROVED, Kind.APPOINTED, Kind.CANDIDATE_WITHDREW, Kind.ADVERTISED),
        (Kind.APPROVED, Kind.ADVERTISED, Kind.OFFERED, Kind.CANDIDATE_WITHDREW, Kind.OFFERED),
    ],
)
def test_orders_that_happen(kinds: tuple[Kind, ...]) -> None:
    assert why_impossible(sequence(*kinds)) is None


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ((Kind.ADVERTISED,), "was not approved by then"),
        ((Kind.APPROVED, Kind.READVERTISED), "it has not been advertised"),
        ((Kind.APPROVED, Kind.IN_POST), "nobody has been appointed to it"),
        ((Kind.APPROVED, Kind.ADVERTISED, Kind.LEFT), "nobody is in post"),
        ((Kind.APPROVED, Kind.CANDIDATE_WITHDREW), "nobody has been offered it"),
        ((Kind.APPROVED, Kind.APPOINTED, Kind.IN_POST, Kind.CANDIDATE_WITHDREW), "it was “In post”"),
        ((Kind.APPROVED, Kind.ADVERTISED, Kind.ADVERTISED), "Record another advert as readvertised"),
        ((Kind.APPROVED, Kind.APPROVED), "it was approved already"),
        ((Kind.APPROVED, Kind.APPOINTED, Kind.IN_POST, Kind.OFFERED), "it was “In post”"),
        ((Kind.APPROVED, Kind.WITHDRAWN, Kind.ADVERTISED), "it was “Withdrawn”"),
        ((Kind.APPROVED, Kind.WITHDRAWN, Kind.TERMS_CHANGED), "it was “Withdrawn”"),
    ],
)
def test_orders_that_cannot_be(kinds: tuple[Kind, ...], reason: str) -> None:
    said = why_impossible(sequence(*kinds))
    assert said is not None
    assert reason in said


def test_every_kind_has_its_followers() -> None:
    assert set(NEXT) == {None, *Kind} - {Kind.TERMS_CHANGED}


# On a busy machine the lists come slowly; that says nothing of the orders.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(Kind)), max_size=12))
def test_any_order_is_allowed_or_refused_with_a_sentence(kinds: list[Kind]) -> None:
    said = why_impossible(sequence(*kinds))
    assert said is None or (said.startswith("“") and said.endswith("."))
    assert (
        said is not None
        or not kinds
        or fold(sequence(*kinds)).kind == next(kind for kind in reversed(kinds) if kind != Kind.TERMS_CHANGED)
    )
