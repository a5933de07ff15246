"""The page of a thing that was retired says so, and leads to how it was; nothing that ever was is "no page"."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement.models import Section
from improvement.services.retiring import retire
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

BEFORE, LAST, OUT = date(2023, 1, 3), "2024-12-01", date(2024, 12, 2)
SAYS = "was retired on 2 December 2024: Entered twice"

MADE: dict[str, Callable[[Council, Section], Any]] = {
    "findings": lambda council, section: factories.finding(factories.inspection(council)),
    "inspections": lambda council, section: factories.inspection(council),
    "interventions": lambda council, section: factories.visit(council, date(2024, 10, 2), date(2025, 2, 1)),
    "measures": lambda council, section: factories.measure(council),
    "sections": lambda council, section: section,
}
FORMS = {
    "findings": ("edit", "link"),
    "inspections": ("edit", "judge"),
    "interventions": ("record",),
    "measures": ("edit",),
    "sections": ("rate-impact",),
}


@pytest.fixture
def gone(eastshire: Council, section: Section, programme: User) -> Callable[[str], str]:
    """The address of a thing of that kind, which left on 2 December 2024."""

    def made(kind: str) -> str:
        thing = MADE[kind](eastshire, section)
        with clock(OUT):
            retire(thing=thing, by=programme, on=OUT, because="Entered twice", shown_version=None)
        return f"/eastshire/{kind}/{thing.pk}/"

    return made


@pytest.mark.parametrize("kind", MADE)
def test_its_pages_say_when_it_left_and_lead_to_how_it_was(
    kind: str, gone: Callable[[str], str], programme: User, client_for: SignedIn
) -> None:
    page, client = gone(kind), client_for(programme)
    own = () if kind == "sections" else ("",)
    for address in (*own, *(f"{form}/" for form in FORMS[kind])):
        answer = client.get(f"{page}{address}")
        assert answer.status_code == HTTPStatus.OK, address
        assert SAYS in answer.text, address
        assert f'href="{page}?as_at={LAST}"' in answer.text, address
        assert f'href="{page}bring-back/"' in answer.text, address
    assert client.get(f"{page}?as_at={LAST}").status_code == HTTPStatus.OK
    assert SAYS not in client.get(f"{page}?as_at={LAST}").text


def test_a_reader_is_told_too_and_offered_nothing_to_do(
    gone: Callable[[str], str], reader: User, outsider: User, client_for: SignedIn
) -> None:
    page = gone("measures")
    told = client_for(reader).get(page)
    assert SAYS in told.text
    assert "bring-back" not in told.text
    assert client_for(outsider).get(page).status_code == HTTPStatus.NOT_FOUND
    assert client_for(reader).get(f"{page}edit/").status_code == HTTPStatus.FORBIDDEN


def test_a_day_before_it_was_and_what_never_was(
    gone: Callable[[str], str], reader: User, client_for: SignedIn
) -> None:
    page, client = gone("measures"), client_for(reader)
    assert "was not in the record on 3 January 2023." in client.get(f"{page}?as_at={BEFORE}").text
    assert client.get("/eastshire/measures/999999/").status_code == HTTPStatus.NOT_FOUND


def test_what_is_posted_to_a_form_of_it_is_refused_with_the_reason(
    gone: Callable[[str], str], programme: User, client_for: SignedIn
) -> None:
    answer = client_for(programme).post(f"{gone('measures')}edit/", {"title": "Another name"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert SAYS in answer.text
