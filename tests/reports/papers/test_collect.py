"""Stage 1 reads each block as at its own date, and the last paper as it was known when it was published."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council
from core.dates import now
from reports.models import Paper
from reports.papers import codec
from reports.papers import collect as collecting
from reports.papers.changes import changes
from reports.papers.collect import collect
from reports.papers.data import PaperData
from tests import factories
from tests.reports.papers.scenario import NOVEMBER, OCTOBER, Scenario, scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


def fresh(paper: Paper) -> PaperData:
    return collect(paper).data


def changed(paper: Paper) -> dict[str, int]:
    return {group.key: len(group.actions) for group in changes(fresh(paper)) if group.actions}


def test_each_block_holds_for_its_own_date(story: Scenario) -> None:
    data = fresh(story.paper)
    assert data.dates["ratings"] == NOVEMBER
    assert data.dates["spend"] == date(2024, 10, 31)
    assert data.since("ratings") == OCTOBER


def test_what_is_recorded_while_a_paper_is_read_is_of_a_later_moment(
    story: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile = []
    reads = collecting._data

    def read(*asked: Any) -> PaperData:
        meanwhile.append(now())
        return reads(*asked)

    monkeypatch.setattr(collecting, "_data", read)
    assert collect(story.paper).known_at < meanwhile[0]


def test_ratings_are_those_of_the_day(story: Scenario) -> None:
    factories.update(story.actions[2], "at-risk", date(2024, 11, 14))
    assert [action.rating for action in fresh(story.paper).plan.actions] == [
        "off-track",
        "on-track",
        "on-track",
    ]


def test_a_date_asked_for_is_under_review_and_does_not_count_as_slipped(story: Scenario) -> None:
    action = fresh(story.paper).plan.actions[1]
    assert (action.due, action.proposed_due) == (date(2024, 10, 31), date(2025, 3, 31))
    assert changed(story.paper) == {"worse": 1}


def test_the_last_paper_is_compared_as_it_was_known_when_it_was_published(story: Scenario) -> None:
    """An update backdated before it, but recorded after, is news."""
    factories.update(story.actions[2], "off-track", date(2024, 10, 1), on=date(2024, 11, 20))
    before = fresh(story.paper).plan.actions[2].before
    assert before is not None
    assert before.rating == "on-track"
    assert changed(story.paper) == {"worse": 2}


def test_a_new_action_has_no_before(story: Scenario) -> None:
    section = story.actions[0].section
    added = factories.action(section, added_on=date(2024, 10, 9))
    row = next(row for row in fresh(story.paper).plan.actions if row.pk == added.pk)
    assert row.before is None


def test_the_spend_is_that_of_document_001(story: Scenario) -> None:
    spend = fresh(story.paper).spend
    assert spend.to_date == Decimal("45681.00")
    assert [line.covers for line in spend.lines if line.to_date] == [
        "4 social workers",
        "the project manager",
    ]
    assert spend.authorised == Decimal("1986599.00")


def test_every_approved_row_is_there_with_its_positions(story: Scenario) -> None:
    (post,) = fresh(story.paper).posts
    assert post.label == "Social Worker x 2"
    assert sum(post.states.values()) == 2


def test_a_paper_without_dates_falls_back_on_the_cut_off(story: Scenario) -> None:
    story.paper.block_dates.all().delete()
    story.paper.meeting.update_cutoff = NOVEMBER
    story.paper.meeting.save()
    assert set(fresh(story.paper).dates.values()) == {NOVEMBER}


def test_what_is_collected_can_be_frozen(story: Scenario) -> None:
    data = fresh(story.paper)
    assert codec.from_json(PaperData, codec.to_json(data)) == data


def test_the_number_of_queries_does_not_grow(
    story: Scenario, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """1 paper and 8 prefetches; 1 key; 1 before, 1 evidence, 1 actions, 1 sections, 1 chapters; 1 highlights;
    1 risks; 7 recruitment (posts, sections, positions, events, cover and its positions, sentences); 7 of the grid
    (lines, their forecasts, budgets, profiles, spend, closes, methods), 3 of spend to date, 1 closed months,
    3 decisions with their lines, 1 outturns, 1 stated tables; 1 other plans; 1 reason for urgency, 1 for being late;
    1 classes of documents, 1 what it corrects; 2 requests and undertakings; the savepoint's 2."""
    collect(story.paper)
    with django_assert_num_queries(QUERIES):
        collect(story.paper)
    area = factories.section(story.plan)
    for _ in range(10):
        factories.action(area)
    factories.funded_post(story.plan.council, role="Team Leader", order=2)
    with django_assert_num_queries(QUERIES):
        collect(story.paper)


QUERIES = 49
