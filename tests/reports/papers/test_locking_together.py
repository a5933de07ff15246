"""Locking a paper's figures in a transaction of its own, as a page does, while somebody else does so too."""

import pytest
from django.db import IntegrityError

from accounts.models import Council, User
from reports.models import DataLock, Paper
from reports.services import locking
from reports.services.locking import lock_data
from tests.reports.papers.scenario import Scenario, scenario

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


def fresh(story: Scenario) -> tuple[Paper, User]:
    """Paper and clerk of whom nothing has been read yet."""
    return Paper.objects.get(pk=story.paper.pk), User.objects.get(pk=story.clerk.pk)


def test_the_moment_is_set_before_anything_is_read(story: Scenario) -> None:
    paper, clerk = fresh(story)
    assert lock_data(paper=paper, by=clerk).number == 1
    assert lock_data(paper=paper, by=clerk).number == 1
    assert DataLock.objects.filter(paper=paper).count() == 1


def test_who_was_overtaken_is_given_the_lock_that_stands(
    story: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, clerk = fresh(story)
    append = locking._append

    def overtaken(*about: object, **facts: object) -> DataLock:
        monkeypatch.setattr(locking, "_append", append)
        lock_data(paper=paper, by=clerk)
        raise IntegrityError

    monkeypatch.setattr(locking, "_append", overtaken)
    assert lock_data(paper=paper, by=clerk).number == 1
    assert DataLock.objects.filter(paper=paper).count() == 1


def test_a_refusal_that_has_another_reason_stands(story: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    paper, clerk = fresh(story)
    tries = []

    def refused(*about: object, **facts: object) -> DataLock:
        tries.append(1)
        raise IntegrityError

    monkeypatch.setattr(locking, "_append", refused)
    with pytest.raises(IntegrityError):
        lock_data(paper=paper, by=clerk)
    assert len(tries) == 2
    assert not DataLock.objects.filter(paper=paper).exists()
