"""Every check has a paper that trips it; the sample, as it stands, trips only what it is meant to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.papers.checks import blockers, check
from reports.papers.data import ClassRow, PaperData
from reports.papers.spend import SpendMonth, StatedTotal
from reports.papers.titles_of_checks import TITLES
from tests.reports.papers import sample
from tests.reports.papers.sample import action

CLEAN = sample.paper(
    plan=sample.plan((action(1, "on-track"), action(2, "complete", evidence_accepted_on=sample.RATINGS)))
)


def codes(data: PaperData) -> set[str]:
    return {finding.code for finding in check(data)}


def writing(**bodies: str) -> PaperData:
    return replace(CLEAN, narratives=sample.narratives(**bodies))


def with_action(rating: str, **given: object) -> PaperData:
    return replace(CLEAN, plan=sample.plan((action(1, rating, **given),)))


def with_spend(**given: object) -> PaperData:
    return replace(CLEAN, spend=replace(CLEAN.spend, **given))  # type: ignore[arg-type]


def with_line(**given: object) -> PaperData:
    first, *rest = CLEAN.spend.lines
    return with_spend(lines=(replace(first, **given), *rest))  # type: ignore[arg-type]


def with_identity(**given: object) -> PaperData:
    return replace(CLEAN, identity=replace(CLEAN.identity, **given))  # type: ignore[arg-type]


def stated(stated: int, printed: int, computed: str) -> PaperData:
    total = StatedTotal(
        1, "Costings", "Document 000", "2024/25", Decimal(stated), Decimal(printed), Decimal(computed)
    )
    return replace(CLEAN, stated=(total,))


def test_a_clean_paper_has_no_findings() -> None:
    assert codes(CLEAN) == set()


TRIPS: list[tuple[str, PaperData]] = [
    ("unknown-figure", writing(progress="{{ actions.finished }} are done.")),
    ("unknown-figure", replace(CLEAN, recommendations=("Note {{ no.such }}.",))),
    ("no-recommendation", replace(CLEAN, recommendations=())),
    ("exempt-in-open", writing(progress="Words.\n\n**Not for publication:** the landlord's offer.")),
    ("not-open", replace(CLEAN, identity=replace(CLEAN.identity, classification="Exempt"))),
    ("typed-number", writing(progress="We spent £45,681.")),
    ("typed-number", writing(progress="We spent £1.5m.")),
    ("typed-number", writing(progress="24% are complete.")),
    ("too-long", writing(progress="word " * 5000)),
    ("missing-implication", writing(implications_climate="")),
    ("missing-contact", with_identity(contact="")),
    ("missing-background", replace(CLEAN, background=())),
    ("date-after-paper", replace(CLEAN, dates=CLEAN.dates | {"risks": date(2025, 1, 14)})),
    ("date-before-last", replace(CLEAN, dates=CLEAN.dates | {"risks": date(2024, 10, 1)})),
    ("no-narrative", with_action("off-track", narrative="")),
    (
        "no-narrative",
        with_action("on-track", narrative="", due=date(2024, 11, 1), proposed_due=date(2025, 3, 1)),
    ),
    ("overdue-without-date", with_action("on-track", due=date(2024, 11, 12))),
    ("not-updated", with_action("on-track", rated_on=date(2024, 10, 1))),
    ("not-rated", with_action("")),
    ("done-without-evidence", with_action("complete")),
    (
        "feedback-without-consent",
        replace(CLEAN, highlights=(replace(sample.HIGHLIGHTS[1], consent_given=False),)),
    ),
    (
        "post-not-mentioned",
        replace(CLEAN, posts=(sample.post(sentence="Approved; no recruitment news recorded."),)),
    ),
    ("post-without-reference", replace(CLEAN, posts=(sample.post(plan_reference=""),))),
    ("parts-do-not-sum", replace(CLEAN, posts=(sample.post(states={"covered": 5}),))),
    ("parts-do-not-sum", with_spend(months=(SpendMonth(date(2024, 10, 1), Decimal(1), Decimal(1)),))),
    ("spend-blank", with_line(blank_months=(date(2024, 9, 1),))),
    ("spend-not-entered", with_spend(through=date(2024, 11, 1))),
    ("spend-open", with_spend(open_months=(date(2024, 10, 1),))),
    ("stated-total", stated(628050, 1085471, "628049.67")),
    ("stated-total", stated(628050, 628050, "1085471.00")),
    ("beyond-authority", with_spend(authorised=Decimal(45000))),
]


@pytest.mark.parametrize(("code", "data"), TRIPS)
def test_each_check_trips(code: str, data: PaperData) -> None:
    assert code in codes(data)


QUIET: list[tuple[str, PaperData]] = [
    (
        "typed-number",
        writing(
            progress="£999 was spent on 24 families; {{ spend.to_date }} in all, {{ actions.complete.percent }} done."
        ),
    ),
    ("exempt-in-open", writing(progress="Appendix 3 is exempt from publication under Schedule 12A.")),
    (
        "exempt-in-open",
        replace(
            writing(progress="Confidential: names."),
            identity=replace(CLEAN.identity, classification="Exempt"),
            classed=(ClassRow("report", "exempt", 3, "It would harm a tender."),),
        ),
    ),
    ("no-narrative", with_action("off-track")),
    ("overdue-without-date", with_action("on-track", due=date(2024, 11, 12), proposed_due=date(2025, 3, 1))),
    ("overdue-without-date", with_action("awaiting", due=date(2024, 11, 12))),
    ("not-updated", with_action("on-track", rated_on=date(2024, 10, 2))),
    ("not-updated", with_action("on-track", rated_on=None, added_on=date(2024, 11, 1))),
    ("stated-total", stated(628050, 628050, "628049.67")),
    ("date-after-paper", replace(CLEAN, dates=CLEAN.dates | {"risks": date(2025, 1, 13)})),
]


@pytest.mark.parametrize(("code", "data"), QUIET)
def test_each_check_knows_what_is_in_order(code: str, data: PaperData) -> None:
    assert code not in codes(data)


BLOCK = {"unknown-figure", "no-recommendation", "exempt-in-open", "not-open"}


@pytest.mark.parametrize(("code", "data"), TRIPS)
def test_only_these_keep_a_paper_from_being_published(code: str, data: PaperData) -> None:
    assert bool(blockers(check(data))) == (code in BLOCK)


def test_a_typed_number_that_equals_a_live_figure_names_it() -> None:
    (finding,) = [one for one in check(writing(progress="We spent £45,681.")) if one.code == "typed-number"]
    assert "{{ spend.to_date }}" in finding.message or "{{ spend.year_to_date }}" in finding.message


@pytest.mark.parametrize(("code", "data"), TRIPS)
def test_each_finding_links_to_where_it_is_put_right(code: str, data: PaperData) -> None:
    for finding in check(data):
        assert finding.url("eastshire").startswith("/eastshire/")


def test_blockers_come_first() -> None:
    found = check(replace(writing(progress="£45,681 {{ no.such }}"), recommendations=()))
    assert [finding.level for finding in found] == sorted(
        (finding.level for finding in found), key="blocker".__ne__
    )


@pytest.mark.parametrize(("code", "data"), TRIPS)
def test_each_sort_of_finding_has_a_title(code: str, data: PaperData) -> None:
    assert {finding.code for finding in check(data)} <= set(TITLES)
