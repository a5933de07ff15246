"""Finance brings the demonstration's ledger extract, maps what is new, moves a miscoded row, posts and undoes it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import Council
from finance.models import SpendEntry
from tests.browser.conftest import AsRole

FILE = Path(settings.BASE_DIR) / "fixtures" / "eastshire" / "ledger-2024-11.csv"
NOVEMBER = date(2024, 11, 1)
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


def november(council: Council) -> dict[str, Decimal]:
    entries = SpendEntry.objects.of(council).standing().filter(month=NOVEMBER).select_related("line")
    found: dict[str, Decimal] = {}
    for entry in entries:
        found[entry.line.code] = found.get(entry.line.code, Decimal(0)) + entry.amount
    return found


@BOTH
def test_an_extract_from_file_to_undo(
    as_role: AsRole, looked_over: Callable[[Page], None], javascript: bool
) -> None:
    page = as_role("finance", javascript=javascript)
    eastshire = Council.objects.get(slug="eastshire")
    page.goto("/eastshire/spend/2024/")
    page.get_by_role("link", name="Ledger extracts").click()
    page.get_by_role("button", name="Bring an extract").click()
    looked_over(page)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("link", name="Choose the file")).to_be_visible()
    page.get_by_label("The file").set_input_files(FILE)
    page.get_by_label("Transactions").check()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing is posted yet")
    expect(page.get_by_text("1 row, £212.40.")).to_be_visible()
    looked_over(page)

    page.get_by_label("Where CS4105 31500 goes").select_option("CFI-05 Personal Advisers (PAs) x 3")
    page.get_by_role("button", name="Remember where these go").click()
    expect(page.get_by_role("alert").first).to_contain_text("Mapped 1 code")
    page.get_by_role("link", name="The rows one by one").click()
    looked_over(page)
    page.get_by_role("link", name="Move row 11 to another line").click()
    looked_over(page)
    page.get_by_label("Line it belongs to").select_option("CFI-01 Independent Reviewing Officers (IRO) x 2")
    page.get_by_label("Why").fill("Cover for a reviewing officer")
    page.get_by_role("button", name="Move this row").click()
    expect(page.get_by_role("row", name="Independent Reviewing Officers")).to_contain_text(
        "moved here: row 11"
    )

    page.get_by_label("Control total").fill("42,823.18")
    page.get_by_label("Note", exact=True).fill("Period 8, printed 5 December")
    page.get_by_role("button", name="Post all of it").click()
    expect(page.get_by_role("link", name="a difference of −£0.63")).to_be_visible()
    assert november(eastshire) == {}
    page.get_by_label("Control total").fill("42,823.81")
    page.get_by_role("button", name="Post all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("of 9 rows")
    looked_over(page)
    assert november(eastshire) == {
        "CFI-01": Decimal(3060),
        "CFI-03": Decimal(31830),
        "CFI-05": Decimal("212.40"),
        "CFI-09": Decimal("5917.25"),
    }
    page.get_by_role("link", name="The extract and its rows").click()
    expect(page.get_by_text("These rows were posted by")).to_be_visible()
    looked_over(page)
    page.get_by_role("link", name="What was posted, and undoing it").click()
    page.get_by_label("Why").fill("Printed too early")
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("alert")).to_contain_text("Undone")
    assert november(eastshire) == {}


@BOTH
def test_codes_are_kept_changed_and_retired(
    as_role: AsRole, looked_over: Callable[[Page], None], javascript: bool
) -> None:
    page = as_role("finance", javascript=javascript)
    page.goto("/eastshire/extracts/")
    page.get_by_role("link", name="Where the codes of the ledger go").click()
    looked_over(page)
    page.get_by_role("link", name="Change CS2200 any code").click()
    page.get_by_label("Where its rows go").select_option("CFI-10 Specialist expert support")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="CS2200")).to_contain_text("CFI-10")
    page.get_by_role("link", name="Change CS2200 any code").click()
    looked_over(page)
    page.get_by_role("link", name="Retire these codes instead").click()
    looked_over(page)
    page.get_by_label("Why it is no longer used").fill("The cost centre is closed")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Those that were retired").click()
    looked_over(page)
    page.get_by_role("button", name="Bring back CS2200").click()
    expect(page.get_by_role("row", name="CS2200")).to_be_visible()
