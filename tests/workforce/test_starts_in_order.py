"""A start date that the other events of a position contradict is refused where it was typed."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from tests.as_shown import sent_as_shown
from tests.conftest import SignedIn
from tests.factories import funded_post, recruitment
from workforce import services
from workforce.models import FundedPost, RecruitmentEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    return funded_post(eastshire)


def test_whoever_is_in_post_has_come(post: FundedPost, workforce_lead: User, client_for: SignedIn) -> None:
    recruitment(post, 1, "appointed", date(2024, 10, 1), start_date=date(2025, 6, 2))
    browser, events = client_for(workforce_lead), RecruitmentEvent.objects.count()
    url = reverse("workforce:position-record", args=["eastshire", post.positions.get().pk])
    to_come = {"start_date_day": "2", "start_date_month": "6", "start_date_year": "2025"}
    with clock(date(2024, 12, 2)):
        refused = browser.post(url, _typed("in_post") | to_come)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"start_date"}
    assert "they cannot start after that day" in refused.text
    assert RecruitmentEvent.objects.count() == events
    with clock(date(2024, 12, 2)):
        assert sent_as_shown(browser, url, kind="in_post") == 302


def _typed(kind: str) -> dict[str, str]:
    day = {"as_at_day": "2", "as_at_month": "12", "as_at_year": "2024"}
    return {"version": "2", "kind": kind, "note": ""} | day


@pytest.mark.parametrize("gone", ["left", "no_longer_additional"])
@pytest.mark.parametrize("kind", ["appointed", "in_post"])
def test_nobody_begins_while_another_holds_the_position(post: FundedPost, gone: str, kind: str) -> None:
    recruitment(post, 1, "appointed", date(2024, 8, 1))
    recruitment(post, 1, "in_post", date(2024, 9, 2))
    recruitment(post, 1, gone, date(2024, 11, 29), note="Another job")
    if kind == "in_post":
        recruitment(post, 1, "appointed", date(2024, 12, 2))
    with pytest.raises(ValidationError, match="in post until 29 November 2024") as refused:
        recruitment(post, 1, kind, date(2024, 12, 9), start_date=date(2024, 11, 11))
    assert set(refused.value.message_dict) == {"start_date"}
    recruitment(post, 1, kind, date(2024, 12, 9), start_date=date(2024, 11, 29))


def test_a_later_leaving_is_refused_by_its_day(post: FundedPost, workforce_lead: User) -> None:
    recruitment(post, 1, "appointed", date(2024, 8, 1))
    recruitment(post, 1, "in_post", date(2024, 9, 2))
    left = recruitment(post, 1, "left", date(2024, 11, 1), note="Another job")
    recruitment(post, 1, "appointed", date(2024, 11, 29), start_date=date(2024, 11, 11))
    facts: dict[str, Any] = {"kind": "left", "note": "Another job", "reason": "The day was wrong"}
    with clock(date(2025, 1, 2)), pytest.raises(ValidationError) as refused:
        services.record_event(
            position=left.position, by=workforce_lead, as_at=date(2024, 11, 20), corrects=left, **facts
        )
    assert set(refused.value.message_dict) == {"as_at"}
    with clock(date(2025, 1, 2)):
        services.record_event(
            position=left.position, by=workforce_lead, as_at=date(2024, 11, 8), corrects=left, **facts
        )


def test_terms_that_change_end_nobodys_time(post: FundedPost) -> None:
    recruitment(post, 1, "appointed", date(2024, 8, 1))
    recruitment(post, 1, "in_post", date(2024, 9, 2), start_date=date(2024, 8, 26))
    recruitment(post, 1, "terms_changed", date(2024, 10, 1), contract="permanent", note="The market")
    recruitment(post, 1, "left", date(2024, 11, 1), note="Another job")
    with pytest.raises(ValidationError, match="in post until 1 November 2024"):
        recruitment(post, 1, "appointed", date(2024, 11, 4), start_date=date(2024, 10, 14))
