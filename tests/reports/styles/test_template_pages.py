"""Bringing a Word template, looking at its sample page, using it and switching it off: the administrator alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.file_store import digest_of
from reports.models import HouseStyle, Paper, WordTemplate
from reports.papers import store
from reports.papers.collect import collect
from reports.papers.pack import pieces
from reports.papers.verify import verify
from reports.services.word_templates import bring_template, use_templates
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers.scenario import scenario
from tests.reports.papers.word_text import open_word
from tests.reports.styles.word_files import related, template

pytestmark = pytest.mark.django_db

PAGE = "/eastshire/styles/templates/"
CHOOSE = f"{PAGE}choose/"


@pytest.fixture
def desk(administrator: User, client_for: SignedIn) -> Client:
    return client_for(administrator)


@pytest.fixture
def ours(eastshire: Council, administrator: User) -> WordTemplate:
    return bring_template(council=eastshire, by=administrator, content=template(), name=r"C:\house\ours.docx")


def a_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ours.docx", content)


def test_it_is_brought_looked_at_used_and_switched_off(desk: Client, eastshire: Council) -> None:
    assert desk.post(PAGE, {"file": a_file(template())}).status_code == 302
    kept = WordTemplate.objects.get()
    page = desk.get(PAGE).content.decode()
    assert f"/eastshire/word-templates/{kept.pk}/trial.docx" in page
    trial = desk.get(f"/eastshire/word-templates/{kept.pk}/trial.docx")
    assert "attachment" in trial["Content-Disposition"]
    assert "House of Eastshire Council" in _heads(trial.content)
    assert not HouseStyle.objects.exists()
    assert desk.post(CHOOSE, {"all": kept.digest, "shown_version": 1}).status_code == 302
    assert HouseStyle.objects.get().word_templates == {"all": kept.digest}
    assert desk.post(CHOOSE, {"all": "", "shown_version": 2}).status_code == 302
    assert HouseStyle.objects.get().word_templates == {}
    verbs = list(Change.objects.for_subject(HouseStyle.objects.get()).values_list("verb", flat=True))
    assert verbs == ["chose the Word templates of"] * 2


def _heads(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in open_word(content).sections[0].header.paragraphs]


def test_a_hostile_one_is_refused_in_a_sentence_and_not_kept(desk: Client) -> None:
    for content, why in (
        (b"", "is empty"),
        (b"hello", "no Word document"),
        (template("{{ title.__class__ }}"), "holds a command"),
        (related(template(), "image", "https://example.org/a.png"), "fetches something from elsewhere"),
    ):
        shown = desk.post(PAGE, {"file": a_file(content)})
        assert shown.status_code == 422
        # At the head of the page, and beside the control.
        assert shown.content.decode().count(why) == 2
    assert not WordTemplate.objects.exists()
    assert not store.has(digest_of(b"hello"))


def test_only_the_administrator_of_the_council(
    desk: Client, ours: WordTemplate, clerk: User, outsider: User, client_for: SignedIn, eastshire: Council
) -> None:
    trial = f"/eastshire/word-templates/{ours.pk}/trial.docx"
    for who, status in ((clerk, 403), (outsider, 404)):
        assert client_for(who).get(PAGE).status_code == status
        assert client_for(who).get(trial).status_code == status
        assert client_for(who).post(CHOOSE, {}).status_code == status
    assert desk.get(CHOOSE).status_code == 405
    assert desk.post(trial).status_code == 405
    with pytest.raises(PermissionDenied):
        bring_template(council=eastshire, by=clerk, content=template(), name="a.docx")
    with pytest.raises(PermissionDenied):
        use_templates(council=eastshire, by=clerk, shown_version=1, chosen={})


def test_brought_twice_it_is_kept_once_under_its_plain_name(
    ours: WordTemplate, eastshire: Council, administrator: User
) -> None:
    again = bring_template(council=eastshire, by=administrator, content=template(), name="other.docx")
    assert again == ours
    assert ours.name == "ours.docx"
    assert Change.objects.for_subject(ours).count() == 1


def test_another_councils_template_is_not_used_and_a_stale_choice_shows_both(
    desk: Client, ours: WordTemplate, marchshire: Council, administrator: User, eastshire: Council
) -> None:
    with pytest.raises(ValidationError):
        use_templates(council=eastshire, by=administrator, shown_version=1, chosen={"all": "0" * 64})
    assert desk.post(CHOOSE, {"all": "0" * 64, "shown_version": 1}).status_code == 422
    use_templates(council=eastshire, by=administrator, shown_version=1, chosen={"all": ours.digest})
    with pytest.raises(StaleVersion):
        use_templates(council=eastshire, by=administrator, shown_version=1, chosen={})
    shown = desk.post(CHOOSE, {"progress": ours.digest, "shown_version": 1})
    assert shown.status_code == 409
    assert "Save mine on top" in shown.content.decode()


def test_papers_word_files_are_made_with_it_and_published_ones_keep_theirs(
    ours: WordTemplate, eastshire: Council, administrator: User
) -> None:
    paper = factories.paper(factories.plan(eastshire))
    plain = {piece.name: piece.content_digest for piece in pieces(collect(paper).data)}
    use_templates(council=eastshire, by=administrator, shown_version=1, chosen={"progress": ours.digest})
    data = collect(Paper.objects.get(pk=paper.pk)).data
    assert data.style is not None
    assert data.style.word_template == ours.digest
    dressed = {piece.name: piece.content_digest for piece in pieces(data)}
    changed = {name for name in plain if plain[name] != dressed[name]}
    assert changed == {name for name in plain if "Word" in name}


def test_a_publication_holds_when_the_template_is_switched_off(
    ours: WordTemplate, eastshire: Council, administrator: User
) -> None:
    use_templates(council=eastshire, by=administrator, shown_version=1, chosen={"all": ours.digest})
    publication = scenario(eastshire).before.publications.get()
    assert publication.data["style"]["word_template"] == ours.digest
    stored = publication.documents.get(stem="report", format="docx")
    assert _heads(store.get(stored.digest)) == ["House of Eastshire Council"]
    use_templates(council=eastshire, by=administrator, shown_version=2, chosen={})
    verdict = verify(publication)
    assert verdict.problems == ()
    assert verdict.compared_bytes
