"""Every kind of page there is, at both widths: axe has nothing against it, and nothing of it scrolls sideways."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Council, User
from accounts.roles import Role
from tests.addresses import COUNCIL_PAGES, PUBLIC_PAGES, address_in
from tests.browser.conftest import AsRole, LookedOver

# Documents of a paper are looked over in the clerk's journey.
ELSEWHERE = {"reports:paper-preview-document", "reports:public-paper-document"}
# Who sees most of the pages of each app comes first.
SEEN_BY = {
    "accounts": Role.ADMINISTRATOR,
    "finance": Role.FINANCE,
    "improvement": Role.PROGRAMME,
    "reports": Role.CLERK,
    "workforce": Role.WORKFORCE,
}


def who_sees(name: str, address: str) -> Role | None:
    """Somebody to whom the address shows a page; None for files, and for what is only posted to."""
    for role in (SEEN_BY[name.partition(":")[0]], Role.PROGRAMME, Role.ADMINISTRATOR, Role.CHAIR):
        browser = Client()
        user = User.objects.get(email=f"{role}@eastshire.example")
        browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        answer = browser.get(address)
        if answer.status_code == HTTPStatus.OK:
            return role if answer.headers["Content-Type"].startswith("text/html") else None
    return None


def opens(page: Page, address: str, status: int = HTTPStatus.OK) -> None:
    answer = page.goto(address)
    assert answer
    assert answer.status == status
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("name", [name for name in COUNCIL_PAGES + PUBLIC_PAGES if name not in ELSEWHERE])
def test_every_page_is_fit_to_be_seen(
    demonstration: None, as_role: AsRole, looked_over: LookedOver, name: str
) -> None:
    address = address_in(Council.objects.get(slug="eastshire"), name)
    role = who_sees(name, address)
    if role is None:
        return
    page = as_role(role)
    opens(page, address)
    looked_over(page)


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_first_page(as_role: AsRole, looked_over: LookedOver, role: Role) -> None:
    page = as_role(role)
    opens(page, "/")
    looked_over(page)


@pytest.mark.parametrize(
    ("council", "address"),
    [
        ("marchshire", "/marchshire/decisions/"),
        ("marchshire", "/marchshire/spend/2022/"),
        ("marchshire", "/marchshire/plans/"),
        ("midshire", "/midshire/capacity/"),
        ("midshire", "/midshire/capacity/?service=Child+Protection&growth=8"),
        ("midshire", "/midshire/standards/"),
        ("midshire", "/midshire/posts/"),
        ("eastshire", "/eastshire/actions/?q=nothing+is+called+this"),
        ("eastshire", "/eastshire/actions/?as_at=2024-10-02&known_at=2024-11-01"),
        ("eastshire", "/eastshire/plans/?as_at=2024-10-02"),
        ("eastshire", "/eastshire/spend/2024/?as_at=2024-09-30"),
        ("eastshire", "/eastshire/spend/2030/"),
        ("eastshire", "/account/password/"),
    ],
)
def test_other_councils_past_days_and_empty_lists_too(
    as_role: AsRole, looked_over: LookedOver, council: str, address: str
) -> None:
    page = as_role(Role.PROGRAMME, council)
    opens(page, address)
    looked_over(page)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/eastshire/people/", HTTPStatus.FORBIDDEN),
        ("/eastshire/actions/999999/", HTTPStatus.NOT_FOUND),
        ("/marchshire/", HTTPStatus.NOT_FOUND),
        ("/eastshire/actions/?as_at=yesterday", HTTPStatus.BAD_REQUEST),
    ],
)
def test_so_are_the_pages_of_what_went_wrong(
    as_role: AsRole, looked_over: LookedOver, address: str, status: HTTPStatus
) -> None:
    page = as_role(Role.READER)
    opens(page, address, status)
    looked_over(page)
