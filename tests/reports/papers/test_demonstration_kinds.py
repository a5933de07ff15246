"""The demonstration's papers of the other kinds: their words, against golden texts, and what keeps them sound."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from accounts.models import Council
from reports.models import Paper
from reports.papers.checks import blockers, check
from reports.papers.collect import collect
from reports.papers.figures import figures
from reports.papers.kinds import kind_of
from reports.papers.locking import collect_for_paper
from reports.papers.render import render
from reports.papers.verify import verify
from tests.reports.papers.test_render import as_text

Demonstrated = Callable[[str], Council]
GOLDEN = Path(__file__).parent / "golden"
PAPERS = (
    "eastshire/funding-2024-07",
    "eastshire/corporate-parenting-2024-06",
    "marchshire/tranche-two-2022-11",
    "midshire/capacity-2017-09",
)
DOCUMENTS = (
    *((name, stem) for name in PAPERS[:3] for stem in ("report", "appendix-1")),
    ("midshire/capacity-2017-09", "report"),
)


def paper(name: str) -> Paper:
    council, slug = name.split("/")
    return Paper.objects.select_related("council").get(council__slug=council, slug=slug)


@pytest.mark.parametrize(("name", "stem"), DOCUMENTS)
def test_it_reads_as_it_should(demonstrated: Demonstrated, name: str, stem: str) -> None:
    """After a change that is meant, write the new text to the golden file and read its difference."""
    data = collect_for_paper(paper(name)).data
    golden = GOLDEN / f"{name.split('/')[1]}-{stem}.txt"
    assert as_text(render(data, kind_of(data.kind).document(stem)).html) == golden.read_text()


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_blocks_it_and_it_is_as_published(demonstrated: Demonstrated, name: str) -> None:
    found = paper(name)
    assert blockers(check(collect(found).data)) == ()
    published = found.publications.first()
    if published is not None:
        assert verify(published).problems == ()


def test_the_request_comes_to_what_document_000_states(demonstrated: Demonstrated) -> None:
    """The stated totals are the computed ones; the rows as printed add up to others (paragraph 13)."""
    asked = collect(paper("eastshire/funding-2024-07")).data.costings
    assert asked is not None
    assert [round(total) for total in (*asked.totals, asked.total)] == [628050, 1358549, 1986599]
    assert [int(total) for total in asked.stated] == [628050, 1358549, 1986599]
    printed = [sum(row.printed[at] or 0 for row in asked.rows) for at in (0, 1)]
    assert printed == [1085471, 1437205]
    assert len(asked.rows) == 10


def test_tranche_two_allocates_what_document_003_prints(demonstrated: Demonstrated) -> None:
    """25 lines, £6,489k, two of one name; £1m brought forward is part of it and not drawn twice."""
    asked = collect(paper("marchshire/tranche-two-2022-11")).data.drawdown
    assert asked is not None
    assert asked.asked is not None
    assert len(asked.rows) == 25
    assert asked.allocated == 6_489_000
    assert [int(total) for total in asked.totals] == [0, 0, 6_489_000, 0]
    assert asked.asked.brought_forward == 1_000_000
    assert asked.asked.to_draw == 5_489_000
    assert asked.drawn == 6_000_000
    assert asked.notice_by == date(2022, 10, 26)
    names = [asked.label(row) for row in asked.rows]
    assert len(set(names)) == 25
    assert [name for name in names if name.startswith("Children in Need")] == [
        "Children in Need Team (TT-12)",
        "Children in Need Team (TT-24)",
    ]


def test_the_drawdown_is_one_sum_in_one_rounding() -> None:
    """Document 003 prints £6.49m, £6.489m and £6.489 for it."""
    text = (GOLDEN / "tranche-two-2022-11-report.txt").read_text()
    assert "6.4" not in text
    assert "£6,489,000" in text


def test_the_rationale_asks_for_what_document_002_asks_and_says_what_it_takes(
    demonstrated: Demonstrated,
) -> None:
    """37.0 FTE, £2.5m less £0.5m; 114 over take 5.7 to 6.3 and 4 are asked for, and so on."""
    asked = collect(paper("midshire/capacity-2017-09")).data.capacity
    assert asked is not None
    assert [int(sum_) for sum_ in (asked.fte, asked.gross, asked.net)] == [37, 2_500_000, 2_000_000]
    told = {
        service.name: (service.over, service.need, int(service.compared_fte)) for service in asked.services
    }
    assert told["Child Protection"] == (114, "5.7 to 6.3", 4)
    assert told["Strengthening Families, Locality 3"] == (70, "3.5 to 3.9", 4)
    assert told["16 Plus"] == (148, "7.4 to 8.2", 5)


def test_the_briefing_has_the_children_of_document_004_and_says_that_its_scorecard_is_old(
    demonstrated: Demonstrated,
) -> None:
    """Paragraphs 7.3 and 7.5; the scorecard of Q3 for a meeting in June, when Q4 was completed."""
    data = collect(paper("eastshire/corporate-parenting-2024-06")).data
    known = figures(data)
    said = [
        known[f"measure.{name}"].value
        for name in ("cared_for.latest", "cared_for.last_year", "ceased.latest")
    ]
    assert said == ["518", "576", "50"]
    assert [finding.code for finding in check(data)] == ["scorecard-old"]
