"""Cover that is sent twice counts its people once."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Change, Council, User
from core.dates import clock
from workforce import services
from workforce.models import Cover, FundedPost

SEPTEMBER = date(2024, 9, 2)


@pytest.fixture
def post(eastshire: Council, workforce_lead: User) -> FundedPost:
    with clock(date(2024, 7, 17)):
        post = services.add_post(council=eastshire, by=workforce_lead, role="Social Worker", number=3)
        services.add_positions(post=post, by=workforce_lead, approved_on=date(2024, 7, 17))
    return post


def test_the_same_cover_again_does_nothing_more(post: FundedPost, workforce_lead: User) -> None:
    for _ in range(2):
        services.record_cover(
            post=post,
            by=workforce_lead,
            kind="agency",
            started_on=SEPTEMBER,
            headcount=2,
            weekly_cost=Decimal("3521.48"),
        )
    assert Cover.objects.get().headcount == 2
    assert Change.objects.filter(verb="recorded cover of").count() == 1


def test_cover_of_other_positions_is_other_cover(post: FundedPost, workforce_lead: User) -> None:
    for position in post.positions.all():
        services.record_cover(
            post=post, by=workforce_lead, kind="agency", started_on=SEPTEMBER, positions=[position]
        )
    assert Cover.objects.count() == 3
