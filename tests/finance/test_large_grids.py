"""What a big council does to the grid: a hundred lines by twelve months, a paste of a thousand cells, two at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from core.financial_year import months
from finance.models import BudgetLine, SpendBatch, SpendEntry
from finance.services import GridCell
from finance.services.batches import post_paste
from tests import factories
from tests.conftest import SignedIn

AFTER = date(2025, 4, 10)
PASTE = "/eastshire/spend/2024/paste/"


@pytest.fixture
def lines(eastshire: Council, finance_officer: User) -> list[BudgetLine]:
    decision = factories.funding_decision(eastshire, finance_officer)
    return [
        factories.budget_line(decision, finance_officer, f"L{at:03}", budgets={2024: "1"}, order=at)
        for at in range(100)
    ]


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def test_a_hundred_lines_by_twelve_months_are_saved_at_once(lines: list[BudgetLine], finance: Client) -> None:
    cells = [f"{line.pk}-{month:%Y%m}" for line in lines for month in months(2024)]
    posted = {f"cell-{cell}": str(at) for at, cell in enumerate(cells)}
    posted |= {f"shown-{cell}": "" for cell in cells}
    with clock(AFTER):
        answer = finance.post("/eastshire/spend/2024/", posted, follow=True)
    assert "Saved 1200 figures" in answer.content.decode()
    assert SpendEntry.objects.count() == 1200


def test_a_paste_of_a_thousand_cells_with_one_bad_one_changes_nothing(
    lines: list[BudgetLine], finance: Client
) -> None:
    rows = [[line.code, *(str(at) for at in range(10))] for line in lines]
    rows[57][4] = "5 hundred"
    block = "\n".join("\t".join(row) for row in rows)
    with clock(AFTER):
        answer = finance.post(PASTE, {"block": block})
    assert answer.status_code == 422
    assert "Some cells cannot be saved, so none will be" in answer.content.decode()
    assert "Save all these figures" not in answer.content.decode()
    cells = {f"cell-{line.pk}-{month:%Y%m}": "7" for line in lines for month in months(2024)[:10]}
    shown = {name.replace("cell", "shown"): "" for name in cells}
    cells[f"cell-{lines[57].pk}-202407"] = "5 hundred"
    with clock(AFTER):
        posted = finance.post(PASTE, cells | shown | {"post": "yes", "note": "Ledger"})
    assert posted.status_code == 422
    assert not SpendEntry.objects.exists()
    assert not SpendBatch.objects.exists()


def test_of_two_who_paste_over_each_other_the_second_is_told(
    lines: list[BudgetLine], eastshire: Council, finance_officer: User
) -> None:
    def pasted(amount: str) -> tuple[int, SpendBatch | None]:
        cells = [GridCell(line.pk, date(2024, 10, 1), "", amount) for line in lines[:3]]
        outcome, batch = post_paste(
            council=eastshire, year=2024, cells=cells, note="Day 5", by=finance_officer
        )
        return len(outcome.conflicts), batch

    assert pasted("5")[1] is not None
    assert pasted("6") == (3, None)
    stands = SpendEntry.objects.standing().values_list("amount", flat=True)
    assert set(stands) == {Decimal(5)}


@pytest.mark.parametrize(
    ("month", "year"), [(date(2025, 3, 1), 2024), (date(2025, 4, 1), 2025), (date(2024, 2, 1), 2023)]
)
def test_march_and_april_fall_in_their_years(
    month: date,
    year: int,
    lines: list[BudgetLine],
    eastshire: Council,
    finance_officer: User,
    finance: Client,
) -> None:
    factories.spend(lines[0], finance_officer, {month: "12.34"}, on=AFTER)
    label = f"{year}/{(year + 1) % 100}"
    page = finance.get(f"/eastshire/spend/{year}/").content.decode()
    assert f"Spend by month {label}" in page
    assert "12.34" in page
    for other in {2023, 2024, 2025} - {year}:
        assert "12.34" not in finance.get(f"/eastshire/spend/{other}/").content.decode()
