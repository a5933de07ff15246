"""More people than were approved: whoever makes it so says why, whatever was noted of somebody else before."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Council, User
from core.dates import clock
from tests.factories import cover, funded_post, recruitment, workforce_office
from workforce import services
from workforce.ledger_checks import problems
from workforce.models import FundedPost

DAY = date(2025, 1, 2)


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    """Two posts, both covered by agency; the note tells of the cover, not of more people."""
    post = funded_post(eastshire, number=2)
    cover(post, date(2024, 11, 4), headcount=2, note="Until permanent appointments")
    recruitment(post, 1, "appointed", date(2024, 12, 12))
    return post


def test_a_note_on_the_cover_is_no_reason_for_a_start(eastshire: Council, post: FundedPost) -> None:
    with pytest.raises(ValidationError) as refused:
        recruitment(post, 1, "in_post", DAY)
    assert "On 2 January 2025 somebody is in post, and somebody covers too" in str(refused.value)
    recruitment(post, 1, "in_post", DAY, note="Handover for a month")
    assert list(problems(eastshire)) == []


def test_a_note_on_the_start_is_no_reason_for_cover(eastshire: Council, workforce_lead: User) -> None:
    post = funded_post(eastshire)
    recruitment(post, 1, "appointed", date(2024, 12, 2))
    recruitment(post, 1, "in_post", date(2024, 12, 9), note="From another team")
    with pytest.raises(ValidationError):
        cover(post, date(2024, 12, 16))
    cover(post, date(2024, 12, 16), note="Induction")
    # The same people again change nothing, and what has its reason may be put right without another.
    found = post.cover.get()
    with clock(DAY):
        services.record_cover(
            post=post,
            by=workforce_lead,
            corrects=found,
            reason="A day late",
            kind="agency",
            started_on=date(2024, 12, 16),
            ended_on=date(2024, 12, 31),
        )
    assert list(problems(eastshire)) == []


def test_an_end_makes_nothing_more(post: FundedPost) -> None:
    recruitment(post, 1, "in_post", DAY, note="Handover for a month")
    with clock(date(2025, 1, 31)):
        services.end_cover(
            cover=post.cover.get(), by=workforce_office(post.council), ended_on=date(2025, 1, 31)
        )
    recruitment(post, 1, "left", date(2025, 3, 3), note="Another job")
