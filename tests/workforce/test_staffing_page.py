"""How full the posts are, what agency costs, the board, the starts to confirm, and the offer to finance."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Change, Council, User
from accounts.roles import Role
from core.dates import clock
from core.ledger import AsAt
from finance.models import ForecastOffer
from tests.conftest import Person, SignedIn
from tests.factories import budget_line, cover, funded_post, funding_decision, recruitment
from workforce import services
from workforce.models import FundedPost
from workforce.staffing import staffing

DAY = date(2025, 1, 2)


@pytest.fixture
def post(eastshire: Council, finance_officer: User, workforce_lead: User) -> FundedPost:
    """Three social workers: one in post since 3 December, two covered by one agency worker."""
    with clock(date(2024, 7, 17)):
        services.add_grade_cost(
            council=eastshire,
            by=workforce_lead,
            grade="10",
            from_date=date(2024, 4, 1),
            annual_cost=Decimal(52_000),
        )
    line = budget_line(funding_decision(eastshire, finance_officer), finance_officer)
    made = funded_post(eastshire, number=3, line=line)
    recruitment(made, 1, "advertised", date(2024, 9, 2), channel="the council's site")
    recruitment(made, 1, "appointed", date(2024, 10, 1), start_date=date(2024, 12, 3))
    recruitment(made, 1, "in_post", date(2024, 12, 3))
    cover(made, date(2024, 10, 1), numbers=[2, 3], weekly_cost=Decimal(2_000))
    return made


def test_the_figures_of_a_day(eastshire: Council, post: FundedPost) -> None:
    found = staffing(eastshire, AsAt(DAY))
    assert (found.own_fte, found.agency_fte, found.agency_share) == (Decimal(1), Decimal(1), Decimal(50))
    assert (found.days_to_hire, found.rolling.leavers) == (92, 0)
    (agency,) = found.agency
    assert (agency.a_year_each, agency.premium, agency.equals_posts) == (
        Decimal(104_000),
        Decimal(52_000),
        Decimal(2),
    )
    # September of three, and October, November and a day of December of one.
    assert found.lost_months == Decimal("5.0")
    assert abs(sum(amount for _, amount in found.causes) - (found.forecast - found.planned)) < Decimal("0.01")
    # Before anybody came.
    assert staffing(eastshire, AsAt(date(2024, 9, 10))).agency_share is None


def test_agency_without_a_recorded_cost_is_listed_too(
    eastshire: Council, post: FundedPost, reader: User, client_for: SignedIn
) -> None:
    cover(funded_post(eastshire, role="Reviewer", number=2), date(2024, 11, 1), headcount=2)
    found = staffing(eastshire, AsAt(DAY))
    assert sum(row.cover.headcount for row in found.agency) == found.agency_fte == 3
    assert [(row.a_year_each, row.premium, row.equals_posts) for row in found.agency][1] == (None, None, None)
    page = client_for(reader).get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    assert "Not recorded" in page


def test_another_councils_posts_are_never_counted(eastshire: Council, marchshire: Council) -> None:
    cover(funded_post(marchshire, number=5), date(2024, 9, 2), weekly_cost=Decimal(1))
    found = staffing(eastshire, AsAt(DAY))
    assert (found.rows, found.agency, sum(found.counts.values())) == ((), (), 0)


def test_the_page_and_its_files(post: FundedPost, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    page = client.get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    assert "<strong>50% agency</strong>" in page
    assert "2 posts" in page
    assert "Offer to finance" not in page
    for kind in ("xlsx", "csv"):
        for name in ("staffing", "post", "costing"):
            answer = client.get(reverse(f"workforce:{name}-export", args=["eastshire", kind]))
            assert answer.status_code == 200
    csv = client.get(reverse("workforce:staffing-export", args=["eastshire", "csv"])).content.decode()
    assert "Late start or vacancy" in csv
    assert client.get(reverse("workforce:staffing-export", args=["eastshire", "pdf"])).status_code == 404


def test_the_export_is_what_is_filtered(
    eastshire: Council, post: FundedPost, reader: User, client_for: SignedIn
) -> None:
    funded_post(eastshire, role="Reviewer", team="Quality")
    address = reverse("workforce:post-export", args=["eastshire", "csv"])
    client = client_for(reader)
    assert "Reviewer" in client.get(address).content.decode()
    filtered = client.get(f"{address}?q=social").content.decode()
    assert "Social Worker" in filtered
    assert "Reviewer" not in filtered
    assert "Social" not in client.get(f"{address}?team=Quality").content.decode()


def test_finance_is_offered_each_line_for_every_open_month(
    post: FundedPost, workforce_lead: User, clerk: User, client_for: SignedIn
) -> None:
    address = reverse("workforce:staffing-offer", args=["eastshire"])
    assert client_for(clerk).post(address).status_code == 403
    client = client_for(workforce_lead)
    assert client.get(address).status_code == 405
    assert client.post(address, {"shown": "1.00"}).status_code == 409
    assert not ForecastOffer.objects.exists()
    page = client.get(reverse("workforce:staffing-list", args=["eastshire"])).content.decode()
    shown = {"shown": page.partition('name="shown" value="')[2].partition('"')[0]}
    assert client.post(address, shown).status_code == 302
    before = Change.objects.count()
    client.post(address, shown)
    assert Change.objects.count() == before
    offer = ForecastOffer.objects.get()
    assert offer.line == post.line
    # Nothing is closed: from the planned start, when nobody had come.
    assert min(offer.by_month) == date(2024, 9, 1)
    assert not offer.by_month[date(2024, 9, 1)]
    # One in post, and the agency worker of two.
    assert offer.by_month[date(2025, 1, 1)] == Decimal("13000.00")


def test_the_board_has_each_position_once_and_says_what_waits(
    eastshire: Council, post: FundedPost, reader: User, client_for: SignedIn
) -> None:
    late = funded_post(eastshire, role="Reviewer")
    recruitment(late, 1, "appointed", date(2024, 10, 15), start_date=date(2024, 12, 10))
    client = client_for(reader)
    board = client.get(reverse("workforce:board-list", args=["eastshire"])).content.decode()
    assert board.count("app-board__card") == 4
    assert "Was due to start 10 December 2024, not yet confirmed" in board
    starts = reverse("workforce:start-list", args=["eastshire"])
    page = client.get(starts).content.decode()
    assert "was due to start 10 December 2024, not yet confirmed" in page
    assert "Everyone whose start date has passed" in client.get(f"{starts}?as_at=2024-12-01").content.decode()


@pytest.mark.parametrize(
    "name", ["staffing-list", "board-list", "costing-list", "start-list", "grade-cost-list"]
)
def test_who_may_see(name: str, reader: User, outsider: User, client_for: SignedIn) -> None:
    address = reverse(f"workforce:{name}", args=["eastshire"])
    assert client_for(outsider).get(address).status_code == 404
    assert client_for(reader).post(address).status_code == 405
    assert client_for(reader).get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 10, 200])
@pytest.mark.parametrize(
    ("name", "queries"), [("staffing-list", 19), ("board-list", 11), ("costing-list", 10)]
)
def test_the_number_of_queries_stays(
    eastshire: Council,
    person: Person,
    client_for: SignedIn,
    name: str,
    queries: int,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rows):
        cover(funded_post(eastshire), date(2024, 9, 2), weekly_cost=Decimal(1_000))
    client = client_for(person(eastshire, Role.READER))
    address = reverse(f"workforce:{name}", args=["eastshire"])
    # session, person, council, roles; posts, their sections; positions, events, cover, its positions, sentences;
    # for costs, grade costs, pay awards and what was entered or printed; for staffing all cover, approvals and
    # budgets too
    with django_assert_num_queries(queries):
        client.get(address)
