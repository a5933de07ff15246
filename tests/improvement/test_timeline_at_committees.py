"""The story of an action tells the rating each committee met with, and takes a moderated rating back in plain words."""

from datetime import date

import pytest

from accounts.models import User
from core.dates import clock
from core.ledger import AsAt
from improvement import services
from improvement.models import Action, Group
from improvement.timeline import timeline
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2025, 1, 2)


def headings(action: Action, day: date = TODAY) -> list[str]:
    return [entry.heading for entry in timeline(action, AsAt(day))]


def test_the_rating_at_each_committee(action: Action, programme: User) -> None:
    """Of the cut-off, and as known on the day: what was backdated afterwards was before no committee."""
    committee = factories.group(action.council, Group.Kind.COMMITTEE, name="Children's Committee")
    board = factories.group(action.council, Group.Kind.BOARD, name="Board")
    with clock(factories.ADOPTED):
        services.add_meeting(
            group=committee, by=programme, held_on=date(2024, 11, 11), update_cutoff=date(2024, 10, 31)
        )
        services.add_meeting(group=committee, by=programme, held_on=date(2024, 8, 1))
        services.add_meeting(group=committee, by=programme, held_on=date(2025, 1, 13))
        services.add_meeting(group=board, by=programme, held_on=date(2024, 11, 12))
    factories.update(action, "at-risk", date(2024, 10, 2))
    factories.update(action, "off-track", date(2024, 11, 5))
    factories.update(action, "on-track", date(2024, 10, 30), on=date(2024, 12, 2))
    told = "Children's Committee met: progress was “At risk” as at 31 October 2024"
    assert [words for words in headings(action) if "met:" in words] == [told]
    assert told not in headings(action, date(2024, 11, 10))


def test_a_moderated_rating_goes_with_the_update_it_was_of(
    action: Action, officer: User, chair: User
) -> None:
    factories.update(action, "on-track", date(2024, 10, 2), by=officer)
    update = factories.update(action, "at-risk", date(2024, 11, 5), by=officer)
    with clock(date(2024, 11, 6)):
        services.moderate_update(
            update=update, by=chair, rating=factories.rating(action.plan, "off-track"), because="Later still"
        )
    with clock(date(2024, 11, 7)):
        services.correct_update(
            update=update,
            by=officer,
            because="The wrong row",
            rating=factories.rating(action.plan, "on-track"),
            as_at=date(2024, 11, 5),
            narrative="Going well.",
        )
    told = headings(action)
    assert "Progress moderated to “Off track”; the lead rated it “At risk”" in told
    assert "Moderated rating “Off track” taken back, because the update it was of was corrected" in told
