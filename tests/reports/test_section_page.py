"""The page of a section: everything about a plan area, whichever app it lives in."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Section
from reports.section_page import last_month_end
from tests import factories
from tests.conftest import SignedIn


@pytest.fixture
def section(eastshire: Council) -> Section:
    return factories.section(factories.plan(eastshire), title="A safe home", outcome="Nobody waits.")


@pytest.fixture
def url(section: Section) -> str:
    return reverse("reports:section-detail", args=["eastshire", section.pk])


def words(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def rate(section: Section, code: str, day: date) -> None:
    with clock(day):
        services.rate_impact(
            section=section,
            by=factories.office(section.council),
            rating=factories.rating(section.chapter.plan, code),
            as_at=day,
            narrative=f"Seen on {day}.",
        )


def test_it_gathers_everything_about_the_section(
    eastshire: Council, section: Section, url: str, finance_officer: User, reader: User, client_for: SignedIn
) -> None:
    office = factories.office(eastshire)
    factories.update(factories.action(section, title="Open a hub"), "on-track", date(2024, 11, 13))
    rate(section, "early", date(2024, 11, 13))
    with clock(date(2024, 11, 18)):
        services.record_highlight(
            council=eastshire,
            by=office,
            kind="activity",
            text="A duty line opened.",
            section=section,
            as_at=date(2024, 11, 18),
        )
        services.add_risk(council=eastshire, by=office, title="Too few homes", section=section)
    line = factories.budget_line(
        factories.funding_decision(eastshire, finance_officer), finance_officer, sections=[section]
    )
    factories.spend(line, finance_officer, {date(2024, 10, 1): "45681"})
    factories.cover(
        factories.funded_post(eastshire, number=6, sections=[section]), date(2024, 9, 2), headcount=4
    )
    page = words(client_for(reader), url)
    for said in (
        "Nobody waits.",
        "Early signs",
        "Open a hub",
        "A duty line opened.",
        "Too few homes",
        "£12,000 in 2024/25",
        "£45,681",
        "months up to December 2024",
        "6 covered by 4 agency social workers.",
        "Key: progress rating of an action",
        "Key: impact rating of a section",
    ):
        assert said in page
    assert page.count("<h1") == 1


def test_an_empty_section_says_what_it_lacks(url: str, reader: User, client_for: SignedIn) -> None:
    page = words(client_for(reader), url)
    for said in ("Not yet rated", "This section has no actions", "No risk is recorded", "No post cites"):
        assert said in page


def test_a_past_day_shows_the_ratings_of_that_day(
    section: Section, url: str, reader: User, client_for: SignedIn
) -> None:
    rate(section, "none", date(2024, 10, 1))
    rate(section, "early", date(2024, 11, 13))
    page = words(client_for(reader), f"{url}?as_at=2024-10-02")
    assert "As at 2 October 2024" in page
    assert "Seen on 2024-10-01." in page
    assert "Seen on 2024-11-13." not in page
    assert "Impact rated “Early signs”" in words(client_for(reader), url)


def test_only_those_who_may_are_offered_to_rate(
    url: str, reader: User, programme: User, client_for: SignedIn
) -> None:
    assert "Rate the impact" in words(client_for(programme), url)
    assert "Rate the impact" not in words(client_for(reader), url)
    assert "Rate the impact" not in words(client_for(programme), f"{url}?as_at=2024-10-02")


def test_other_sections_and_councils_stay_out(
    eastshire: Council, marchshire: Council, section: Section, url: str, reader: User, client_for: SignedIn
) -> None:
    other = factories.section(section.chapter.plan)
    factories.action(other, title="Belongs elsewhere")
    factories.action(factories.section(factories.plan(marchshire)), title="Belongs to Marchshire")
    assert "Belongs" not in words(client_for(reader), url)


def test_standing_questions(
    marchshire: Council, section: Section, url: str, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(reader).post(url).status_code == 405
    assert client_for(outsider).get(url).status_code == 404
    elsewhere = reverse("reports:section-detail", args=["marchshire", section.pk])
    assert client_for(outsider).get(elsewhere).status_code == 404


def test_before_the_plan_there_is_nothing_yet(url: str, reader: User, client_for: SignedIn) -> None:
    page = words(client_for(reader), f"{url}?as_at=2024-07-16")
    assert "There is nothing yet on this day: the plan was adopted on 17 July 2024" in page
    assert "was not in the plan on 16 July 2024" in page
    assert "?as_at=2024-07-17" in page


def test_its_measures_stand_with_their_distance_to_the_target(
    eastshire: Council, section: Section, url: str, programme: User, reader: User, client_for: SignedIn
) -> None:
    with clock(date(2024, 7, 17)):
        measure = factories.measure(
            eastshire,
            title="Visits in time",
            sections=[section],
            target=Decimal("95"),
            tolerance=Decimal("5"),
        )
    given = [services.ReadingGiven(measure, value=Decimal("91"))]
    services.record_readings(council=eastshire, by=programme, as_at=date(2024, 11, 30), readings=given)
    page = words(client_for(reader), url)
    assert "Visits in time" in page
    assert "4 below the target of 95" in page
    assert "No reading yet" in words(client_for(reader), f"{url}?as_at=2024-10-02")


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2025, 1, 2), date(2024, 12, 31)),
        (date(2024, 10, 31), date(2024, 10, 31)),
        (date(2024, 3, 1), date(2024, 2, 29)),
    ],
)
def test_spend_is_counted_to_the_end_of_a_whole_month(day: date, end: date) -> None:
    assert last_month_end(day) == end


@pytest.mark.parametrize("rows", [1, 10])
def test_the_number_of_queries_stays(
    eastshire: Council,
    section: Section,
    url: str,
    finance_officer: User,
    reader: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    decision = factories.funding_decision(eastshire, finance_officer)
    for number in range(rows):
        factories.action(section)
        factories.measure(eastshire, title=f"Measure {number}", sections=[section])
        factories.budget_line(decision, finance_officer, f"L{number}", sections=[section])
        factories.cover(factories.funded_post(eastshire, sections=[section]), date(2024, 9, 2))
    client = client_for(reader)
    # session, person, council, roles; section; its lines; all lines twice, budgets, spend; actions, impact
    # ratings, findings, highlights, external help, risks; measures, their readings and sections; posts, their sections,
    # positions, events, cover, its positions, sentences; two keys
    with django_assert_num_queries(28):
        client.get(url)
