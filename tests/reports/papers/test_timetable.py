"""The dates of a paper counted backwards, as pure values."""

from datetime import date

import pytest

from reports.models.deadlines import USUAL_STEPS
from reports.papers.timetable import MEETING, NOTICE, PUBLICATION, Stage, open_stages, steps_from, timetable
from reports.papers.timing import Lateness, Notified

STEPS = steps_from(USUAL_STEPS)
JANUARY = date(2025, 1, 13)


def days(meeting: date, day: date, **given: object) -> dict[str, Stage]:
    return {stage.key: stage for stage in timetable(meeting, "Committee", STEPS, day, **given)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("meeting", "by"),
    [
        (date(2025, 1, 13), date(2025, 1, 3)),
        (date(2024, 11, 11), date(2024, 11, 1)),
        (date(2022, 11, 24), date(2022, 11, 16)),
        (date(2024, 6, 18), date(2024, 6, 10)),
    ],
)
def test_publication_is_five_clear_days_before(meeting: date, by: date) -> None:
    assert days(meeting, by)[PUBLICATION].day == by


def test_the_steps_are_counted_back_over_christmas() -> None:
    """Working days of England before Friday 3 January: no weekend, 25 and 26 December nor New Year's Day."""
    found = days(JANUARY, date(2024, 12, 1))
    assert found["clearance"].day == date(2025, 1, 2)
    assert found["briefing"].day == date(2024, 12, 30)
    assert found["corporate"].day == date(2024, 12, 16)
    assert found["directorate"].day == date(2024, 12, 10)


def test_document_003_went_to_the_corporate_team_on_the_day_the_steps_say() -> None:
    """Document 003, paragraph 41: 1 November for publication by 16 November 2022."""
    assert days(date(2022, 11, 24), date(2022, 10, 1))["corporate"].day == date(2022, 11, 1)


def test_what_is_done_what_is_late_and_what_comes_next() -> None:
    done = {"directorate": date(2024, 12, 10), "corporate": date(2024, 12, 18)}
    found = days(JANUARY, date(2025, 1, 2), done=done)
    assert found["directorate"].words == "Done 10 December 2024"
    assert found["corporate"].words == "Done 18 December 2024, late"
    assert found["briefing"].words == "Late"
    assert found["clearance"].words == "Next"
    assert found[PUBLICATION].words == ""
    assert [stage.key for stage in open_stages(found.values())] == ["briefing", "clearance"]


def test_once_published_a_step_nobody_recorded_is_not_late() -> None:
    found = days(JANUARY, date(2025, 1, 20), done={PUBLICATION: date(2025, 1, 3)})
    assert found["briefing"].words == "Not recorded"
    assert found[MEETING].words == "Done"
    assert not open_stages(found.values())


def test_the_notice_of_a_key_decision_has_28_clear_days() -> None:
    meeting = date(2022, 11, 24)
    assert NOTICE not in days(meeting, meeting)
    assert days(meeting, meeting, is_key=True)[NOTICE].day == date(2022, 10, 26)


def test_a_notice_too_late_says_what_the_law_leaves() -> None:
    due = date(2022, 10, 26)
    assert "is not on record" in Notified(due).warning
    assert "general exception" in Notified(due, date(2022, 10, 27)).warning
    assert not Notified(due, due).warning
    excepted = Notified(due, date(2022, 11, 10), "general_exception", "The grant was offered on 9 November.")
    assert not excepted.warning
    assert excepted.told.endswith("The grant was offered on 9 November.")


def test_a_late_report_says_who_accepted_it_and_why() -> None:
    late = Lateness(
        date(2025, 1, 3), "The visit ended on 6 January.", "the chair of the committee", date(2025, 1, 7)
    )
    assert late.words == (
        "Published after 3 January 2025, the last day for five clear days’ notice. The chair of the committee accepted "
        "on 7 January 2025 that it be taken as a matter of urgency. Reason: The visit ended on 6 January."
    )
