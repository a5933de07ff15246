"""Sums shown rounded: wherever parts and total may disagree as shown, a note says so, and only there."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Council, User
from core.money import adds_up, hides_pence, pounds, round_thousands
from finance.models import BudgetLine
from finance.services import record_spend
from finance.variance import Sums
from tests import factories
from tests.conftest import SignedIn

NOTE = "what is shown may differ from a total"
PAGES = ("spend/2024/", "forecast/2024/", "burn-up/2024/", "variance/2024/")
sums = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("total", "parts", "unit", "expected"),
    [
        ("1.00", ("0.50", "0.50"), 1, False),
        ("3", ("1", "2"), 1, True),
        ("2000", ("1499", "501"), 1000, True),
        ("3000", ("1500", "1500"), 1000, False),
        ("-1.00", ("-0.50", "-0.50"), 1, False),
        ("0", (), 1, True),
    ],
)
def test_parts_add_up_as_they_are_shown(
    total: str, parts: tuple[str, ...], unit: int, expected: bool
) -> None:
    assert adds_up(Decimal(total), [Decimal(part) for part in parts], unit) is expected


@given(st.lists(sums, max_size=8))
def test_what_adds_up_is_what_a_reader_adds_up(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    shown = sum(round_thousands(part) for part in parts)
    assert adds_up(total, parts, 1000) is (shown == round_thousands(total))
    # Rounded each by itself, a shown total is never further off than half a unit a part and half of its own.
    assert abs(shown - round_thousands(total)) <= (len(parts) + 1) / 2


@given(sums)
def test_sums_without_pence_hide_none(amount: Decimal) -> None:
    assert hides_pence(amount) is (pounds(amount) != pounds(amount, pence=False))
    assert not hides_pence(None)


def test_a_row_of_the_variance_report_across() -> None:
    assert Sums(budget=Decimal("10"), outturn=Decimal("12")).adds_up
    assert not Sums(budget=Decimal("10.50"), outturn=Decimal("12.00")).adds_up


@pytest.fixture
def finance(eastshire: Council, finance_officer: User, client_for: SignedIn) -> Client:
    decision = factories.funding_decision(eastshire, finance_officer)
    for code in ("L01", "L02"):
        line = factories.budget_line(decision, finance_officer, code, budgets={2024: "1200"})
        record_spend(line=line, month=date(2024, 10, 1), amount=Decimal("50"), by=finance_officer)
    return client_for(finance_officer)


@pytest.mark.parametrize("address", PAGES)
def test_whole_pounds_need_no_note(finance: Client, address: str) -> None:
    assert NOTE not in finance.get(f"/eastshire/{address}").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_pence_that_are_not_shown_are_told(
    finance: Client, finance_officer: User, eastshire: Council, address: str
) -> None:
    for line in BudgetLine.objects.of(eastshire):
        record_spend(line=line, month=date(2024, 11, 1), amount=Decimal("200.25"), by=finance_officer)
    shown = finance.get(f"/eastshire/{address}").content.decode()
    assert shown.count(NOTE) == 1
