"""The timetable tells clearance from the clearances: done once every role needed has cleared, and open again after."""

from datetime import date

import pytest

from accounts.models import User
from reports.deadlines import timetable_of
from reports.models import Paper
from tests import factories
from tests.reports.clearance.conftest import write

pytestmark = pytest.mark.django_db


def clearance_of(paper: Paper) -> str:
    return next(
        stage.words for stage in timetable_of(Paper.objects.get(pk=paper.pk)) if stage.key == "clearance"
    )


def test_it_is_done_when_everybody_has_cleared(paper: Paper) -> None:
    assert clearance_of(paper) == "Next"
    factories.cleared(paper)
    assert clearance_of(paper) == "Done 2 January 2025"


def test_an_edit_takes_it_back(paper: Paper, author: User) -> None:
    factories.cleared(paper)
    write(paper, "purpose", "Other words.", author)
    assert clearance_of(paper) == "Next"
    assert date(2025, 1, 2) not in {stage.done_on for stage in timetable_of(paper)}
