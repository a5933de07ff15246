"""Every page of the record says in a banner that it shows a past day, and what it offers to take away is of that
day."""

import re
from collections.abc import Callable

import pytest

from accounts.models import Council, User
from tests.addresses import address_in
from tests.conftest import SignedIn

PAST = "as_at=2024-12-02&known_at=2024-12-10"
PAGES = [
    "improvement:action-detail",
    "improvement:action-list",
    "improvement:action-proposed",
    "improvement:audit-detail",
    "improvement:audit-list",
    "improvement:external-help-list",
    "improvement:finding-detail",
    "improvement:finding-list",
    "improvement:group-detail",
    "improvement:group-report",
    "improvement:highlight-list",
    "improvement:inspection-detail",
    "improvement:inspection-list",
    "improvement:intervention-detail",
    "improvement:intervention-list",
    "improvement:measure-detail",
    "improvement:measure-list",
    "improvement:meeting-decide",
    "improvement:meeting-detail",
    "improvement:meeting-list",
    "improvement:request-detail",
    "improvement:request-list",
    "improvement:risk-detail",
    "improvement:risk-list",
    "improvement:undertaking-detail",
    "improvement:undertaking-list",
    "improvement:wait-list",
    "reports:plan-detail",
    "reports:section-detail",
]
_FILES = re.compile(r'href="([^"]*\.(?:xlsx|csv|docx)[^"]*)"')


@pytest.mark.parametrize("name", PAGES)
def test_a_past_day_is_said_and_carried(
    name: str, demonstrated: Callable[[str], Council], client_for: SignedIn
) -> None:
    eastshire = demonstrated("eastshire")
    client = client_for(User.objects.get(email="programme@eastshire.example"))
    page = client.get(f"{address_in(eastshire, name)}?{PAST}").content.decode()
    assert "<strong>As at 2 December 2024</strong>, as it was known on 10 December 2024" in page
    assert "words, deputies, structure and meetings are today’s" in page
    assert [file for file in _FILES.findall(page) if "as_at=2024-12-02" not in file] == []
    assert "app-as-at" not in client.get(address_in(eastshire, name)).content.decode()
