"""Documents are made by the worker and used again while the paper is unchanged."""

from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Council, Job, User
from reports.models import Rendering
from reports.papers import pdf
from reports.papers.collect import collect
from reports.papers.locking import collect_for_paper
from reports.papers.pack import Made, make_pack
from reports.services.exporting import ask_for_export, ask_to_publish, exported
from tests import factories
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import NOVEMBER, Scenario

pytestmark = pytest.mark.django_db

Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def made(story: Scenario) -> tuple[Made, ...]:
    return make_pack(story.paper, collect(story.paper).data)


def test_what_has_not_changed_is_not_printed_again(story: Scenario) -> None:
    first = made(story)
    with patch.object(pdf, "carry_out", wraps=pdf.carry_out) as printing:
        assert made(story) == first
    assert [call.args for call in printing.call_args_list] == [({},), ({},)]


def test_only_the_documents_that_changed_are_printed_again(story: Scenario) -> None:
    before = {one.filename: one.digest for one in made(story)}
    story.paper.sections.filter(key="purpose").update(body="Other words.")
    with patch.object(pdf, "carry_out", wraps=pdf.carry_out) as printing:
        after = {one.filename: one.digest for one in made(story)}
    assert [len(call.args[0]) for call in printing.call_args_list] == [2, 1]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"report.html", "report.pdf", "report.docx", "pack.pdf"}


def test_it_says_how_far_it_is(story: Scenario) -> None:
    said: list[int] = []
    make_pack(story.paper, collect(story.paper).data, say=lambda percent, _step: said.append(percent))
    assert said == sorted(said)
    assert len(said) >= 3


def test_an_export_is_a_job_that_ends_with_the_documents_made(
    story: Scenario, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for_export(paper=story.paper, by=story.clerk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    names = [f"{row.stem}.{row.format}" for row in exported(story.paper, collect_for_paper(story.paper).data)]
    assert names == [
        "report.pdf",
        "report.docx",
        "appendix-1.pdf",
        "appendix-1.docx",
        "appendix-2.pdf",
        "appendix-2.docx",
        "pack.pdf",
    ]


def test_the_same_content_asked_for_twice_is_one_job(story: Scenario) -> None:
    first = ask_for_export(paper=story.paper, by=story.clerk)
    assert ask_for_export(paper=story.paper, by=story.clerk) == first
    factories.update(story.actions[2], "off-track", NOVEMBER)
    assert ask_for_export(paper=story.paper, by=story.clerk) != first


def test_a_text_that_cannot_be_rendered_ends_the_job_in_words(
    story: Scenario, django_capture_on_commit_callbacks: Capture
) -> None:
    story.paper.sections.filter(key="purpose").update(body="{{ spend.todate }}")
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for_export(paper=story.paper, by=story.clerk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "Did you mean spend.to_date" in job.error


def test_publishing_is_a_job_too(story: Scenario, django_capture_on_commit_callbacks: Capture) -> None:
    story.paper.refresh_from_db()
    factories.cleared(story.paper)
    story.paper.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_to_publish(paper=story.paper, by=story.clerk, shown_version=story.paper.version)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert story.paper.publications.count() == 1


def test_readers_and_other_councils_export_nothing(story: Scenario, reader: User, outsider: User) -> None:
    for user in (reader, outsider):
        with pytest.raises(PermissionDenied):
            ask_for_export(paper=story.paper, by=user)
        with pytest.raises(PermissionDenied):
            ask_to_publish(paper=story.paper, by=user, shown_version=1)
    assert not Rendering.objects.filter(paper=story.paper).exists()
