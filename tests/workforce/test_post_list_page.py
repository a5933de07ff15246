"""The list of funded posts."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from accounts.roles import Role
from tests.conftest import Person, SignedIn
from tests.factories import cover, funded_post, plan, recruitment, section


@pytest.fixture
def url(eastshire: Council) -> str:
    return reverse("workforce:post-list", args=[eastshire.slug])


def words(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def test_it_lists_posts_with_where_they_stand(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    area = section(plan(eastshire))
    post = funded_post(eastshire, number=2, sections=[area])
    recruitment(post, 1, "appointed", date(2024, 10, 15), start_date=date(2024, 12, 3))
    page = words(client_for(reader), url)
    assert "Social Worker x 2" in page
    assert "IP Ch.1, S.1" in page
    assert "1 of 2 appointed (was due to start 3 December 2024, not yet confirmed)" in page
    assert "1 appointed, yet to start" in page


def test_it_rejects_other_methods(url: str, reader: User, client_for: SignedIn) -> None:
    assert client_for(reader).post(url).status_code == 405


def test_another_council_finds_nothing_here(url: str, outsider: User, client_for: SignedIn) -> None:
    assert client_for(outsider).get(url).status_code == 404


def test_another_councils_posts_are_never_listed(
    marchshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    funded_post(marchshire, role="Marchshire's own post")
    assert "own post" not in words(client_for(reader), url)


def test_the_filters_live_in_the_address(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    area = section(plan(eastshire))
    cover(funded_post(eastshire, role="Adviser", sections=[area]), date(2024, 9, 2))
    funded_post(eastshire, role="Reviewer")
    client = client_for(reader)

    def listed(query: str) -> tuple[bool, bool]:
        table = words(client, f"{url}?{query}").partition("<tbody")[2]
        return ("Adviser</a>" in table, "Reviewer</a>" in table)

    assert listed("state=covered") == (True, False)
    assert listed("state=vacant") == (False, True)
    assert listed(f"section={area.pk}") == (True, False)
    assert listed("role=Reviewer") == (False, True)
    assert listed("status=proposed") == (False, False)
    assert listed("state=nonsense&role=nonsense") == (True, True)


def test_it_may_be_asked_for_a_day_that_has_passed(
    eastshire: Council, url: str, reader: User, client_for: SignedIn
) -> None:
    post = funded_post(eastshire)
    recruitment(post, 1, "advertised", date(2024, 11, 8))
    page = words(client_for(reader), f"{url}?as_at=2024-10-02")
    assert "As at 2 October 2024" in page
    assert "Approved; no recruitment news recorded." in page
    assert f"{reverse('workforce:post-detail', args=[eastshire.slug, post.pk])}?as_at=2024-10-02" in page


def test_a_day_that_is_none_is_refused(url: str, reader: User, client_for: SignedIn) -> None:
    assert client_for(reader).get(f"{url}?as_at=yesterday").status_code == 400


def test_an_empty_list_says_so(url: str, reader: User, client_for: SignedIn) -> None:
    assert "No post matches these filters" in words(client_for(reader), url)


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_stays(
    eastshire: Council,
    url: str,
    person: Person,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    area = section(plan(eastshire))
    for _ in range(rows):
        cover(funded_post(eastshire, sections=[area]), date(2024, 9, 2))
    client = client_for(person(eastshire, Role.READER))
    # session, person, council, roles; roles and areas to filter by; posts, their sections; positions, events,
    # cover, its positions, sentences
    with django_assert_num_queries(13):
        client.get(url)
