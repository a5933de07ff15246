from dataclasses import replace
from datetime import date

from reports.papers.changes import changes
from reports.papers.data import Before, KeyRating
from tests.reports.papers import sample
from tests.reports.papers.sample import action


def grouped(*actions: object) -> dict[str, list[int]]:
    data = sample.paper(plan=sample.plan(tuple(actions)))  # type: ignore[arg-type]
    return {group.key: [row.pk for row in group.actions] for group in changes(data) if group.actions}


def test_the_sample_has_one_of_most() -> None:
    groups = {group.key: len(group.actions) for group in changes(sample.paper())}
    assert groups == {
        "done": 1,
        "evidence_accepted": 1,
        "awaiting_evidence": 1,
        "improved": 0,
        "worse": 1,
        "paused": 0,
        "slipped": 0,
        "new": 1,
    }


def test_a_first_paper_has_no_changes() -> None:
    assert changes(sample.paper(previous=None)) == ()


def test_an_action_as_it_was_is_no_change() -> None:
    assert grouped(action(1, "on-track")) == {}


def test_a_better_rating_is_improved_and_not_worse() -> None:
    assert grouped(action(1, "on-track", before=Before("off-track", date(2024, 12, 31)))) == {"improved": [1]}


def test_starting_is_an_improvement() -> None:
    assert grouped(action(1, "on-track", before=Before("not-started", date(2024, 12, 31)))) == {
        "improved": [1]
    }


def test_done_and_taken_back_is_worse() -> None:
    assert grouped(action(1, "on-track", before=Before("complete", date(2024, 12, 31)))) == {"worse": [1]}


def test_a_pause_is_told_as_a_pause_and_not_as_worse() -> None:
    paused = KeyRating("paused", "Paused", "Stopped for now by the board.", "teal", "■", "paused")
    plan = sample.plan((action(1, "paused", before=Before("on-track", date(2024, 12, 31))),))
    data = sample.paper(plan=replace(plan, progress_key=(*plan.progress_key, paused)))
    assert [group.key for group in changes(data) if group.actions] == ["paused"]


def test_an_agreed_later_date_is_slipped_and_a_date_under_review_is_not() -> None:
    later = action(1, "on-track", due=date(2025, 2, 28), times_moved=1)
    asked = action(2, "on-track", proposed_due=date(2025, 2, 28))
    assert grouped(later, asked) == {"slipped": [1]}


def test_evidence_accepted_on_the_last_papers_day_was_that_papers_news() -> None:
    before = Before("complete", date(2024, 12, 31))
    old = action(1, "complete", evidence_accepted_on=sample.BEFORE, before=before)
    new = action(2, "complete", evidence_accepted_on=date(2024, 10, 3), before=before)
    assert grouped(old, new) == {"evidence_accepted": [2]}


def test_a_new_action_is_new_whatever_its_rating() -> None:
    assert grouped(action(1, "on-track", before=None)) == {"new": [1]}


def test_a_new_action_already_done_is_told_as_both() -> None:
    assert grouped(action(1, "complete", before=None)) == {"done": [1], "new": [1]}
