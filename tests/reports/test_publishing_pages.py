"""From draft to publication: the preview, the checks, the export and the documents."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from accounts.models import User
from reports.models import Paper, Publication
from reports.services.drafting import save_section
from tests import factories
from tests.conftest import SignedIn
from tests.reports.addresses import address

pytestmark = pytest.mark.django_db

OnCommit = Callable[..., AbstractContextManager[object]]
PAGES = ["checks", "export", "publish"]


@pytest.mark.parametrize("name", PAGES)
def test_the_clerk_sees_the_page_another_council_does_not(
    name: str, desk: Client, draft: Paper, outsider: User, client_for: SignedIn
) -> None:
    assert desk.get(address(name, draft)).status_code == 200
    assert client_for(outsider).get(address(name, draft)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_may_not(name: str, draft: Paper, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    assert client.get(address(name, draft)).status_code == 403
    assert client.post(address(name, draft)).status_code in {403, 405}


def test_only_who_may_publish_is_offered_it(draft: Paper, programme: User, client_for: SignedIn) -> None:
    client = client_for(programme)
    assert address("publish", draft) not in client.get(address("detail", draft)).content.decode()
    assert client.post(address("publish", draft), {"shown_version": draft.version}).status_code == 403


def test_the_preview_is_a_page_of_its_own_with_its_style_let_in(desk: Client, draft: Paper) -> None:
    page = desk.get(address("preview", draft, stem="appendix-1"))
    assert address("preview-document", draft, stem="appendix-1") in page.content.decode()
    document = desk.get(address("preview-document", draft, stem="appendix-1"))
    assert "'sha256-" in document.headers["Content-Security-Policy"]
    assert desk.get(address("preview", draft, stem="appendix-9")).status_code == 404


def test_text_that_cannot_be_rendered_says_why(desk: Client, draft: Paper) -> None:
    draft.sections.filter(key="purpose").update(body="{{ spend.todate }}")
    assert "There is no figure called" in desk.get(address("preview", draft, stem="report")).content.decode()
    assert desk.get(address("preview-document", draft, stem="report")).status_code == 422
    assert "There is no figure called" in desk.get(address("checks", draft)).content.decode()
    assert "The documents cannot be made yet" in desk.get(address("export", draft)).content.decode()


def test_an_export_is_made_by_the_worker_and_offered(
    desk: Client, draft: Paper, django_capture_on_commit_callbacks: OnCommit
) -> None:
    assert desk.get(address("document", draft, stem="report", form="pdf")).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(address("export", draft)).status_code == 302
    page = desk.get(address("export", draft)).content.decode()
    assert address("draft-document", draft, stem="appendix-2", form="pdf") in page
    assert "Make the documents" not in page
    document = desk.get(address("document", draft, stem="report", form="pdf"))
    assert document.content.startswith(b"%PDF")
    assert "progress-2025-01-report.pdf" in document.headers["Content-Disposition"]


def test_a_changed_paper_is_exported_again(
    desk: Client, draft: Paper, clerk: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address("export", draft))
    section = draft.sections.get(key="purpose")
    save_section(section=section, by=clerk, shown_version=section.version, body="Other words.")
    page = desk.get(address("export", draft)).content.decode()
    assert "Make the documents" in page
    assert desk.get(address("document", draft, stem="report", form="pdf")).status_code == 404


def test_publishing_is_done_once_and_for_readers_too(
    desk: Client,
    draft: Paper,
    reader: User,
    client_for: SignedIn,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    factories.cleared(draft).refresh_from_db()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(address("publish", draft), {"shown_version": draft.version})
        assert response.status_code == 302
    assert Publication.objects.filter(paper=draft).count() == 1
    client = client_for(reader)
    assert "What was published is kept as it was" in client.get(address("detail", draft)).content.decode()
    html = client.get(address("document", draft, stem="report", form="html"))
    assert "Progress update" in html.content.decode()
    word = client.get(address("document", draft, stem="report", form="docx"))
    assert word["Content-Disposition"] == f'attachment; filename="{draft.slug}-report.docx"'
    assert client.get(address("document", draft, stem="report", form="odt")).status_code == 404
    assert desk.get(address("section", draft, key="purpose")).status_code == 403


def test_a_paper_changed_since_it_was_shown_is_not_published(
    desk: Client, draft: Paper, django_capture_on_commit_callbacks: OnCommit
) -> None:
    draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(address("publish", draft), {"shown_version": draft.version - 1})
    assert not Publication.objects.exists()
    assert "has changed since it was shown" in desk.get(response.headers["Location"]).content.decode()


def test_a_paper_with_a_blocker_offers_no_way_to_publish(desk: Client, draft: Paper) -> None:
    draft.recommendations.all().delete()
    page = desk.get(address("publish", draft)).content.decode()
    assert "There is no recommendation" in page
    assert 'name="shown_version"' not in page
