"""Locked figures: what pages and publishing show, refreshing them, letting them go; twice; and who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from core.dates import clock
from finance.models import BudgetLine
from reports.models import DataLock
from reports.models.publications import AppendOnlyError
from reports.papers.clearing import State, lock_of, standings_of
from reports.papers.collect import collect
from reports.papers.figure_differences import differences
from reports.papers.locking import collect_for_paper, data_of, figures_digest
from reports.services.drafting import save_section, section_of
from reports.services.locking import LockChanged, lock_data, refresh_figures, release_lock
from tests import factories
from tests.reports.papers.scenario import Scenario, publish, scenario

EVE = date(2025, 1, 2)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def late_spend(story: Scenario) -> Decimal:
    """£1,000 more of October, which arrives after the figures were locked."""
    with clock(EVE):
        lock_data(paper=story.paper, by=story.clerk)
    line = BudgetLine.objects.get(council=story.paper.council, code="L01")
    by = User.objects.get(email="money@eastshire.example")
    factories.spend(line, by, {date(2024, 10, 1): "25520.00"}, on=EVE)
    return Decimal("46681.00")


def test_locked_figures_stand_with_todays_words(story: Scenario, late_spend: Decimal) -> None:
    with clock(EVE):
        section = section_of(story.paper, "purpose")
        words = "{{ spend.to_date }} is spent."
        save_section(section=section, by=story.clerk, shown_version=section.version, body=words)
        told = collect_for_paper(story.paper)
        assert collect(story.paper).data.spend.to_date == late_spend
    assert told.data.spend.to_date == Decimal("45681.00")
    assert told.data.narrative("purpose") == words
    lock = DataLock.objects.get(paper=story.paper)
    assert told.known_at == lock.known_at
    assert told.data.lock == 1


def test_the_locked_figure_is_published_though_spend_arrived_later(
    story: Scenario, late_spend: Decimal
) -> None:
    published = publish(story.paper)
    assert published.data["lock"] == 1
    line = next(row for row in published.data["spend"]["lines"] if row["code"] == "L01")
    assert Decimal(line["to_date"]) == Decimal("33846.50")
    assert published.known_at == DataLock.objects.get(paper=story.paper).known_at


def test_refreshing_shows_what_differs_by_name_and_reopens_finance(
    story: Scenario, late_spend: Decimal
) -> None:
    with clock(EVE):
        factories.cleared(story.paper)
        lock, fresh = DataLock.objects.get(paper=story.paper), collect(story.paper).data
        found = differences(data_of(lock), fresh)
        refresh_figures(
            paper=story.paper,
            by=story.clerk,
            reason="October's late invoice.",
            shown_lock=1,
            shown_digest=figures_digest(fresh),
        )
        states = {each.role.key: each.state for each in standings_of(story.paper)}
        assert collect_for_paper(story.paper).data.spend.to_date == late_spend
    # Finance, HR (who answer for the same table) and who approves the whole.
    reopened = {key for key, state in states.items() if state == State.REOPENED}
    assert reopened == {"finance", "hr", "approved-by"}
    told = {(each.block, each.row.split(" – ")[-1][:3], each.what): (each.was, each.now) for each in found}
    assert told["Spend", "L01", "To date"] == ("£33,846.50", "£34,846.50")


def test_the_same_figures_once_more_are_the_same_lock(story: Scenario) -> None:
    with clock(EVE):
        first = lock_data(paper=story.paper, by=story.clerk)
        assert lock_data(paper=story.paper, by=story.clerk) == first
        digest = figures_digest(collect(story.paper).data)
        facts: dict[str, Any] = {"reason": "To be sure.", "shown_lock": 1, "shown_digest": digest}
        assert refresh_figures(paper=story.paper, by=story.clerk, **facts) == first
    assert DataLock.objects.count() == 1 + DataLock.objects.filter(paper=story.before).count()


def test_what_was_not_shown_is_not_taken(story: Scenario, late_spend: Decimal) -> None:
    with clock(EVE):
        shown = DataLock.objects.get(paper=story.paper)
        stale: dict[str, Any] = {"shown_lock": 1, "shown_digest": figures_digest(data_of(shown))}
        with pytest.raises(LockChanged):
            refresh_figures(paper=story.paper, by=story.clerk, reason="Late spend.", **stale)
        with pytest.raises(LockChanged):
            release_lock(paper=story.paper, by=story.clerk, shown_lock=2)
    assert DataLock.objects.filter(paper=story.paper).count() == 1


def test_unlocking_lets_the_figures_live_and_takes_no_clearance_for_good(
    story: Scenario, late_spend: Decimal
) -> None:
    with clock(EVE):
        factories.cleared(story.paper)
        release_lock(paper=story.paper, by=story.clerk, shown_lock=1)
        release_lock(paper=story.paper, by=story.clerk, shown_lock=1)
        assert lock_of(story.paper) is None
        assert collect_for_paper(story.paper).data.spend.to_date == late_spend
        assert {each.state for each in standings_of(story.paper)} == {State.UNLOCKED}
        assert lock_data(paper=story.paper, by=story.clerk).number == 3
        states = {each.role.key: each.state for each in standings_of(story.paper)}
    assert states["finance"] == State.REOPENED
    assert states["legal"] == State.CLEARED, "Its sections say what they said"


def test_locks_are_appended_and_written_down(story: Scenario) -> None:
    with clock(EVE):
        lock = lock_data(paper=story.paper, by=story.clerk)
    lock.reason = "Otherwise."
    with pytest.raises(AppendOnlyError):
        lock.save()
    with pytest.raises(AppendOnlyError):
        lock.delete()
    assert Change.objects.for_subject(story.paper).filter(verb="locked the figures of").count() == 1


def test_only_who_publishes_locks_and_nobody_after_it(
    story: Scenario, programme: User, reader: User, outsider: User
) -> None:
    with clock(EVE):
        for user in (programme, reader, outsider):
            with pytest.raises(PermissionDenied):
                lock_data(paper=story.paper, by=user)
        with pytest.raises(PermissionDenied):
            lock_data(paper=story.before, by=story.clerk)
