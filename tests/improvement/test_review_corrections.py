"""A review put right: both entries stay, and what acceptance did to the action follows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import Action, Evidence, EvidenceReview
from tests import factories
from tests.conftest import SignedIn
from tests.improvement.test_evidence_pages import brought

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2024, 10, 2), date(2024, 10, 9)


@pytest.fixture
def accepted(action: Action, officer: User, chair: User) -> EvidenceReview:
    """Evidence of an action that waited for it, accepted on 2 October 2024, so that the action is done."""
    factories.update(action, "awaiting", DAY, by=officer, narrative="In use.")
    with clock(DAY):
        piece = services.add_evidence(
            action=action, by=officer, title="Audit", evidence_of=DAY, file=brought()
        )
        return services.review_evidence(evidence=piece, by=chair, verdict="sufficient")


def code(action: Action, day: date = NEXT) -> str | None:
    return Action.objects.with_facts(day).get(pk=action.pk).rating_code


def correct(review: EvidenceReview, by: User, verdict: str, note: str = "Unsigned") -> EvidenceReview:
    with clock(NEXT):
        return services.correct_review(review=review, by=by, because="Wrong file", verdict=verdict, note=note)


def test_acceptance_taken_back_returns_the_action(
    accepted: EvidenceReview, action: Action, chair: User
) -> None:
    assert code(action, DAY) == "complete"
    corrected = correct(accepted, chair, "insufficient")
    assert (code(action), corrected.corrects, corrected.as_at) == ("awaiting", accepted, DAY)
    assert Evidence.objects.as_at(NEXT).get().verdict == "insufficient"


def test_a_review_taken_out_leaves_it_awaiting_review(
    accepted: EvidenceReview, action: Action, chair: User
) -> None:
    correct(accepted, chair, "void", "")
    assert Evidence.objects.as_at(NEXT).awaiting_review().count() == 1
    with clock(NEXT):
        services.review_evidence(evidence=accepted.evidence, by=chair, verdict="sufficient")
    assert code(action) == "complete"


def test_an_update_since_then_stands(
    accepted: EvidenceReview, action: Action, chair: User, officer: User
) -> None:
    factories.update(action, "at-risk", date(2024, 10, 5), by=officer)
    correct(accepted, chair, "insufficient")
    assert code(action) == "at-risk"


def test_insufficient_put_right_completes_the_action(action: Action, officer: User, chair: User) -> None:
    factories.update(action, "awaiting", DAY, by=officer)
    piece = factories.evidence(action, DAY, by=officer)
    with clock(DAY):
        review = services.review_evidence(evidence=piece, by=chair, verdict="insufficient", note="Unsigned")
    correct(review, chair, "sufficient", "")
    assert code(action) == "complete"


def test_a_review_is_corrected_once_with_a_reason(accepted: EvidenceReview, chair: User) -> None:
    with pytest.raises(ValidationError, match="what was wrong"), clock(NEXT):
        services.correct_review(review=accepted, by=chair, because=" ", verdict="void")
    correct(accepted, chair, "void")
    with pytest.raises(ValidationError, match="already been corrected"):
        correct(accepted, chair, "insufficient")


@pytest.mark.parametrize("who", ["officer", "reader", "outsider"])
def test_others_may_not_correct(accepted: EvidenceReview, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(PermissionDenied):
        correct(accepted, request.getfixturevalue(who), "void")


def test_on_the_page(accepted: EvidenceReview, chair: User, officer: User, client_for: SignedIn) -> None:
    url = f"/eastshire/evidence-reviews/{accepted.pk}/correct/"
    page = f"/eastshire/evidence/{accepted.evidence_id}/"
    assert url in client_for(chair).get(page).text
    assert url not in client_for(officer).get(page).text
    assert client_for(officer).get(url).status_code == 403
    client = client_for(chair)
    assert client.get(url).status_code == 200
    refused = client.post(url, {"because": "", "verdict": "insufficient", "note": ""})
    assert set(refused.context["form"].errors) == {"because"}
    saved = client.post(
        url, {"because": "Unsigned", "verdict": "insufficient", "note": "Sign it"}, follow=True
    )
    assert "Correction: evidence found insufficient" in saved.text
    assert "corrected since" in saved.text


def test_the_lead_sees_what_came_back(
    accepted: EvidenceReview, chair: User, officer: User, client_for: SignedIn
) -> None:
    correct(accepted, chair, "insufficient", "The last page is unsigned")
    client = client_for(officer)
    assert (
        "The last page is unsigned" in client.get(f"/eastshire/actions/{accepted.evidence.action_id}/").text
    )
    assert "The last page is unsigned" in client.get("/eastshire/actions/mine/").text
    factories.evidence(accepted.evidence.action, date(2025, 1, 2), by=officer)
    assert "The last page is unsigned" not in client.get("/eastshire/actions/mine/").text


def test_the_checks_find_a_changed_review_and_a_lost_file(
    accepted: EvidenceReview, eastshire: Council
) -> None:
    assert list(problems(eastshire)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_evidencereview SET verdict = 'insufficient'")
        cursor.execute("UPDATE improvement_evidence SET file_digest = %s", ["0" * 64])
    assert list(problems(eastshire)) == [
        f"Evidence {accepted.evidence_id}: The file 000000000000 is missing from the store.",
        f"Evidence review {accepted.pk} differs from the change log in its verdict.",
    ]
