"""The direction of a measure judges every past day: once there are readings it stays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock
from improvement import services
from improvement.models import Measure
from improvement.scorecard import line_of
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

NOVEMBER = date(2024, 11, 30)


@pytest.fixture
def measure(eastshire: Council) -> Measure:
    """Higher is better, to be 95."""
    return factories.measure(eastshire, target=Decimal(95))


def read(measure: Measure) -> None:
    by = factories.office(measure.council)
    given = services.ReadingGiven(measure, value=Decimal(97))
    with clock(date(2024, 12, 3)):
        services.record_readings(council=measure.council, by=by, as_at=NOVEMBER, readings=[given])


def shown(client: Client, measure: Measure) -> dict[str, Any]:
    """What the form of the measure holds before anything is typed."""
    form = client.get(_url(measure)).context["form"]
    return {name: value for name, value in form.initial.items() if value is not None} | {"parts": ""}


def _url(measure: Measure) -> str:
    return reverse("improvement:measure-edit", args=["eastshire", measure.pk])


def judged(measure: Measure) -> str:
    return line_of(Measure.objects.as_at(NOVEMBER).get(pk=measure.pk), NOVEMBER).closeness.tone


def test_it_is_refused_at_its_field_with_what_was_typed(
    measure: Measure, programme: User, client_for: SignedIn
) -> None:
    read(measure)
    client = client_for(programme)
    typed = shown(client, measure) | {
        "polarity": "lower",
        "title": "Visits in time",
        "definition": "In time.",
    }
    before = Change.objects.count()
    answer = client.post(_url(measure), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["polarity"]
    page = answer.content.decode()
    assert "Retire this measure and add another, under a name of its own." in page
    assert 'value="Visits in time"' in page
    assert "In time.</textarea>" in page
    measure.refresh_from_db()
    assert (measure.polarity, measure.title) == ("higher", "Visits")
    assert (judged(measure), Change.objects.count()) == ("green", before)
    # What was typed beside it is saved once the direction is as it was.
    assert client.post(_url(measure), typed | {"polarity": "higher"}).status_code == 302


def test_before_the_first_reading_it_is_put_right(
    measure: Measure, programme: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    assert "it stays once there are readings" in client.get(_url(measure)).content.decode()
    assert client.post(_url(measure), shown(client, measure) | {"polarity": "lower"}).status_code == 302
    read(measure)
    assert judged(measure) == "red"


def test_unit_and_direction_are_told_together(measure: Measure) -> None:
    read(measure)
    facts = {name: getattr(measure, name) for name in ("title", "definition", "parts", "span", "frequency")}
    with pytest.raises(ValidationError) as refused:
        services.edit_measure(
            measure=measure,
            by=factories.office(measure.council),
            shown_version=None,
            sections=[],
            **facts,
            unit="days",
            polarity="neither",
        )
    assert set(refused.value.message_dict) == {"unit", "polarity"}
