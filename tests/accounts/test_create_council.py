"""A council and its administrator are begun by a command on the server, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Change, Council, Membership, User
from accounts.roles import Role
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

NORTH = ("northshire", "Northshire County Council")
FIRST = "first.person@northshire.example"


def create(*given: str, admin: str = FIRST) -> str:
    said = StringIO()
    call_command("create_council", *(given or NORTH), "--admin", admin, stdout=said)
    return said.getvalue()


def test_it_begins_a_council_whose_administrator_can_go_on_in_the_browser(client_for: SignedIn) -> None:
    said = create(*NORTH, "--system", "executive")
    council = Council.objects.get()
    assert (council.slug, council.short_name, council.system) == ("northshire", "Northshire", "executive")
    person = User.objects.get()
    assert (person.name, person.has_usable_password()) == ("First Person", False)
    assert "Northshire County Council is begun." in said
    assert "/account/password/reset/" in said
    desk = client_for(person)
    for name in ("people", "person-add", "council-settings"):
        assert desk.get(reverse(f"accounts:{name}", args=["northshire"])).status_code == 200
    assert Change.objects.get().verb == "gave a role on the server to"


def test_run_again_it_leaves_everything_as_it_is() -> None:
    create()
    said = create()
    assert "is there already" in said
    assert "already its administrator" in said
    assert (Council.objects.count(), User.objects.count(), Membership.objects.count()) == (1, 1, 1)
    assert Change.objects.count() == 1


def test_a_second_administrator_and_one_who_has_an_account(eastshire: Council) -> None:
    User.objects.create_user(email="known@eastshire.example", name="Known Person")
    said = create("eastshire", "Eastshire Council", admin="Known@eastshire.example")
    assert "Known Person (known@eastshire.example) is now its administrator." in said
    assert "password" not in said
    assert Membership.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("North Shire", "Northshire Council"), "cannot be the beginning"),
        (("NORTH", "Northshire Council"), "cannot be the beginning"),
        (("n", "Northshire Council"), "cannot be the beginning"),
        (("account", "Account Council"), "cannot be the beginning"),
        (("public", "Public Council"), "cannot be the beginning"),
        (("static", "Static Council"), "cannot be the beginning"),
        (("health", "Health Council"), "cannot be the beginning"),
        (("northshire", "  "), "Give the council’s name"),
        (("northshire", "N" * 130), "at most 120"),
        (("eastshire", "Another Council"), "There is a council eastshire already"),
        (("eastshire", "Eastshire Council", "--system", "executive"), "It has not been changed"),
        (("northshire", "Northshire Council", "--system", "kingdom"), "invalid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_begun(
    given: tuple[str, ...], why: str, eastshire: Council
) -> None:
    with pytest.raises(CommandError, match=why):
        create(*given)
    assert Council.objects.count() == 1
    assert not User.objects.exists()


def test_an_address_that_is_none() -> None:
    with pytest.raises(CommandError, match="no email address"):
        create(admin="nobody")
