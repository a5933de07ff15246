"""What `verify_ledger` finds amiss among the posts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.models import Council, User
from tests.factories import cover, funded_post, recruitment
from workforce import services
from workforce.ledger_checks import problems
from workforce.models import (
    Cover,
    EnteredCost,
    GradeCost,
    PayAward,
    Position,
    PostSentence,
    PostStatus,
    RecruitmentEvent,
)


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


def test_statuses_changed_behind_the_ledgers_back_are_found(eastshire: Council) -> None:
    post = funded_post(eastshire, approved_on=None)
    entry = post.statuses.get()
    models.QuerySet.update(PostStatus.objects.filter(pk=entry.pk), status="live")
    found = " ".join(problems(eastshire))
    assert "the post was not in the record by then" in found
    assert "differs from the change log in its status" in found
    models.QuerySet.update(PostStatus.objects.filter(pk=entry.pk), post=funded_post(eastshire))
    assert f"Funded post {post.pk} has no status" in " ".join(problems(eastshire))


def test_costs_changed_behind_the_ledgers_back_are_found(eastshire: Council, workforce_lead: User) -> None:
    for day in (date(2024, 4, 1), date(2024, 10, 1)):
        services.add_grade_cost(
            council=eastshire, by=workforce_lead, grade="10", from_date=day, annual_cost=Decimal(60_000)
        )
    first, second = GradeCost.objects.order_by("as_at")
    models.QuerySet.update(GradeCost.objects.filter(pk=second.pk), as_at=first.as_at, annual_cost=Decimal(1))
    found = " ".join(problems(eastshire))
    assert "is a second cost of the same grade and day" in found
    assert "differs from the change log in its annual cost" in found


def test_entered_costs_sentences_and_awards_are_held_to_their_subject(
    eastshire: Council, workforce_lead: User
) -> None:
    post, other = funded_post(eastshire), funded_post(eastshire)
    for amount in (Decimal(1), Decimal(2)):
        services.enter_cost(post=post, by=workforce_lead, financial_year=2024, amount=amount, note="Quote")
    services.word_recruitment(post=post, by=workforce_lead, text="Soon.")
    services.add_pay_award(council=eastshire, by=workforce_lead, financial_year=2025, percent=Decimal(2))
    assert list(problems(eastshire)) == []
    second = EnteredCost.objects.latest("pk")
    models.QuerySet.update(EnteredCost.objects.filter(pk=second.pk), post=other)
    models.QuerySet.update(PostSentence.objects.all(), change=None)
    models.QuerySet.update(PayAward.objects.all(), change=None)
    found = " ".join(problems(eastshire))
    assert "corrects an entry about something else" in found
    assert found.count("is in no change of the change log") == 2


def test_corrections_of_another_posts_cover_are_found(eastshire: Council, workforce_lead: User) -> None:
    wrong = cover(funded_post(eastshire), date(2024, 9, 2))
    services.void_cover(cover=wrong, by=workforce_lead, reason="Another team's")
    assert list(problems(eastshire)) == []
    Cover.objects.filter(pk=wrong.pk).update(post=funded_post(eastshire))
    assert "corrects cover of another post" in " ".join(problems(eastshire))
