"""The council's list of roles: the administrator's pages, what they refuse, and two at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import Change, Council, User
from accounts.roles import Role
from accounts.versions import StaleVersion
from reports.models import ClearanceRole, Paper
from reports.papers.clearing import standings_of
from reports.services.clearance_roles import (
    RoleFacts,
    add_role,
    begin_roles,
    bring_back_role,
    edit_role,
    move_role,
    retire_role,
)
from tests.conftest import Person, SignedIn
from tests.reports.clearance.conftest import of

URL = "/eastshire/clearance-roles/"
RURAL = RoleFacts("Rural", sections=("implications_rural",), product_roles=(Role.PROGRAMME,))


@pytest.fixture
def desk(administrator: User, client_for: SignedIn) -> Client:
    return client_for(administrator)


def names(council: Council) -> list[str]:
    return [role.name for role in ClearanceRole.objects.of(council)]


def test_the_usual_list_is_begun_once(
    eastshire: Council, administrator: User, desk: Client, reader: User
) -> None:
    assert "Begin with the usual list" in desk.get(URL).content.decode()
    desk.post(f"{URL}begin/")
    assert len(names(eastshire)) == 9
    assert begin_roles(council=eastshire, by=administrator) == []
    with pytest.raises(PermissionDenied):
        begin_roles(council=eastshire, by=reader)
    assert Change.objects.filter(verb="added", subject_type="reports.clearancerole").count() == 9


def test_a_role_is_added_and_asked_for_papers_that_have_its_section(
    paper: Paper, administrator: User, desk: Client
) -> None:
    assert "rural" not in {each.role.key for each in standings_of(paper)}
    facts = {
        "name": "Rural",
        "answers_for": "sections",
        "sections": ["implications_rural"],
        "product_roles": ["programme"],
        "is_required": "on",
    }
    assert desk.post(f"{URL}add/", facts | {"sections": []}).status_code == 422
    assert desk.post(f"{URL}add/", facts).status_code == 302
    assert [*of(paper, "rural").sections] == ["implications_rural"]
    # Governance has what nobody else has, and loses this one.
    assert "implications_rural" not in of(paper, "governance").sections
    assert desk.post(f"{URL}add/", facts).status_code == 422, "There is one of this name"


@pytest.mark.parametrize(
    "facts",
    [
        RoleFacts("", sections=("legal",), product_roles=("legal",)),
        RoleFacts("Rural", sections=(), product_roles=("legal",)),
        RoleFacts("Rural", sections=("legal",)),
        RoleFacts("Rural", sections=("legal",), product_roles=("legal",), author_may_clear=True),
    ],
)
def test_a_role_that_does_not_hold_is_refused(paper: Paper, administrator: User, facts: RoleFacts) -> None:
    with pytest.raises(ValidationError):
        add_role(council=paper.council, by=administrator, facts=facts)


def test_people_of_another_council_clear_nothing(paper: Paper, administrator: User, outsider: User) -> None:
    facts = RoleFacts("Rural", sections=("implications_rural",), people=(outsider,))
    with pytest.raises(ValidationError, match="of this council"):
        add_role(council=paper.council, by=administrator, facts=facts)


def test_of_two_changes_the_second_sees_both(paper: Paper, administrator: User, desk: Client) -> None:
    role = of(paper, "legal").role
    facts = RoleFacts("Monitoring officer", sections=("implications_legal",), product_roles=("legal",))
    edit_role(role=role, by=administrator, shown_version=1, facts=facts)
    with pytest.raises(StaleVersion):
        edit_role(role=role, by=administrator, shown_version=1, facts=facts)
    typed = {
        "name": "Law",
        "answers_for": "sections",
        "sections": ["implications_legal"],
        "product_roles": ["legal"],
        "shown_version": "1",
    }
    page = desk.post(f"{URL}{role.pk}/edit/", typed)
    assert page.status_code == 409
    assert "Monitoring officer" in page.content.decode()
    assert "Save mine on top" in page.content.decode()
    assert desk.post(f"{URL}{role.pk}/edit/", typed | {"shown_version": "2"}).status_code == 302
    assert ClearanceRole.objects.get(pk=role.pk).name == "Law"


def test_roles_move_and_leave_and_come_back(paper: Paper, administrator: User, desk: Client) -> None:
    role, council = of(paper, "legal").role, paper.council
    move_role(role=role, by=administrator, up=True)
    assert names(council)[:3] == ["Governance", "Legal", "Finance"]
    desk.post(f"{URL}{role.pk}/move/", {"to": "down"})
    assert names(council)[:3] == ["Governance", "Finance", "Legal"]
    with pytest.raises(ValidationError):
        retire_role(role=role, by=administrator, because=" ")
    for _ in range(2):
        retire_role(role=role, by=administrator, because="Governance does it.")
    assert "Legal" not in names(council)
    for _ in range(2):
        bring_back_role(role=ClearanceRole.objects.get(pk=role.pk), by=administrator)
    assert "Legal" in names(council)
    assert Change.objects.for_subject(role).filter(verb__in=["retired", "brought back"]).count() == 2


def test_only_the_administrator_keeps_the_list(
    paper: Paper, clerk: User, person: Person, marchshire: Council, client_for: SignedIn
) -> None:
    role, other = of(paper, "legal").role, person(marchshire, Role.ADMINISTRATOR)
    for address in (URL, f"{URL}add/", f"{URL}{role.pk}/edit/", f"{URL}{role.pk}/retire/"):
        assert client_for(clerk).get(address).status_code == 403
        assert client_for(other).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        add_role(council=paper.council, by=clerk, facts=RURAL)
