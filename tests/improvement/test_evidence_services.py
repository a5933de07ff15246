"""Evidence is accepted by someone other than the lead, and only then does the action count as done."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from core.dates import clock
from improvement import services
from improvement.models import Action, Evidence, EvidenceReview, ProgressUpdate, Section
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)


def review(piece: Evidence, by: User, verdict: str = "sufficient", note: str = "") -> EvidenceReview:
    with clock(DAY):
        return services.review_evidence(evidence=piece, by=by, verdict=verdict, note=note)


def test_acceptance_makes_an_action_done_that_waited_for_it(
    action: Action, officer: User, chair: User
) -> None:
    factories.update(action, "awaiting", DAY, by=officer, narrative="Standards are in use.")
    accepted = review(factories.evidence(action, DAY, by=officer), chair)

    done = ProgressUpdate.objects.latest("id")
    assert (done.rating.code, done.recorded_by, done.as_at) == ("complete", chair, DAY)
    assert done.narrative == "Standards are in use."
    assert done.change == accepted.change


def test_acceptance_alone_does_not_finish_an_action(action: Action, officer: User, chair: User) -> None:
    factories.update(action, "on-track", DAY, by=officer)
    review(factories.evidence(action, DAY, by=officer), chair)
    assert Action.objects.as_at(DAY).get().rating_code == "on-track"


def test_insufficient_evidence_leaves_it_waiting(action: Action, officer: User, chair: User) -> None:
    factories.update(action, "awaiting", DAY, by=officer)
    review(factories.evidence(action, DAY, by=officer), chair, "insufficient", "Two files are missing.")
    assert Action.objects.as_at(DAY).awaiting_evidence().count() == 1
    assert Evidence.objects.as_at(DAY).get().verdict == "insufficient"


def test_insufficient_needs_a_note(action: Action, officer: User, chair: User) -> None:
    with pytest.raises(ValidationError, match="what is missing"):
        review(factories.evidence(action, DAY, by=officer), chair, "insufficient")


def test_a_verdict_is_one_of_two(action: Action, officer: User, chair: User) -> None:
    with pytest.raises(ValidationError, match="Choose sufficient"):
        review(factories.evidence(action, DAY, by=officer), chair, "splendid")


def test_the_lead_never_reviews(section: Section, programme: User) -> None:
    led = factories.action(section, lead=programme)
    with pytest.raises(PermissionDenied):
        review(factories.evidence(led, DAY), programme)


def test_whoever_added_it_never_reviews(
    section: Section, action: Action, programme: User, chair: User
) -> None:
    partner = factories.action(section, partner_lead="Designated nurse")
    for of in (partner, action):
        with pytest.raises(PermissionDenied):
            review(factories.evidence(of, DAY, by=programme), programme)


@pytest.mark.parametrize("who", ["officer", "reader", "clerk", "administrator", "outsider"])
def test_others_may_not_review(action: Action, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        review(factories.evidence(action, DAY), request.getfixturevalue(who))


def test_evidence_is_reviewed_once(action: Action, officer: User, chair: User) -> None:
    piece = factories.evidence(action, DAY, by=officer)
    review(piece, chair)
    with pytest.raises(ValidationError, match="already been reviewed"):
        review(piece, chair, "insufficient", "On second thoughts")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"where_held": ""}, "link"),
        ({"link": "not a link"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"evidence_of": date(2024, 10, 3)}, "evidence_of"),
    ],
)
def test_what_evidence_has_to_say(
    action: Action, officer: User, given: dict[str, object], field: str
) -> None:
    facts: dict[str, object] = {"title": "Launch list", "evidence_of": DAY, "where_held": "File 1"}
    with clock(DAY), pytest.raises(ValidationError) as refused:
        services.add_evidence(action=action, by=officer, **facts | given)  # type: ignore[arg-type]
    assert set(refused.value.message_dict) == {field}


def test_the_date_it_is_evidence_of_is_not_the_day_it_was_added(action: Action, officer: User) -> None:
    with clock(DAY):
        piece = services.add_evidence(
            action=action,
            by=officer,
            title="Audit",
            evidence_of=date(2024, 9, 1),
            link="https://files.example/1",
        )
    assert (piece.evidence_of, piece.added_on) == (date(2024, 9, 1), DAY)


@pytest.mark.parametrize("who", ["reader", "clerk", "outsider"])
def test_others_may_not_add(action: Action, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        factories.evidence(action, DAY, by=request.getfixturevalue(who))
