"""A block that a paper switches on once its figures are locked: of the lock's moment, and of nothing later."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from finance.models import BudgetLine
from reports.models import DataLock
from reports.papers.clearing import State, standings_of
from reports.papers.figure_differences import differences
from reports.papers.locking import collect_for_paper, data_of
from reports.services.arranging import show_section
from reports.services.locking import lock_data, refresh_figures
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers.scenario import Scenario, publish, scenario

pytestmark = pytest.mark.django_db

EVE = date(2025, 1, 2)
Switch = Callable[..., None]


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    found = scenario(eastshire)
    with clock(EVE):
        lock_data(paper=found.paper, by=found.clerk)
    line = BudgetLine.objects.get(council=eastshire, code="L01")
    by = User.objects.get(email="money@eastshire.example")
    factories.spend(line, by, {date(2024, 10, 1): "25520.00"}, on=EVE)
    return found


@pytest.fixture
def switch(story: Scenario) -> Switch:
    def to(shown: bool, key: str = "sources") -> None:
        story.paper.refresh_from_db()
        with clock(EVE):
            version = story.paper.version
            show_section(paper=story.paper, by=story.clerk, shown_version=version, key=key, shown=shown)

    return to


def spent(story: Scenario) -> Decimal | None:
    with clock(EVE):
        both = collect_for_paper(story.paper).data.money_sources
    return sum((use.spent for use in both.uses), Decimal(0)) if both else None


def test_it_is_of_the_locks_moment(story: Scenario, switch: Switch) -> None:
    assert spent(story) is None
    switch(True)
    assert spent(story) == Decimal("45681.00")
    assert DataLock.objects.filter(paper=story.paper).count() == 1


def test_it_goes_and_comes_back_the_same(story: Scenario, switch: Switch) -> None:
    for shown, amount in ((True, Decimal("45681.00")), (False, None), (True, Decimal("45681.00"))):
        switch(shown)
        assert spent(story) == amount


def test_what_is_off_is_neither_published_nor_called_different(
    story: Scenario, switch: Switch, clerk: User, client_for: SignedIn
) -> None:
    with clock(EVE):
        page = client_for(clerk).get(refresh := address(story, "refresh")).text
        assert "Sources against uses" not in page
        switch(True)
        assert "Sources against uses" in client_for(clerk).get(refresh).text
    switch(False)
    assert publish(story.paper).data["money_sources"] is None
    held = data_of(DataLock.objects.get(paper=story.paper)).money_sources
    assert held is not None


def test_refreshing_brings_it_up_to_date(
    story: Scenario, switch: Switch, clerk: User, client_for: SignedIn
) -> None:
    switch(True)
    with clock(EVE):
        digest = client_for(clerk).get(address(story, "refresh")).context["digest"]
        asked = {"shown_lock": 1, "shown_digest": digest, "reason": "A late invoice."}
        refresh_figures(paper=story.paper, by=story.clerk, **asked)
        again = lock_data(paper=story.paper, by=story.clerk)
    assert again.number == 2
    assert spent(story) == Decimal("46681.00")
    assert not differences(data_of(again), data_of(again))


def test_a_lock_older_than_the_block_is_filled_with_what_was_known_then(
    story: Scenario, switch: Switch
) -> None:
    lock = DataLock.objects.get(paper=story.paper)
    dates = {block: day for block, day in lock.data["dates"].items() if block != "sources"}
    data = lock.data | {"dates": dates, "money_sources": None}
    kept = {name: getattr(lock, name) for name in ("shown", "figures", "known_at", "locked_by", "council")}
    DataLock.objects.create(paper=story.paper, number=2, data=data, **kept)
    switch(True)
    assert spent(story) == Decimal("45681.00")


def test_whoever_answers_for_it_has_to_look_again(story: Scenario, switch: Switch) -> None:
    with clock(EVE):
        factories.cleared(story.paper)
        assert {each.state for each in standings_of(story.paper)} == {State.CLEARED}
    switch(True)
    with clock(EVE):
        states = {each.role.key: each.state for each in standings_of(story.paper)}
    assert State.REOPENED in states.values()
    assert states["legal"] == State.CLEARED


def test_the_page_of_sections_says_of_which_moment_it_will_be(
    story: Scenario, clerk: User, client_for: SignedIn
) -> None:
    with clock(EVE):
        page = client_for(clerk).get(address(story, "sections")).text
    assert "a section that you switch on shows its figures as they were known on 2 January 2025" in page


def address(story: Scenario, name: str) -> str:
    return reverse(f"reports:paper-{name}", args=[story.paper.council.slug, story.paper.pk])
