"""What stands behind a paper is linked to only by what a reader's browser opens, whoever asks for it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Council, User
from reports.models import Paper
from reports.services.drafting import BackgroundRow, save_background_papers
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire))


def save(paper: Paper, by: User, link: str) -> None:
    rows = [BackgroundRow("Inspection report", link)]
    save_background_papers(paper=paper, by=by, shown_version=paper.version, rows=rows)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "//example.org", "x"]
)
def test_a_link_that_is_no_web_address_changes_nothing(paper: Paper, programme: User, link: str) -> None:
    with pytest.raises(ValidationError, match="begins with http"):
        save(paper, programme, link)
    assert not paper.background_papers.exists()
    assert Paper.objects.get(pk=paper.pk).version == paper.version


@pytest.mark.parametrize("link", ["", "https://example.org/report", "HTTP://example.org"])
def test_a_web_address_or_none_is_kept(paper: Paper, programme: User, link: str) -> None:
    save(paper, programme, link)
    assert paper.background_papers.get().link == link


def test_who_may_not_write_is_told_so_first(paper: Paper, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        save(paper, reader, "javascript:alert(1)")
