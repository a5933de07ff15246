"""The heading of a section: reworded where a council commonly does, and kept where nobody touched it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reports.models import Paper, PaperSection
from reports.services import authoring

pytestmark = pytest.mark.django_db
HEADING = "Strengthened improvement arrangements"


def where(draft: Paper, key: str) -> str:
    return reverse("reports:paper-section", args=[draft.council.slug, draft.pk, key])


def governance(draft: Paper) -> PaperSection:
    return PaperSection.objects.get(paper=draft, key="governance")


def test_it_is_reworded(desk: Client, draft: Paper) -> None:
    given = {"heading": "How we are governed", "body": "Words.", "shown_version": governance(draft).version}
    assert desk.post(where(draft, "governance"), given).status_code == 302
    assert governance(draft).heading == "How we are governed"


def test_saved_as_it_was_shown_nothing_changes(desk: Client, draft: Paper, clerk: User) -> None:
    authoring.mark_ready(section=governance(draft), by=clerk, shown_version=governance(draft).version)
    given = {"heading": HEADING, "body": "Words.", "shown_version": governance(draft).version}
    desk.post(where(draft, "governance"), given)
    assert governance(draft).heading == ""
    assert governance(draft).ready_at


def test_an_empty_or_endless_one_is_refused(desk: Client, draft: Paper) -> None:
    for heading in ("", "x" * 121):
        given = {"heading": heading, "body": "Words.", "shown_version": governance(draft).version}
        assert desk.post(where(draft, "governance"), given).status_code == 422


def test_other_headings_are_the_kinds(desk: Client, draft: Paper) -> None:
    page = desk.get(where(draft, "background")).content.decode()
    assert 'name="heading"' not in page


def test_a_stale_save_shows_both_headings(desk: Client, draft: Paper) -> None:
    given = {"heading": "Mine", "body": "Words.", "shown_version": governance(draft).version}
    desk.post(where(draft, "governance"), given | {"heading": "Theirs"})
    page = desk.post(where(draft, "governance"), given)
    assert page.status_code == 409
    assert "<dd>Mine</dd>" in page.content.decode()
    assert "<dd>Theirs</dd>" in page.content.decode()
