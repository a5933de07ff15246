"""The scorecard: its figures, its readings and its pages."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock, end_of_day
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import Measure, Reading, Section
from improvement.scorecard import closeness, line_of, period_end
from improvement.services import ReadingGiven
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

MAY, JUNE, NOVEMBER = date(2024, 5, 31), date(2024, 6, 30), date(2024, 11, 30)
TODAY = date(2025, 1, 2)
LIST = "/eastshire/measures/"
ENTER = "/eastshire/readings/enter/"


def url(name: str, *args: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


def on(measure: Measure, day: date, known_at: Any = None) -> Measure:
    return Measure.objects.as_at(day, known_at).get(pk=measure.pk)


def read(measure: Measure, as_at: date, value: int, *, recorded: date = TODAY, **more: Any) -> Reading:
    by = factories.office(measure.council)
    given = ReadingGiven(measure, value=Decimal(value), **more)
    with clock(recorded):
        return services.record_readings(council=measure.council, by=by, as_at=as_at, readings=[given])[0]


@pytest.fixture
def measure(eastshire: Council) -> Measure:
    return factories.measure(eastshire)


@pytest.mark.parametrize(
    ("value", "polarity", "tone", "words"),
    [
        ("95", "higher", "green", "Exactly the target of 95%"),
        ("97.5", "higher", "green", "2.5 percentage points above the target of 95%"),
        ("90", "higher", "amber", "5 percentage points below the target of 95%"),
        ("89.9", "higher", "red", "5.1 percentage points below the target of 95%"),
        ("96", "lower", "amber", "1 percentage point above the target of 95%"),
        ("80", "neither", "grey", ""),
    ],
)
def test_how_close_to_the_target(value: str, polarity: str, tone: str, words: str) -> None:
    near = closeness(Decimal(value), Decimal(95), Decimal(5), polarity, Measure.Unit.PERCENT)
    assert (near.tone, near.distance) == (tone, words)


def test_periods_end() -> None:
    assert period_end(date(2025, 1, 2), "monthly") == date(2024, 12, 31)
    assert period_end(date(2024, 12, 31), "quarterly") == date(2024, 12, 31)
    assert period_end(date(2024, 12, 30), "quarterly") == date(2024, 9, 30)
    assert period_end(date(2025, 1, 2), "yearly") == date(2024, 3, 31)


def test_against_last_year_and_the_parts_of_a_count(eastshire: Council) -> None:
    """Document 004, paragraphs 7.3 and 7.5: 518 against 576; 50 = 30 + 20."""
    children = factories.measure(eastshire, title="Children cared for")
    read(children, date(2023, 5, 31), 576)
    read(children, MAY, 518)
    line = line_of(on(children, TODAY), TODAY)
    assert line.since_last_year == "Down 58 from 31 May 2023 (576)"
    left = factories.measure(
        eastshire, title="Left care", parts=["turned 18", "left for a family"], span="year"
    )
    with pytest.raises(ValidationError, match="The parts add up to 51, not to 50"):
        read(left, MAY, 50, parts=[30, 21])
    read(left, MAY, 50, parts=[30, 20])
    line = line_of(on(left, TODAY), TODAY)
    assert line.parts == "50 = 30 turned 18 + 20 left for a family"
    assert line.covers == "since 1 April 2024, to 31 May 2024"


def test_a_missing_reading_is_flagged_after_its_month_of_collecting(measure: Measure) -> None:
    read(measure, NOVEMBER, 5)
    assert line_of(on(measure, date(2025, 1, 31)), date(2025, 1, 31)).missing == ""
    assert line_of(on(measure, date(2025, 2, 1)), date(2025, 2, 1)).missing == "No reading for December 2024"


def test_a_correction_and_a_changed_target_leave_what_was_known(
    eastshire: Council, programme: User, measure: Measure
) -> None:
    wrong = read(measure, NOVEMBER, 50, recorded=date(2024, 12, 5))
    facts = {name: getattr(measure, name) for name in ("title", "definition", "unit", "parts", "span")}
    with clock(date(2024, 12, 9)):
        right = ReadingGiven(measure, value=Decimal(60))
        services.correct_reading(reading=wrong, by=programme, because="Typed wrong", given=right)
        with pytest.raises(ValidationError):
            services.correct_reading(reading=wrong, by=programme, because="Again", given=right)
        services.edit_measure(
            measure=measure, by=programme, shown_version=None, sections=[], target=Decimal(70), **facts
        )
    now, then = on(measure, TODAY), on(measure, TODAY, end_of_day(date(2024, 12, 6)))
    assert ([one.value for one in now.held], now.target) == ([Decimal(60)], Decimal(70))
    assert ([one.value for one in then.held], then.target) == ([Decimal(50)], None)
    assert on(measure, date(2024, 12, 8)).target is None
    assert list(problems(eastshire)) == []


def test_entering_several_readings_at_once(
    eastshire: Council, section: Section, officer: User, client_for: SignedIn
) -> None:
    number = factories.measure(eastshire, title="Number")
    share = factories.measure(
        eastshire, title="Share", unit="percent", numerator="In date", denominator="All"
    )
    blank = factories.measure(eastshire, title="Blank")
    client = client_for(officer)
    typed = {f"m{number.pk}-value": "0", f"m{share.pk}-numerator": "9", f"m{share.pk}-denominator": "0"}
    refused = client.post(f"{ENTER}?period=2024-11-30", typed)
    assert refused.status_code == 422
    assert "The denominator must not be 0." in refused.text
    assert 'value="9"' in refused.text
    assert client.post(f"{ENTER}?period=2024-11-30", typed | {f"m{number.pk}-value": "x"}).status_code == 422
    assert not Reading.objects.exists()
    typed |= {f"m{share.pk}-denominator": "12"}
    saved = client.post(f"{ENTER}?period=2024-11-30", typed, follow=True)
    assert "2 readings saved" in saved.text
    assert on(share, TODAY).held[0].value == 75
    assert on(number, TODAY).held[0].value == 0
    assert not on(blank, TODAY).held
    again = client.post(f"{ENTER}?period=2024-11-30", typed, follow=True)
    assert "0 readings saved" in again.text
    with pytest.raises(ValidationError, match="entered already"):
        read(number, NOVEMBER, 3)
    for period in ("2024-11-29", "2025-01-31", "nonsense"):
        assert client.get(f"{ENTER}?period={period}").status_code == 400


def test_the_pages(
    measure: Measure, section: Section, programme: User, reader: User, client_for: SignedIn
) -> None:
    read(measure, JUNE, 5, commentary="Said of it")
    first = read(measure, NOVEMBER, 7)
    client = client_for(programme)
    page = client.get(url("measure-detail", measure.pk)).text
    assert "Said of it" in page
    assert "Up 2 since 30 June 2024 (5)" in page
    assert "<strong>5</strong>" in client.get(f"{url('measure-detail', measure.pk)}?as_at=2024-11-29").text
    correction = {"value": "8", "because": "Typed wrong", "commentary": ""}
    assert client.post(url("reading-correct", first.pk), correction | {"value": ""}).status_code == 422
    assert client.post(url("reading-correct", first.pk), correction).status_code == 302
    form = client.get(url("measure-edit", measure.pk)).context["form"]
    facts = {name: value for name, value in form.initial.items() if value is not None}
    facts |= {"target": "10", "sections": [section.pk], "parts": ""}
    assert client.post(url("measure-edit", measure.pk), facts | {"tolerance": "-1"}).status_code == 422
    assert client.post(url("measure-edit", measure.pk), facts | {"unit": "days"}).status_code == 422
    assert client.post(url("measure-edit", measure.pk), facts).status_code == 302
    assert client.post(url("measure-edit", measure.pk), facts).status_code == 409
    listed = client_for(reader).get(LIST).text
    assert "2 below the target of 10" in listed
    assert "<svg" in listed
    assert measure.title in client_for(reader).get(f"{LIST}?show=off").text
    assert measure.title not in client_for(reader).get(f"{LIST}?show=missing").text
    book = load_workbook(BytesIO(client_for(reader).get(f"{LIST}export.xlsx").content))
    assert book["Scorecard"]["B2"].value == measure.title


def test_adding_a_measure(eastshire: Council, programme: User, client_for: SignedIn) -> None:
    facts = {"title": "Visits in time", "definition": "Visits", "unit": "percent", "numerator": "In time"}
    facts |= {"span": "period", "polarity": "higher", "frequency": "monthly", "target": "90"}
    client = client_for(programme)
    wrong = client.post(f"{LIST}add/", facts)
    assert set(wrong.context["form"].errors) == {"denominator"}
    assert client.post(f"{LIST}add/", facts | {"denominator": "All"}).status_code == 302
    assert Measure.objects.get().targets.get().target == 90


def test_who_may(
    measure: Measure,
    officer: User,
    chair: User,
    clerk: User,
    reader: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    reading = read(measure, NOVEMBER, 7)
    managing = [url("measure-add"), url("measure-edit", measure.pk)]
    entering = [ENTER, url("reading-correct", reading.pk)]
    reading_pages = [LIST, url("measure-detail", measure.pk), f"{LIST}export.xlsx"]
    for person in (officer, chair):
        assert {client_for(person).get(address).status_code for address in entering} == {200}
        assert {client_for(person).post(address, {}).status_code for address in managing} == {403}
    for person in (clerk, reader):
        assert {client_for(person).get(address).status_code for address in reading_pages} == {200}
        assert {client_for(person).post(address, {}).status_code for address in entering + managing} == {403}
    everything = managing + entering + reading_pages
    assert {client_for(outsider).get(address).status_code for address in everything} == {404}
    assert {client_for(reader).post(address).status_code for address in reading_pages} == {405}
    with pytest.raises(PermissionDenied):
        services.record_readings(council=measure.council, by=clerk, as_at=JUNE, readings=[])


# session, user; council, roles; the measures, their readings, their sections with what these are cited by
@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    rows: int,
    section: Section,
    eastshire: Council,
    reader: User,
    client_for: SignedIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        read(factories.measure(eastshire, title=f"Measure {number}", sections=[section]), NOVEMBER, number)
    client = client_for(reader)
    client.get(LIST)
    with django_assert_num_queries(7):
        assert client.get(LIST).status_code == 200


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2]), st.integers(0, 99)), max_size=5),
    asked=st.sampled_from([date(2024, 9, 30), date(2024, 10, 31), TODAY]),
)
def test_as_at_a_day_known_then_is_what_was_shown_then(
    eastshire: Council, programme: User, steps: list[tuple[int, int, int]], asked: date
) -> None:
    """Readings and corrections in any order: the answer of the past is the answer that was given in it."""
    measure = factories.measure(eastshire, title=f"Measure {Measure.objects.count()}")
    ends, today = [date(2024, 9, 30), date(2024, 10, 31), NOVEMBER], date(2024, 12, 2)
    shown: dict[date, list[Decimal]] = {}
    for after, which, value in steps:
        today += timedelta(days=after)
        standing = Reading.objects.filter(measure=measure, as_at=ends[which]).standing().first()
        if standing is None:
            read(measure, ends[which], value, recorded=today)
        else:
            given_now = ReadingGiven(standing.measure, value=Decimal(value))
            with clock(today):
                services.correct_reading(reading=standing, by=programme, because="Wrong", given=given_now)
        shown[today] = [one.value for one in on(measure, asked).held]
    for day, values in shown.items():
        assert [one.value for one in on(measure, asked, end_of_day(day)).held] == values


def test_a_tampered_reading_is_found(eastshire: Council) -> None:
    left = factories.measure(eastshire, title="Left care", parts=["turned 18", "others"])
    entry = read(left, MAY, 50, parts=[30, 20])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_reading SET value = 40 WHERE id = %s", [entry.pk])
    assert list(problems(eastshire)) == [
        f"Reading {entry.pk} differs from the change log in its value.",
        f"Reading {entry.pk} has parts that do not add up to it.",
    ]
