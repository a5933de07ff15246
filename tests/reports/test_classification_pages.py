"""Classifying documents and writing an appendix of one's own, in the browser."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from reports.models import Appendix, DocumentClass, Paper
from tests.conftest import SignedIn
from tests.reports.addresses import address
from tests.reports.papers.exempt import CANARY, with_exempt_appendix

pytestmark = pytest.mark.django_db

WHY = "A tender is going on."


def classify(desk: Client, paper: Paper, stem: str = "appendix-2", **given: object) -> int:
    paper.refresh_from_db()
    facts = {"classification": "exempt", "paragraph": 3, "interest": WHY, "shown_version": paper.version}
    return desk.post(address("classify", paper, stem=stem), facts | given).status_code


def appendix_facts(paper: Paper, **given: object) -> dict[str, object]:
    facts = {"title": "Lease", "body": "Terms.", "classification": "exempt", "paragraph": 3, "interest": WHY}
    return facts | {"shown_version": paper.version} | given


def pages_of(paper: Paper) -> list[str]:
    appendix = paper.appendices.first() or with_exempt_appendix(paper)
    own = [
        reverse(f"reports:appendix-{verb}", args=["eastshire", appendix.pk]) for verb in ("edit", "remove")
    ]
    return [
        address("classification", paper),
        address("classify", paper, stem="report"),
        address("appendix-add", paper),
        *own,
    ]


def test_the_pages_are_the_writers(
    draft: Paper, desk: Client, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    for page in pages_of(draft):
        assert desk.get(page).status_code == 200
        assert client_for(outsider).get(page).status_code == 404
        assert client_for(reader).get(page).status_code == 403
        assert client_for(reader).post(page).status_code in {403, 405}
        if "classification" not in page:
            assert client_for(officer).get(page).status_code == 403
    assert desk.post(pages_of(draft)[0]).status_code == 405


def test_a_document_is_classified_once(desk: Client, draft: Paper) -> None:
    assert classify(desk, draft) == 302
    assert classify(desk, draft) == 302
    row = DocumentClass.objects.get()
    assert (row.stem, row.paragraph, row.interest) == ("appendix-2", 3, WHY)
    assert Change.objects.filter(verb="classified the appendix 2 of").count() == 1
    page = desk.get(address("classification", draft)).content.decode()
    assert "not for publication by virtue of paragraph 3" in page
    assert "Appendix 2" in desk.get(address("detail", draft)).content.decode()


def test_a_paper_is_what_its_report_is(
    desk: Client, draft: Paper, officer: User, client_for: SignedIn
) -> None:
    classify(desk, draft, "report")
    draft.refresh_from_db()
    assert draft.classification == "exempt"
    assert client_for(officer).get(address("detail", draft)).status_code == 403
    classify(desk, draft, "report", classification="open")
    draft.refresh_from_db()
    assert draft.is_open


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"paragraph": ""}, "Choose the paragraph of Schedule 12A"),
        ({"paragraph": "9"}, "govuk-error-message"),
        ({"interest": " "}, "Say why the public interest"),
        ({"classification": "confidential"}, "Say why it is confidential"),
        ({"classification": "secret"}, "govuk-error-message"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    desk: Client, draft: Paper, given: dict[str, object], message: str
) -> None:
    facts = {"classification": "exempt", "paragraph": 3, "interest": WHY, "shown_version": draft.version}
    page = desk.post(address("classify", draft, stem="report"), facts | given)
    assert page.status_code == 422
    assert message in page.content.decode()
    assert not DocumentClass.objects.exists()


def test_a_document_that_is_not_there_is_not(desk: Client, draft: Paper) -> None:
    assert desk.get(address("classify", draft, stem="appendix-9")).status_code == 404


def test_a_stale_classification_shows_both(desk: Client, draft: Paper) -> None:
    shown = draft.version
    classify(desk, draft, "appendix-1")
    page = desk.post(
        address("classify", draft, stem="appendix-2"),
        {"classification": "confidential", "reason": "A court says so.", "shown_version": shown},
    )
    assert page.status_code == 409
    assert "A court says so." in page.content.decode()
    assert not DocumentClass.objects.filter(stem="appendix-2").exists()


def test_an_appendix_is_written_previewed_and_taken_out(desk: Client, draft: Paper) -> None:
    facts = appendix_facts(draft, body="For {{ paper.committee }}.")
    preview = desk.post(address("appendix-add", draft), facts | {"preview": "yes"})
    assert (preview.status_code, Appendix.objects.count()) == (200, 0)
    assert f"For {draft.meeting.group.name}." in preview.content.decode()
    assert desk.post(address("appendix-add", draft), facts).status_code == 302
    appendix = Appendix.objects.get()
    edit = reverse("reports:appendix-edit", args=["eastshire", appendix.pk])
    assert desk.post(edit, appendix_facts(draft, body="Other terms.", shown_version=1)).status_code == 302
    stale = desk.post(edit, appendix_facts(draft, body="Mine.", shown_version=1))
    assert stale.status_code == 409
    assert {"Mine.", "Other terms."} <= set(stale.content.decode().replace("<", ">").split(">"))
    remove = reverse("reports:appendix-remove", args=["eastshire", appendix.pk])
    assert desk.post(remove, {"shown_version": 1}).status_code == 409
    assert desk.post(remove, {"shown_version": 2}).status_code == 302
    assert not Appendix.objects.exists()
    assert desk.get(edit).status_code == 404


def test_an_unknown_figure_is_refused_and_what_was_typed_stays(desk: Client, draft: Paper) -> None:
    page = desk.post(
        address("appendix-add", draft), appendix_facts(draft, body="{{ spend.to_dat }} is spent.")
    )
    assert page.status_code == 422
    assert "There is no figure called" in page.content.decode()
    assert "is spent." in page.content.decode()


def test_who_may_not_see_exempt_documents_reads_only_its_title(
    draft: Paper, officer: User, client_for: SignedIn
) -> None:
    with_exempt_appendix(draft)
    page = client_for(officer).get(address("classification", draft)).content.decode()
    assert "Terms of the lease" in page
    assert CANARY not in page


@pytest.mark.parametrize("appendices", [1, 10])
def test_the_page_asks_the_same_whatever_its_length(
    desk: Client, draft: Paper, appendices: int, django_assert_num_queries: object
) -> None:
    for _ in range(appendices):
        with_exempt_appendix(draft)
    desk.get(address("classification", draft))
    # session, person, council, roles; the paper, its classes and appendices; what collecting it asks, once
    with django_assert_num_queries(45):  # type: ignore[operator]
        desk.get(address("classification", draft))
