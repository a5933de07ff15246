"""The cost rule against document 000, and the arithmetic around it."""

from datetime import date
from decimal import Decimal

import pytest

from workforce.figures import (
    CostTable,
    GradeRate,
    NoGradeCost,
    annual_cost,
    cost_by_year,
    cost_steps,
    full_year_cost_after,
    rows_to_the_penny,
    to_the_penny,
)

APRIL_2024 = date(2024, 4, 1)
TABLE = CostTable(
    rates=(
        GradeRate("7", APRIL_2024, Decimal(44296)),
        GradeRate("10", APRIL_2024, Decimal(61039)),
        GradeRate("11", APRIL_2024, Decimal(71007)),
    ),
    awards={2025: Decimal("2.5")},
)
SEPTEMBER, APRIL, END = date(2024, 9, 2), date(2025, 4, 1), date(2026, 2, 28)
# Document 000, paragraph 13, with the starts of document 001, paragraph 38: number, grade, start.
ROWS = [
    (2, "11", SEPTEMBER),
    (2, "10", SEPTEMBER),
    (6, "10", SEPTEMBER),
    (2, "11", APRIL),
    (3, "7", SEPTEMBER),
    (1, "11", SEPTEMBER),
    (4, "7", APRIL),
    (5, "7", APRIL),
    (1, "11", SEPTEMBER),
]
SPECIALIST_SUPPORT = Decimal(100_000)


def costs_of(year: int) -> list[Decimal]:
    return [
        cost_by_year(TABLE, grade=grade, number=number, fte=Decimal(1), start=start, until=END).get(
            year, Decimal(0)
        )
        for number, grade, start in ROWS
    ]


def test_the_stated_totals_of_document_000_are_right() -> None:
    first = sum(costs_of(2024), SPECIALIST_SUPPORT)
    second = sum(costs_of(2025), Decimal(0))
    assert to_the_penny(first) == Decimal("628049.67")
    assert to_the_penny(second) == Decimal("1358549.18")
    assert to_the_penny(first + second) == Decimal("1986598.85")
    assert [round(first), round(second), round(first + second)] == [628_050, 1_358_549, 1_986_599]


def test_rows_in_whole_pence_add_up_to_the_total() -> None:
    rows = rows_to_the_penny(costs_of(2025))
    assert sum(rows) == Decimal("1358549.18")
    # Rounded one by one they come to a penny less; the penny goes to the row that lost most.
    assert sum(map(to_the_penny, costs_of(2025))) == Decimal("1358549.17")
    assert rows[1] == Decimal("114702.46")
    assert sum(rows_to_the_penny(costs_of(2024))) == Decimal("528049.67")


def test_each_step_of_a_cost_is_shown() -> None:
    first, second = cost_steps(TABLE, grade="10", number=6, fte=Decimal(1), start=SEPTEMBER, until=END)
    assert (first.year, int(first.months), first.awards, first.annual_cost) == (2024, 7, (), Decimal(61039))
    assert (second.year, int(second.months), second.awards) == (2025, 11, ((2025, Decimal("2.5")),))
    assert second.rate == Decimal(61039)
    assert second.annual_cost == Decimal("62564.975")


def test_half_a_post_costs_half() -> None:
    costs = cost_by_year(
        TABLE, grade="11", number=1, fte=Decimal("0.5"), start=APRIL_2024, until=date(2025, 3, 31)
    )
    assert costs == {2024: Decimal("35503.5")}


def test_eighteen_months_run_over_two_year_ends() -> None:
    costs = cost_by_year(
        TABLE, grade="7", number=1, fte=Decimal(1), start=date(2024, 11, 18), until=date(2026, 4, 30)
    )
    assert list(costs) == [2024, 2025, 2026]
    # November from the 18th is 10 of its 21 working days.
    assert to_the_penny(costs[2024]) == Decimal("16523.11")
    assert to_the_penny(costs[2025]) == Decimal("45403.40")
    assert to_the_penny(costs[2026]) == Decimal("3783.62")


def test_an_award_counts_from_the_first_of_april() -> None:
    assert annual_cost(TABLE, "7", date(2025, 3, 31)) == Decimal(44296)
    assert annual_cost(TABLE, "7", date(2025, 4, 1)) == Decimal("45403.400")


def test_a_new_cost_has_the_awards_of_its_day_in_it() -> None:
    newer = GradeRate("7", date(2025, 4, 1), Decimal(46000))
    table = CostTable(rates=(*TABLE.rates, newer), awards=TABLE.awards)
    assert annual_cost(table, "7", date(2025, 9, 1)) == Decimal(46000)


def test_the_full_year_after_the_money_ends() -> None:
    year, cost = full_year_cost_after(TABLE, grade="10", number=6, fte=Decimal(1), until=END)
    assert (year, cost) == (2026, Decimal("375389.85"))


def test_a_grade_without_a_cost_says_so() -> None:
    with pytest.raises(NoGradeCost, match="No cost is recorded for grade 12"):
        cost_by_year(TABLE, grade="12", number=1, fte=Decimal(1), start=SEPTEMBER, until=END)


def test_money_that_ends_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        cost_by_year(TABLE, grade="7", number=1, fte=Decimal(1), start=END, until=SEPTEMBER)


@pytest.mark.parametrize(
    ("start", "until", "months"),
    [
        (date(2024, 9, 2), date(2024, 9, 30), "1"),
        (date(2024, 9, 3), date(2024, 9, 30), "0.95"),
        (date(2025, 1, 15), date(2025, 1, 31), "0.57"),
        (date(2026, 2, 1), date(2026, 2, 27), "1"),
        (date(2026, 2, 1), date(2026, 2, 13), "0.5"),
        (date(2024, 12, 3), date(2025, 1, 15), "1.43"),
        (date(2025, 3, 31), date(2025, 3, 31), "0.05"),
        (date(2025, 3, 29), date(2025, 3, 30), "0"),
    ],
)
def test_a_month_counts_by_its_working_days(start: date, until: date, months: str) -> None:
    steps = cost_steps(TABLE, grade="7", number=1, fte=Decimal(1), start=start, until=until)
    total = sum(step.parts_of_a_month for step in steps)
    assert f"{float(total):.2f}" == f"{float(months):.2f}"


def test_a_new_grade_cost_counts_from_its_own_month() -> None:
    newer = GradeRate("7", date(2024, 10, 1), Decimal(48000))
    table = CostTable(rates=(*TABLE.rates, newer))
    steps = cost_steps(table, grade="7", number=1, fte=Decimal(1), start=APRIL_2024, until=date(2025, 3, 31))
    assert [(int(step.months), int(step.annual_cost)) for step in steps] == [(6, 44296), (6, 48000)]
    assert cost_by_year(
        table, grade="7", number=1, fte=Decimal(1), start=APRIL_2024, until=date(2025, 3, 31)
    ) == {2024: Decimal(46148)}
