"""A January paper whose figures are locked on the eve of its deadline, and somebody who clears it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from reports.models import Clearance, Paper
from reports.papers.clearing import Standing, standings_of
from reports.services.clearing import Said, say, token_of
from reports.services.drafting import save_section, section_of
from reports.services.locking import lock_data
from tests import factories

EVE = date(2025, 1, 2)
Address = Callable[..., str]


@pytest.fixture(autouse=True)
def eve() -> Iterator[None]:
    with clock(EVE):
        yield


@pytest.fixture
def paper(eastshire: Council) -> Paper:
    made = factories.paper(factories.plan(eastshire))
    lock_data(paper=made, by=factories.clerk_of(eastshire))
    return made


@pytest.fixture
def author(paper: Paper) -> User:
    return factories.clerk_of(paper.council)


@pytest.fixture
def reviewer(paper: Paper) -> User:
    return factories.reviewer_of(paper.council)


@pytest.fixture
def address(paper: Paper) -> Address:
    def made(name: str, **more: object) -> str:
        return reverse(
            f"reports:paper-{name}", kwargs={"council": paper.council.slug, "pk": paper.pk, **more}
        )

    return made


def of(paper: Paper, key: str) -> Standing:
    """How a role stands."""
    return next(each for each in standings_of(paper) if each.role.key == key)


def clear(paper: Paper, key: str, by: User, verdict: str = "cleared", comment: str = "") -> Clearance:
    standing = of(paper, key)
    said = Said(verdict, comment, token_of(standing))
    return say(paper=paper, role=standing.role, by=by, said=said)


def write(paper: Paper, key: str, words: str, by: User) -> None:
    section = section_of(paper, key)
    save_section(section=section, by=by, shown_version=section.version, body=words)
