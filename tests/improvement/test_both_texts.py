"""When somebody else saved first, both texts are in the words of the form, never in those of the program."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from improvement.models import Action, ExternalHelp, Group, Section
from improvement.services.external_help import add_external_help, edit_external_help
from improvement.services.groups import edit_group
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

PROGRAM = re.compile(
    r"<dt[^>]*>\s*None|QuerySet|&lt;|\[|<dd[^>]*>\s*(True|False|None|lga|board|workstream)\b"
)


@pytest.fixture
def client(programme: User, client_for: SignedIn) -> Client:
    return client_for(programme)


def conflict_of(page: Any) -> str:
    """The part of the page that shows both texts."""
    assert page.status_code == 409
    found = re.search(
        r'class="app-conflict.*?</section>|class="app-conflict.*?(?=<form)', page.text, re.DOTALL
    )
    assert found
    return found[0]


def test_of_a_group(action: Action, programme: User, client: Client) -> None:
    group = factories.group(action.council, Group.Kind.BOARD, name="Board")
    shown = group.version
    facts: dict[str, Any] = {"kind": Group.Kind.BOARD, "parent": None, "chair": None}
    edit_group(group=group, by=programme, name="Improvement Board", shown_version=shown, **facts)
    typed = {"version": str(shown), "name": "My board", "kind": "oversight"}
    both = conflict_of(client.post(f"/eastshire/groups/{group.pk}/edit/", typed))
    assert "Partnership oversight group" in both
    assert "Improvement board" in both
    assert "My board" in both
    assert re.search(r"<dt[^>]*>\s*Name", both)
    assert not PROGRAM.search(both), PROGRAM.search(both)


def test_of_external_help(section: Section, programme: User, client: Client) -> None:
    given: dict[str, Any] = {
        "source": ExternalHelp.Source.LGA,
        "provider": "Peer team",
        "what": "Review of the front door",
        "starts_on": date(2025, 1, 6),
    }
    made = add_external_help(council=section.council, by=programme, sections=[section], **given)
    shown = made.version
    theirs = given | {"provider": "Peers", "ends_on": None, "contact_role": ""}
    edit_external_help(given=made, by=programme, shown_version=shown, sections=[section], **theirs)
    typed = {"version": str(shown), "source": "dfe", "provider": "Adviser", "what": "Advice"}
    typed |= {
        "sections": str(section.pk),
        "starts_on_day": "6",
        "starts_on_month": "1",
        "starts_on_year": "2025",
    }
    both = conflict_of(client.post(f"/eastshire/external-help/{made.pk}/edit/", typed))
    assert "Department for Education" in both
    assert "Local Government Association" in both
    assert str(section) in both
    assert not PROGRAM.search(both), PROGRAM.search(both)
