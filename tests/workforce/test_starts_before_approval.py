"""Nobody starts before the post was approved without a reason: said when it is recorded, or refused at the note."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.as_shown import as_shown
from tests.conftest import SignedIn
from tests.factories import cover, funded_post, funding_decision, recruitment, workforce_office
from workforce import services
from workforce.models import FundedPost, RecruitmentEvent
from workforce.orders import early_starts
from workforce.states import Kind

pytestmark = pytest.mark.django_db

APPROVED_ON, EARLY = date(2024, 7, 17), date(2024, 7, 1)
WORDS = (
    "A start on 1 July 2024 is before the approval of 17 July 2024. Correct the day, or say why in the note."
)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    return funded_post(eastshire)


@pytest.mark.parametrize("kind", ["offered", "appointed"])
def test_an_early_start_is_refused_at_the_note_and_taken_with_one(
    post: FundedPost, kind: str, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    url = reverse("workforce:position-record", args=["eastshire", post.positions.get().pk])
    typed = {"kind": kind, "start_date_day": "1", "start_date_month": "7", "start_date_year": "2024"}
    with clock(date(2024, 7, 18)):
        refused = browser.post(url, as_shown(browser, url) | typed)
        assert refused.status_code == 422
        assert refused.context["form"].errors == {"note": [WORDS]}
        assert not RecruitmentEvent.objects.filter(kind=kind).exists()
        said = typed | {"note": "Seconded already, at the service’s cost"}
        assert browser.post(url, as_shown(browser, url) | said).status_code == 302
        later = as_shown(browser, url) | typed | {"start_date_day": "17"}
        assert browser.post(url, later).status_code == 302


def test_whoever_confirms_an_explained_start_says_it_once(post: FundedPost) -> None:
    recruitment(post, 1, "appointed", date(2024, 7, 18), start_date=EARLY, note="Seconded already")
    recruitment(post, 1, "in_post", date(2024, 7, 19), start_date=EARLY)
    recruitment(post, 1, "left", date(2024, 9, 2), note="Another job")


def test_the_approval_of_the_post_counts_where_the_positions_day_is_earlier(post: FundedPost) -> None:
    with clock(date(2024, 9, 2)):
        services.add_position(
            post=post,
            by=workforce_office(post.council),
            fte=post.fte_each,
            approved_on=date(2024, 6, 3),
            above_reason="Handover",
        )
    recruitment(post, 2, "appointed", date(2024, 6, 10), on=date(2024, 9, 2))
    with pytest.raises(ValidationError, match="before the approval of 17 July 2024") as refused:
        recruitment(post, 2, "in_post", EARLY, on=date(2024, 9, 2))
    assert set(refused.value.message_dict) == {"note"}
    recruitment(post, 2, "in_post", APPROVED_ON, on=date(2024, 9, 2))


def test_an_approval_put_right_to_a_later_day_asks_about_starts(
    post: FundedPost, workforce_lead: User, finance_officer: User
) -> None:
    recruitment(post, 1, "appointed", date(2024, 7, 18), start_date=date(2024, 7, 22))
    decision = funding_decision(post.council, finance_officer)
    given: dict[str, Any] = {"post": post, "by": workforce_lead, "status": "approved", "decision": decision}
    given |= {"corrects": post.statuses.get(), "reason": "The council met later"}
    with clock(date(2024, 9, 2)):
        with pytest.raises(
            ValidationError, match="22 July 2024 is before the approval of 1 August"
        ) as refused:
            services.set_status(**given, as_at=date(2024, 8, 1))
        assert set(refused.value.message_dict) == {"note"}
        note = "The director let them start"
        assert services.set_status(**given, as_at=date(2024, 8, 1), note=note).note == note


def test_cover_before_the_approval_needs_a_reason(post: FundedPost) -> None:
    with pytest.raises(ValidationError) as refused:
        cover(post, EARLY, on=date(2024, 7, 18))
    assert refused.value.message_dict == {"note": [WORDS]}
    early = cover(post, EARLY, on=date(2024, 7, 18), note="Paid by the service until then")
    facts: dict[str, Any] = {"kind": "agency", "started_on": EARLY, "headcount": 1, "reason": "No note"}
    with clock(date(2024, 9, 2)):
        # What was said of the same day before need not be said again.
        services.record_cover(post=post, by=workforce_office(post.council), corrects=early, **facts)
    cover(funded_post(post.council), APPROVED_ON, on=date(2024, 7, 18))


def test_what_was_approved_by_nobody_has_no_early_start() -> None:
    start = RecruitmentEvent(kind=Kind.APPOINTED, as_at=EARLY, start_date=EARLY)
    assert early_starts([start], None) == {}
    assert early_starts([start], APPROVED_ON) == {EARLY: APPROVED_ON}
