"""The board and the page of staffing stay short with two hundred posts: counts of all, the first ten, and all by
pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import budget_line, cover, funded_post, funding_decision, workforce_office
from workforce import services

BOARD, STAFFING = "workforce:board-list", "workforce:staffing-list"
CARD = "app-board__card"


@pytest.fixture
def many(eastshire: Council, finance_officer: User) -> None:
    """Sixty posts on lines of their own, half of them covered by agency workers."""
    services.add_grade_cost(
        council=eastshire,
        by=workforce_office(eastshire),
        grade="10",
        from_date=date(2024, 4, 1),
        annual_cost=Decimal(12_000),
    )
    decision = funding_decision(eastshire, finance_officer)
    for number in range(60):
        line = budget_line(decision, finance_officer, code=f"L{number}", name=f"Line {number}")
        post = funded_post(eastshire, role=f"Role {number}", number=1, grade="10", line=line)
        if number % 2:
            cover(post, date(2024, 9, 2), weekly_cost=Decimal(1_000))


@pytest.mark.usefixtures("many")
def test_a_column_of_the_board_has_its_count_and_its_first_ten(reader: User, client_for: SignedIn) -> None:
    client, address = client_for(reader), reverse(BOARD, args=["eastshire"])
    page = client.get(address).content.decode()
    assert page.count(CARD) == 20
    assert page.count("Show all 30") == 2
    shown = client.get(f"{address}?show=covered").content.decode()
    assert shown.count(CARD) == 40
    assert "Show the first only" in shown
    assert "<title>Positions by state, all covered positions –" in shown
    assert client.get(f"{address}?show=covered&page=rubbish").content.decode().count(CARD) == 40
    assert client.get(f"{address}?show=nonsense").content.decode().count(CARD) == 20


@pytest.mark.usefixtures("many")
def test_every_table_of_staffing_has_its_first_ten(reader: User, client_for: SignedIn) -> None:
    client, address = client_for(reader), reverse(STAFFING, args=["eastshire"])
    page = client.get(address).content.decode()
    # By post and by line in three tables of sixty, agency in one of thirty.
    assert (page.count("Show all 60"), page.count("Show all 30")) == (3, 1)
    posts = client.get(f"{address}?show=by-post&as_at=2024-12-31").content.decode()
    assert "1 to 50 of 60." in posts
    assert "?show=by-post&amp;as_at=2024-12-31&amp;page=2#by-post" in posts
    rest = client.get(f"{address}?show=by-post&page=2").content.decode()
    assert "51 to 60 of 60." in rest


@pytest.mark.usefixtures("many")
def test_what_posts_cost_has_its_first_ten_and_the_total_of_all(reader: User, client_for: SignedIn) -> None:
    client, address = client_for(reader), reverse("workforce:costing-list", args=["eastshire"])
    page = client.get(address).content.decode()
    assert "Show all 60" in page
    # Eighteen months of £1,000 for each, 7 and 11 in the two years.
    assert "£1,080,000" in page
    rest = client.get(f"{address}?show=rows&page=2").content.decode()
    assert "51 to 60 of 60." in rest
    assert "<title>What posts cost, all rows, page 2 –" in rest


@pytest.mark.usefixtures("many")
def test_the_files_are_whole_whatever_is_shown(reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    page = client.get(f"{reverse(STAFFING, args=['eastshire'])}?show=by-post&page=2").content.decode()
    assert "export/csv/?show" not in page
    answer = client.get(reverse("workforce:staffing-export", args=["eastshire", "csv"]))
    assert len(answer.content.decode().strip().splitlines()) == 61


@pytest.mark.usefixtures("many")
def test_a_whole_table_that_was_asked_for_stands_open(reader: User, client_for: SignedIn) -> None:
    """On a narrow screen the tables wait behind a heading, but not the one somebody asked for."""
    client, address = client_for(reader), reverse(STAFFING, args=["eastshire"])
    folds = '<details class="app-fold"'
    page = client.get(address).content.decode()
    assert (page.count(folds), page.count(f"{folds} open>")) == (2, 0)
    assert "By budget line: 60 lines" in page
    assert "30 arrangements: who covers what" in page
    for part in ("agency", "by-line"):
        asked = client.get(f"{address}?show={part}").content.decode()
        assert asked.count(f"{folds} open>") == 1
