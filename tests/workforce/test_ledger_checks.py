"""What `verify_ledger` finds amiss among the posts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.models import Council
from tests.factories import cover, funded_post, recruitment
from workforce.ledger_checks import problems
from workforce.models import Position, RecruitmentEvent


def tamper(event: RecruitmentEvent, **facts: Any) -> None:
    """Behind the ledger's back, as somebody with a database prompt could."""
    models.QuerySet.update(RecruitmentEvent.objects.filter(pk=event.pk), **facts)


def test_what_the_services_leave_is_sound(eastshire: Council) -> None:
    post = funded_post(eastshire, number=2)
    recruitment(post, 1, "advertised", date(2024, 11, 8))
    cover(post, date(2024, 9, 2))
    assert list(problems(eastshire)) == []


def test_events_changed_behind_the_ledgers_back_are_found(eastshire: Council) -> None:
    event = recruitment(funded_post(eastshire), 1, "advertised", date(2024, 11, 8))
    tamper(event, kind="in_post")
    found = " ".join(problems(eastshire))
    assert "nobody has been appointed to it" in found
    assert "differs from the change log in its kind" in found


def test_events_out_of_the_change_log_or_of_the_future_are_found(eastshire: Council) -> None:
    event = recruitment(funded_post(eastshire), 1, "advertised", date(2024, 11, 8))
    tamper(event, change=None)
    tamper(event, as_at=date(2024, 12, 8))
    found = " ".join(problems(eastshire))
    assert "is in no change of the change log" in found
    assert "is as at a day after it was recorded" in found


def test_more_positions_than_approved_are_found(eastshire: Council) -> None:
    post = funded_post(eastshire)
    Position.objects.create(council=eastshire, post=post, number=2, fte=Decimal("0.5"))
    assert "positions of 1.5" in " ".join(problems(eastshire))


def test_strays_of_another_council_are_found(eastshire: Council, marchshire: Council) -> None:
    post = funded_post(marchshire)
    Position.objects.filter(post=post).update(council=eastshire)
    assert "has a post of another council" in " ".join(problems(eastshire))


def test_cover_of_another_posts_position_is_found(eastshire: Council) -> None:
    served = cover(funded_post(eastshire), date(2024, 9, 2))
    served.positions.add(funded_post(eastshire).positions.get())
    assert "covers a position of another post" in " ".join(problems(eastshire))
