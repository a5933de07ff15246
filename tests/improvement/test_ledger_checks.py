"""What the database cannot promise is found by the checks."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import Action, DateRevision, ProgressUpdate, Section
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)


def tamper(statement: str, *values: int | str | None) -> None:
    """Change the tables behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def sound(action: Action, officer: User, programme: User) -> Action:
    mistake = factories.update(action, "at-risk", DAY, by=officer)
    with clock(DAY):
        services.correct_update(
            update=mistake,
            by=officer,
            because="x",
            rating=factories.rating(action.plan, "on-track"),
            as_at=DAY,
        )
    request = factories.date_request(action, date(2025, 3, 31), on=DAY, by=officer)
    with clock(date(2024, 10, 16)):
        services.decide_date(request=request, by=programme, agree=True)
    return action


def test_what_the_services_write_is_sound(sound: Action, eastshire: Council, marchshire: Council) -> None:
    assert list(problems(eastshire)) == []
    assert list(problems(marchshire)) == []


def test_a_changed_narrative(sound: Action, eastshire: Council) -> None:
    entry = ProgressUpdate.objects.earliest("id")
    tamper("UPDATE improvement_progressupdate SET narrative = 'All is well' WHERE id = %s", entry.pk)
    assert list(problems(eastshire)) == [
        f"Progress update {entry.pk} differs from the change log in its narrative."
    ]


def test_a_parent_of_another_council(sound: Action, eastshire: Council, marchshire: Council) -> None:
    tamper("UPDATE improvement_section SET council_id = %s", marchshire.pk)
    assert f"Action {sound.pk} has a section of another council." in list(problems(eastshire))


def test_a_correction_of_another_action(sound: Action, section: Section, eastshire: Council) -> None:
    other = factories.action(section)
    correction = ProgressUpdate.objects.exclude(corrects=None).get()
    tamper("UPDATE improvement_progressupdate SET action_id = %s WHERE id = %s", other.pk, correction.pk)
    assert list(problems(eastshire)) == [
        f"Progress update {correction.pk} corrects an entry of another action."
    ]


def test_a_ring_of_corrections(sound: Action, eastshire: Council) -> None:
    first, second = ProgressUpdate.objects.order_by("id")
    tamper("UPDATE improvement_progressupdate SET corrects_id = %s WHERE id = %s", second.pk, first.pk)
    assert list(problems(eastshire)) == [f"Progress update {first.pk} corrects itself or a later entry."]


def test_a_decision_that_decides_nothing(sound: Action, eastshire: Council) -> None:
    decision = DateRevision.objects.get(step="agreed")
    tamper("UPDATE improvement_daterevision SET request_id = NULL WHERE id = %s", decision.pk)
    assert list(problems(eastshire)) == [f"Date revision {decision.pk} has no request."]


def test_a_decision_by_whoever_asked(sound: Action, officer: User, eastshire: Council) -> None:
    decision = DateRevision.objects.get(step="agreed")
    tamper("UPDATE improvement_daterevision SET recorded_by_id = %s WHERE id = %s", officer.pk, decision.pk)
    assert list(problems(eastshire)) == [f"Date revision {decision.pk} was made by whoever asked."]


def test_an_entry_nobody_signed_and_one_from_the_future(sound: Action, eastshire: Council) -> None:
    entry = ProgressUpdate.objects.latest("id")
    tamper(
        "UPDATE improvement_progressupdate SET change_id = NULL, as_at = '2026-01-01' WHERE id = %s", entry.pk
    )
    assert set(problems(eastshire)) == {
        f"Progress update {entry.pk} is in no change of the change log.",
        f"Progress update {entry.pk} is as at a day after it was recorded.",
    }


def test_an_impact_rating_on_an_action(sound: Action, eastshire: Council) -> None:
    entry = ProgressUpdate.objects.latest("id")
    early = factories.rating(sound.plan, "early")
    tamper("UPDATE improvement_progressupdate SET rating_id = %s WHERE id = %s", early.pk, entry.pk)
    assert f"Progress update {entry.pk} has a rating that is not of its plan's progress key." in set(
        problems(eastshire)
    )
