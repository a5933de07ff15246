"""Any two papers, or the record on any two days, side by side."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock
from improvement.services import decide_date
from reports.comparison import compare
from reports.models import Paper, Publication
from reports.snapshots import side_of_day, side_of_paper
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers.scenario import Scenario, scenario

pytestmark = pytest.mark.django_db

ADDRESS = "/eastshire/papers/compare/"


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    made = scenario(eastshire)
    factories.action(factories.section(made.plan, label="S.9"), original_due=date(2025, 3, 31))
    return made


@pytest.fixture
def desk(clerk: User, client_for: SignedIn, story: Scenario) -> Client:
    return client_for(clerk)


def papers_of(story: Scenario) -> dict[str, Any]:
    return {"before": story.before.pk, "after": story.paper.pk}


def day(side: str, on: date, known: date | None = None) -> dict[str, Any]:
    asked = {f"{side}_as_at_day": on.day, f"{side}_as_at_month": on.month, f"{side}_as_at_year": on.year}
    if known:
        asked |= {f"{side}_known_at_day": known.day, f"{side}_known_at_month": known.month}
        asked |= {f"{side}_known_at_year": known.year}
    return asked


def test_two_papers_are_compared_action_by_action(desk: Client, story: Scenario) -> None:
    page = desk.get(ADDRESS, papers_of(story)).content.decode()
    assert "(published 1 November 2024)" in page
    assert "(draft as it now stands)" in page
    assert "3 actions then, 4 later: 1 rated worse, 1 new." in page
    assert "Rated worse" in page
    assert "Actions by progress rating" in page


def test_counts_are_those_of_each_side(story: Scenario) -> None:
    made = compare(
        side_of_paper(story.before, sees_exempt=True), side_of_paper(story.paper, sees_exempt=True)
    )
    counts = {row.rating.code: (row.before, row.after, row.change) for row in made.counts}
    assert counts["on-track"] == (3, 2, -1)
    assert counts["off-track"] == (0, 1, 1)
    assert counts[""] == (0, 1, 1)


def test_a_published_paper_is_compared_as_it_was_published(story: Scenario) -> None:
    before = side_of_paper(story.before, sees_exempt=True)
    factories.update(story.actions[0], "at-risk", date(2024, 9, 30), on=date(2024, 12, 1))
    assert side_of_paper(Paper.objects.get(pk=story.before.pk), sees_exempt=True) == before


def test_a_paper_frozen_before_newer_fields_reads_well(story: Scenario) -> None:
    data = dict(story.published.data)
    for newer in (
        "lateness",
        "notified",
        "layout",
        "audits",
        "scorecard",
        "capacity",
        "drawdown",
        "consultees",
    ):
        data.pop(newer, None)
    Publication.objects.filter(pk=story.published.pk).update(data=data)
    assert side_of_paper(Paper.objects.get(pk=story.before.pk), sees_exempt=True).actions


def test_two_days_as_known_then(desk: Client, story: Scenario, marchshire: Council) -> None:
    """A new date, agreed on 9 December, moved the action; known on 8 November it had not."""
    asked = story.actions[1].date_revisions.get()
    second = User.objects.create_user(email="second@eastshire.example", name="Second")
    Membership.objects.create(
        council=story.plan.council, user=second, role=Role.PROGRAMME, started_on=date(2024, 1, 1)
    )
    with clock(date(2024, 12, 9)):
        decide_date(request=asked, by=second, agree=True)
    later = date(2024, 12, 20)
    page = desk.get(ADDRESS, day("before", later, date(2024, 11, 8)) | day("after", later)).content.decode()
    assert "31 March 2025, 151 days later" in page
    assert "as known on 8 November 2024" in page


def test_a_paper_is_not_compared_as_it_was_known_on_a_day(desk: Client, story: Scenario) -> None:
    known = {f"after_known_at_{part}": value for part, value in (("day", 8), ("month", 11), ("year", 2024))}
    answer = desk.get(ADDRESS, papers_of(story) | known)
    assert answer.status_code == 422
    assert "Leave it empty for a paper" in answer.content.decode()


def test_spend_and_posts_differ_between_days(story: Scenario) -> None:
    council = story.plan.council
    made = compare(
        side_of_day(council, story.plan, date(2024, 9, 30)),
        side_of_day(council, story.plan, date(2024, 10, 31)),
    )
    totals = {row.what: (row.before, row.after, row.more) for row in made.totals}
    assert totals["Spent to date"] == ("£15,243.75", "£45,681", "+£30,437.25")
    assert {row.name for row in made.money.rows} == {"L01 Social workers", "L02 Social workers"}
    assert "0 of 1 approved rows differ." in made.posts.sentence


def test_a_paper_of_another_kind_says_what_it_does_not_report(story: Scenario) -> None:
    card = factories.paper(story.plan, held_on=date(2025, 2, 10), kind="scorecard", slug="card")
    made = compare(side_of_paper(story.before, sees_exempt=True), side_of_paper(card, sees_exempt=True))
    assert made.actions.why_not.endswith("does not report progress ratings.")
    assert not made.counts
    assert made.measures.why_not


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"before": "", "after": ""}, "Choose a paper, or enter a day"),
        ({"before": "9" * 30, "after": "1"}, "Choose from the list"),
        (day("before", date(2025, 6, 1)) | day("after", date(2024, 6, 1)), "must not be in the future"),
    ],
)
def test_what_cannot_be_compared_is_said(desk: Client, asked: dict[str, Any], told: str) -> None:
    answer = desk.get(ADDRESS, asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_it_opens_with_the_last_two_papers_chosen(desk: Client, story: Scenario) -> None:
    page = desk.get(ADDRESS).content.decode()
    assert f'<option value="{story.before.pk}" selected' in page


def test_a_reader_compares_what_is_published(story: Scenario, reader: User, client_for: SignedIn) -> None:
    browser = client_for(reader)
    assert browser.get(ADDRESS, papers_of(story)).status_code == 422
    days = day("before", date(2024, 10, 1)) | day("after", date(2024, 11, 13))
    assert browser.get(ADDRESS, days).status_code == 200


def test_outsiders_and_posts_are_refused(
    story: Scenario, outsider: User, desk: Client, client_for: SignedIn
) -> None:
    assert client_for(outsider).get(ADDRESS).status_code == 404
    assert desk.post(ADDRESS).status_code == 405


def test_it_is_downloaded_as_it_is_shown(desk: Client, story: Scenario) -> None:
    listed = desk.get(reverse("reports:paper-compare-export", args=["eastshire", "csv"]), papers_of(story))
    assert "Actions,Rated worse" in listed.content.decode()
    book = desk.get(reverse("reports:paper-compare-export", args=["eastshire", "xlsx"]), papers_of(story))
    assert book.content[:2] == b"PK"
    assert desk.get(reverse("reports:paper-compare-export", args=["eastshire", "csv"])).status_code == 400
    assert desk.get(reverse("reports:paper-compare-export", args=["eastshire", "exe"])).status_code == 400


def test_the_queries_do_not_grow_with_the_plan(
    desk: Client, story: Scenario, django_assert_num_queries: Any
) -> None:
    """By day: 1 key, 1 actions, 6 recruitment, 7 grid, 3 spend, 4 measures, for each side; the page's own besides."""
    asked = day("before", date(2024, 10, 1)) | day("after", date(2024, 11, 13))
    factories.measure(story.plan.council)
    desk.get(ADDRESS, asked)
    with django_assert_num_queries(QUERIES):
        desk.get(ADDRESS, asked)
    area = factories.section(story.plan)
    for _ in range(10):
        factories.action(area)
        factories.measure(story.plan.council, title=f"Measure {area.actions.count()}")
    with django_assert_num_queries(QUERIES):
        desk.get(ADDRESS, asked)


QUERIES = 51
