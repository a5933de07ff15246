"""The story of an action in plain English, newest first."""

from datetime import date

import pytest

from accounts.models import User
from core.dates import clock, end_of_day
from core.ledger import AsAt
from improvement import services
from improvement.models import Action, Group
from improvement.timeline import timeline
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(action: Action, officer: User, chair: User, programme: User) -> Action:
    """An action that was updated, corrected, delayed, refused and proved."""
    oversight = factories.group(action.council, Group.Kind.OVERSIGHT)
    factories.update(action, "not-started", date(2024, 8, 1), by=officer, narrative="")
    mistake = factories.update(action, "off-track", date(2024, 9, 2), by=officer, blockers="No trainer")
    with clock(date(2024, 9, 4)):
        services.correct_update(
            update=mistake,
            by=officer,
            because="Meant another action",
            rating=factories.rating(action.plan, "on-track"),
            as_at=date(2024, 9, 2),
            narrative="Going well.",
        )
    declined = factories.date_request(action, date(2025, 2, 28), on=date(2024, 10, 1), by=officer)
    with clock(date(2024, 10, 16)):
        services.decide_date(request=declined, by=programme, agree=False, reason="Recovery plan first")
    agreed = factories.date_request(action, date(2025, 3, 31), on=date(2024, 11, 12), by=officer)
    with clock(date(2024, 12, 12)):
        meeting = services.add_meeting(group=oversight, by=programme, held_on=date(2024, 12, 12))
        services.decide_date(request=agreed, by=programme, agree=True, meeting=meeting)
    factories.update(action, "awaiting", date(2024, 12, 16), by=officer)
    piece = factories.evidence(action, date(2024, 12, 17), by=officer, title="Launch list")
    with clock(date(2024, 12, 18)):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient", note="Seen")
    return action


def headings(action: Action, asked: AsAt) -> list[str]:
    return [entry.heading for entry in timeline(action, asked)]


def test_it_tells_the_whole_story_newest_first(story: Action) -> None:
    assert headings(story, AsAt(date(2025, 1, 2))) == [
        "Progress moved from “Complete, awaiting evidence” to “Complete”",
        "Evidence accepted: Launch list",
        "Evidence added: Launch list",
        "Progress moved from “On track” to “Complete, awaiting evidence”",
        "New date of 31 March 2025 agreed by the Partnership oversight group",
        "New date of 31 March 2025 asked for",
        "New date of 28 February 2025 declined; the date stays as it was",
        "New date of 28 February 2025 asked for",
        "Correction: progress rated “On track”",
        "Progress moved from “Not started” to “Off track”",
        "Progress first rated “Not started”",
        "Joined the plan, due by 31 December 2024",
    ]


def test_a_corrected_entry_stays_and_says_so(story: Action) -> None:
    entries = timeline(story, AsAt(date(2025, 1, 2)))
    (corrected,) = (entry for entry in entries if entry.is_corrected)
    (correction,) = (entry for entry in entries if entry.heading.startswith("Correction"))
    assert "In the way: No trainer" in corrected.text
    assert correction.text == "Corrected because: Meant another action\nGoing well."
    assert correction.when == "As at 2 September 2024, recorded on 4 September 2024"


def test_on_another_day_it_knows_only_what_was_known(story: Action) -> None:
    assert headings(story, AsAt(date(2024, 11, 13)))[0] == "New date of 31 March 2025 asked for, under review"
    known = AsAt(date(2024, 9, 3), end_of_day(date(2024, 9, 3)))
    assert headings(story, known)[0] == "Progress moved from “Not started” to “Off track”"
    assert not any(entry.is_corrected for entry in timeline(story, known))


def test_it_says_when_nothing_changed(action: Action) -> None:
    factories.update(action, "on-track", date(2024, 8, 1))
    factories.update(action, "on-track", date(2024, 9, 1))
    assert headings(action, AsAt(date(2024, 9, 1)))[0] == "Progress stays “On track”"
