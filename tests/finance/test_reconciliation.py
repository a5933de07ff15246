"""Document 000's table, held against what grade cost, start, pay award and number give."""

from decimal import Decimal

import pytest

from finance.figures import share_out
from finance.reconciliation import Cause, PrintedRow, Reconciliation, reconcile

# label, number of posts, grade, printed 2024/25 and 2025/26, months of 2024/25 (document 000, paragraph 13).
ROWS: list[tuple[str, int, int, dict[int, int], int]] = [
    ("Independent Reviewing Officers x 2", 2, 11, {2024: 82842, 2025: 133434}, 7),
    ("Connected Carer Assessors x 2", 2, 10, {2024: 71212, 2025: 114702}, 7),
    ("Social Worker x 6", 6, 10, {2024: 213636, 2025: 344106}, 7),
    ("Team Leaders x 2", 2, 11, {2024: 82842, 2025: 133434}, 0),
    ("PAs x 3", 3, 7, {2024: 77517, 2025: 124860}, 7),
    ("Quality Assurance Officer", 1, 11, {2024: 41421, 2025: 66717}, 7),
    ("Family Group Conference Support Workers x 4", 4, 7, {2024: 166480, 2025: 166480}, 0),
    ("Edge of Care Support Workers x 5", 5, 7, {2024: 208100, 2025: 286755}, 0),
    ("Project Manager", 1, 11, {2024: 41421, 2025: 66717}, 7),
]
ANNUAL = {7: Decimal(44296), 10: Decimal(61039), 11: Decimal(71007)}
STATED: dict[int | None, Decimal] = {2024: Decimal(628050), 2025: Decimal(1358549), None: Decimal(1986599)}
# Posts were rounded one by one and then multiplied, so these cells are out by more than a penny short of £1.
BY_POST = {"Social Worker x 6": {2024: "-0.50", 2025: "-1.36"}, "PAs x 3": {2024: "-1.00", 2025: "0.65"}}
WRONG = {
    "Team Leaders x 2": [Cause(2024, Decimal(82842), "starts April 2025")],
    "Family Group Conference Support Workers x 4": [Cause(2024, Decimal(166480), "starts April 2025")],
    "Edge of Care Support Workers x 5": [
        Cause(2024, Decimal(208100), "starts April 2025"),
        Cause(2025, Decimal("78656.08"), "costed at another grade"),
    ],
}


def computed() -> dict[int, tuple[Decimal, ...]]:
    """By year and row, to the penny: the whole year's cost is rounded once, and its rows add up to it."""
    posts = [ANNUAL[grade] * number for _, number, grade, _, _ in ROWS]
    first = [int(cost) * months for cost, (*_, months) in zip(posts, ROWS, strict=True)]
    later = [int(cost) for cost in posts]
    totals = {2024: sum(first) / Decimal(12), 2025: sum(later) * Decimal("1.025") * 11 / 12}
    return {
        year: share_out(totals[year].quantize(Decimal("0.01")), weights)
        for year, weights in ((2024, first), (2025, later))
    }


def document_000(with_causes: bool = True) -> Reconciliation:
    rows, cost = [], computed()
    for at, (label, _, _, printed, _) in enumerate(ROWS):
        rounding = [
            Cause(year, Decimal(amount), "", is_rounding=True)
            for year, amount in BY_POST.get(label, {}).items()
        ]
        rows.append(
            PrintedRow(
                label,
                {year: Decimal(amount) for year, amount in printed.items()},
                {year: cost[year][at] for year in cost},
                [*WRONG.get(label, []), *rounding] if with_causes else [],
            )
        )
    rows.append(PrintedRow("Expert support", {2024: Decimal(100000)}, {2024: Decimal(100000)}))
    return reconcile(rows, [2024, 2025], STATED)


def test_the_printed_rows_do_not_add_up_to_the_stated_totals() -> None:
    columns = document_000().all_columns
    assert [column.printed for column in columns] == [1085471, 1437205, 2522676]
    assert [column.stated for column in columns] == [628050, 1358549, 1986599]
    assert [column.difference for column in columns] == [457421, 78656, 536077]


def test_the_stated_totals_are_what_we_compute_to_the_pound() -> None:
    columns = document_000().all_columns
    assert [str(column.computed) for column in columns] == ["628049.67", "1358549.18", "1986598.85"]
    assert [round(column.computed) for column in columns] == [column.stated for column in columns]
    assert all(abs(column.stated_less_computed) < 1 for column in columns)


def test_the_causes_add_up_to_each_difference() -> None:
    reconciliation = document_000()
    for column in reconciliation.all_columns:
        assert sum(cause.amount for cause in column.causes) == column.difference
    assert reconciliation.is_explained
    assert not reconciliation.agrees


def test_four_cells_are_wrong_and_rounding_is_named_apart() -> None:
    reconciliation = document_000()
    wrong = [
        (row.label, at) for row in reconciliation.rows for at, cell in enumerate(row.cells) if cell.is_wrong
    ]
    assert wrong == [
        ("Team Leaders x 2", 0),
        ("Family Group Conference Support Workers x 4", 0),
        ("Edge of Care Support Workers x 5", 0),
        ("Edge of Care Support Workers x 5", 1),
    ]
    rounding = [cause for cause in reconciliation.columns[0].causes if "whole pound" in cause.name]
    assert [str(cause.amount) for cause in rounding] == ["-0.67", "-0.33"]


def test_what_no_cause_names_stays_unexplained() -> None:
    reconciliation = document_000(with_causes=False)
    assert not reconciliation.is_explained
    # Everything from £1 up: the three wrong cells and the personal advisers' pound.
    assert reconciliation.columns[0].unexplained == Decimal(457421)
    assert not reconciliation.total.is_explained


def test_a_table_in_thousands_agrees_within_a_thousand() -> None:
    """Document 003: 25 lines in £000 that add up to the stated £6,489k."""
    rows = [PrintedRow("Court team", {2022: Decimal(298000)}, {2022: Decimal(298412)})]
    stated: dict[int | None, Decimal] = {2022: Decimal(298000), None: Decimal(298000)}
    reconciliation = reconcile(rows, [2022], stated, unit=1000)
    assert reconciliation.agrees
    assert reconciliation.is_explained
    assert [str(cause.amount) for cause in reconciliation.total.causes] == ["-412", "412"]


def test_a_total_that_adds_up_wrong_rows_is_found_too() -> None:
    wrong = [Cause(2024, Decimal(500), "Counted a month early")]
    stated: dict[int | None, Decimal] = {2024: Decimal(12500), None: Decimal(12500)}
    for causes, explained in ((wrong, True), ([], False)):
        rows = [PrintedRow("One", {2024: Decimal(12500)}, {2024: Decimal(12000)}, causes)]
        reconciliation = reconcile(rows, [2024], stated)
        assert reconciliation.adds_up
        assert not reconciliation.agrees
        assert reconciliation.is_explained is explained


@pytest.mark.parametrize("stated", ["999", "1003"])
def test_a_stated_total_out_by_more_than_rounding_is_unexplained(stated: str) -> None:
    rows = [PrintedRow("One", {2024: Decimal(1001)}, {2024: Decimal(1001)})]
    reconciliation = reconcile(rows, [2024], {2024: Decimal(stated), None: Decimal(stated)})
    assert reconciliation.total.unexplained == Decimal(1001) - Decimal(stated)
