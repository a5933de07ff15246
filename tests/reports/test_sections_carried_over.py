"""A paper begun from the last has its sections as they were arranged, and their authors; nothing of it is ready."""

from datetime import date

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Meeting
from reports.papers.collect import collect
from reports.papers.layout import sections_of
from reports.services import arranging, authoring
from reports.services.beginning import begin_from_last
from tests import factories

pytestmark = pytest.mark.django_db


def test_order_own_sections_and_authors_are_carried_over(
    eastshire: Council, clerk: User, legal: User, officer: User
) -> None:
    last = factories.paper(factories.plan(eastshire), held_on=date(2025, 1, 13))
    arranging.add_section(
        paper=last, by=clerk, shown_version=last.version, heading="What members saw", after="purpose"
    )
    last.refresh_from_db()
    arranging.show_section(paper=last, by=clerk, shown_version=last.version, key="reasons", shown=False)
    chosen = {"implications_legal": legal, "background": officer}
    authoring.assign_authors(paper=last, by=clerk, authors=chosen, shown={})
    authoring.mark_ready(section=last.sections.get(key="background"), by=clerk, shown_version=2)
    officer.memberships.all().delete()
    with clock(date(2025, 1, 20)):
        held = services.add_meeting(
            group=last.meeting.group, by=factories.office(eastshire), held_on=date(2025, 3, 10)
        )
        paper = begin_from_last(council=eastshire, by=clerk, plan=last.plan, meeting=held)
    found = [section.key for section in sections_of(collect(paper).data)]
    assert found[:3] == ["purpose", "own-1", "recommendations"]
    assert "reasons" not in found
    assert paper.sections.get(key="own-1").heading == "What members saw"
    assert paper.sections.get(key="implications_legal").author == legal
    assert paper.sections.get(key="background").author is None
    assert not paper.sections.exclude(ready_at=None).exists()
    assert Meeting.objects.count() == 2
