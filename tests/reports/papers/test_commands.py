"""`render_paper` writes what was published, or the paper as it stands; `verify_papers` says what differs."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Council
from reports.models import Publication
from reports.papers import store
from tests import factories
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import NOVEMBER, Scenario

pytestmark = pytest.mark.django_db

PUBLISHED, DRAFT = "eastshire/progress-2024-11", "eastshire/progress-2025-01"


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def render_paper(paper: str, **options: object) -> str:
    out = StringIO()
    call_command("render_paper", paper, stdout=out, **options)
    return out.getvalue()


def stored(story: Scenario, stem: str, format_: str) -> bytes:
    return store.get(story.published.documents.get(stem=stem, format=format_).digest)


@pytest.mark.parametrize("format_", ["html", "pdf", "docx"])
def test_a_folder_gets_the_whole_pack_with_the_same_stems(
    story: Scenario, tmp_path: Path, format_: str
) -> None:
    render_paper(DRAFT, format=format_, out=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{stem}.{format_}" for stem in ("report", "appendix-1", "appendix-2")
    }


def test_a_folder_that_is_not_there_is_made(story: Scenario, tmp_path: Path) -> None:
    said = render_paper(DRAFT, format="html", out=tmp_path / "new")
    assert (tmp_path / "new" / "report.html").exists()
    assert "report.html" in said


def test_a_file_gets_the_report_or_the_document_named(story: Scenario, tmp_path: Path) -> None:
    render_paper(DRAFT, format="html", out=tmp_path / "a.html")
    render_paper(DRAFT, format="html", out=tmp_path / "b.html", document="appendix-1")
    assert "Purpose of report" in (tmp_path / "a.html").read_text()
    assert "Appendix 1: Rating overview" in (tmp_path / "b.html").read_text()


@pytest.mark.parametrize("format_", ["html", "pdf", "docx"])
def test_a_published_paper_gives_its_stored_bytes_whatever_was_recorded_since(
    story: Scenario, tmp_path: Path, format_: str
) -> None:
    factories.update(story.actions[2], "off-track", NOVEMBER)
    target = tmp_path / f"report.{format_}"
    for fresh in (False, True):
        render_paper(PUBLISHED, format=format_, out=target, fresh=fresh)
        assert target.read_bytes() == stored(story, "report", format_)


def test_a_pdf_file_gets_the_whole_pack_in_one(story: Scenario, tmp_path: Path) -> None:
    render_paper(PUBLISHED, format="pdf", out=tmp_path / "pack.pdf", document="pack")
    assert (tmp_path / "pack.pdf").read_bytes() == stored(story, "pack", "pdf")


def test_a_draft_is_rendered_as_the_record_stands(story: Scenario, tmp_path: Path) -> None:
    target = tmp_path / "appendix-2.html"
    factories.update(story.actions[2], "off-track", NOVEMBER, narrative="The bridge is closed.")
    render_paper(DRAFT, format="html", out=target, document="appendix-2")
    assert "The bridge is closed." in target.read_text()


@pytest.mark.parametrize(
    ("paper", "options", "said"),
    [
        (
            "eastshire/nothing",
            {"format": "pdf"},
            "There are: eastshire/progress-2024-11, eastshire/progress-2025-01",
        ),
        (DRAFT, {"format": "pdf", "document": "appendix-9"}, "It has: report, appendix-1, appendix-2"),
        (DRAFT, {"format": "docx", "document": "pack"}, "give --out a folder"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    story: Scenario, tmp_path: Path, paper: str, options: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        render_paper(paper, out=tmp_path / "a.pdf", **options)
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_text_that_cannot_be_rendered_is_said_in_one_line(story: Scenario, tmp_path: Path) -> None:
    story.paper.sections.filter(key="purpose").update(body="{{ spend.todate }}")
    with pytest.raises(CommandError, match=r"Did you mean spend\.to_date"):
        render_paper(DRAFT, format="html", out=tmp_path)


def test_papers_as_published_are_said_to_be(story: Scenario) -> None:
    out = StringIO()
    call_command("verify_papers", stdout=out)
    assert out.getvalue() == "eastshire/progress-2024-11, version 1: as published\n"


def test_a_paper_that_differs_is_named_and_the_command_fails(story: Scenario) -> None:
    data = story.published.data | {"recommendations": ["Note nothing."]}
    Publication.objects.filter(pk=story.published.pk).update(data=data)
    err = StringIO()
    with pytest.raises(CommandError, match="1 of 1 published papers differ"):
        call_command("verify_papers", stdout=StringIO(), stderr=err)
    assert "eastshire/progress-2024-11, version 1: its frozen data are not" in err.getvalue()


def test_a_sound_ledger_is_said_to_be(story: Scenario) -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "eastshire: the ledger is sound\n"
