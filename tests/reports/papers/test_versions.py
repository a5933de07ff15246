"""A published paper is corrected by a new version or withdrawn; what was published is altered by neither."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock
from core.ledger import LedgerIsAppendOnly
from reports.access import may_write_paper
from reports.models import Publication, PublicationEvent
from reports.papers import store
from reports.papers.collect import collect
from reports.papers.differences import differences
from reports.papers.verify import verify, words_of
from reports.services.drafting import save_recommendations
from reports.services.versions import Served, record_served, take_up_for_correction, undo_event, withdraw
from reports.version_checks import version_problems
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db

WHY = "The number of families helped was wrong."
DAY = date(2024, 11, 4)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def taken_up(story: Scenario, reason: str = WHY) -> PublicationEvent | None:
    story.before.refresh_from_db()
    with clock(DAY):
        return take_up_for_correction(
            paper=story.before, by=story.clerk, shown_version=story.before.version, reason=reason
        )


def corrected(story: Scenario) -> Publication:
    taken_up(story)
    story.before.refresh_from_db()
    with clock(DAY):
        save_recommendations(
            paper=story.before, by=story.clerk, shown_version=story.before.version, texts=["Note it well."]
        )
    return story_of.publish(story.before, on=DAY)


def withdrawn(story: Scenario, publication: Publication, reason: str = "It named a child.") -> int:
    story.before.refresh_from_db()
    with clock(DAY):
        return len(
            withdraw(
                publication=publication,
                by=story.clerk,
                shown_version=story.before.version,
                reason=reason,
                on=DAY,
            )
        )


def test_it_is_written_again_only_once_it_is_taken_up(story: Scenario) -> None:
    assert not may_write_paper(story.clerk, story.before)
    assert taken_up(story)
    assert may_write_paper(story.clerk, story.before)
    assert taken_up(story) is None
    assert PublicationEvent.objects.count() == 1


def test_the_correction_is_a_version_of_its_own_that_says_why(story: Scenario) -> None:
    first = {row.pk: row.digest for row in story.published.documents.all()}
    second = corrected(story)
    assert (second.number, second.paper) == (2, story.before)
    assert {row.pk: row.digest for row in story.published.documents.all()} == first
    words = " ".join(words_of(store.get(second.documents.get(stem="report", format="html").digest).decode()))
    assert "Version 2, corrected on 4 November 2024 because the number of families helped was wrong." in words
    assert "It replaces version 1, published on 1 November 2024." in words
    assert not may_write_paper(story.clerk, story.before)
    assert story_of.publish(story.before, on=DAY) == second


def test_what_differs_is_told_line_by_line(story: Scenario) -> None:
    before = collect(story.before).data
    taken_up(story)
    story.before.refresh_from_db()
    texts = ["Note it well."]
    save_recommendations(paper=story.before, by=story.clerk, shown_version=story.before.version, texts=texts)
    (report,) = differences(before, collect(story.before).data)
    assert report.stem == "report"
    assert (("1. Note the progress.",), ("1. Note it well.",)) in [
        (each.before, each.after) for each in report.changes
    ]


def test_given_up_it_is_as_it_was(story: Scenario) -> None:
    event = taken_up(story)
    assert event is not None
    with clock(DAY):
        for _ in range(2):
            undo_event(event=event, by=story.clerk, reason="Nothing was wrong after all.")
    assert PublicationEvent.objects.count() == 2
    assert not may_write_paper(story.clerk, story.before)


def test_a_correction_that_is_published_is_not_given_up(story: Scenario) -> None:
    event = taken_up(story)
    corrected(story)
    assert event is not None
    with pytest.raises(ValidationError, match="has been published"):
        undo_event(event=event, by=story.clerk, reason="A mistake.")


def test_withdrawing_takes_the_versions_before_with_it_once(story: Scenario) -> None:
    second = corrected(story)
    assert withdrawn(story, second) == 2
    assert withdrawn(story, second) == 0
    assert set(Publication.objects.withdrawn()) == {story.published, second}
    assert Publication.objects.filter(paper=story.before).count() == 2


def test_a_superseded_version_is_withdrawn_alone(story: Scenario) -> None:
    second = corrected(story)
    assert withdrawn(story, story.published) == 1
    assert list(Publication.objects.withdrawn()) == [story.published]
    assert second in Publication.objects.not_withdrawn()


def test_a_withdrawal_is_undone_by_a_further_entry(story: Scenario) -> None:
    withdrawn(story, story.published)
    event = PublicationEvent.objects.get()
    with clock(DAY):
        undo_event(event=event, by=story.clerk, reason="The wrong paper.")
    assert not Publication.objects.withdrawn()
    assert PublicationEvent.objects.count() == 2
    with pytest.raises(LedgerIsAppendOnly):
        event.delete()


def test_a_reason_and_a_day_that_can_be_are_needed(story: Scenario) -> None:
    with pytest.raises(ValidationError, match="put right"):
        taken_up(story, " ")
    with pytest.raises(ValidationError, match="withdrawn"):
        withdrawn(story, story.published, "")
    for on in (date(2024, 10, 31), date(2024, 11, 5)):
        with clock(DAY), pytest.raises(ValidationError):
            withdraw(publication=story.published, by=story.clerk, shown_version=1, reason="It.", on=on)


def test_a_stale_page_changes_nothing(story: Scenario) -> None:
    with pytest.raises(StaleVersion):
        take_up_for_correction(paper=story.before, by=story.clerk, shown_version=0, reason=WHY)
    assert not PublicationEvent.objects.exists()


def test_only_the_clerk_may(story: Scenario, programme: User, reader: User, outsider: User) -> None:
    for user in (programme, reader, outsider):
        with pytest.raises(PermissionDenied):
            take_up_for_correction(paper=story.before, by=user, shown_version=1, reason=WHY)
        with pytest.raises(PermissionDenied):
            withdraw(publication=story.published, by=user, shown_version=1, reason=WHY, on=DAY)


def test_where_the_agenda_was_published_is_noted_once(story: Scenario) -> None:
    for _ in range(2):
        story.before.refresh_from_db()
        with clock(DAY):
            record_served(
                paper=story.before,
                by=story.clerk,
                shown_version=story.before.version,
                served=Served(date(2024, 11, 1), "County Hall"),
            )
    (event,) = PublicationEvent.objects.told(story.before)
    assert (event.as_at, event.place, event.recorded_by) == (date(2024, 11, 1), "County Hall", story.clerk)


def test_every_version_verifies_and_says_what_became_of_it(story: Scenario, eastshire: Council) -> None:
    withdrawn(story, corrected(story))
    said = StringIO()
    call_command("verify_papers", stdout=said)
    assert "version 1: as published, superseded and withdrawn" in said.getvalue()
    assert "version 2: as published, withdrawn" in said.getvalue()
    assert list(version_problems(eastshire)) == []


def test_verifying_notices_a_version_nobody_took_up(story: Scenario) -> None:
    second = corrected(story)
    PublicationEvent.objects.all()._raw_delete(using="default")
    assert "nothing is on record of the correction it makes" in verify(second).problems


def test_verifying_notices_a_document_called_open_that_is_not(story: Scenario) -> None:
    rows = story.published.documents.filter(stem="appendix-1", format="pdf")
    rows.update(classification="exempt")
    problems = verify(Publication.objects.get(pk=story.published.pk)).problems
    assert problems == ("appendix-1.pdf is kept as exempt and was published as another",)


@pytest.mark.parametrize(
    ("tampered", "told"),
    [
        ({"reason": "Another."}, "differs from the change log"),
        ({"publication": None}, "names no version or no reason"),
        ({"change": None}, "is in no change of the change log"),
    ],
)
def test_verify_ledger_notices_what_was_tampered_with(
    tampered: dict[str, object], told: str, story: Scenario, eastshire: Council
) -> None:
    taken_up(story)
    assert list(version_problems(eastshire)) == []
    QuerySet.update(PublicationEvent.objects.all(), **tampered)
    assert told in " ".join(version_problems(eastshire))
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())


def test_the_change_log_tells_each_step(story: Scenario) -> None:
    withdrawn(story, corrected(story))
    verbs = set(Change.objects.for_subject(story.before).values_list("verb", flat=True))
    assert {"took up for correction", "published", "withdrew a version of"} <= verbs
