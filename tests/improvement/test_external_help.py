"""Help from outside the council: recorded against sections, listed, exported, changed."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, Council, User
from improvement.models import ExternalHelp, Section
from improvement.services.external_help import add_external_help
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST, ADD = "/eastshire/external-help/", "/eastshire/external-help/add/"
DATES = {
    "starts_on_day": "1",
    "starts_on_month": "9",
    "starts_on_year": "2024",
    "ends_on_day": "",
    "ends_on_month": "",
    "ends_on_year": "",
}
NEW = DATES | {"source": "dfe", "provider": "The department", "what": "Visits", "contact_role": "Adviser"}


def given(section: Section, by: User, **told: Any) -> ExternalHelp:
    facts: dict[str, Any] = {
        "source": "lga",
        "provider": "LGA",
        "what": "Peer review",
        "starts_on": date(2024, 9, 1),
        "sections": [section],
    }
    return add_external_help(council=section.council, by=by, **(facts | told))


def test_recorded_once_however_often_it_is_sent(
    section: Section, programme: User, reader: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    assert client.get(ADD).status_code == 200
    for _ in range(2):
        assert client.post(ADD, NEW | {"sections": [section.pk]}).status_code == 302
    assert ExternalHelp.objects.count() == 1
    assert Change.objects.filter(verb="added external help").count() == 1
    page = client_for(reader).get(f"/eastshire/sections/{section.pk}/").text
    assert "The department" in page
    assert "from 1 September 2024" in page
    assert "The department" in client_for(reader).get(LIST).text


def test_what_is_wrong_stands_where_it_was_typed(
    section: Section, programme: User, client_for: SignedIn
) -> None:
    wrong = NEW | {"provider": "", "ends_on_day": "1", "ends_on_month": "8", "ends_on_year": "2024"}
    refused = client_for(programme).post(ADD, wrong)
    assert set(refused.context["form"].errors) == {"provider", "sections"}
    backwards = client_for(programme).post(ADD, wrong | {"provider": "X", "sections": [section.pk]})
    assert set(backwards.context["form"].errors) == {"ends_on"}
    assert not ExternalHelp.objects.exists()


def test_changed_with_both_texts_when_somebody_was_first(
    section: Section, programme: User, client_for: SignedIn
) -> None:
    url = f"{LIST}{given(section, programme).pk}/edit/"
    client = client_for(programme)
    posted = NEW | {"sections": [section.pk], "version": 1}
    assert client.post(url, posted).status_code == 302
    assert client.post(url, posted | {"what": "Other"}).status_code == 409
    assert ExternalHelp.objects.get().what == "Visits"


def test_the_filters_and_the_export(section: Section, programme: User, client_for: SignedIn) -> None:
    given(section, programme)
    given(section, programme, provider="Partner", source="partner", ends_on=date(2024, 12, 20))
    client = client_for(programme)
    for query, names in (("", 2), ("source=lga", 1), ("now=on", 1), ("as_at=2024-08-31", 0)):
        assert len(client.get(f"{LIST}?{query}").context["table"].rows) == names
    exported = client.get(f"{LIST}export.csv?source=partner").content.decode()
    assert "Partner" in exported
    assert "Peer review" in exported
    assert "LGA" not in exported
    assert client.get(f"{LIST}export.pdf").status_code == 404


@pytest.mark.parametrize("rows", [1, 10, 200])
def test_the_number_of_queries_does_not_grow(
    section: Section,
    programme: User,
    reader: User,
    client_for: SignedIn,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        given(section, programme, provider=f"Helper {number}")
    client = client_for(reader)
    client.get(LIST)
    # session, user; council, roles; count, rows, their sections; the filter's sections
    with django_assert_num_queries(8):
        client.get(LIST)


def test_who_may_not(
    section: Section, eastshire: Council, officer: User, outsider: User, programme: User, client_for: SignedIn
) -> None:
    with pytest.raises(PermissionDenied):
        given(section, officer)
    assert client_for(officer).post(ADD, NEW).status_code == 403
    assert client_for(outsider).get(LIST).status_code == 404
    assert client_for(officer).post(LIST).status_code == 405
    with pytest.raises(ValidationError, match="at least one section"):
        given(section, programme, sections=[])
