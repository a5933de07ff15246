from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.db.models import Avg, Case, F, Max, Q, Sum, Value, When
from django.db.models.functions import Abs, Coalesce
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.money import PoundsField, pounds_value
from tests.core.ledger_app.models import Purse

pytestmark = pytest.mark.django_db


def purse(amount: str, refund: str | None = None, **facts: object) -> Purse:
    return Purse.objects.create(
        amount=Decimal(amount), refund=None if refund is None else Decimal(refund), **facts
    )


def test_whole_pence_are_stored() -> None:
    purse("1234.56")
    with connection.cursor() as cursor:
        cursor.execute("SELECT amount FROM ledger_app_purse")
        assert cursor.fetchone() == (123456,)


def test_pounds_come_back() -> None:
    found = Purse.objects.get(pk=purse("-1234.50").pk)
    assert (found.amount, found.refund) == (Decimal("-1234.50"), None)
    assert str(found.amount) == "-1234.50"
    assert list(Purse.objects.values_list("amount", "refund")) == [(Decimal("-1234.50"), None)]


@pytest.mark.parametrize("amount", [1.5, True])
def test_floats_are_refused(amount: Any) -> None:
    with pytest.raises(TypeError, match="Decimal of pounds"):
        Purse.objects.create(amount=amount)


@pytest.mark.parametrize("amount", [Decimal("0.005"), Decimal("NaN"), Decimal("Infinity")])
def test_fractions_of_a_penny_are_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="whole number of pence"):
        Purse.objects.create(amount=amount)


def test_cleaning_reads_text_and_refuses_what_is_no_amount() -> None:
    field = Purse._meta.get_field("amount")
    assert isinstance(field, PoundsField)
    assert field.to_python("£1,234.56") == Decimal("1234.56")
    assert field.to_python(5) == 5
    for bad in ("x", 1.5):
        with pytest.raises(ValidationError):
            field.to_python(bad)


def test_aggregates_are_in_pounds() -> None:
    purse("10.10", "0.05")
    purse("20.25")
    totals = Purse.objects.aggregate(
        Sum("amount"),
        Sum("refund"),
        Avg("amount"),
        Max("amount"),
        net=Sum(F("amount") - Coalesce("refund", pounds_value(0))),
        none=Sum("refund", filter=Q(amount__gt=Decimal("100"))),
        nil=Sum("refund", filter=Q(amount__gt=Decimal("100")), default=Decimal("0.50")),
    )
    assert totals == {
        "amount__sum": Decimal("30.35"),
        "refund__sum": Decimal("0.05"),
        "amount__avg": Decimal("15.18"),
        "amount__max": Decimal("20.25"),
        "net": Decimal("30.30"),
        "none": None,
        "nil": Decimal("0.50"),
    }


def test_annotations_are_in_pounds() -> None:
    purse("10.10", "0.10", number=3)
    row = Purse.objects.annotate(
        both=F("amount") + F("refund"),
        net=F("amount") - F("refund"),
        owed=-F("amount"),
        size=Abs(F("refund") - F("amount")),
        cost=F("number") * F("amount"),
        case=Case(When(number=3, then=F("amount")), default=pounds_value(0)),
        difference=Sum("amount") - Sum("refund"),
    ).values_list("both", "net", "owed", "size", "cost", "case", "difference")
    assert list(row) == [
        tuple(map(Decimal, ("10.20", "10.00", "-10.10", "10.00", "30.30", "10.10", "10.00")))
    ]


def test_pounds_are_not_added_to_bare_numbers_by_mistake() -> None:
    purse("1")
    for expression in (F("amount") + Value(5), F("amount") + Decimal(5), Coalesce("refund", Value(5))):
        with pytest.raises(FieldError):
            list(Purse.objects.annotate(wrong=expression))


def test_lookups_and_having_take_pounds() -> None:
    purse("10.10", owner="a")
    purse("20.20", owner="a")
    purse("5", "5", owner="b")
    assert Purse.objects.filter(amount=Decimal("10.10")).count() == 1
    assert Purse.objects.filter(amount__gte=Decimal("10.10")).count() == 2
    assert Purse.objects.filter(amount__in=[5, Decimal("20.2")]).count() == 2
    assert Purse.objects.filter(amount__range=(5, 11)).count() == 2
    assert Purse.objects.filter(amount=F("refund")).count() == 1
    owners = Purse.objects.values("owner").annotate(total=Sum("amount"))
    assert list(owners.filter(total__gt=Decimal("30.29"))) == [{"owner": "a", "total": Decimal("30.30")}]


def test_updates_take_pounds() -> None:
    kept = purse("10", "2.50")
    Purse.objects.update(amount=F("amount") - F("refund"))
    kept.refresh_from_db()
    assert kept.amount == Decimal("7.50")
    Purse.objects.bulk_create([Purse(amount=1), Purse(amount=Decimal("2.02"))])
    assert Purse.objects.aggregate(total=Sum("amount"))["total"] == Decimal("10.52")


def test_a_migration_names_the_field_plainly() -> None:
    _, path, args, kwargs = PoundsField(null=True).deconstruct()
    assert (path, args, kwargs) == ("core.money.PoundsField", [], {"null": True})


class SumsAreExact(TestCase):
    @given(st.lists(st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2), max_size=30))
    def test_a_sum_is_what_python_adds_up(self, amounts: list[Decimal]) -> None:
        Purse.objects.all().delete()
        Purse.objects.bulk_create(Purse(amount=amount) for amount in amounts)
        total = Purse.objects.aggregate(total=Sum("amount", default=0))["total"]
        assert total == sum(amounts)
