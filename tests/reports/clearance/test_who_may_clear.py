"""Who is named as clearing a paper: not those who wrote it, but for who clears last where the council allows it."""

import pytest

from accounts.models import User
from reports.clearance_page import people_of
from reports.models import ClearanceRole, Paper
from tests.conftest import SignedIn
from tests.reports.clearance.conftest import Address, write

pytestmark = pytest.mark.django_db


def named(paper: Paper, key: str) -> list[User]:
    roles = list(ClearanceRole.objects.of(paper.council))
    role = next(each for each in roles if each.key == key)
    return people_of(paper, [role])[role.pk]


def test_an_author_is_not_offered_as_who_may_clear(
    paper: Paper, clerk: User, programme: User, client_for: SignedIn, address: Address
) -> None:
    assert named(paper, "governance") == [programme], "The clerk began it"
    write(paper, "background", "New words.", programme)
    assert named(paper, "governance") == []
    page = client_for(clerk).get(address("review", role="governance")).content.decode()
    assert "Nobody yet may clear this. Who wrote part of the paper does not clear it." in page


def test_whoever_wrote_the_implications_of_their_own_role_still_clears(paper: Paper, legal: User) -> None:
    write(paper, "implications_legal", "New words.", legal)
    assert legal in named(paper, "legal")


def test_where_the_council_lets_an_author_approve_last_they_are_named(
    paper: Paper, author: User, programme: User
) -> None:
    write(paper, "background", "New words.", programme)
    last = ClearanceRole.objects.get(council=paper.council, is_last=True)
    assert (programme in named(paper, last.key)) is last.author_may_clear
    ClearanceRole.objects.filter(pk=last.pk).update(author_may_clear=not last.author_may_clear)
    assert (programme in named(paper, last.key)) is not last.author_may_clear


def test_it_asks_as_much_however_many_there_are(paper: Paper, django_assert_num_queries: object) -> None:
    roles = list(ClearanceRole.objects.of(paper.council))
    for listed in (roles[:1], roles):
        # Members; the roles with their people; who began or changed it, its sections, who wrote them.
        with django_assert_num_queries(6):  # type: ignore[operator]
            people_of(paper, listed)
