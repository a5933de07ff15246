"""Recording, correcting and refusing progress updates."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, User
from accounts.versions import StaleVersion
from core.dates import clock
from improvement import services
from improvement.models import Action, DateRevision, Plan, ProgressUpdate, Section
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)


def refusal(**given: object) -> dict[str, list[str]]:
    """What the service says when it refuses, by field; as at 2 October 2024 unless told otherwise."""
    with clock(DAY), pytest.raises(ValidationError) as refused:
        services.record_update(**given)  # type: ignore[arg-type]
    return refused.value.message_dict


def test_an_update_is_signed_dated_and_in_the_change_log(action: Action, officer: User) -> None:
    update = factories.update(action, "on-track", DAY, by=officer, narrative=" Launched. ", blockers="None")

    assert (update.as_at, update.narrative, update.recorded_by) == (DAY, "Launched.", officer)
    change = Change.objects.for_subject(action).latest("id")
    assert update.change == change
    assert change.verb == "recorded an update to"
    assert change.after["rating"] == "on-track"


def test_a_rating_of_another_key_is_refused(action: Action, plan: Plan, officer: User) -> None:
    for code in ("early",):
        wrong = refusal(
            action=action, by=officer, rating=factories.rating(plan, code), as_at=DAY, narrative="x"
        )
        assert wrong == {"rating": ["Choose a rating from this plan's progress key."]}
    other = factories.scale(plan.council, name="Another key").ratings.get(code="on-track")
    assert "rating" in refusal(action=action, by=officer, rating=other, as_at=DAY)


def test_a_date_in_the_future_is_refused(action: Action, plan: Plan, officer: User) -> None:
    wrong = refusal(
        action=action, by=officer, rating=factories.rating(plan, "on-track"), as_at=date(2024, 10, 3)
    )
    assert wrong == {"as_at": ["The date must be today or earlier."]}


def test_a_date_before_the_action_existed_is_refused(action: Action, plan: Plan, officer: User) -> None:
    wrong = refusal(
        action=action, by=officer, rating=factories.rating(plan, "on-track"), as_at=date(2024, 7, 16)
    )
    assert wrong == {"as_at": ["The date must be on or after 17 July 2024, when this action began."]}


def test_some_ratings_need_words(action: Action, plan: Plan, officer: User) -> None:
    wrong = refusal(
        action=action, by=officer, rating=factories.rating(plan, "off-track"), as_at=DAY, narrative=" "
    )
    assert wrong == {"narrative": ["Say why the rating is “Off track”."]}


def test_everything_wrong_is_said_at_once(action: Action, plan: Plan, officer: User) -> None:
    off_track = factories.rating(plan, "off-track")
    assert set(refusal(action=action, by=officer, rating=off_track, as_at=date(2025, 1, 1))) == {
        "narrative",
        "as_at",
    }


def test_done_waits_for_accepted_evidence(action: Action, plan: Plan, officer: User, chair: User) -> None:
    complete = factories.rating(plan, "complete")
    wrong = refusal(action=action, by=officer, rating=complete, as_at=DAY)
    assert "Choose “Complete, awaiting evidence” for now." in wrong["rating"][0]

    piece = factories.evidence(action, DAY, by=officer)
    assert "rating" in refusal(action=action, by=officer, rating=complete, as_at=DAY)

    with clock(DAY):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
        assert services.record_update(action=action, by=officer, rating=complete, as_at=DAY).pk


def test_evidence_accepted_later_does_not_make_it_done_earlier(
    action: Action, plan: Plan, officer: User, chair: User
) -> None:
    piece = factories.evidence(action, DAY, by=officer)
    with clock(DAY):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
    complete = factories.rating(plan, "complete")
    assert "rating" in refusal(action=action, by=officer, rating=complete, as_at=date(2024, 10, 1))


def test_a_plan_may_do_without_evidence(plan: Plan, eastshire: object, officer: User) -> None:
    relaxed = factories.plan(
        plan.council,
        slug="relaxed",
        needs_evidence=False,
        progress_scale=plan.progress_scale,
        impact_scale=plan.impact_scale,
    )
    action = factories.action(factories.section(relaxed), lead=officer)
    assert factories.update(action, "complete", DAY, by=officer).pk


@pytest.mark.parametrize("who", ["officer", "chair", "programme"])
def test_lead_chair_and_programme_office_may(
    action: Action, who: str, request: pytest.FixtureRequest
) -> None:
    assert factories.update(action, "on-track", DAY, by=request.getfixturevalue(who)).pk


def test_the_deputy_may(section: Section, officer: User) -> None:
    assert factories.update(factories.action(section, deputy=officer), "on-track", DAY, by=officer).pk


@pytest.mark.parametrize("who", ["reader", "clerk", "finance_officer", "administrator", "outsider"])
def test_others_may_not(action: Action, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        factories.update(action, "on-track", DAY, by=request.getfixturevalue(who))


def test_neither_lead_nor_chair_of_another_action_may(section: Section, officer: User, chair: User) -> None:
    elsewhere = factories.action(section)
    for person in (officer, chair):
        with pytest.raises(PermissionDenied):
            factories.update(elsewhere, "on-track", DAY, by=person)


def test_another_update_meanwhile_changes_nothing(action: Action, officer: User) -> None:
    factories.update(action, "on-track", DAY, shown_update=0)
    with pytest.raises(StaleVersion):
        factories.update(action, "at-risk", DAY, by=officer, shown_update=0)
    assert ProgressUpdate.objects.get().rating.code == "on-track"


def test_update_and_date_are_saved_together_or_not_at_all(action: Action, plan: Plan, officer: User) -> None:
    given = {
        "action": action,
        "by": officer,
        "shown_update": None,
        "rating": factories.rating(plan, "at-risk"),
    }
    with clock(DAY):
        with pytest.raises(ValidationError) as refused:
            services.save_update(**given, as_at=DAY, new_due=date(2025, 2, 28))  # type: ignore[arg-type]
        assert set(refused.value.message_dict) == {"reason"}
        assert not ProgressUpdate.objects.exists()

        update = services.save_update(**given, as_at=DAY, new_due=date(2025, 2, 28), reason="Vacant post")  # type: ignore[arg-type]
    assert DateRevision.objects.get().change == update.change


def test_a_correction_takes_the_place_of_the_mistake(action: Action, plan: Plan, officer: User) -> None:
    mistake = factories.update(action, "off-track", DAY)
    with clock(date(2024, 10, 5)):
        correction = services.correct_update(
            update=mistake,
            by=officer,
            because="Wrong action",
            rating=factories.rating(plan, "on-track"),
            as_at=DAY,
        )
    assert correction.corrects == mistake
    assert Action.objects.as_at(DAY).get().rating_code == "on-track"
    assert ProgressUpdate.objects.count() == 2


def test_a_correction_gives_its_reason_and_happens_once(action: Action, plan: Plan, officer: User) -> None:
    mistake = factories.update(action, "off-track", DAY)
    on_track = factories.rating(plan, "on-track")
    with clock(DAY):
        with pytest.raises(ValidationError, match="what was wrong"):
            services.correct_update(update=mistake, by=officer, because=" ", rating=on_track, as_at=DAY)
        services.correct_update(update=mistake, by=officer, because="Mistyped", rating=on_track, as_at=DAY)
        with pytest.raises(ValidationError, match="already been corrected"):
            services.correct_update(update=mistake, by=officer, because="Again", rating=on_track, as_at=DAY)
