"""Who belongs to a council: the list, adding a person with a role, and ending a role."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, Membership, User
from accounts.roles import Role, roles_of
from accounts.services import AlreadyMember, LastAdministrator, add_member, end_membership
from core.dates import clock
from tests.conftest import Person, SignedIn

pytestmark = pytest.mark.django_db
NEWCOMER = {
    "name": "Jo Verity",
    "email": "jo@eastshire.example",
    "job_title": "Team manager",
    "role": "officer",
}


@pytest.fixture
def admin(administrator: User, client_for: SignedIn) -> Client:
    return client_for(administrator)


@pytest.fixture
def membership(officer: User) -> Membership:
    return officer.memberships.get()


def addresses(council: Council, membership: Membership) -> list[str]:
    return [
        reverse("accounts:people", args=[council.slug]),
        reverse("accounts:person-add", args=[council.slug]),
        reverse("accounts:membership-end", args=[council.slug, membership.pk]),
    ]


def test_only_the_administrator_sees_these_pages(
    eastshire: Council,
    membership: Membership,
    programme: User,
    outsider: User,
    admin: Client,
    client_for: SignedIn,
) -> None:
    for address in addresses(eastshire, membership):
        assert admin.get(address).status_code == 200
        assert client_for(programme).get(address).status_code == 403
        assert client_for(outsider).get(address).status_code == 404
        assert admin.delete(address).status_code == 405


def test_the_list_tells_who_has_which_role_since_when(
    eastshire: Council, membership: Membership, administrator: User, admin: Client
) -> None:
    with clock(date(2024, 12, 16)):
        end_membership(membership=membership, by=administrator)
    page = admin.get(addresses(eastshire, membership)[0]).content.decode()
    assert "officer@eastshire.example" in page
    assert "1 January 2024" in page
    assert "16 December 2024" in page


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_takes_the_same_queries_however_long(
    eastshire: Council, administrator: User, admin: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        add_member(
            council=eastshire,
            email=f"p{number}@eastshire.example",
            name="P",
            role=Role.READER,
            by=administrator,
        )
    # session, person, council, roles, the count of rows, the rows
    with django_assert_num_queries(6):
        admin.get(reverse("accounts:people", args=[eastshire.slug]))


def test_a_person_is_added_with_a_role_and_invited(
    eastshire: Council, admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(reverse("accounts:person-add", args=[eastshire.slug]), NEWCOMER, follow=True)
    assert "Jo Verity is now Action lead" in response.content.decode()
    added = User.objects.get(email="jo@eastshire.example")
    assert roles_of(added, eastshire) == {Role.OFFICER}
    assert not added.has_usable_password()
    assert "http://testserver/account/password/reset/" in mail.outbox[0].body
    assert Change.objects.get().verb == "gave a role to"


def test_adding_them_twice_adds_nothing_and_keeps_what_was_typed(eastshire: Council, admin: Client) -> None:
    address = reverse("accounts:person-add", args=[eastshire.slug])
    admin.post(address, NEWCOMER)
    response = admin.post(address, NEWCOMER)
    page = response.content.decode()
    assert response.status_code == 422
    assert "already Action lead" in page
    assert 'value="Jo Verity"' in page
    assert Membership.objects.filter(user__email="jo@eastshire.example").count() == 1


def test_somebody_of_another_council_keeps_their_account(
    eastshire: Council, outsider: User, administrator: User
) -> None:
    given: dict[str, Any] = {"council": eastshire, "name": f" {outsider.name.upper()} ", "role": Role.READER}
    add_member(**given, email=outsider.email.upper(), by=administrator)
    assert outsider.memberships.count() == 2
    with pytest.raises(AlreadyMember):
        add_member(council=eastshire, email=outsider.email, name="?", role=Role.READER, by=administrator)


def test_the_name_of_somebody_elsewhere_is_not_told(
    eastshire: Council, outsider: User, admin: Client
) -> None:
    typed = NEWCOMER | {"email": outsider.email}
    answer = admin.post(reverse("accounts:person-add", args=[eastshire.slug]), typed)
    assert answer.status_code == 422
    assert "This address has an account under another name" in answer.text
    assert outsider.name not in answer.text
    assert outsider.memberships.count() == 1


def test_a_role_ends_today_and_takes_its_rights_at_once(
    eastshire: Council, membership: Membership, officer: User, admin: Client
) -> None:
    address = reverse("accounts:membership-end", args=[eastshire.slug, membership.pk])
    assert "is no longer" in admin.post(address, follow=True).content.decode()
    assert roles_of(User.objects.get(pk=officer.pk), eastshire) == frozenset()
    admin.post(address)
    assert Change.objects.count() == 1
    membership.refresh_from_db()
    assert membership.ended_on == date(2025, 1, 2)


def test_the_last_administrator_stays(
    eastshire: Council, administrator: User, admin: Client, person: Person
) -> None:
    own = administrator.memberships.get()
    response = admin.post(reverse("accounts:membership-end", args=[eastshire.slug, own.pk]))
    assert response.status_code == 422
    assert "the only administrator" in response.content.decode()
    with pytest.raises(LastAdministrator):
        end_membership(membership=own, by=administrator)
    add_member(
        council=eastshire,
        email="second@eastshire.example",
        name="S",
        role=Role.ADMINISTRATOR,
        by=administrator,
    )
    end_membership(membership=own, by=administrator)
    assert roles_of(User.objects.get(pk=administrator.pk), eastshire) == frozenset()


def test_the_services_ask_for_permission_themselves(
    eastshire: Council, membership: Membership, programme: User, outsider: User
) -> None:
    for somebody in (programme, outsider):
        with pytest.raises(PermissionDenied):
            end_membership(membership=membership, by=somebody)
        with pytest.raises(PermissionDenied):
            add_member(council=eastshire, email="x@y.example", name="X", role=Role.READER, by=somebody)


def test_a_membership_of_another_council_is_not_there(
    eastshire: Council, outsider: User, admin: Client
) -> None:
    theirs = outsider.memberships.get()
    assert admin.post(reverse("accounts:membership-end", args=[eastshire.slug, theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_on is None
