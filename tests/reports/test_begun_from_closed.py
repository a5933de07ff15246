"""A paper begun from one that is not for publication is not open because nobody has said so yet."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, Council, User
from reports.models import Paper
from reports.papers.collect import collect
from reports.papers.documents import is_open
from reports.services.classifying import Classing, classify_document
from tests import factories
from tests.conftest import SignedIn
from tests.reports.conftest import begun_after
from tests.reports.papers.exempt import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(eastshire: Council, desk: Client, clerk: User) -> Paper:
    last = factories.paper(factories.plan(eastshire), words=f"The landlord’s {CANARY}.")
    for stem, classing in (
        ("report", Classing("exempt", 3, "The lease is being negotiated")),
        ("appendix-2", Classing("confidential", reason="A court forbids it")),
    ):
        last.refresh_from_db()
        classify_document(paper=last, by=clerk, shown_version=last.version, stem=stem, classing=classing)
    paper, page = begun_after(last, desk, date(2025, 3, 10))
    assert "classified as it was: look whether it still is" in page
    return paper


def test_each_document_is_classified_as_it_was(begun: Paper) -> None:
    data = collect(begun).data
    assert not begun.is_open
    assert not is_open(data, "report")
    assert not is_open(data, "appendix-2")
    assert is_open(data, "appendix-1")
    assert {row.interest or row.reason for row in begun.document_classes.all()} == {
        "The lease is being negotiated",
        "A court forbids it",
    }


def test_its_words_are_for_those_who_may_see_them(begun: Paper, officer: User, client_for: SignedIn) -> None:
    assert CANARY in begun.sections.get(key="background").body
    browser = client_for(officer)
    for name in ("paper-detail", "paper-sections"):
        assert browser.get(reverse(f"reports:{name}", args=["eastshire", begun.pk])).status_code == 403
    assert begun.slug not in browser.get("/eastshire/papers/").content.decode()
    told = [one for one in Change.objects.all() if CANARY in f"{one.before}{one.after}"]
    assert told
    assert all(one.is_guarded for one in told)
