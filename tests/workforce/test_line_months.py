"""The forecast by budget line and month: on the page of staffing, and in its files."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock
from core.ledger import AsAt
from tests.conftest import SignedIn
from tests.factories import budget_line, funded_post, funding_decision, recruitment, workforce_office
from workforce import services
from workforce.line_months import lines_by_month
from workforce.models import FundedPost
from workforce.staffing import staffing

DAY = date(2025, 1, 2)
START, UNTIL = date(2024, 9, 2), date(2026, 2, 28)


@pytest.fixture
def posts(eastshire: Council, finance_officer: User) -> list[FundedPost]:
    """One post in post from October on a line, one nobody is in without a line: £12,000 a year each."""
    by = workforce_office(eastshire)
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=eastshire, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(12_000)
        )
    line = budget_line(funding_decision(eastshire, finance_officer), finance_officer)
    facts: dict[str, Any] = {"number": 1, "grade": "10", "planned_start": START, "funded_until": UNTIL}
    held = funded_post(eastshire, line=line, **facts)
    recruitment(held, 1, "appointed", date(2024, 9, 10), start_date=date(2024, 10, 1))
    recruitment(held, 1, "in_post", date(2024, 10, 1))
    return [held, funded_post(eastshire, role="Reviewer", **facts)]


def test_rows_columns_and_totals_add_up(eastshire: Council, posts: list[FundedPost]) -> None:
    found = staffing(eastshire, AsAt(DAY))
    table = lines_by_month(found)
    assert (len(table.months), table.months[0], table.months[-1]) == (18, date(2024, 9, 1), date(2026, 2, 1))
    assert table.heads == ["2024/25", "2025/26", "All months"]
    held, without = table.rows
    assert (held.line, without.name) == (posts[0].line, "Posts without a budget line")
    assert [held.by_month[month] for month in table.months[:3]] == [0, 1_000, 1_000]
    assert [held.of_year(year) for year in (2024, 2025, 2026)] == [6_000, 11_000, None]
    assert table.total.total == held.total + without.total == round(found.forecast, 2)
    assert table.cells(held)[-3:] == [6_000, 11_000, 17_000]


def test_the_page_shows_it_in_a_region_that_scrolls(
    posts: list[FundedPost], reader: User, client_for: SignedIn
) -> None:
    page = client_for(reader).get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    region = page.partition('aria-label="Outturn by line and month"')[2].partition("</table>")[0]
    assert "£17,000" in region
    assert "Sep 24" in region
    assert "Posts without a budget line" in region


def test_the_files_hold_it(posts: list[FundedPost], reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    address = reverse("workforce:staffing-export", args=["eastshire", "csv"])
    rows = list(csv.DictReader(StringIO(client.get(f"{address}?by=month").content.decode("utf-8-sig"))))
    assert [row["Line"] for row in rows][1:] == ["Posts without a budget line", "All posts"]
    assert Decimal(rows[0]["October 2024 (not closed)"]) == 1_000
    assert Decimal(rows[0]["2025/26"]) == 11_000
    assert rows[0]["Facts as at"] == "2025-01-02"
    assert "Planned" in client.get(f"{address}?by=anything").content.decode()
    book = client.get(reverse("workforce:staffing-export", args=["eastshire", "xlsx"])).content
    sheet = load_workbook(BytesIO(book), read_only=True)["By line and month"]
    *_, total = sheet.iter_rows(values_only=True)
    assert (total[1], total[-1]) == ("All posts", 17_000)


def test_before_anything_was_approved_there_is_none(
    eastshire: Council, marchshire: Council, posts: list[FundedPost], reader: User, client_for: SignedIn
) -> None:
    assert lines_by_month(staffing(eastshire, AsAt(date(2024, 7, 1)))).rows == ()
    assert lines_by_month(staffing(marchshire, AsAt(DAY))).rows == ()
    address = reverse("workforce:staffing-export", args=["eastshire", "csv"])
    found = client_for(reader).get(f"{address}?by=month&as_at=2024-07-01")
    assert list(csv.DictReader(StringIO(found.content.decode("utf-8-sig")))) == []
