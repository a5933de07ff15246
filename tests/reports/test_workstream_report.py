"""The highlight report of a workstream in Word: its headings, tables, dates, and who gets it."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from docx.document import Document

from accounts.models import Council, User
from improvement.models import Group
from improvement.services.risks import add_risk
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(eastshire: Council, officer: User, programme: User) -> Group:
    group = factories.group(eastshire, Group.Kind.WORKSTREAM, name="Practice")
    action = factories.action(factories.section(factories.plan(eastshire)), lead=officer, workstream=group)
    factories.update(action, "off-track", date(2024, 12, 10), blockers="Two posts are vacant.")
    add_risk(council=eastshire, by=programme, title="Too few homes", section=action.section)
    return group


def address(group: Group) -> str:
    return reverse("reports:group-report-word", args=["eastshire", group.pk])


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def test_the_report_in_word(group: Group, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    answer = client.get(address(group))
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" in answer.headers["Content-Disposition"]
    document = opened(answer.content)
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 2"]
    assert headings[:2] == ["Progress ratings", "Done since the last meeting"]
    assert headings[-1] == "Risks to its plan areas"
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for expected in (
        "Off track",
        "100% of 1 endorsed action",
        "In the way: Two posts are vacant.",
        "Too few homes",
    ):
        assert expected in words
    assert "2 January 2025" in document.core_properties.title + "\n".join(
        one.text for one in document.paragraphs
    )
    assert client.get(address(group)).content == answer.content
    assert (
        address(group) in client.get(reverse("improvement:group-report", args=["eastshire", group.pk])).text
    )


def test_a_past_day_and_who_may_not(group: Group, reader: User, outsider: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    document = opened(client.get(f"{address(group)}?as_at=2024-12-01").content)
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Off track" not in {cell.text for cell in document.tables[-1].columns[0].cells}
    assert "Two posts are vacant." not in words
    assert client.get(f"{address(group)}?as_at=tomorrow").status_code == 400
    assert client.post(address(group)).status_code == 405
    assert client_for(outsider).get(address(group)).status_code == 404
