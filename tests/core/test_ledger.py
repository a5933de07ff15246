from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.dates import clock
from core.ledger import LedgerIsAppendOnly
from tests.core.ledger_app.models import Posting, Rating, Thing, Write

pytestmark = pytest.mark.django_db

JULY, OCTOBER, NOVEMBER = date(2024, 7, 16), date(2024, 10, 2), date(2024, 11, 13)


@pytest.fixture
def writer() -> User:
    return User.objects.create(email="writer@eastshire.example", name="Writer")


@pytest.fixture
def thing() -> Thing:
    return Thing.objects.create(name="Action 1")


@pytest.fixture
def rate(writer: User, thing: Thing) -> Any:
    def append(as_at: date, code: str, recorded: date | None = None, **facts: Any) -> Rating:
        with clock(recorded or as_at):
            facts = {"thing": thing, "recorded_by": writer} | facts
            return Rating.objects.create(as_at=as_at, code=code, **facts)

    return append


def codes(day: date | None = None, known_at: datetime | None = None) -> list[str]:
    return list(Rating.objects.standing(day, known_at).order_by("id").values_list("code", flat=True))


def current(day: date, known_at: datetime | None = None) -> list[str]:
    return list(Rating.objects.current(day, known_at).order_by("id").values_list("code", flat=True))


def test_the_latest_fact_on_or_before_the_day_is_current(rate: Any) -> None:
    rate(JULY, "green")
    rate(OCTOBER, "amber")
    assert current(date(2024, 7, 15)) == []
    assert current(JULY) == ["green"], "the day itself counts"
    assert current(date(2024, 10, 1)) == ["green"]
    assert current(NOVEMBER) == ["amber"]


def test_a_backdated_entry_does_not_displace_a_later_fact(rate: Any) -> None:
    rate(OCTOBER, "amber")
    rate(JULY, "green", recorded=NOVEMBER)
    assert current(NOVEMBER) == ["amber"]
    assert current(JULY) == ["green"]
    assert codes() == ["amber", "green"]


def test_of_two_facts_of_one_day_the_later_entry_is_current(rate: Any) -> None:
    rate(OCTOBER, "amber")
    rate(OCTOBER, "red")
    assert current(OCTOBER) == ["red"]


def test_a_correction_takes_effect_for_every_day_once_it_is_known(rate: Any) -> None:
    wrong = rate(JULY, "green")
    before = wrong.recorded_at
    rate(OCTOBER, "amber", recorded=NOVEMBER, corrects=wrong)
    assert current(JULY) == [], "the fact now holds from October"
    assert current(JULY, before) == ["green"], "what the screen showed then"
    assert current(NOVEMBER) == ["amber"]


def test_a_void_takes_an_entry_out_and_states_nothing(rate: Any) -> None:
    rate(JULY, "green")
    slip = rate(OCTOBER, "red")
    void = rate(OCTOBER, "", recorded=NOVEMBER, corrects=slip, is_void=True)
    assert codes() == ["green"]
    assert current(NOVEMBER) == ["green"]
    assert current(NOVEMBER, slip.recorded_at) == ["red"]
    rate(OCTOBER, "amber", recorded=NOVEMBER, corrects=void)
    assert codes() == ["green", "amber"]


def test_filters_narrow_and_never_let_an_older_entry_through(rate: Any) -> None:
    rate(JULY, "green")
    rate(OCTOBER, "red")
    assert not Rating.objects.filter(code="green").current(NOVEMBER).exists()
    assert Rating.objects.filter(code="red").current(NOVEMBER).exists()


def test_subjects_carry_their_current_value(
    rate: Any, thing: Thing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Thing.objects.create(name="Not yet rated")
    entry = rate(JULY, "green", cost=5)
    rate(NOVEMBER, "red")
    things = Thing.objects.annotate(
        rating_id=Rating.objects.latest_id_subquery(OCTOBER),
        code=Rating.objects.latest_value_subquery("code", OCTOBER, known_at=entry.recorded_at),
        cost=Rating.objects.latest_value_subquery("cost", OCTOBER),
    ).order_by("id")
    with django_assert_num_queries(1):
        rows = list(things.values_list("name", "rating_id", "code", "cost"))
    assert rows == [("Action 1", entry.pk, "green", 5), ("Not yet rated", None, None, None)]
    latest = Rating.objects.latest_for(thing, OCTOBER)
    assert latest == entry


def test_a_subject_of_two_fields(writer: User, thing: Thing) -> None:
    october, november = date(2024, 10, 1), date(2024, 11, 1)
    for month, amount in ((october, 1), (november, 2), (october, 3)):
        Posting.objects.create(thing=thing, month=month, as_at=JULY, amount=amount, recorded_by=writer)
    amounts = Posting.objects.current(JULY).values_list("month", "amount").order_by("month")
    assert dict(amounts) == {october: Decimal(3), november: Decimal(2)}
    latest = Posting.objects.latest_for((thing, october), JULY)
    assert latest is not None
    assert latest.amount == 3
    owner = Posting.objects.latest_value_subquery("amount", JULY, subject_outer_ref=("thing", "month"))
    assert set(Posting.objects.annotate(held=owner).values_list("id", "held")) == {
        (posting.pk, 3 if posting.month == october else 2) for posting in Posting.objects.all()
    }


def test_an_entry_is_never_changed_nor_deleted(rate: Any) -> None:
    entry = rate(JULY, "green")
    entry.code = "red"
    with pytest.raises(LedgerIsAppendOnly, match="append a correction"):
        entry.save()
    with pytest.raises(LedgerIsAppendOnly):
        Rating.objects.get(pk=entry.pk).save(update_fields=["code"])
    with pytest.raises(LedgerIsAppendOnly, match="append a void"):
        entry.delete()
    ratings = Rating.objects.all()
    for write in (
        lambda: ratings.update(code="red"),
        lambda: ratings.bulk_update([entry], ["code"]),
        lambda: ratings.delete(),
        lambda: Rating._base_manager.all().delete(),
        lambda: entry.thing.ratings.update(code="red"),
        lambda: Rating.objects.update_or_create(pk=entry.pk, defaults={"code": "red"}),
        lambda: Rating.objects.bulk_create([entry]),
        lambda: Rating.objects.bulk_create([Rating(code="x")], ignore_conflicts=True),
    ):
        with pytest.raises(LedgerIsAppendOnly):
            write()
    with pytest.raises(ProtectedError):
        entry.thing.delete()
    assert codes() == ["green"]


def test_an_entry_with_the_key_of_another_is_refused(rate: Any) -> None:
    entry = rate(JULY, "green")
    with pytest.raises(IntegrityError):
        rate(JULY, "red", pk=entry.pk)


def test_many_new_entries_at_once(writer: User, thing: Thing) -> None:
    Rating.objects.bulk_create(
        Rating(thing=thing, as_at=JULY, code=code, recorded_by=writer) for code in ("green", "amber")
    )
    assert codes() == ["green", "amber"]


def test_an_entry_is_linked_to_one_change(rate: Any) -> None:
    entry, change = rate(JULY, "green"), Write.objects.create()
    entry.link_to_change(change)
    assert Rating.objects.get().change == entry.change == change
    with pytest.raises(LedgerIsAppendOnly, match="no other"):
        entry.link_to_change(Write.objects.create())
    others = [rate(OCTOBER, "amber").pk, rate(OCTOBER, "red").pk]
    Rating.objects.filter(pk__in=others).link_to_change(change)
    assert Rating.objects.filter(change=change).count() == 3
    with pytest.raises(LedgerIsAppendOnly):
        Rating.objects.all().link_to_change(change)


def test_a_correction_is_of_the_same_subject_and_a_void_of_something(rate: Any) -> None:
    entry = rate(JULY, "green")
    with pytest.raises(ValueError, match="same subject"):
        rate(JULY, "red", corrects=entry, thing=Thing.objects.create(name="Another"))
    with pytest.raises(ValueError, match="names the entry it takes out"):
        rate(JULY, "", is_void=True)


def test_an_entry_is_corrected_once(rate: Any) -> None:
    entry = rate(JULY, "green")
    rate(JULY, "amber", corrects=entry)
    with pytest.raises(IntegrityError):
        rate(JULY, "red", corrects=entry)
