"""The export holds exactly what the list shows, in its order, on its day."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import User
from improvement.models import Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

URL = "/eastshire/actions/export."


@pytest.fixture(autouse=True)
def two_actions(section: Section) -> None:
    first = factories.action(section, title="=HYPERLINK(1)")
    factories.update(first, "on-track", date(2024, 10, 2))
    factories.update(first, "off-track", date(2024, 12, 2))
    factories.action(section, title="Second", original_due=date(2025, 6, 30))


def rows(client: Any, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{URL}csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_it_holds_what_is_filtered(reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    assert [row["Action"] for row in rows(client)] == ["'=HYPERLINK(1)", "Second"]
    assert [row["Action"] for row in rows(client, "?overdue=on")] == ["'=HYPERLINK(1)"]
    assert [row["Action"] for row in rows(client, "?sort=-due")] == ["Second", "'=HYPERLINK(1)"]


def test_it_holds_for_the_day_asked_for(reader: User, client_for: SignedIn) -> None:
    row = rows(client_for(reader), "?as_at=2024-11-13")[0]
    assert (row["Facts as at"], row["Progress rating"], row["Overdue"]) == ("2024-11-13", "On track", "No")
    response = client_for(reader).get(f"{URL}csv?as_at=2024-11-13")
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="actions-eastshire-2024-11-13.csv"'
    )


def test_the_workbook_holds_dates_and_no_formula(reader: User, client_for: SignedIn) -> None:
    response = client_for(reader).get(f"{URL}xlsx")
    sheet: Any = load_workbook(BytesIO(response.content)).active
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, sheet[2], strict=True))
    assert first["Action"].data_type == "s"
    assert first["Current date"].value.date() == date(2024, 12, 31)


def test_others(outsider: User, reader: User, client_for: SignedIn) -> None:
    assert client_for(outsider).get(f"{URL}csv").status_code == 404
    assert client_for(reader).post(f"{URL}csv").status_code == 405
    assert client_for(reader).get(f"{URL}pdf").status_code == 404
