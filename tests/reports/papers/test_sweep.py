"""Documents of drafts that nobody asked for in a month are removed; what is published or shared stays."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Council
from core.dates import clock
from core.file_store import FileDamaged
from reports.models import Rendering
from reports.papers import store
from reports.papers.collect import collect
from reports.papers.pack import make_pack
from reports.papers.sweep import sweep
from reports.papers.verify import verify
from tests.reports.papers import scenario as story_of
from tests.reports.papers.scenario import Scenario

pytestmark = pytest.mark.django_db(transaction=True)

THEN, MONTH_LATER = date(2025, 1, 2), date(2025, 2, 10)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return story_of.scenario(eastshire)


def export(story: Scenario, on: date = THEN) -> list[str]:
    """The digests of the draft's files that a row stands for."""
    with clock(on):
        make_pack(story.paper, collect(story.paper).data, draft=True)
    return list(Rendering.objects.filter(paper=story.paper).values_list("digest", flat=True))


def test_an_old_export_is_removed_and_what_was_published_stays(story: Scenario) -> None:
    made = export(story)
    said = StringIO()
    with clock(MONTH_LATER):
        call_command("tick", stdout=said)
    assert f"Old documents of drafts removed: {len(made)}" in said.getvalue()
    for digest in set(made):
        with pytest.raises(FileDamaged):
            store.get(digest)
    assert verify(story.published).problems == ()
    with clock(MONTH_LATER):
        assert sweep() == 0


def test_a_young_export_and_one_used_again_stay(story: Scenario) -> None:
    made = export(story)
    with clock(date(2025, 1, 20)):
        assert sweep() == 0
    export(story, date(2025, 1, 30))
    with clock(MONTH_LATER):
        assert sweep() == 0
    assert all(store.has(digest) for digest in made)


def test_bytes_that_a_younger_draft_shares_stay(story: Scenario) -> None:
    export(story)
    old = Rendering.objects.filter(paper=story.paper).first()
    assert old is not None
    facts = {"stem": "report", "format": "pdf", "content_digest": "0" * 64, "size": old.size}
    with clock(MONTH_LATER):
        Rendering.objects.create(council=old.council, paper=story.before, digest=old.digest, **facts)
        sweep()
    assert not Rendering.objects.filter(pk=old.pk).exists()
    assert store.has(old.digest)


def test_a_draft_is_made_anew_after_it_was_swept(story: Scenario) -> None:
    made = export(story)
    with clock(MONTH_LATER):
        sweep()
    assert set(export(story, MONTH_LATER)) == set(made)
    assert all(store.has(digest) for digest in made)
