"""Publishing freezes data, documents and digests; nothing that happens later changes them."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock
from core.file_store import FileDamaged, digest_of
from reports.models import Document, Paper, Publication
from reports.models.publications import AppendOnlyError
from reports.papers import codec, publish, store
from reports.papers.data import PaperData
from reports.papers.pack import make_pack
from reports.papers.publish import ChangedMeanwhile, NotReady, publish_paper
from reports.papers.verify import verify
from reports.services.drafting import save_recommendations, save_section, section_of
from tests import factories
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def contents(publication: Publication) -> dict[str, str]:
    return {f"{row.stem}.{row.format}": row.digest for row in publication.documents.all()}


def test_it_freezes_data_and_every_document_in_every_format(story: Scenario) -> None:
    publication = story_of.publish(story.paper)
    assert set(contents(publication)) == {
        f"{stem}.{form}"
        for stem in ("report", "appendix-1", "appendix-2")
        for form in ("html", "pdf", "docx")
    } | {"pack.pdf"}
    assert publication.template == "progress_v1"
    assert {"weasyprint", "python-docx", "fonts"} <= set(publication.renderer)
    assert codec.from_json(PaperData, publication.data).identity.slug == story.paper.slug
    assert codec.digest(publication.data) == publication.data_digest
    assert Change.objects.for_subject(story.paper).filter(verb="published").count() == 1


def test_each_document_is_stored_under_the_digest_of_its_bytes(story: Scenario) -> None:
    for row in story.published.documents.all():
        content = store.get(row.digest)
        assert digest_of(content) == row.digest
        assert len(content) == row.size


def test_publishing_twice_does_nothing_more(story: Scenario) -> None:
    first = story_of.publish(story.paper)
    assert story_of.publish(story.paper) == first
    assert Publication.objects.filter(paper=story.paper).count() == 1


def test_what_is_recorded_afterwards_leaves_it_as_it_was(story: Scenario) -> None:
    """A rating made red, and an update backdated to before the paper's date."""
    publication = story_of.publish(story.paper)
    before = (publication.data_digest, contents(publication))
    factories.update(story.actions[1], "off-track", date(2025, 1, 2))
    factories.update(story.actions[2], "off-track", date(2024, 11, 12), on=date(2025, 1, 3))
    publication = Publication.objects.get(pk=publication.pk)
    assert (publication.data_digest, contents(publication)) == before
    assert verify(publication).problems == ()


def test_a_blocker_keeps_it_from_being_published(story: Scenario) -> None:
    story.paper.refresh_from_db()
    save_recommendations(paper=story.paper, by=story.clerk, shown_version=story.paper.version, texts=[])
    with pytest.raises(NotReady, match="There is no recommendation") as refused:
        story_of.publish(story.paper)
    assert [finding.code for finding in refused.value.findings] == ["no-recommendation"]
    assert not story.paper.publications.exists()


def test_only_the_clerk_publishes(story: Scenario, officer: User, reader: User, outsider: User) -> None:
    for user in (officer, reader, outsider):
        with pytest.raises(PermissionDenied):
            publish_paper(paper=story.paper, by=user, shown_version=story.paper.version)


def test_a_paper_saved_since_it_was_shown_is_not_published(story: Scenario) -> None:
    with pytest.raises(StaleVersion):
        publish_paper(paper=story.paper, by=story.clerk, shown_version=0)
    assert not story.paper.publications.exists()


def test_words_that_change_while_it_is_printed_are_not_published(story: Scenario) -> None:
    """Its figures are locked; only words can change then."""

    def meanwhile(paper: Paper, *given: object, **more: object) -> object:
        section = section_of(paper, "purpose")
        save_section(section=section, by=story.clerk, shown_version=section.version, body="Otherwise.")
        return make_pack(paper, *given, **more)  # type: ignore[arg-type]

    with patch.object(publish, "make_pack", meanwhile), pytest.raises(ChangedMeanwhile):
        story_of.publish(story.paper)
    assert not story.paper.publications.exists()


def test_a_publication_and_its_documents_are_never_altered(story: Scenario) -> None:
    document = story.published.documents.first()
    assert document is not None
    for row in (story.published, document):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()


def test_verifying_says_which_document_is_damaged(story: Scenario) -> None:
    digest = story.published.documents.get(stem="report", format="html").digest
    with patch.object(store, "get", side_effect=_damaged(digest, store.get)):
        problems = verify(story.published).problems
    assert problems == (f"report.html: The document {digest[:12]} is not what was stored.",)


def _damaged(digest: str, really: object) -> object:
    def get(wanted: str) -> bytes:
        if wanted == digest:
            raise FileDamaged(f"The document {wanted[:12]} is not what was stored.")
        return really(wanted)  # type: ignore[operator,no-any-return]

    return get


def test_verifying_notices_data_that_are_not_those_published(story: Scenario) -> None:
    data = story.published.data | {"recommendations": ["Note nothing."]}
    Publication.objects.filter(pk=story.published.pk).update(data=data)
    problems = verify(Publication.objects.get(pk=story.published.pk)).problems
    assert "its frozen data are not those that were published" in problems
    assert any("“the progress. " in problem and "“nothing. " in problem for problem in problems)


def test_verifying_notices_data_changed_together_with_their_digest(story: Scenario) -> None:
    data = story.published.data | {"recommendations": ["Note nothing."]}
    rows = Publication.objects.filter(pk=story.published.pk)
    rows.update(data=data, data_digest=codec.digest(data))
    assert "the change log saw other data published" in verify(rows.get()).problems


@pytest.mark.parametrize("moment", ["published_at", "known_at"])
def test_verifying_notices_a_publication_moved_in_time(story: Scenario, moment: str) -> None:
    rows = Publication.objects.filter(pk=story.published.pk)
    rows.update(**{moment: story.published.known_at - timedelta(days=30)})
    assert verify(rows.get()).problems == ("its moments of publication are not those of the change log",)


def test_other_printers_are_compared_by_text_alone(story: Scenario) -> None:
    Publication.objects.filter(pk=story.published.pk).update(renderer={"weasyprint": "1.0"})
    verdict = verify(Publication.objects.get(pk=story.published.pk))
    assert (verdict.problems, verdict.compared_bytes) == ((), False)


def test_the_day_of_publication_is_the_clocks(story: Scenario) -> None:
    with clock(date(2025, 1, 3)):
        assert story.published.published_at.date() == date(2024, 11, 1)
    assert Document.objects.filter(publication=story.published).count() == 10
