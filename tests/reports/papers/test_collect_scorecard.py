"""A briefing's scorecard and audits, collected from the record as at their dates."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council
from core.dates import clock
from improvement import services
from improvement.models import Measure
from improvement.services import ReadingGiven
from reports.models import Paper
from reports.papers.collect import collect
from reports.papers.data import PaperData
from tests import factories

pytestmark = pytest.mark.django_db

# The standing readings are those of June and September; the papers' blocks are as at 13 November 2024.
JUNE, SEPTEMBER = date(2024, 6, 30), date(2024, 9, 30)


@pytest.fixture
def briefing(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire), kind="scorecard")


def measure(council: Council, title: str, *days: tuple[date, int], **given: object) -> Measure:
    made = factories.measure(council, title=title, frequency=Measure.Frequency.QUARTERLY, **given)
    with clock(date(2025, 1, 2)):
        for day, value in days:
            services.record_readings(
                council=council,
                by=factories.office(council),
                as_at=day,
                readings=[ReadingGiven(made, value=Decimal(value))],
            )
    return made


def collected(paper: Paper) -> PaperData:
    return collect(paper).data


def test_a_measure_is_as_it_stood_on_the_papers_date(eastshire: Council, briefing: Paper) -> None:
    section = factories.section(briefing.plan)
    target = {"target": Decimal(10), "tolerance": Decimal(2), "sections": [section]}
    measure(eastshire, "Visits", (JUNE, 8), (SEPTEMBER, 9), (date(2024, 12, 31), 99), **target)
    card = collected(briefing).scorecard
    assert card is not None
    (row,) = card.measures
    assert (row.key, row.standing, row.target) == ("visits", "tolerance", "10")
    assert row.latest is not None
    assert (row.latest.shown, row.latest.as_at) == ("9", SEPTEMBER)
    assert row.change == "Up 1 since 30 June 2024 (8)"
    assert row.theme == f"{section.reference} {section.title}"
    assert (card.through, card.completed) == (SEPTEMBER, SEPTEMBER)


def test_audits_are_those_since_the_last_briefing(eastshire: Council, briefing: Paper) -> None:
    counts = {"good": 1, "requires_improvement": 4, "inadequate": 1, "moderated": 6, "agreed": 5}
    factories.audit(eastshire, date(2024, 11, 6), **counts)
    (row,) = collected(briefing).audits
    assert (row.cases, row.good_or_better, row.moderated, row.agreed) == (6, 1, 6, 5)
    later = factories.paper(
        briefing.plan, kind="scorecard", held_on=date(2025, 2, 10), slug="b", previous=briefing
    )
    assert collected(later).audits == ()


def test_the_number_of_queries_does_not_grow(
    eastshire: Council, briefing: Paper, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    measure(eastshire, "First", (JUNE, 1))
    with django_assert_num_queries(QUERIES):
        collect(briefing)
    for number in range(9):
        measure(eastshire, f"Measure {number}", (JUNE, 8), (SEPTEMBER, 9))
    with django_assert_num_queries(QUERIES):
        collect(briefing)


# 1 paper and its prefetches; keys; highlights; 1 measures with their readings and sections; 1 audits; what is
# classed, late, corrected and cleared, and the council's other plans.
QUERIES = 20
