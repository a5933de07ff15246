"""A published paper whose figures were wrong: they stay locked until they are refreshed, and are then cleared anew."""

from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from reports.models import DataLock, Paper
from reports.papers import publish
from reports.papers.clearing import standings_of
from reports.papers.locking import collect_for_paper
from reports.papers.pack import make_pack
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db

DAY = date(2024, 11, 4)
LATE_NEWS = date(2024, 9, 30), date(2024, 11, 4)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


@pytest.fixture
def desk(story: Scenario, clerk: User, client_for: SignedIn) -> Client:
    return client_for(clerk)


def address(story: Scenario, name: str) -> str:
    return reverse(f"reports:paper-{name}", args=["eastshire", story.before.pk])


def begun(desk: Client, story: Scenario, **pressed: str) -> str:
    """Take the November paper up for correction, after news for a day that it reports on; where that leads."""
    as_at, on = LATE_NEWS
    factories.update(story.actions[0], "off-track", as_at, on=on)
    version = Paper.objects.get(pk=story.before.pk).version
    facts = {"reason": "An action was rated wrongly.", "shown_version": version, **pressed}
    with clock(DAY):
        answer = desk.post(address(story, "correct"), facts)
    assert answer.status_code == 302
    return str(answer["Location"])


def ratings(paper: Paper) -> list[str]:
    return [row.rating for row in collect_for_paper(Paper.objects.get(pk=paper.pk)).data.plan.actions]


def refresh(desk: Client, story: Scenario) -> None:
    page = desk.get(address(story, "refresh"))
    facts = {"shown_digest": page.context["digest"], "shown_lock": 1, "reason": "It was rated wrongly."}
    assert desk.post(address(story, "refresh"), facts).status_code == 302


def test_taking_it_up_says_that_its_figures_are_still_the_locked_ones(desk: Client, story: Scenario) -> None:
    told = "figures are still those locked as known on 1 November 2024"
    assert told in desk.get(address(story, "correct")).content.decode()
    assert begun(desk, story) == address(story, "detail")
    page = desk.get(address(story, "detail")).content.decode()
    assert told in page
    assert address(story, "refresh") in page
    assert ratings(story.before) == ["on-track", "on-track", "on-track"]


def test_begun_with_a_look_at_the_figures_it_leads_to_what_would_differ(
    desk: Client, story: Scenario
) -> None:
    where = begun(desk, story, refresh="1")
    assert where == address(story, "refresh")
    page = desk.get(where).content.decode()
    assert story.actions[0].reference in page
    assert "Has to be cleared again" in page
    assert DataLock.objects.filter(paper=story.before).count() == 1


def test_without_a_lock_it_says_that_they_change_with_the_record(desk: Client, story: Scenario) -> None:
    begun(desk, story)
    with clock(DAY):
        assert desk.post(address(story, "unlock"), {"shown_lock": 1}).status_code == 302
    assert "Its figures are not locked" in desk.get(address(story, "detail")).content.decode()
    assert ratings(story.before)[0] == "off-track"


def test_refreshed_it_is_cleared_again_and_published_with_the_right_figures(
    desk: Client, story: Scenario
) -> None:
    begun(desk, story)
    with clock(DAY):
        refresh(desk, story)
    assert ratings(story.before) == ["off-track", "on-track", "on-track"]
    assert [each.role.key for each in standings_of(story.before) if each.is_missing]
    second = story_of.publish(story.before, on=DAY)
    assert second.number == 2
    rated = [row["rating"] for row in _actions(second.data)]
    assert rated == ["off-track", "on-track", "on-track"]
    assert [row["rating"] for row in _actions(story.published.data)] == ["on-track"] * 3


def _actions(data: dict[str, object]) -> list[dict[str, str]]:
    plan: dict[str, list[dict[str, list[dict[str, list[dict[str, str]]]]]]] = data["plan"]  # type: ignore[assignment]
    return [
        row for chapter in plan["chapters"] for section in chapter["sections"] for row in section["actions"]
    ]


def test_what_is_recorded_while_the_correction_is_printed_is_not_in_it(desk: Client, story: Scenario) -> None:
    """It was cleared with the figures that were locked, and is published with these."""
    begun(desk, story)

    def meanwhile(paper: Paper, *given: object, **more: object) -> object:
        factories.update(story.actions[1], "off-track", LATE_NEWS[0], on=DAY)
        return make_pack(paper, *given, **more)  # type: ignore[arg-type]

    with patch.object(publish, "make_pack", meanwhile):
        second = story_of.publish(story.before, on=DAY)
    assert [row["rating"] for row in _actions(second.data)] == ["on-track"] * 3
    assert story_of.publish(story.before, on=DAY) == second
