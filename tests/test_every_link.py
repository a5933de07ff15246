"""Every page that is offered is there, for every role of every demonstration council."""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus

import pytest

from accounts.models import Council, User
from accounts.roles import Role
from tests.conftest import SignedIn
from tests.crawl import Visited, crawl

# Of the addresses of one page: the first few, since one template makes them all.
EACH = 3
EVERYBODY = [("eastshire", role) for role in Role] + [
    (slug, role)
    for slug in ("marchshire", "midshire")
    for role in (Role.PROGRAMME, Role.FINANCE, Role.READER)
]


@pytest.fixture(params=EVERYBODY, ids=lambda who: f"{who[1]}@{who[0]}")
def pages(
    request: pytest.FixtureRequest, demonstrated: Callable[[str], Council], client_for: SignedIn
) -> list[Visited]:
    slug, role = request.param
    demonstrated(slug)
    browser = client_for(User.objects.get(email=f"{role}@{slug}.example"))
    return list(crawl(browser, f"/{slug}/", each=EACH))


def test_no_link_leads_nowhere(pages: list[Visited]) -> None:
    astray = [page for page in pages if page.status != HTTPStatus.OK]
    assert [f"{page.status} at {page.address}, offered on {page.offered_on}" for page in astray] == []
    read = [page for page in pages if page.is_page]
    assert len({page.view for page in read}) >= 15, "The crawl has lost its way"
    assert [page.address for page in read if page.headings != 1] == []

    # A page of a past day, a sorted or a filtered list has the title of its page, and more.
    plain = {page.address: page.title for page in read if "?" not in page.address}
    titles = Counter(plain.values())
    assert [(title, times) for title, times in titles.items() if times > 1 or not title] == []
