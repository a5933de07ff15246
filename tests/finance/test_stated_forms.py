"""Recording a printed table and naming the causes of what differs in it."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import clock
from finance.models import BudgetLine, StatedCause, StatedTable
from tests import factories
from tests.conftest import Person, SignedIn

TABLE = {
    "title": "Revenue costings",
    "source": "Document 000, paragraph 13",
    "unit": "1",
    "years": "2024/25, 2025/26",
    "rows": "L01\tSocial Worker x 6\t10\tIP Ch.2, S.6\t£12,500\t\n|Not one of ours|||7|",
    "totals": "12007 | 0 | 12,007",
    "note": "",
}


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    decision = factories.funding_decision(eastshire, finance_officer)
    return factories.budget_line(decision, finance_officer)


@pytest.fixture
def client(finance_officer: User, client_for: SignedIn) -> Client:
    return client_for(finance_officer)


@pytest.fixture
def table(line: BudgetLine, client: Client) -> StatedTable:
    with clock(date(2024, 8, 1)):
        client.post(f"/eastshire/decisions/{line.decision_id}/add-stated-table/", TABLE)
    return StatedTable.objects.get()


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def causes(table: StatedTable, amount: str, version: str = "1") -> dict[str, str]:
    row = table.rows.exclude(line=None).get()
    facts = {"row": str(row.pk), "year": "2024", "kind": "wrong_cell", "amount": amount}
    facts["explanation"] = "Counted a month early"
    posted = {"version": version, "cause-TOTAL_FORMS": "1", "cause-INITIAL_FORMS": "0"}
    return posted | {f"cause-0-{name}": value for name, value in facts.items()}


def test_a_table_is_kept_as_it_was_printed(table: StatedTable, line: BudgetLine, client: Client) -> None:
    assert (table.years, table.stated_totals) == ([2024, 2025], {"2024": 12007, "2025": 0, "total": 12007})
    printed = [(row.label, row.line_id, row.printed) for row in table.rows.all()]
    assert printed == [
        ("Social Worker x 6", line.pk, {"2024": 12500}),
        ("Not one of ours", None, {"2024": 7}),
    ]
    assert "a difference of £500" in words(client.get(f"/eastshire/stated-tables/{table.pk}/"))
    assert "as “Social Worker x 6”" in words(client.get(f"/eastshire/lines/{line.pk}/"))
    assert "£12,500" in words(client.get(f"/eastshire/lines/{line.pk}/"))
    saved = client.get(f"/eastshire/stated-tables/{table.pk}/workbook/")
    assert saved.content[:2] == b"PK"


def test_thousands_are_taken_as_thousands(line: BudgetLine, client: Client) -> None:
    rows = {"rows": "L01|CP Court Team|||298", "years": "2024/25", "totals": "298|298", "unit": "1000"}
    client.post(f"/eastshire/decisions/{line.decision_id}/add-stated-table/", TABLE | rows)
    table = StatedTable.objects.get()
    assert (table.unit, table.rows.get().printed) == (1000, {"2024": 298000})


def test_a_line_is_held_against_one_row_only(line: BudgetLine, client: Client) -> None:
    rows = {"rows": "L01|Social Worker|||298|\n|Another|||1|\nl01|Social Worker|||2|"}
    refused = client.post(f"/eastshire/decisions/{line.decision_id}/add-stated-table/", TABLE | rows)
    assert refused.status_code == 422
    assert "Row 3: L01 is the line of row 1: leave the code of one of them blank" in words(refused)
    assert not StatedTable.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rows": "L01|Row|||twelve"}, "Row 1: Enter an amount in pounds"),
        ({"rows": "L99|Row|||12"}, "Row 1: no line of the council has the code L99"),
        ({"rows": "L01|Row|||1|2|3"}, "Row 1: it has 7 cells"),
        ({"rows": "|||"}, "Row 1: its words are missing"),
        ({"rows": "|Row|||1.50"}, "1.50 is not a whole sum"),
        ({"totals": "1|2"}, "Enter 3 sums: 2 for the years and one in all"),
        ({"totals": "1|2|x"}, "Enter an amount in pounds"),
        ({"years": "2024"}, "Enter a financial year, like 2024/25"),
        ({"years": "2024/25, 2024/25"}, "Name each year once"),
    ],
)
def test_bad_input_is_named_and_kept(
    line: BudgetLine, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post(f"/eastshire/decisions/{line.decision_id}/add-stated-table/", TABLE | wrong)
    assert response.status_code == 422
    assert sentence in words(response)
    assert 'value="Revenue costings"' in words(response)
    assert not StatedTable.objects.exists()


def test_causes_must_add_up_to_the_difference(table: StatedTable, client: Client) -> None:
    address = f"/eastshire/stated-tables/{table.pk}/explain/"
    short = client.post(address, causes(table, "400"))
    assert short.status_code == 422
    assert "not explained: £107 of 2024/25" in words(short) or "not explained: £100 of 2024/25" in words(
        short
    )
    assert 'value="400' in words(short)
    assert not StatedCause.objects.exists()
    blank = causes(table, "500") | {"cause-0-explanation": ""}
    assert "Say why it differs" in words(client.post(address, blank))


def test_causes_are_replaced_and_the_old_ones_stay(table: StatedTable, client: Client) -> None:
    address = f"/eastshire/stated-tables/{table.pk}/explain/"
    for version in ("1", "2"):
        assert client.post(address, causes(table, "500", version)).status_code == 302
    stale = client.post(address, causes(table, "500"))
    assert stale.status_code == 409
    assert "Save mine on top" in words(stale)
    assert [cause.withdrawn_at is None for cause in StatedCause.objects.order_by("pk")] == [False, True]
    page = words(client.get(f"/eastshire/stated-tables/{table.pk}/"))
    assert page.count("Social Worker x 6: Counted a month early") == 2  # of the year, and of all years


@pytest.mark.parametrize("form", ["decisions/{decision}/add-stated-table/", "stated-tables/{table}/explain/"])
def test_others_may_read_and_not_write(
    form: str, table: StatedTable, client: Client, client_for: SignedIn, person: Person, outsider: User
) -> None:
    address = "/eastshire/" + form.format(decision=table.decision_id, table=table.pk)
    assert words(client.get(address)).count("<h1") == 1
    assert client.put(address).status_code == 405
    assert client_for(person(table.council, Role.CLERK)).post(address).status_code == 403
    assert client_for(outsider).get(address).status_code == 404
