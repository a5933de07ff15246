"""The plan overview: how progress, money and posts stand on a day."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.ledger import AsAt
from improvement.models import Plan
from reports.overview import overview_of
from tests import factories
from tests.conftest import SignedIn

DAY = date(2025, 1, 2)


@pytest.fixture
def plan(eastshire: Council) -> Plan:
    """Two chapters; in the first, one action on track since August and off track since November."""
    plan = factories.plan(eastshire)
    area = factories.section(plan)
    action = factories.action(area, title="Open a hub")
    factories.update(action, "on-track", date(2024, 8, 14))
    factories.update(action, "off-track", date(2024, 11, 13))
    factories.action(area, title="Write the offer")
    factories.update(factories.action(factories.section(plan, chapter=2)), "at-risk", date(2024, 10, 1))
    return plan


@pytest.fixture
def url(plan: Plan) -> str:
    return reverse("reports:plan-detail", args=["eastshire", plan.pk])


def words(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def test_it_counts_by_chapter_in_the_drawing_and_in_its_table(plan: Plan) -> None:
    chart = overview_of(plan, AsAt(DAY)).progress
    assert chart.heads == ("Chapter", "At risk", "Off track", "Not yet rated", "Total")
    assert chart.rows == (
        ("Chapter 1: Theme 1", "0", "1", "1", "2"),
        ("Chapter 2: Theme 2", "1", "0", "0", "1"),
    )
    assert "<title" in chart.svg


def test_it_shows_how_ratings_moved_over_six_months(plan: Plan) -> None:
    rows = {row[0]: row[1:] for row in overview_of(plan, AsAt(DAY)).history.rows}
    assert list(rows) == [
        "31 August 2024",
        "30 September 2024",
        "31 October 2024",
        "30 November 2024",
        "31 December 2024",
        "2 January 2025",
    ]
    heads = overview_of(plan, AsAt(DAY)).history.heads[1:]
    september = dict(zip(heads, rows["30 September 2024"], strict=True))
    november = dict(zip(heads, rows["30 November 2024"], strict=True))
    assert (september["On track"], september["At risk"], september["Not yet rated"]) == ("1", "0", "2")
    assert (november["Off track"], november["At risk"], november["Not yet rated"]) == ("1", "1", "1")


def test_months_before_the_plan_are_left_out(plan: Plan) -> None:
    rows = overview_of(plan, AsAt(date(2024, 9, 2))).history.rows
    assert [row[0] for row in rows] == ["31 July 2024", "31 August 2024", "2 September 2024"]


def test_spend_stands_against_the_profiled_budget(
    eastshire: Council, plan: Plan, finance_officer: User
) -> None:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {date(2024, month, 1): "900" for month in range(4, 11)})
    rows = {row[0]: row[1:] for row in overview_of(plan, AsAt(DAY)).spend.rows}
    assert rows["Oct 24"] == ("£7,000", "£6,300")
    assert rows["Nov 24"] == ("£8,000", "not entered")
    earlier = {row[0]: row[1:] for row in overview_of(plan, AsAt(date(2024, 10, 2))).spend.rows}
    assert earlier["Sep 24"] == ("£6,000", "£5,400")
    assert earlier["Oct 24"] == ("£7,000", "not entered")


def test_posts_are_counted_by_state(eastshire: Council, plan: Plan) -> None:
    factories.cover(factories.funded_post(eastshire, number=6), date(2024, 9, 12))
    factories.funded_post(eastshire, number=2, planned_start=date(2025, 4, 1))
    assert overview_of(plan, AsAt(DAY)).posts.rows == (("Covered", "6"), ("Not yet due", "2"), ("Total", "8"))


def test_the_page_has_both_keys_and_every_section(
    plan: Plan, url: str, reader: User, client_for: SignedIn
) -> None:
    page = words(client_for(reader), url)
    assert "Key: progress rating of an action" in page
    assert "Key: impact rating of a section" in page
    assert "Impact rating:" in page
    assert page.count("<h1") == 1
    for section in ("IP Ch.1, S.1", "IP Ch.2, S.1"):
        assert section in page


def test_a_past_day_is_announced_and_carried_to_the_sections(
    plan: Plan, url: str, reader: User, client_for: SignedIn
) -> None:
    page = words(client_for(reader), f"{url}?as_at=2024-10-02")
    assert "As at 2 October 2024" in page
    assert "1 On track" in page
    assert "1 Off track" not in page
    assert "?as_at=2024-10-02" in page.partition("Chapters and sections")[2]


def test_the_list_leads_straight_to_the_only_plan(
    eastshire: Council, plan: Plan, url: str, reader: User, client_for: SignedIn
) -> None:
    plans = reverse("reports:plan-list", args=["eastshire"])
    assert client_for(reader).get(plans).headers["Location"] == url
    factories.plan(
        eastshire,
        slug="second",
        title="Second plan",
        progress_scale=plan.progress_scale,
        impact_scale=plan.impact_scale,
    )
    assert "Second plan" in words(client_for(reader), plans)


def test_a_council_without_a_plan_says_so(eastshire: Council, reader: User, client_for: SignedIn) -> None:
    assert "No plan has been entered yet" in words(
        client_for(reader), reverse("reports:plan-list", args=["eastshire"])
    )


def test_an_empty_plan_is_shown(eastshire: Council, reader: User, client_for: SignedIn) -> None:
    empty = factories.plan(eastshire)
    page = words(client_for(reader), reverse("reports:plan-detail", args=["eastshire", empty.pk]))
    assert "This plan has no sections yet" in page


def test_standing_questions(
    marchshire: Council, plan: Plan, url: str, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(reader).post(url).status_code == 405
    assert client_for(outsider).get(url).status_code == 404
    assert (
        client_for(outsider).get(reverse("reports:plan-detail", args=["marchshire", plan.pk])).status_code
        == 404
    )
    assert client_for(reader).get(f"{url}?as_at=2024-13-45").status_code == 400


def test_a_day_yet_to_come_is_refused_where_it_was_typed(
    url: str, reader: User, client_for: SignedIn
) -> None:
    answer = client_for(reader).get(url, {"as_at": "3 January 2025"})
    assert answer.status_code == 400
    assert "has not come yet. Ask for today, 2 January 2025, or an earlier day." in answer.text
    assert 'value="3 January 2025"' in answer.text


def test_before_the_plan_there_is_nothing_yet(url: str, reader: User, client_for: SignedIn) -> None:
    page = words(client_for(reader), f"{url}?as_at=2024-07-16")
    assert "There is nothing yet on this day: the plan was adopted on 17 July 2024" in page


@pytest.mark.parametrize("rows", [1, 10])
def test_the_number_of_queries_stays(
    eastshire: Council, reader: User, client_for: SignedIn, rows: int, django_assert_num_queries: Any
) -> None:
    plan = factories.plan(eastshire)
    for chapter in range(1, rows + 1):
        factories.action(factories.section(plan, chapter=chapter))
        factories.cover(factories.funded_post(eastshire), date(2024, 9, 2))
    client = client_for(reader)
    # session, person, council, roles; plan, the council's other plans, actions, its two keys, sections;
    # the months' actions, retirements, updates and key; the grid's lines; posts, sections, positions, events,
    # cover and its positions, sentences, budgets
    with django_assert_num_queries(23):
        client.get(reverse("reports:plan-detail", args=["eastshire", plan.pk]))


def test_a_plan_among_several_shows_its_own_money_and_posts(
    eastshire: Council, reader: User, finance_officer: User, client_for: SignedIn
) -> None:
    plan = factories.plan(eastshire)
    keys = {"progress_scale": plan.progress_scale, "impact_scale": plan.impact_scale}
    other = factories.plan(eastshire, slug="care", title="Care Plan", prefix="CP", **keys)
    mine, theirs = factories.section(plan), factories.section(other)
    decision = factories.funding_decision(eastshire, finance_officer)
    for at, section in enumerate((mine, theirs)):
        line = factories.budget_line(decision, finance_officer, f"L0{at}", budgets={2024: f"{at + 1}2000"})
        line.sections.add(section)
        factories.funded_post(eastshire, sections=[section], number=at + 1)
    answers = [
        overview_of(each, AsAt.present())
        for each in (Plan.objects.get(pk=plan.pk), Plan.objects.get(pk=other.pk))
    ]
    assert [page.shared for page in answers] == [("Care Plan",), ("Improvement Plan",)]
    assert ["£12,000" in page.spend.rows[-1] for page in answers] == [True, False]
    told = (
        client_for(reader).get(reverse("reports:plan-detail", args=["eastshire", plan.pk])).content.decode()
    )
    assert "the council also has the Care Plan" in told
