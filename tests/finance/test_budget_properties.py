"""Whatever is recorded, in whatever order: the lines add up to the total, virements to nil, and the past stays."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock, end_of_day
from core.financial_year import LATER_YEARS, label, parse_label, year_of
from core.money import round_thousands
from finance.authority import authorities
from finance.ledger_checks import problems
from finance.models import BudgetLine, BudgetMovement, FundingDecision
from finance.run_out import month_run_out
from finance.services import carry_forward, correct_movement, move_budget
from tests import factories

Kind = BudgetMovement.Kind
FIRST = date(2024, 8, 1)
amounts = st.decimals(min_value="0.01", max_value="9000", places=2)
steps = st.lists(
    st.tuples(
        st.sampled_from(["growth", "reduction", "virement", "carry_forward", "correct", "take_out"]),
        st.integers(0, 2),
        st.integers(1, 2),
        amounts,
    ),
    max_size=8,
)


class AnyOrderOfMovements(TestCase):
    def setUp(self) -> None:
        council = Council.objects.create(slug="eastshire", name="Eastshire", short_name="Eastshire")
        self.by = User.objects.create_user(email="finance@eastshire.example", name="Finance")
        Membership.objects.create(
            council=council, user=self.by, role=Role.FINANCE, started_on=date(2024, 1, 1)
        )
        self.decision = factories.funding_decision(council, self.by, amount="100000")
        self.lines = [factories.budget_line(self.decision, self.by, f"L{number}") for number in range(3)]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def test_sums_hold(self, taken: list[tuple[str, int, int, Decimal]]) -> None:
        known: dict[date, dict[int, dict[int, Decimal]]] = {}
        for number, (what, at, on, amount) in enumerate(taken):
            day = FIRST + timedelta(days=number)
            with clock(day):
                self.step(what, self.lines[at], self.lines[(at + on) % 3], amount)
            known[day] = BudgetMovement.objects.all().by_line_and_year(None, end_of_day(day))
        authority = authorities(list(FundingDecision.objects.with_authority()))[0]
        budgets = BudgetMovement.objects.all().by_line_and_year()
        total = sum((sum(years.values()) for years in budgets.values()), Decimal(0))
        assert authority.allocated == sum(line.budget for line in authority.lines) == total
        assert sum(authority.budget_by_year.values()) == total
        moved = BudgetMovement.objects.standing().filter(kind__in=[Kind.VIREMENT, Kind.CARRY_FORWARD])
        assert sum(entry.amount for entry in moved) == 0
        for day, budget in known.items():
            assert BudgetMovement.objects.all().by_line_and_year(None, end_of_day(day)) == budget
        assert list(problems(self.decision.council)) == []

    def step(self, what: str, line: BudgetLine, other: BudgetLine, amount: Decimal) -> None:
        common: dict[str, Any] = {"line": line, "year": 2024, "by": self.by}
        try:
            match what:
                case "growth":
                    move_budget(kind=Kind.GROWTH, amount=amount, reason="Grant", **common)
                case "reduction":
                    move_budget(kind=Kind.REDUCTION, amount=-amount, reason="Grant cut", **common)
                case "virement":
                    move_budget(kind=Kind.VIREMENT, amount=amount, to=other, reason="A vacancy", **common)
                case "carry_forward":
                    carry_forward(amount=amount, decision_reference="Minute 1", **common)
                case _:
                    self.correct(line, amount if what == "correct" else None)
        except ValueError:
            # Refused, such as more than the line has left: the sums must hold all the same.
            return

    def correct(self, line: BudgetLine, amount: Decimal | None) -> None:
        movement = BudgetMovement.objects.standing().filter(line=line).order_by("-pk").first()
        if movement is None:
            # The last of the line has been taken out: there is nothing to correct.
            return
        signed = amount if amount is None or movement.amount > 0 else -amount
        correct_movement(movement=movement, amount=signed, reason="Mistyped", by=self.by)


@given(st.lists(st.decimals(min_value=-(10**7), max_value=10**7, places=2), max_size=30))
def test_thousands_shown_are_never_more_than_half_a_thousand_a_row_from_their_total(
    rows: list[Decimal],
) -> None:
    shown = sum(round_thousands(row) for row in rows)
    assert abs(shown - round_thousands(sum(rows, Decimal(0)))) <= (len(rows) + 1) / 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 3, 31), "2024/25"),
        (date(2025, 4, 1), "2025/26"),
        (date(2024, 2, 29), "2023/24"),
        (date(1999, 12, 31), "1999/00"),
    ],
)
def test_the_year_of_a_day(day: date, words: str) -> None:
    assert label(year_of(day)) == words
    assert parse_label(words) == year_of(day)


def test_later_years_are_not_a_year() -> None:
    assert label(LATER_YEARS) == "Later years"
    assert parse_label("Future Years") == parse_label("later years") == LATER_YEARS


def test_the_month_in_which_a_tranche_runs_out() -> None:
    """Document 003: £5m from April 2022, fully spent by the end of October."""
    spent = {date(2022, month, 1): Decimal(700000) for month in range(4, 10)}
    forecast = {date(2022, month, 1): Decimal(800000) for month in (10, 11)}
    assert month_run_out(Decimal(5_000_000), [spent, forecast]) == date(2022, 10, 1)
    assert month_run_out(Decimal(9_000_000), [spent, forecast]) is None
