"""What is retired leaves from a day on, comes back from another, and the days between stay as they were."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Action, Finding, Inspection, Intervention, Measure, Plan, Retirement, Section
from improvement.services.retiring import bring_back, retire
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
LEFT, BACK = date(2024, 10, 1), date(2024, 12, 2)
DAYS = [date(2024, 7, 1) + timedelta(days=number) for number in range(0, 70, 7)]
KINDS = ["measure", "finding", "inspection", "intervention"]


@pytest.fixture
def things(eastshire: Council) -> dict[str, Any]:
    """One of each kind that is kept beside the plan."""
    inspection = factories.inspection(eastshire)
    return {
        "measure": factories.measure(eastshire),
        "finding": factories.finding(inspection),
        "inspection": factories.inspection(eastshire, title="Focused visit"),
        "intervention": factories.visit(eastshire, date(2024, 7, 24), date(2024, 12, 1)),
    }


def shown(thing: Any, day: date, known_on: date | None = None) -> bool:
    """Whether lists of that day show it."""
    known_at = end_of_day(known_on) if known_on else None
    return bool(type(thing).objects.as_at(day, known_at).filter(pk=thing.pk).exists())


def left_and_came_back(thing: Any, by: User) -> None:
    with clock(date(2024, 10, 7)):
        retire(thing=thing, by=by, on=LEFT, because="Merged.", shown_version=None)
    with clock(date(2024, 12, 9)):
        bring_back(thing=thing, by=by, on=BACK, because="Needed again.", shown_version=None)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_out_between_leaving_and_coming_back(
    things: dict[str, Any], kind: str, programme: User
) -> None:
    thing = things[kind]
    left_and_came_back(thing, programme)
    days = (date(2024, 9, 30), LEFT, date(2024, 12, 1), BACK, date(2025, 1, 2))
    assert [shown(thing, day) for day in days] == [True, False, False, True, True]
    assert shown(thing, LEFT, known_on=date(2024, 10, 6)), "nobody knew yet that it had left"
    assert not shown(thing, BACK, known_on=date(2024, 12, 8)), "nobody knew yet that it was back"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=4))
def test_what_was_shown_on_a_day_is_shown_for_ever(
    eastshire: Council, programme: User, steps: list[tuple[int, int]]
) -> None:
    """Whatever left and came back later, and however far back it was dated."""
    measure = factories.measure(eastshire, title=f"Measure {Measure.objects.count()}")
    written = date(2024, 8, 1)
    pictures: dict[date, list[bool]] = {}
    for back, ahead in steps:
        written += timedelta(days=ahead)
        on = max(measure.added_on, written - timedelta(days=back))
        with clock(written):
            write = retire if measure.retired_on is None else bring_back
            with suppress(ValidationError):
                write(thing=measure, by=programme, on=on, because="Because.", shown_version=None)
        pictures[written] = [shown(measure, day) for day in DAYS]
    for day_known, picture in pictures.items():
        assert [shown(measure, day, known_on=day_known) for day in DAYS] == picture


def test_actions_and_sections_too(action: Action, programme: User) -> None:
    section = action.section
    left_and_came_back(action, programme)
    for day, there in ((date(2024, 9, 30), True), (LEFT, False), (BACK, True)):
        assert shown(action, day) is there
    with clock(date(2024, 12, 10)):
        retire(thing=action, by=programme, on=date(2024, 12, 10), because="Done.", shown_version=None)
        retire(thing=section, by=programme, on=date(2024, 12, 10), because="Done.", shown_version=None)
    with pytest.raises(ValidationError, match="Bring back what it is in first"):
        bring_back(thing=action, by=programme, on=date(2025, 1, 2), because="Again.", shown_version=None)
    assert not shown(section, date(2025, 1, 2))


def test_a_section_written_down_later_was_not_known_before(section: Section) -> None:
    assert shown(section, date(2024, 7, 17), known_on=date(2024, 7, 17))
    assert not shown(section, date(2024, 7, 17), known_on=date(2024, 7, 16))


def test_what_is_refused(things: dict[str, Any], programme: User, officer: User, outsider: User) -> None:
    measure, stale = things["measure"], StaleVersion
    with pytest.raises(ValidationError, match="This is not retired"):
        bring_back(thing=measure, by=programme, on=BACK, because="x", shown_version=None)
    for by in (officer, outsider):
        with pytest.raises(PermissionDenied):
            retire(thing=measure, by=by, on=LEFT, because="x", shown_version=None)
    with pytest.raises(stale):
        retire(thing=measure, by=programme, on=LEFT, because="x", shown_version=99)
    with pytest.raises(ValidationError, match="Retire what it holds first: 1 finding is"):
        retire(thing=things["finding"].source, by=programme, on=LEFT, because="x", shown_version=None)
    left_and_came_back(measure, programme)
    with pytest.raises(ValidationError, match="It was brought back on 2 December 2024"):
        retire(thing=measure, by=programme, on=date(2024, 11, 1), because="x", shown_version=None)
    assert Retirement.objects.count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_its_pages(things: dict[str, Any], kind: str, programme: User, client_for: SignedIn) -> None:
    thing, client = things[kind], client_for(programme)
    address = reverse(f"improvement:{kind}-retire", args=["eastshire", thing.pk])
    again = reverse(f"improvement:{kind}-bring-back", args=["eastshire", thing.pk])
    listed = reverse(f"improvement:{kind}-list", args=["eastshire"])
    detail = reverse(f"improvement:{kind}-detail", args=["eastshire", thing.pk])
    assert address in client.get(detail).text
    given = {"version": thing.version, "on_day": "2", "on_month": "1", "on_year": "2025"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "Say why it leaves the plan" in refused.text
    assert client.post(address, given | {"because": "Merged."}).headers["Location"] == listed
    page = client.get(listed).text
    assert "Merged." in page
    assert again in page
    thing.refresh_from_db()
    given |= {"version": thing.version}
    assert client.post(again, given).status_code == 422
    assert client.post(again, given | {"version": "0", "because": "x"}).status_code == 409
    assert client.post(again, given | {"because": "Needed."}).status_code == 302
    assert again not in client.get(listed).text
    assert [change.verb for change in Change.objects.for_subject(thing)[:2]] == [
        f"brought back the {kind}",
        f"retired the {kind}",
    ]
    assert client.post(again, given | {"because": "Needed."}).status_code in {409, 422}, "twice does no more"


def test_the_plan_and_its_parts(plan: Plan, action: Action, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    shape = reverse("improvement:plan-structure", args=["eastshire", plan.pk])
    held = client.get(reverse("improvement:plan-retire", args=["eastshire", plan.pk])).text
    assert "It cannot be retired yet: 1 chapter is" in held
    with clock(date(2025, 1, 1)):
        for thing in (action, action.section, action.section.chapter, plan):
            retire(thing=thing, by=programme, on=date(2025, 1, 1), because="Over.", shown_version=None)
    page = client.get(shape).text
    assert "Bring this plan back" in page
    for kind, thing in (("action", action), ("section", action.section), ("chapter", action.section.chapter)):
        assert reverse(f"improvement:{kind}-bring-back", args=["eastshire", thing.pk]) in page


def test_others(
    things: dict[str, Any], reader: User, outsider: User, programme: User, client_for: SignedIn
) -> None:
    for kind in KINDS:
        for verb in ("retire", "bring-back"):
            address = reverse(f"improvement:{kind}-{verb}", args=["eastshire", things[kind].pk])
            assert client_for(reader).get(address).status_code == 403
            assert client_for(outsider).post(address).status_code == 404
            assert client_for(programme).delete(address).status_code == 405


def test_nothing_of_another_council(things: dict[str, Any], outsider: User, client_for: SignedIn) -> None:
    models: dict[str, Any] = {
        "measure": Measure, "finding": Finding, "inspection": Inspection, "intervention": Intervention
    }  # fmt: skip
    for kind, model in models.items():
        address = reverse(f"improvement:{kind}-retire", args=["marchshire", things[kind].pk])
        assert client_for(outsider).get(address).status_code == 404
        assert model.objects.get(pk=things[kind].pk).retired_on is None


def test_verify_ledger_finds_what_was_tampered_with(things: dict[str, Any], programme: User) -> None:
    council = things["measure"].council
    left_and_came_back(things["measure"], programme)
    retire(thing=things["finding"], by=programme, on=date(2025, 1, 1), because="Merged.", shown_version=None)
    assert list(problems(council)) == []
    QuerySet(Retirement).filter(measure=things["measure"], step="returned").update(because="Nothing to see.")
    Finding.objects.filter(pk=things["finding"].pk).update(retired_on=None)
    assert sorted(problems(council)) == [
        f"Finding {things['finding'].pk} is not as its retirements leave it.",
        f"Retirement {Retirement.objects.get(because='Nothing to see.').pk} does not say what the change log saw it "
        "say.",
    ]
