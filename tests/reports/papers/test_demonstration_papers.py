"""The demonstration's January paper, composed from the record, says what documents 000 and 001 say."""

import re

import pytest
from pytest_django import DjangoDbBlocker

from reports.models import Paper
from reports.papers.changes import changes
from reports.papers.checks import blockers, check
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.figures import figures
from reports.papers.kinds import PROGRESS
from reports.papers.render import render
from reports.papers.store import get
from reports.papers.verify import verify, words_of

# So that a database is made also when one of these tests is run alone.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def january(demonstration_of_module: None, django_db_blocker: DjangoDbBlocker) -> PaperData:
    with django_db_blocker.unblock():
        return collect(paper("progress-2025-01")).data


def paper(slug: str) -> Paper:
    return Paper.objects.get(council__slug="eastshire", slug=slug)


def words(data: PaperData, stem: str = "report") -> str:
    return " ".join(words_of(render(data, PROGRESS.document(stem)).html))


def test_the_spend_is_that_of_document_001_with_what_it_covers(january: PaperData) -> None:
    known = figures(january)
    assert known["spend.to_date"].value == "£45,681"
    assert known["spend.covers"].value == "4 social workers and the project manager"
    assert "spend to the end of October 2024 is £45,681 (4 social workers and the project manager)" in words(
        january
    )


def test_each_block_prints_the_date_it_holds_for(january: PaperData) -> None:
    text = words(january)
    for told in (
        "actions with each, as at 13 November 2024",
        "due dates between 2 October 2024 and 13 November 2024",
        "plan areas with each, as at 13 November 2024",
        "Risks to the plan as at 20 December 2024",
        "recruitment as at 31 December 2024",
        "Budget and spend to the end of October 2024",
    ):
        assert told in text


def test_all_ten_approved_rows_are_listed_and_those_not_due_say_when(january: PaperData) -> None:
    assert len(january.posts) == 10
    text = words(january).replace("\u00a0", " ")
    assert all(post.label in text for post in january.posts)
    assert text.count("Starts April 2025.") == 3


def test_changes_are_measured_from_the_last_papers_own_ratings_date(january: PaperData) -> None:
    assert january.since("ratings") is not None
    assert all(group.actions for group in changes(january) if group.key in ("done", "worse", "new"))


def test_every_action_and_every_area_stand_in_the_appendices(january: PaperData) -> None:
    overview, plan = words(january, "appendix-1"), words(january, "appendix-2")
    for action in january.plan.actions:
        title = " ".join(action.title.split())
        assert title in overview.replace("&#x27;", "'")
        assert title in plan
    assert all(section.title in overview for section in january.plan.sections)


def test_the_parts_add_up_to_what_is_shown(january: PaperData) -> None:
    html = render(january, PROGRESS.document("report")).html
    table = html.split("Budget and spend to the end of")[1].split("</table>")[0]
    rows = [re.findall(r"£([\d,]+\.\d\d)|(–)\s*</td>", row) for row in table.split("<tr")[2:]]
    sums = [[int((pounds or "0").replace(",", "").replace(".", "")) for pounds, _ in row] for row in rows]
    *lines, total = sums
    assert [sum(column) for column in zip(*lines, strict=True)] == total


def test_nothing_keeps_it_from_being_published(january: PaperData) -> None:
    assert blockers(check(january)) == ()


def test_document_000s_stated_totals_are_found_to_differ(january: PaperData) -> None:
    told = [finding.message for finding in check(january) if finding.code == "stated-total"]
    assert len(told) == 3
    assert "£628,050 is stated, and its rows add up to £1,085,471" in told[0]


@pytest.mark.django_db
def test_the_november_paper_is_as_it_was_published(january: PaperData) -> None:
    publication = paper("progress-2024-11").publications.get()
    assert verify(publication).problems == ()
    assert publication.data["spend"]["through"] == "2024-09-01"
    report = publication.documents.get(stem="report", format="html")
    assert "£15,244 (2 social workers and the project manager)" in " ".join(
        words_of(get(report.digest).decode())
    )
