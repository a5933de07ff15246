"""Recording decisions, tranches, lines, movements, profiles and printed tables."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.models import Change, Council, User
from accounts.roles import Role
from accounts.versions import StaleVersion
from core.dates import clock, end_of_day
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Profile
from finance.reads import budget_by_line_and_year, reconciliation_of
from finance.services import (
    ApprovalGiven,
    StatedCauseGiven,
    StatedRowGiven,
    add_line,
    add_tranche,
    create_decision,
    draw_tranche,
    move_budget,
    record_stated_table,
    set_profile,
)
from tests import factories
from tests.conftest import Person


def budget(line: BudgetLine, year: int = 2024, day: date | None = None) -> Decimal:
    return budget_by_line_and_year(line.council, day)[line.pk][year]


def test_a_decision_is_effective_at_its_last_approval(decision: FundingDecision) -> None:
    assert decision.effective_on == date(2024, 7, 17)
    assert [approval.body for approval in decision.approvals.all()] == [
        "Children and Families Committee",
        "Full Council",
    ]


def test_net_is_gross_less_the_growth_already_in_the_budget(
    eastshire: Council, finance_officer: User
) -> None:
    """Document 002: £2.5m − £0.5m = £2.0m."""
    growth = Decimal(500000)
    decision = factories.funding_decision(
        eastshire, finance_officer, amount="2500000", already_in_budget=growth
    )
    assert decision.net == 2000000
    with pytest.raises(ValueError, match="growth"):
        factories.funding_decision(eastshire, finance_officer, slug="b", amount="1", already_in_budget=growth)


def test_two_tranches_come_to_the_authority_and_no_more(eastshire: Council, finance_officer: User) -> None:
    """Document 003: £11.489m in two tranches, £1m of the second already released."""
    approvals = [ApprovalGiven("Cabinet", date(2022, 3, 31))]
    decision = factories.funding_decision(eastshire, finance_officer, amount="11489000", approvals=approvals)
    add_tranche(decision=decision, number=1, amount=Decimal(5000000), by=finance_officer)
    second = add_tranche(
        decision=decision,
        number=2,
        amount=Decimal(6489000),
        by=finance_officer,
        brought_forward=Decimal(1000000),
        brought_forward_note="Under delegated powers, July 2022",
    )
    with pytest.raises(ValueError, match="no more than £11,489,000"):
        add_tranche(decision=decision, number=3, amount=Decimal(1), by=finance_officer)
    for _ in range(2):
        drawn = draw_tranche(
            tranche=second, drawn_on=date(2022, 11, 24), drawn_by="Cabinet", by=finance_officer
        )
    assert (drawn.drawn_on, drawn.drawn_by) == (date(2022, 11, 24), "Cabinet")
    assert Change.objects.filter(verb="drew down a tranche of").count() == 1
    with pytest.raises(ValueError, match="already"):
        draw_tranche(tranche=second, drawn_on=date(2022, 12, 1), drawn_by="Cabinet", by=finance_officer)


def test_a_tranche_shown_before_somebody_else_drew_one_is_not_drawn(
    decision: FundingDecision, finance_officer: User
) -> None:
    one, two = (
        add_tranche(decision=decision, number=number, amount=Decimal(10), by=finance_officer)
        for number in (1, 2)
    )
    draw_tranche(tranche=one, drawn_on=date(2024, 8, 1), drawn_by="Committee", by=finance_officer, version=1)
    with pytest.raises(StaleVersion):
        draw_tranche(
            tranche=two, drawn_on=date(2024, 8, 1), drawn_by="Committee", by=finance_officer, version=1
        )


def test_names_repeat_and_codes_do_not(line: BudgetLine, finance_officer: User) -> None:
    """Document 003 has two lines of one name, £0 and £793k."""
    nil = factories.budget_line(line.decision, finance_officer, "L02", name=line.name, budgets={2024: "0"})
    assert budget(nil) == 0
    with pytest.raises(IntegrityError):
        factories.budget_line(line.decision, finance_officer, "L01")


def test_the_budget_is_the_sum_of_its_movements_on_a_day(line: BudgetLine, finance_officer: User) -> None:
    kind = BudgetMovement.Kind.GROWTH
    move_budget(
        line=line,
        year=2024,
        kind=kind,
        amount=Decimal(500),
        reason="Grant",
        by=finance_officer,
        as_at=date(2024, 11, 1),
    )
    assert [budget(line), budget(line, day=date(2024, 10, 31))] == [12500, 12000]


def test_a_virement_takes_from_one_line_what_it_gives_another(
    line: BudgetLine, finance_officer: User
) -> None:
    other = factories.budget_line(line.decision, finance_officer, "L02")
    kind = BudgetMovement.Kind.VIREMENT
    entry = move_budget(
        line=line,
        to=other,
        year=2024,
        kind=kind,
        amount=Decimal("99.99"),
        by=finance_officer,
        reason="Minute 12",
    )
    assert (budget(line), budget(other)) == (Decimal("11900.01"), Decimal("12099.99"))
    assert entry.counterpart_of.line == other


def test_a_virement_needs_two_lines_and_never_turns_revenue_into_capital_or_back(
    line: BudgetLine, finance_officer: User
) -> None:
    capital = factories.budget_line(line.decision, finance_officer, "C1", kind=BudgetLine.Kind.CAPITAL)
    kind = BudgetMovement.Kind.VIREMENT
    for giving, to in ((line, None), (line, line), (line, capital), (capital, line)):
        with pytest.raises(ValueError, match=r"virement|Revenue is never moved"):
            move_budget(
                line=giving, to=to, year=2024, kind=kind, amount=Decimal(5), reason="Van", by=finance_officer
            )
    assert BudgetMovement.objects.filter(kind=kind).count() == 0


def test_a_profile_as_it_was_known_stays(line: BudgetLine, finance_officer: User) -> None:
    with clock(date(2024, 8, 1)):
        set_profile(line=line, year=2024, first_month=date(2024, 9, 1), by=finance_officer)
    with clock(date(2024, 12, 1)):
        for _ in range(2):
            set_profile(line=line, year=2024, parts=[1] * 12, by=finance_officer)
    then = Profile.objects.parts_by_line([line], 2024, end_of_day(date(2024, 11, 30)))
    assert then[line.pk] == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1)
    assert Profile.objects.parts_by_line([line], 2024)[line.pk] == (1,) * 12
    assert Profile.objects.count() == 2


@pytest.mark.parametrize("parts", [[0] * 12, [1] * 11, [1] * 11 + [-1]])
def test_a_profile_has_twelve_weights(line: BudgetLine, finance_officer: User, parts: list[int]) -> None:
    with pytest.raises(ValueError, match="twelve"):
        set_profile(line=line, year=2024, parts=parts, by=finance_officer)


def test_a_printed_table_is_kept_beside_the_original_budget(line: BudgetLine, finance_officer: User) -> None:
    cause = StatedCauseGiven(2024, Decimal(500), "Counted a month early")
    row = StatedRowGiven("Social workers", {2024: 12500}, line, causes=[cause])
    table = record_stated_table(
        decision=line.decision,
        title="Costings",
        source="Document 000, paragraph 13",
        years=[2024],
        rows=[row],
        totals={2024: 12000},
        total=12000,
        by=finance_officer,
    )
    growth = BudgetMovement.Kind.GROWTH
    move_budget(line=line, year=2024, kind=growth, amount=Decimal(77), reason="Grant", by=finance_officer)
    reconciliation = reconciliation_of(table)
    assert reconciliation.total.difference == 500
    assert reconciliation.total.computed == 12000
    assert reconciliation.is_explained


def test_a_printed_table_states_a_total_for_each_of_its_years(
    decision: FundingDecision, finance_officer: User
) -> None:
    with pytest.raises(ValueError, match="stated total"):
        record_stated_table(
            decision=decision,
            title="",
            source="",
            years=[2024],
            rows=[],
            totals={},
            total=0,
            by=finance_officer,
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
def test_only_finance_manages_the_budget(line: BudgetLine, person: Person, role: Role) -> None:
    by = person(line.council, role)
    decision = line.decision
    writes: list[Callable[[], object]] = [
        lambda: create_decision(
            council=line.council, slug="x", title="x", amount=Decimal(1), sources=[], by=by
        ),
        lambda: add_tranche(decision=decision, number=1, amount=Decimal(1), by=by),
        lambda: add_line(decision=decision, code="x", name="x", kind="posts", by=by),
        lambda: move_budget(line=line, year=2024, kind="growth", amount=Decimal(1), reason="Grant", by=by),
        lambda: set_profile(line=line, year=2024, parts=[1] * 12, by=by),
        lambda: record_stated_table(
            decision=decision, title="", source="", years=[], rows=[], totals={}, total=0, by=by
        ),
    ]
    for write in writes:
        with pytest.raises(PermissionDenied):
            write()
