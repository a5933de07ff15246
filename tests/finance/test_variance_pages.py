"""The variance report, explanations, limits, the burn-up and what the money bought, as pages."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from finance.models import BudgetLine, VarianceExplanation, VarianceLimits
from tests import factories
from tests.conftest import SignedIn

ADDRESS = "/eastshire/variance/2024/"
APRIL = date(2024, 4, 1)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    line = factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)
    factories.spend(line, finance_officer, {APRIL: "90000.40"})
    factories.close(eastshire, finance_officer, APRIL)
    return line


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_report_says_what_varies_and_what_is_missing(line: BudgetLine, finance: Client) -> None:
    page = text(finance, ADDRESS)
    assert "Variance report 2024/25 through April 2024" in page
    assert "Explanation missing" in page
    assert "▲" in page
    assert "The forecast is the one frozen when April 2024 closed" in page


@pytest.mark.parametrize("by", ["stream", "section", "kind", "nonsense"])
def test_it_is_grouped_as_asked(line: BudgetLine, finance: Client, by: str) -> None:
    assert "subtotal" in text(finance, ADDRESS, by=by)


def test_it_is_filtered_and_its_total_says_so(line: BudgetLine, finance: Client) -> None:
    assert "Total of the lines asked for" in text(finance, ADDRESS, only="missing")
    assert "No budget line is like that" in text(finance, ADDRESS, only="under")
    assert "No budget line is like that" in text(finance, ADDRESS, q="nothing of the kind")


def test_through_a_month_and_as_known_on_a_day(line: BudgetLine, finance: Client) -> None:
    page = text(finance, ADDRESS, as_at="2024-05-01", known_at="2024-04-01")
    assert "through May 2024" in page
    assert "Explain<" not in page


def test_the_workbook_adds_up_by_itself(line: BudgetLine, finance: Client) -> None:
    sheet = load_workbook(BytesIO(finance.get(f"{ADDRESS}workbook/").content)).active
    assert sheet is not None
    assert sheet["K2"].value == "=J2-F2"
    assert sheet["L2"].number_format == "0.0%;-0.0%"
    assert sheet["E3"].value == "=SUBTOTAL(9,E2:E2)"
    assert sheet["B4"].value == "Total"
    assert sheet["E4"].value == "=SUBTOTAL(9,E2:E3)"


def test_finance_explains_a_line(line: BudgetLine, finance: Client) -> None:
    address = f"/eastshire/lines/{line.pk}/explain/202404/"
    assert address in text(finance, ADDRESS)
    assert finance.post(address, {"text": " "}).status_code == 422
    answer = finance.post(address, {"text": "Agency cover"}, follow=True)
    page = answer.content.decode()
    assert "Agency cover" in page
    assert "<strong>Explanation missing</strong>" not in page
    # A second person, who was shown nothing, sees both texts and may put theirs on top.
    answer = finance.post(address, {"text": "Something else"})
    assert answer.status_code == 409
    standing = VarianceExplanation.objects.get()
    assert f'value="{standing.pk}"' in answer.content.decode()
    assert finance.post(address, {"text": "Something else", "shown": standing.pk}).status_code == 302
    assert finance.get(f"/eastshire/lines/{line.pk}/explain/202413/").status_code == 404


def test_finance_sets_the_limits(line: BudgetLine, finance: Client) -> None:
    address = "/eastshire/variance/limits/"
    assert "These are the usual limits" in text(finance, address)
    data: dict[str, str] = {}
    for level in ("line", "service", "total"):
        for step, amount in (("amber", "1"), ("red", "99")):
            data |= {f"{level}_{step}_percent": amount, f"{level}_{step}_pounds": "900000"}
    data |= {"explain_explain_percent": "1000", "explain_explain_pounds": "500000"}
    data |= {"holds_from_day": "2", "holds_from_month": "1", "holds_from_year": "2025"}
    assert finance.post(address, data | {"line_red_percent": "0.5"}).status_code == 422
    assert finance.post(address, data).status_code == 302
    assert VarianceLimits.objects.count() == 1
    assert finance.post(address, data | {"line_red_percent": "50"}).status_code == 409


@pytest.mark.parametrize("name", ["", "decision", "line"])
def test_the_burn_up_of_all_of_a_decision_and_of_a_line(line: BudgetLine, finance: Client, name: str) -> None:
    of = {"": "", "decision": f"decision-{line.decision_id}", "line": f"line-{line.pk}"}[name]
    page = text(finance, "/eastshire/burn-up/2024/", of=of)
    assert "<svg" in page
    assert "April 2024" in page
    assert "£90,000.40" in page


@pytest.mark.parametrize("of", ["line-999", "decision-x", f"line-{'9' * 40}"])
def test_a_burn_up_of_nothing_is_not_found(line: BudgetLine, finance: Client, of: str) -> None:
    assert finance.get("/eastshire/burn-up/2024/", {"of": of}).status_code == 404


def test_what_the_money_bought_counts_each_line_once(
    eastshire: Council, finance: Client, finance_officer: User
) -> None:
    plan = factories.plan(eastshire)
    areas = [factories.section(plan), factories.section(plan)]
    decision = factories.funding_decision(eastshire, finance_officer)
    factories.budget_line(decision, finance_officer, sections=areas)
    factories.measure(eastshire, title="Stability", sections=areas[:1])
    page = text(finance, "/eastshire/bought/")
    assert "S.1" in page
    assert "Stability" in page
    assert "Too early to say" in page
    assert "whole pounds" not in page


def test_a_note_says_why_areas_and_their_total_differ(
    eastshire: Council, finance: Client, finance_officer: User
) -> None:
    plan = factories.plan(eastshire)
    decision = factories.funding_decision(eastshire, finance_officer)
    for code in ("L01", "L02"):
        line = factories.budget_line(decision, finance_officer, code, sections=[factories.section(plan)])
        factories.spend(line, finance_officer, {date(2024, 4, 1): "10.50"})
    page = text(finance, "/eastshire/bought/")
    assert page.count("£11") >= 2
    assert "£21 spent" in page
    assert "whole pounds and added up to the penny" in page


@pytest.mark.parametrize(
    "address", [ADDRESS, f"{ADDRESS}workbook/", "/eastshire/burn-up/2024/", "/eastshire/bought/"]
)
def test_readers_look_and_others_find_nothing(
    line: BudgetLine, client_for: SignedIn, reader: User, outsider: User, address: str
) -> None:
    assert client_for(reader).get(address).status_code == 200
    assert client_for(reader).post(address).status_code == 405
    assert client_for(outsider).get(address).status_code == 404


def test_readers_explain_nothing_and_set_no_limits(
    line: BudgetLine, client_for: SignedIn, reader: User
) -> None:
    for address in (f"/eastshire/lines/{line.pk}/explain/202404/", "/eastshire/variance/limits/"):
        assert client_for(reader).get(address).status_code == 403


@pytest.mark.parametrize("extra", [0, 9, 99])
def test_the_queries_of_the_report(
    line: BudgetLine,
    finance: Client,
    finance_officer: User,
    extra: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(extra):
        factories.budget_line(line.decision, finance_officer, f"M{number}")
    # Session, person, council, roles; closes and months entered; lines, budgets, profiles, cells, closes, methods,
    # commitments; frozen forecasts of the month and before; original budgets; limits; explanations; years; outturn.
    with django_assert_num_queries(20):
        finance.get(ADDRESS)
