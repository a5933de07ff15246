"""What somebody types, as the paper would print it: looked up, numbered, and never a fault of ours."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from reports.models import Paper, PaperSection
from reports.services import arranging
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


def where(draft: Paper, key: str = "background") -> str:
    return reverse("reports:paper-section-preview", args=[draft.council.slug, draft.pk, key])


def typed(desk: Client, draft: Paper, body: str, key: str = "background", status: int = 200) -> str:
    response = desk.post(where(draft, key), {"body": body})
    assert response.status_code == status
    return response.content.decode()


def test_figures_are_filled_in_and_paragraphs_numbered_as_in_the_paper(desk: Client, draft: Paper) -> None:
    changes = Change.objects.count()
    page = typed(desk, draft, "We meet on {{ paper.meeting_date }}.\n\nAnd again.")
    assert '<span class="number">4</span> We meet on 13 January 2025.' in page
    assert '<span class="number">5</span> And again.' in page
    assert "8 words" in page
    assert Change.objects.count() == changes
    assert PaperSection.objects.get(paper=draft, key="background").body == "Words."


def test_every_unknown_figure_is_named_and_the_rest_is_shown(desk: Client, draft: Paper) -> None:
    page = typed(desk, draft, "{{ spend.todate }} and {{ paper.comittee }}, **really**.")
    assert "“spend.todate”. Did you mean spend.to_date" in page
    assert "“paper.comittee”. Did you mean paper.committee" in page
    assert "[spend.todate?]" in page
    assert "<strong>really</strong>" in page


def test_links_are_shown_and_nothing_else_gets_in(desk: Client, draft: Paper) -> None:
    page = typed(desk, draft, "[here](https://www.gov.uk) [not](javascript:alert(1)) <b onclick=x>b</b>")
    assert 'href="https://www.gov.uk"' in page
    assert "<b" not in page.replace("<br", "")
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "text",
    [
        "[" * 19_000,
        "*" * 19_000,
        "> " * 9_000,
        "- " * 9_000,
        "{{ " * 6_000,
        "".join(f"{{{{ a{at} }}}}" for at in range(1_800)),
        "{{ " + "x" * 15_000 + " }}",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "a\n\n" * 6_000,
    ],
    ids=["brackets", "stars", "quotes", "bullets", "braces", "names", "long name", "surrogate", "paragraphs"],
)
def test_hostile_text_ends_in_a_page(desk: Client, draft: Paper, text: str) -> None:
    response = desk.post(where(draft), {"body": text})
    assert response.status_code in {200, 422}


def test_a_text_too_long_or_too_deep_says_so(desk: Client, draft: Paper) -> None:
    assert "20000 characters" in typed(desk, draft, "x" * 20_001, status=422).replace(",", "")
    assert "no more than 3 deep" in typed(desk, draft, "> > > > > Deep.")
    assert "a character that cannot be kept" in typed(desk, draft, "\x00", status=422)


def test_a_section_switched_off_or_of_its_own_is_previewed_too(
    desk: Client, draft: Paper, clerk: User
) -> None:
    arranging.show_section(paper=draft, by=clerk, shown_version=draft.version, key="background", shown=False)
    assert "Still here." in typed(desk, draft, "Still here.")
    draft.refresh_from_db()
    made = arranging.add_section(
        paper=draft, by=clerk, shown_version=draft.version, heading="Our own", after="purpose"
    )
    assert "Our own" in typed(desk, draft, "Words.", made.key)


def test_who_may(
    desk: Client, draft: Paper, legal: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    assert desk.get(where(draft)).status_code == 405
    assert desk.post(where(draft, "nothing"), {"body": "x"}).status_code == 404
    assert client_for(legal).post(where(draft), {"body": "x"}).status_code == 403
    assert client_for(reader).post(where(draft), {"body": "x"}).status_code == 403
    assert client_for(outsider).post(where(draft), {"body": "x"}).status_code == 404


def test_another_site_cannot_ask(draft: Paper, clerk: User) -> None:
    client: Any = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(where(draft), {"body": "x"}).status_code == 403
