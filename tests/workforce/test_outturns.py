"""What was spent beside what posts are worked out to: finance's rule in figures, page, files and offers."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Council, User
from core.dates import clock, end_of_day
from core.ledger import AsAt
from finance.models import BudgetLine, ForecastMethod, ForecastOffer
from finance.offers import compared
from finance.services import decide_offer
from finance.services.forecasts import append_figures, choose_method, expected_of
from tests.conftest import SignedIn
from tests.factories import (
    budget_line,
    close,
    funded_post,
    funding_decision,
    recruitment,
    spend,
    workforce_office,
)
from workforce import services
from workforce.line_months import lines_by_month
from workforce.models import FundedPost
from workforce.outturns import LineSpend, offered_by_month, outturn_by_month
from workforce.services.offers import offer_posts
from workforce.staffing import staffing
from workforce.staffing_rows import SPENT_OTHERWISE

DAY = date(2025, 1, 2)
SEP, OCT, NOV, DEC, JAN = (date(2024 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(9, 14))


def pounds(**by_month: str) -> dict[date, Decimal]:
    names = {"sep": SEP, "oct": OCT, "nov": NOV, "dec": DEC, "jan": JAN}
    return {names[name]: Decimal(amount) for name, amount in by_month.items()}


def test_a_closed_month_is_what_was_spent_and_an_open_one_the_larger() -> None:
    found = outturn_by_month(
        LineSpend(frozenset([SEP]), entered=pounds(sep="900", oct="1200", nov="10"), ordered={}),
        pounds(sep="1000", oct="1000", nov="1000", dec="1000"),
    )
    assert found == pounds(sep="900", oct="1200", nov="1000", dec="1000")


def test_spend_without_posts_and_orders_that_have_not_come_count_too() -> None:
    spent = LineSpend(frozenset([SEP]), entered=pounds(sep="50"), ordered=pounds(sep="70"))
    # What was ordered in a closed month is still to come in the first open one: April, as finance has it.
    assert sum(outturn_by_month(spent, pounds(dec="1000")).values()) == 1120
    assert outturn_by_month(LineSpend(), {}) == {}


def test_every_open_month_is_offered_and_those_entered_as_entered() -> None:
    spent = LineSpend(frozenset([SEP]), entered=pounds(sep="900", oct="800", jan="5"))
    worked_out = pounds(sep="1000", oct="1000", nov="1000", jan="1000")
    assert offered_by_month(spent, worked_out, DAY) == pounds(oct="800", nov="1000", jan="1000")


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return budget_line(
        funding_decision(eastshire, finance_officer),
        finance_officer,
        budgets={2024: "7000", 2025: "11000"},
    )


@pytest.fixture
def post(eastshire: Council, line: BudgetLine, finance_officer: User) -> FundedPost:
    """£1,000 a month; in post from October; £1,100 entered for October, which finance has not closed."""
    by = workforce_office(eastshire)
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=eastshire, by=by, grade="10", from_date=date(2024, 4, 1), annual_cost=Decimal(12_000)
        )
    post = funded_post(eastshire, line=line)
    recruitment(post, 1, "appointed", date(2024, 9, 10), start_date=OCT)
    recruitment(post, 1, "in_post", OCT)
    spend(line, finance_officer, {OCT: "1100"})
    return post


def test_line_and_months_by_finances_rule(
    eastshire: Council, post: FundedPost, finance_officer: User
) -> None:
    (found,) = staffing(eastshire, AsAt(DAY)).lines
    told = [found.total, found.spent, found.outturn, found.to_come]
    assert told == [17_000, 1_100, 17_100, 16_000]
    assert found.variance == -900
    assert dict(found.causes)[SPENT_OTHERWISE] == 100
    assert sum(amount for _, amount in found.causes) == found.variance
    # Before October was entered, on the same day of facts.
    (then,) = staffing(eastshire, AsAt(DAY, end_of_day(date(2024, 11, 6)))).lines
    assert then.spent is None
    assert then.outturn == 17_000
    (before,) = staffing(eastshire, AsAt(date(2024, 10, 30))).lines
    assert before.spent is None


def test_the_months_say_which_are_closed(eastshire: Council, post: FundedPost, finance_officer: User) -> None:
    with clock(date(2024, 11, 20)):
        for month in range(4, 11):
            close(eastshire, finance_officer, date(2024, month, 1))
    table = lines_by_month(staffing(eastshire, AsAt(DAY)))
    assert [table.says(month) for month in (SEP, OCT, NOV, DEC, JAN)] == [
        "closed",
        "closed",
        "not closed",
        "not closed",
        "",
    ]
    (row,) = table.rows
    # September is closed at nil, which is what was spent.
    assert [row.by_month[SEP], row.by_month[OCT], row.spent.get(SEP)] == [0, 1_100, 0]


def test_the_page_shows_both(post: FundedPost, reader: User, client_for: SignedIn) -> None:
    page = client_for(reader).get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    assert "<strong>£1,100</strong> has been entered as spent to the end of October 2024" in page
    assert "worked out to £1,000 for the same months" in page
    assert "spent £1,100" in page
    assert "Spent, as entered" in page


def test_the_files_hold_both(post: FundedPost, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    address = reverse("workforce:staffing-export", args=["eastshire", "csv"])
    rows = list(csv.DictReader(StringIO(client.get(f"{address}?by=month").content.decode("utf-8-sig"))))
    assert [row["Figures"] for row in rows] == ["Outturn from posts", "Spent, as entered"] * 2
    assert [Decimal(row["October 2024 (not closed)"]) for row in rows] == [1_100] * 4
    assert rows[1]["November 2024 (not closed)"] == ""
    book = client.get(reverse("workforce:staffing-export", args=["eastshire", "xlsx"])).content
    workbook = load_workbook(BytesIO(book), read_only=True)
    head, line = list(workbook["By budget line"].iter_rows(values_only=True))
    told = dict(zip(head, line, strict=True))
    assert (told["Spent, as entered"], told["Outturn"], told["Variance"]) == (1_100, 17_100, -900)


def test_another_councils_spend_is_never_counted(
    eastshire: Council, marchshire: Council, post: FundedPost
) -> None:
    assert staffing(marchshire, AsAt(DAY)).spend == {}


def test_accepting_an_offer_keeps_no_month_on_the_profile(
    eastshire: Council, post: FundedPost, line: BudgetLine, finance_officer: User
) -> None:
    """Finance had written nil for September; its outturn must not go back to the budget of that month."""
    with clock(DAY):
        choose_method(line=line, year=2024, method=ForecastMethod.Method.OWN, by=finance_officer)
        append_figures(line=line, figures={SEP: Decimal(0)}, source="own", by=finance_officer)
        offer_posts(council=eastshire, by=workforce_office(eastshire), found=staffing(eastshire, AsAt(DAY)))
        offer = ForecastOffer.objects.get()
        decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=compared(offer).present)
        expected = expected_of(line, 2024)
    assert [expected[month] for month in (SEP, OCT, NOV, JAN)] == [0, 1_100, 1_000, 1_000]


def test_an_ended_post_counts_until_its_end_and_is_offered_as_nothing_after(
    eastshire: Council, post: FundedPost
) -> None:
    with clock(date(2024, 12, 2)):
        services.set_status(
            post=post,
            by=workforce_office(eastshire),
            status=FundedPost.Status.ENDED,
            as_at=date(2024, 12, 2),
            note="Money over",
        )
    found = staffing(eastshire, AsAt(DAY))
    (line,) = found.lines
    assert [line.by_month[NOV], line.by_month[JAN], found.own_fte] == [1_000, 0, 0]
    causes = dict(found.causes)
    # September before anybody came; December but for its first day, a Sunday; then fourteen months.
    assert causes == {"Late start or vacancy": -1_000, "No longer additional, withdrawn or ended": -15_000}
    assert offered_by_month(line.spend, line.by_month, DAY)[JAN] == 0
    # Of the twelve months before its end only the funded ones count: nobody in September.
    assert found.rolling.vacancy == Decimal("31.9")
