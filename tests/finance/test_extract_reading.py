"""What the preview of a ledger says of how it was read: months by their numbers, and codes that are none."""

import pytest
from django.test import Client

from accounts.models import Council, User
from finance.models import BudgetLine, SpendEntry
from tests.conftest import SignedIn
from tests.finance.extracting import HEADS, NOVEMBER, bring, post, seen

SAID = "Month numbers are read as ledger periods: 1 is April"


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


@pytest.mark.parametrize(
    ("month", "says"), [("8", True), ("Month 08", True), ("Nov-24", False), ("P8", False)]
)
def test_numbers_of_months_are_said_to_be_periods(
    eastshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    finance: Client,
    month: str,
    says: bool,
) -> None:
    extract = bring(finance_officer, eastshire, f"CC,Subjective,Month,Amount\nC1,11000,{month},5\n")
    page = finance.get(f"/eastshire/extracts/{extract.pk}/").content.decode()
    assert (SAID in page) is says
    assert ">November 2024<" in page
    columns = finance.get(f"/eastshire/extracts/{extract.pk}/columns/").content.decode()
    assert SAID in columns


def test_a_file_of_the_year_to_date_speaks_of_no_months(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], finance: Client
) -> None:
    given = {"kind": "cumulative", "through": NOVEMBER}
    extract = bring(finance_officer, eastshire, "CC,Subjective,Month,YTD\nC1,11000,10,5\n", **given)
    assert SAID not in finance.get(f"/eastshire/extracts/{extract.pk}/").content.decode()


@pytest.mark.parametrize("columns", ["{},11000", "C1,{}"])
def test_a_code_that_is_too_long_is_refused_and_never_cut(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], columns: str
) -> None:
    kept = bring(finance_officer, eastshire, f"{HEADS}{columns.format('9' * 30)},8,Pay,5\n")
    assert not seen(kept).problems
    extract = bring(
        finance_officer, eastshire, f"{HEADS}C1,11000,8,Pay,1\n{columns.format('9' * 31)},8,Pay,5\n"
    )
    preview = seen(extract)
    assert preview.problems == (
        f"Row 3: “{'9' * 30}…” has 31 characters, and a code no more than 30: choose the column that holds the code "
        "alone",
    )
    with pytest.raises(ValueError, match="none will be"):
        post(extract, finance_officer, "6", leave_unmapped=True)
    assert not SpendEntry.objects.exists()
