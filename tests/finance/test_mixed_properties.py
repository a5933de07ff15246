"""Entries, closes, reopenings, virements, adjustments, accruals, forecasts and the decision's own words, in any order.

The lines add up to the total, virements to nil, a closed month's figure and its frozen forecast stay as they were
known, and every page of a past day shows again what it showed then.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock, end_of_day, today
from core.financial_year import months
from finance.authority import Authority, authorities
from finance.figures import NIL, YearFigures
from finance.grid import Grid, read_grid
from finance.ledger_checks import problems
from finance.models import BudgetMovement, ForecastMethod, ForecastVersion, FundingDecision, MonthClose
from finance.periods import period_13
from finance.services import (
    GridCell,
    add_tranche,
    choose_method,
    draw_tranche,
    edit_decision,
    given_approvals,
    given_sources,
    move_budget,
    record_spend,
    save_forecast,
)
from finance.services.close import reopen_month
from finance.services.entries import add_entry
from finance.spend_replay import problems as replay_problems
from tests import factories

# A leap year, and days after it and after the decision, so that every month has begun.
YEAR = 2023
FIRST = date(2024, 8, 1)
Kind = BudgetMovement.Kind
Method = ForecastMethod.Method
amounts = st.decimals(min_value="-900", max_value="900", places=2)
WHAT = [
    *("enter", "empty", "accrue", "commit", "adjust", "close", "close", "close", "reopen"),
    *("virement", "growth", "method", "forecast", "conditions", "tranche"),
]
steps = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 2), st.integers(0, 11), amounts), min_size=2, max_size=14
)
Seen = tuple[dict[int, YearFigures], YearFigures, object]


class AnyOrderOfEverything(TestCase):
    def setUp(self) -> None:
        self.council = Council.objects.create(slug="eastshire", name="Eastshire", short_name="Eastshire")
        self.by = User.objects.create_user(email="finance@eastshire.example", name="Finance")
        Membership.objects.create(
            council=self.council, user=self.by, role=Role.FINANCE, started_on=date(2024, 1, 1)
        )
        self.decision = factories.funding_decision(self.council, self.by, amount="100000")
        self.lines = [
            factories.budget_line(self.decision, self.by, f"L{at}", budgets={YEAR: "1200"}) for at in range(3)
        ]

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def test_what_was_known_stays_known(self, taken: list[tuple[str, int, int, Decimal]]) -> None:
        shown: dict[date, Seen] = {}
        closed: dict[tuple[date, date], tuple[Decimal, Decimal]] = {}
        for number, (what, at, on, amount) in enumerate(taken):
            day = FIRST + timedelta(days=number)
            with clock(day):
                self.step(what, at, months(YEAR)[on], amount)
                shown[day] = self.page(day)
                self.sums_hold(read_grid(self.council, YEAR))
                closed |= {(month, day): self.closed_at(month, day) for month in self.closed()}
        for day, then in shown.items():
            assert self.page(day) == then
        for (month, day), held in closed.items():
            assert self.closed_at(month, day) == held
        assert [*problems(self.council), *replay_problems(self.council)] == []

    def page(self, day: date) -> Seen:
        """What the grid, the forecast and the decision show as at a day and as known then."""
        grid = read_grid(self.council, YEAR, day, end_of_day(day))
        authority = self.authority(day)
        figures = (
            authority.terms,
            authority.gross,
            authority.spent,
            authority.committed,
            authority.allocated,
        )
        return {line.line.pk: line.figures for line in grid.lines}, grid.total, figures

    def closed_at(self, month: date, day: date) -> tuple[Decimal, Decimal]:
        """What a month came to at its close, and the forecast frozen with it, as known at the end of a day."""
        known = end_of_day(day)
        at = MonthClose.objects.of(self.council).standing(None, known).get(month=month)
        frozen = ForecastVersion.objects.of(self.council).standing(None, known).get(month=month)
        assert frozen.total == sum(frozen.outturns.values(), NIL)
        return at.total, frozen.total

    def sums_hold(self, grid: Grid) -> None:
        lines = [line.figures for line in grid.lines]
        for name in ("budget", "budget_to_date", "actual_to_date", "forecast_outturn", "variance"):
            assert getattr(grid.total, name) == sum((getattr(line, name) for line in lines), NIL)
        moved = BudgetMovement.objects.standing().filter(kind=Kind.VIREMENT)
        assert sum((entry.amount for entry in moved), NIL) == NIL
        authority = self.authority()
        assert authority.spent == sum((line.spent for line in authority.lines), NIL)
        assert authority.allocated == sum(authority.budget_by_year.values(), NIL)
        for close in MonthClose.objects.of(self.council).standing():
            stored = {int(pk): Decimal(amount) for pk, amount in close.totals.items()}
            assert sum(stored.values(), NIL) == close.total

    def authority(self, day: date | None = None) -> Authority:
        decisions = list(FundingDecision.objects.with_authority())
        return authorities(decisions, day, end_of_day(day) if day else None)[0]

    def closed(self) -> frozenset[date]:
        return MonthClose.objects.closed_months(self.council)

    def step(self, what: str, at: int, month: date, amount: Decimal) -> None:
        try:
            getattr(self, what)(self.lines[at], month, amount)
        except ValueError:
            # Refused, such as what lies in a closed month: the sums must hold all the same.
            return

    def enter(self, line: Any, month: date, amount: Decimal) -> None:
        record_spend(line=line, month=month, amount=amount, by=self.by, note="n")

    def empty(self, line: Any, month: date, amount: Decimal) -> None:
        record_spend(line=line, month=month, amount=None, by=self.by, note="n")

    def accrue(self, line: Any, month: date, amount: Decimal, kind: str = "accrual") -> None:
        add_entry(line=line, month=month, kind=kind, amount=amount, note="n", by=self.by)

    def commit(self, line: Any, month: date, amount: Decimal) -> None:
        self.accrue(line, month, abs(amount), "commitment")

    def adjust(self, line: Any, month: date, amount: Decimal) -> None:
        """What belongs to a closed month, in an open one after it."""
        late = month if month in self.closed() else None
        into = next(each for each in (*months(YEAR), period_13(YEAR)) if each not in self.closed())
        facts = {"kind": "adjustment", "amount": amount, "note": "n", "puts_right": late}
        add_entry(line=line, month=into if late else month, by=self.by, **facts)  # type: ignore[arg-type]

    def close(self, line: Any, month: date, amount: Decimal) -> None:
        waiting = (each for each in months(YEAR) if each not in self.closed())
        factories.close(self.council, self.by, next(waiting, period_13(YEAR)))

    def reopen(self, line: Any, month: date, amount: Decimal) -> None:
        last = max(self.closed(), default=month)
        reopen_month(council=self.council, month=last, reason="Late invoice", by=self.by)

    def virement(self, line: Any, month: date, amount: Decimal) -> None:
        to = self.lines[(self.lines.index(line) + 1) % 3]
        move_budget(
            line=line,
            year=YEAR,
            kind=Kind.VIREMENT,
            amount=abs(amount),
            to=to,
            reason="A vacancy",
            by=self.by,
        )

    def growth(self, line: Any, month: date, amount: Decimal) -> None:
        move_budget(line=line, year=YEAR, kind=Kind.GROWTH, amount=amount, reason="Grant", by=self.by)

    def method(self, line: Any, month: date, amount: Decimal) -> None:
        choose_method(
            line=line, year=YEAR, method=Method.values[month.month % len(Method.values)], by=self.by
        )

    def forecast(self, line: Any, month: date, amount: Decimal) -> None:
        choose_method(line=line, year=YEAR, method=Method.OWN, by=self.by)
        cell = GridCell(line.pk, month, "", str(amount))
        save_forecast(council=self.council, year=YEAR, by=self.by, cells=[cell])

    def conditions(self, line: Any, month: date, amount: Decimal) -> None:
        decision = FundingDecision.objects.get()
        edit_decision(
            decision=decision,
            by=self.by,
            shown_version=decision.version,
            title=decision.title,
            amount=decision.amount,
            sources=given_sources(decision),
            approvals=given_approvals(decision),
            conditions=f"Report {amount}",
        )

    def tranche(self, line: Any, month: date, amount: Decimal) -> None:
        decision = FundingDecision.objects.get()
        tranche = add_tranche(decision=decision, amount=abs(amount), by=self.by)
        draw_tranche(tranche=tranche, drawn_on=today(), drawn_by="Cabinet", by=self.by)
