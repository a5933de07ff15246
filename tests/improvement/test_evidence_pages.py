"""A file brought as evidence: kept outside the web root, saved and never shown, for those who may see the action."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Change, User
from core import upload_limits
from core.dates import clock
from improvement import evidence_store, services
from improvement.models import Action, Evidence
from tests import factories
from tests.conftest import SignedIn
from tests.improvement.test_evidence_files import PDF, document

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)
FACTS = {"title": "Audit of ten files", "link": "", "where_held": ""}
DATED = FACTS | {"evidence_of_day": "2", "evidence_of_month": "10", "evidence_of_year": "2024"}


def address(name: str, pk: int) -> str:
    return reverse(f"improvement:evidence-{name}", args=["eastshire", pk])


def brought(content: bytes = PDF, name: str = "audit.pdf") -> SimpleUploadedFile:
    # The browser's word for what it is counts for nothing.
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def piece(action: Action, officer: User) -> Evidence:
    with clock(DAY):
        return services.add_evidence(
            action=action, by=officer, title="Audit", evidence_of=DAY, file=brought(name="a/../audit.exe")
        )


def test_a_file_is_kept_and_offered_to_save(action: Action, officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    page = client.get(address("add", action.pk)).text
    assert 'enctype="multipart/form-data"' in page
    assert "of up to 20 MB" in page
    saved = client.post(address("add", action.pk), DATED | {"file": brought()}, follow=True)
    piece = Evidence.objects.get()
    assert address("file", piece.pk) in saved.text
    assert (piece.file_kind, piece.file_size, piece.evidence_of) == ("pdf", len(PDF), DAY)
    assert evidence_store.get(piece.file_digest) == PDF

    file = client.get(address("file", piece.pk))
    assert file.content == PDF
    assert file["Content-Disposition"] == 'attachment; filename="audit.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"


def test_what_was_typed_is_kept_when_the_file_is_refused(
    action: Action, officer: User, client_for: SignedIn
) -> None:
    hostile = brought(b"<html><script>alert(1)</script>", "audit.pdf")
    refused = client_for(officer).post(address("add", action.pk), DATED | {"file": hostile})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"file"}
    assert 'value="Audit of ten files"' in refused.text
    assert not Evidence.objects.exists()


def test_the_file_is_asked_for_again_when_something_else_is_wrong(
    action: Action, officer: User, client_for: SignedIn
) -> None:
    wrong = DATED | {"title": "", "file": brought()}
    refused = client_for(officer).post(address("add", action.pk), wrong)
    assert set(refused.context["form"].errors) == {"title", "file"}
    assert "Choose the file again" in refused.text


def test_a_file_too_large_is_dropped_and_the_rest_kept(
    action: Action, officer: User, client_for: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("improvement.evidence_files.LARGEST_FILE", 100_000)
    monkeypatch.setattr(upload_limits, "LARGEST_UPLOAD", 100_000)
    large = brought(b"word " * 200_000, "notes.txt")
    refused = client_for(officer).post(address("add", action.pk), DATED | {"file": large})
    assert "larger than" in refused.context["form"].errors["file"][0]
    # One piece beyond the limit, and no more, was let through.
    let_through: Any = refused.wsgi_request.FILES["file"]
    assert let_through.size < 250_000
    assert 'value="Audit of ten files"' in refused.text


@pytest.mark.parametrize("link", ["ftp://files.example/1", "javascript:alert(1)", "nonsense"])
def test_a_link_is_a_web_address(action: Action, officer: User, link: str, client_for: SignedIn) -> None:
    refused = client_for(officer).post(address("add", action.pk), DATED | {"link": link})
    assert set(refused.context["form"].errors) == {"link"}


def test_the_same_form_twice_adds_once(action: Action, officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    for _ in range(2):
        assert client.post(address("add", action.pk), DATED | {"file": brought()}).status_code == 302
    assert Evidence.objects.count() == 1
    assert Change.objects.filter(verb="added evidence to").count() == 1


def test_who_may_take_the_file(
    piece: Evidence, reader: User, outsider: User, officer: User, client_for: SignedIn
) -> None:
    assert client_for(reader).get(address("file", piece.pk)).content == PDF
    assert client_for(outsider).get(address("file", piece.pk)).status_code == 404
    assert client_for(reader).post(address("file", piece.pk)).status_code == 405
    assert (
        client_for(reader).get(address("file", factories.evidence(piece.action, DAY).pk)).status_code == 404
    )


def test_a_new_version_replaces_and_the_old_one_stays_readable(
    piece: Evidence, officer: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    assert client.get(address("replace", piece.pk)).status_code == 200
    posted: dict[str, Any] = DATED | {"because": "Two pages were missing"}
    for _ in range(2):
        again = posted | {"file": brought(document(), "audit.docx")}
        assert client.post(address("replace", piece.pk), again).status_code == 302
    newer = Evidence.objects.get(replaces=piece)
    assert [held.pk for held in Evidence.objects.as_at(date(2025, 1, 2))] == [newer.pk]
    assert [held.pk for held in Evidence.objects.as_at(date(2025, 1, 1))] == [piece.pk]
    page = client.get(address("detail", piece.pk)).text
    assert "There is a newer version" in page
    assert client.get(address("file", piece.pk)).content == PDF
    assert "Two pages were missing" in client.get(address("detail", newer.pk)).text


def test_a_correction_of_the_words_keeps_the_file(
    piece: Evidence, officer: User, client_for: SignedIn
) -> None:
    client_for(officer).post(address("replace", piece.pk), DATED | {"because": "Wrong title"})
    newer = Evidence.objects.get(replaces=piece)
    assert (newer.title, newer.file_digest) == ("Audit of ten files", piece.file_digest)


def test_what_was_added_by_mistake_is_taken_out(
    piece: Evidence, officer: User, reader: User, client_for: SignedIn
) -> None:
    client = client_for(officer)
    for _ in range(2):
        response = client.post(address("take-out", piece.pk), {"because": "It names a child"})
        assert response.status_code == 302
    assert not Evidence.objects.as_at(date(2025, 1, 2)).exists()
    assert Evidence.objects.as_at(date(2025, 1, 1)).exists()
    assert Change.objects.filter(verb="took out evidence of").count() == 1
    assert "It names a child" in client.get(address("detail", piece.pk)).text
    assert client_for(reader).get(address("file", piece.pk)).status_code == 403
    assert client.get(address("file", piece.pk)).status_code == 200


def test_accepted_evidence_stays_as_it_is(
    piece: Evidence, officer: User, chair: User, client_for: SignedIn
) -> None:
    services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
    client = client_for(officer)
    for name in ("replace", "take-out"):
        refused = client.post(address(name, piece.pk), DATED | {"because": "x"})
        assert refused.status_code == 422
        assert "has been accepted" in refused.text
    assert address("replace", piece.pk) not in client.get(address("detail", piece.pk)).text


@pytest.mark.parametrize("name", ["replace", "take-out"])
def test_who_may_not_change_it(
    piece: Evidence, name: str, reader: User, outsider: User, client_for: SignedIn
) -> None:
    for person, status in ((reader, 403), (outsider, 404)):
        assert client_for(person).post(address(name, piece.pk), {"because": "x"}).status_code == status
    assert Evidence.objects.as_at(date(2025, 1, 2)).count() == 1
