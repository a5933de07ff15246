"""Several authors: each section given to one, and ready when they say so."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from accounts.versions import StaleVersion
from reports.models import Paper, PaperSection
from reports.services import authoring, drafting
from tests.conftest import SignedIn
from tests.reports.addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(draft: Paper, clerk: User, legal: User) -> PaperSection:
    """The legal implications, given to the legal reviewer."""
    key = "implications_legal"
    authoring.assign_authors(paper=draft, by=clerk, authors={key: legal}, shown={key: None})
    return section(draft, key)


def section(draft: Paper, key: str) -> PaperSection:
    return PaperSection.objects.get(paper=draft, key=key)


def choose(client: Client, draft: Paper, **chosen: User) -> Any:
    """Send the page of authors as it was shown, with these chosen."""
    shown = {f"shown_{row.key}": str(row.author_id or "") for row in draft.sections.exclude(author=None)} | {
        f"author_{row.key}": str(row.author_id or "") for row in draft.sections.exclude(author=None)
    }
    picked = {f"author_{key}": str(person.pk) for key, person in chosen.items()}
    return client.post(address("authors", draft), shown | picked)


def test_the_clerk_gives_sections_to_people(
    draft: Paper, clerk: User, legal: User, officer: User, client_for: SignedIn
) -> None:
    response = choose(client_for(clerk), draft, implications_legal=legal, background=officer)
    assert response.status_code == 302
    assert section(draft, "implications_legal").author == legal
    assert section(draft, "background").author == officer
    assert Change.objects.filter(verb="named the author of").count() == 2
    choose(client_for(clerk), draft)
    assert Change.objects.filter(verb="named the author of").count() == 2


def test_readers_and_strangers_are_not_offered(
    draft: Paper, clerk: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    page = client_for(clerk).get(address("authors", draft)).content.decode()
    assert reader.name not in page
    assert choose(client_for(clerk), draft, background=outsider).status_code == 422
    with pytest.raises(ValidationError):
        authoring.assign_authors(
            paper=draft, by=clerk, authors={"background": reader}, shown={"background": None}
        )


def test_two_clerks_at_once(
    draft: Paper, clerk: User, legal: User, officer: User, programme: User, client_for: SignedIn
) -> None:
    authoring.assign_authors(
        paper=draft, by=programme, authors={"background": officer}, shown={"background": None}
    )
    data = {"author_background": str(legal.pk), "shown_background": ""}
    response = client_for(clerk).post(address("authors", draft), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert section(draft, "background").author == officer
    assert f'name="shown_background" value="{officer.pk}"' in page
    assert f'<option value="{legal.pk}" selected>' in page


def test_an_author_writes_that_section_and_no_other(
    given: PaperSection, draft: Paper, legal: User, client_for: SignedIn
) -> None:
    client = client_for(legal)
    where = address("section", draft, key=given.key)
    assert client.get(where).status_code == 200
    response = client.post(where, {"body": "There are none.", "shown_version": given.version})
    assert response.status_code == 302
    assert section(draft, given.key).body == "There are none."
    assert client.get(address("section", draft, key="purpose")).status_code == 403
    assert client.get(address("details", draft)).status_code == 403
    assert where in client.get(address("detail", draft)).content.decode()


def test_a_list_can_be_given_away_too(draft: Paper, clerk: User, legal: User, client_for: SignedIn) -> None:
    where = address("recommendations", draft)
    assert client_for(legal).get(where).status_code == 403
    key = "recommendations"
    authoring.assign_authors(paper=draft, by=clerk, authors={key: legal}, shown={key: None})
    assert client_for(legal).get(where).status_code == 200
    drafting.save_recommendations(
        paper=draft, by=legal, shown_version=Paper.objects.get(pk=draft.pk).version, texts=["Agree it."]
    )


def test_whoever_loses_their_role_writes_no_more(given: PaperSection, draft: Paper, legal: User) -> None:
    legal.memberships.all().delete()
    with pytest.raises(PermissionDenied):
        drafting.save_section(
            section=given, by=User.objects.get(pk=legal.pk), shown_version=given.version, body="Late."
        )


def test_ready_says_who_and_when_and_editing_takes_it_back(
    given: PaperSection, draft: Paper, legal: User, client_for: SignedIn
) -> None:
    client = client_for(legal)
    ready = address("section-ready", draft, key=given.key)
    page = client.get(address("section-comments", draft, key=given.key)).content.decode()
    assert "It is ready" in page
    assert client.post(ready, {"ready": "yes", "shown_version": given.version}).status_code == 302
    assert section(draft, given.key).ready_by == legal
    assert "1 of 25 ready" in client.get(address("detail", draft)).content.decode()
    client.post(ready, {"ready": "yes", "shown_version": given.version})
    assert Change.objects.filter(verb="called ready").count() == 1
    drafting.save_section(section=given, by=legal, shown_version=given.version, body="Words.")
    assert section(draft, given.key).ready_at
    drafting.save_section(
        section=section(draft, given.key), by=legal, shown_version=given.version, body="Other words."
    )
    assert section(draft, given.key).ready_at is None


def test_a_list_that_is_changed_is_not_ready_any_more(draft: Paper, clerk: User) -> None:
    authoring.mark_ready(section=section(draft, "recommendations"), by=clerk, shown_version=2)
    drafting.save_recommendations(paper=draft, by=clerk, shown_version=draft.version, texts=["Agree it."])
    assert section(draft, "recommendations").ready_at is None


def test_ready_is_of_what_was_read(
    given: PaperSection, draft: Paper, legal: User, clerk: User, client_for: SignedIn
) -> None:
    drafting.save_section(section=given, by=clerk, shown_version=given.version, body="Changed.")
    with pytest.raises(StaleVersion):
        authoring.mark_ready(section=given, by=legal, shown_version=1)
    response = client_for(legal).post(
        address("section-ready", draft, key=given.key), {"ready": "yes", "shown_version": 1}
    )
    assert response.status_code == 409
    assert "Changed." in response.content.decode()


def test_go_on_writing(given: PaperSection, draft: Paper, legal: User, client_for: SignedIn) -> None:
    authoring.mark_ready(section=given, by=legal, shown_version=given.version)
    client_for(legal).post(address("section-ready", draft, key=given.key), {"ready": "no"})
    assert section(draft, given.key).ready_at is None


def test_who_may_call_it_ready(
    draft: Paper, legal: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    where = address("section-ready", draft, key="purpose")
    assert client_for(legal).post(where, {"ready": "yes"}).status_code == 403
    assert client_for(reader).post(where, {"ready": "yes"}).status_code == 403
    assert client_for(outsider).post(where, {"ready": "yes"}).status_code == 404
    assert client_for(legal).get(where).status_code == 405


def test_home_names_the_sections_that_wait(
    given: PaperSection, legal: User, officer: User, client_for: SignedIn
) -> None:
    home = reverse("reports:home", args=[given.council.slug])
    page = client_for(legal).get(home).content.decode()
    assert "Sections waiting for you (1)" in page
    assert "Monitoring officer and legal: Progress update" in page
    assert "Sections waiting" not in client_for(officer).get(home).content.decode()
    authoring.mark_ready(section=given, by=legal, shown_version=given.version)
    assert "Sections waiting" not in client_for(legal).get(home).content.decode()
