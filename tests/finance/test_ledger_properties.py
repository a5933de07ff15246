"""Whatever is entered, moved, closed, adjusted and extracted, in whatever order: the lines add up to the total, and
what was known of a closed month stays as it was known."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import clock, end_of_day
from core.financial_year import months
from finance.authority import authorities
from finance.figures import NIL
from finance.grid import read_grid
from finance.ledger_checks import problems
from finance.models import FundingDecision, MonthClose, SpendEntry
from finance.periods import period_13
from finance.services import record_spend
from finance.services.entries import add_entry, move_spend
from finance.spend_replay import problems as replay_problems
from tests import factories
from tests.finance.extracting import bring, post, seen

# A year that ends in a leap year's March, and a day after it: every month has begun.
YEAR = 2023
FIRST = date(2024, 4, 1)
amounts = st.decimals(min_value="-900", max_value="900", places=2)
WHAT = ["enter", "empty", "accrue", "adjust", "move", "close", "extract"]
steps = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 2), st.integers(0, 11), amounts), min_size=1, max_size=9
)


class AnyOrderOfSpend(TestCase):
    def setUp(self) -> None:
        self.council = Council.objects.create(slug="eastshire", name="Eastshire", short_name="Eastshire")
        self.by = User.objects.create_user(email="finance@eastshire.example", name="Finance")
        Membership.objects.create(
            council=self.council, user=self.by, role=Role.FINANCE, started_on=date(2024, 1, 1)
        )
        decision = factories.funding_decision(self.council, self.by, amount="100000")
        budgets = {YEAR: "1200"}
        self.lines = [
            factories.budget_line(decision, self.by, f"L{at}", budgets=budgets, cost_centre=f"C{at}")
            for at in range(3)
        ]

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps)
    def test_sums_hold_and_closed_months_stay(self, taken: list[tuple[str, int, int, Decimal]]) -> None:
        closed: list[tuple[date, date, dict[int, Decimal]]] = []
        for number, (what, at, on, amount) in enumerate(taken):
            day = FIRST + timedelta(days=number)
            with clock(day):
                before = self.closed()
                self.step(what, at, months(YEAR)[on], amount)
                closed += [(month, day, self.cells(month)) for month in self.closed() - before]
        grid = read_grid(self.council, YEAR)
        total = sum((line.figures.actual_to_date for line in grid.lines), NIL)
        assert grid.total.actual_to_date == total
        spent = authorities(list(FundingDecision.objects.with_authority()))[0].spent
        assert spent == total + sum(self.cells(date(2024, 4, 1)).values(), NIL)
        for month, day, cells in closed:
            assert self.cells(month, day) == cells == self.cells(month)
        moved = SpendEntry.objects.standing().filter(note__startswith="Moved ")
        assert sum((entry.amount for entry in moved), NIL) == NIL
        assert [*problems(self.council), *replay_problems(self.council)] == []

    def closed(self) -> frozenset[date]:
        return MonthClose.objects.closed_months(self.council)

    def cells(self, month: date, known_on: date | None = None) -> dict[int, Decimal]:
        known_at = end_of_day(known_on) if known_on else None
        entries = SpendEntry.objects.of(self.council).filter(month=month).standing(None, known_at)
        return {line_id: spent for (line_id, _), spent in entries.by_cell().items()}

    def step(self, what: str, at: int, month: date, amount: Decimal) -> None:
        line, other = self.lines[at], self.lines[(at + 1) % 3]
        entry = {"line": line, "month": month, "amount": amount, "note": "n", "by": self.by}
        try:
            match what:
                case "enter":
                    record_spend(line=line, month=month, amount=amount, by=self.by, note="n")
                case "empty":
                    record_spend(line=line, month=month, amount=None, by=self.by, note="n")
                case "accrue":
                    add_entry(kind="accrual", **entry)  # type: ignore[arg-type]
                case "adjust":
                    add_entry(kind="adjustment", **entry)  # type: ignore[arg-type]
                case "move":
                    move_spend(to=other, **entry)  # type: ignore[arg-type]
                case "close":
                    waiting = (each for each in months(YEAR) if each not in self.closed())
                    factories.close(self.council, self.by, next(waiting, period_13(YEAR)))
                case _:
                    self.extract(line.cost_centre, month, amount)
        except ValueError:
            # Refused, such as what lies in a closed month: the sums must hold all the same.
            return

    def extract(self, centre: str, month: date, amount: Decimal) -> None:
        text = f"CC,Account,YTD\n{centre},,{amount}\n"
        extract = bring(self.by, self.council, text, kind="cumulative", year=YEAR, through=month)
        post(extract, self.by, str(amount), into=period_13(YEAR))
        through = {each for each in months(YEAR) if each <= month}
        line_id = seen(extract).cells[0].line.pk if seen(extract).cells else None
        assert line_id is None or month in self.closed()
        assert month in self.closed() or self.to_date(centre, through) == amount

    def to_date(self, centre: str, through: set[date]) -> Decimal:
        line = next(line for line in self.lines if line.cost_centre == centre)
        cells = SpendEntry.objects.of(self.council).standing().by_cell()
        return sum((cells.get((line.pk, month), NIL) for month in through), NIL)
