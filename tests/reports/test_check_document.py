"""“Check a document”: which published document a file is, for members and for everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, User
from reports.models import Document
from reports.papers import recognise, store
from tests.conftest import SignedIn
from tests.reports.papers.scenario import Scenario, scenario

pytestmark = pytest.mark.django_db

MEMBERS = reverse("reports:paper-check", args=["eastshire"])
PUBLIC = reverse("reports:public-paper-check", args=["eastshire"])


@pytest.fixture
def told(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def pdf(told: Scenario) -> Document:
    return told.published.documents.get(stem="appendix-1", format="pdf")


def test_a_file_is_recognised_and_not_kept(
    told: Scenario, pdf: Document, reader: User, client_for: SignedIn
) -> None:
    before = Change.objects.count()
    file = SimpleUploadedFile("got-it-by-mail.pdf", store.get(pdf.digest))
    page = client_for(reader).post(MEMBERS, {"file": file}).content.decode()
    assert told.before.title in page
    assert pdf.title in page
    assert "1, published on 1 November 2024" in page
    assert Change.objects.count() == before


def test_a_digest_is_recognised_however_it_is_copied(
    pdf: Document, reader: User, client_for: SignedIn
) -> None:
    typed = f" {pdf.digest[:32].upper()} {pdf.digest[32:]} "
    assert pdf.title in client_for(reader).post(MEMBERS, {"typed": typed}).content.decode()


def test_what_is_none_of_ours_is_said_so(told: Scenario, reader: User, client_for: SignedIn) -> None:
    file = SimpleUploadedFile("other.pdf", b"%PDF-1.7 something else")
    page = client_for(reader).post(MEMBERS, {"file": file})
    assert "none of the documents that the council has published" in page.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"typed": "abc"}, {"typed": "z" * 64}, {"file": SimpleUploadedFile("empty.pdf", b"")}]
)
def test_what_cannot_be_checked_is_asked_again(
    told: Scenario, reader: User, client_for: SignedIn, given: dict[str, object]
) -> None:
    assert client_for(reader).post(MEMBERS, given).status_code == 422


def test_a_file_beyond_the_limit_is_refused(
    told: Scenario, reader: User, client_for: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise, "LARGEST_UPLOAD", 10)
    page = client_for(reader).post(MEMBERS, {"file": SimpleUploadedFile("big.pdf", b"x" * 11)})
    assert page.status_code == 422
    assert "The file is larger than" in page.content.decode()


def test_everybody_may_ask_where_the_council_lets_them(pdf: Document, client: Client, outsider: User) -> None:
    assert client.post(PUBLIC, {"typed": pdf.digest}).status_code == 404
    Council.objects.filter(slug="eastshire").update(publishes_papers=True)
    answer = client.post(PUBLIC, {"typed": pdf.digest})
    assert pdf.title in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_public_learns_nothing_of_what_is_not_open(told: Scenario, pdf: Document, client: Client) -> None:
    Council.objects.filter(slug="eastshire").update(publishes_papers=True)
    type(told.before).objects.filter(pk=told.before.pk).update(classification="exempt")
    page = client.post(PUBLIC, {"typed": pdf.digest}).content.decode()
    assert "none of the documents" in page
    assert pdf.title not in page


def test_another_council_is_not_asked(pdf: Document, outsider: User, client_for: SignedIn) -> None:
    assert client_for(outsider).post(MEMBERS, {"typed": pdf.digest}).status_code == 404
    elsewhere = reverse("reports:paper-check", args=["marchshire"])
    assert (
        "none of the documents"
        in client_for(outsider).post(elsewhere, {"typed": pdf.digest}).content.decode()
    )
