"""Sums, counts, posts and tables: what trips each check, and what does not though it looks alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.papers.checks import check
from reports.papers.checks_of_layout import skipped, unequal_totals
from reports.papers.data import PaperData
from reports.papers.drawdown import AllocationRow, Drawdown, TrancheRow
from reports.papers.parts import Cell, Column, Group, Row, Section, Subheading, Table
from tests.reports.papers import sample
from tests.reports.papers.sample import action
from tests.reports.papers.test_checks import CLEAN, codes, with_action, writing


def recommending(text: str, data: PaperData = CLEAN) -> PaperData:
    return replace(data, recommendations=(text,))


def messages(code: str, data: PaperData) -> list[str]:
    return [finding.message for finding in check(data) if finding.code == code]


@pytest.mark.parametrize(
    "text",
    [
        "It is £536,077 here and £536k there.",
        "It is £536,077 here and £0.54m there.",
        "We were given £6.49m, or £6.489 million.",
        # The sum authorised is £1,986,599.
        "Some £2.0m was authorised.",
        "{{ spend.authorised }} was authorised: nearly £1.99m.",
    ],
)
def test_one_sum_in_two_roundings(text: str) -> None:
    assert "two-roundings" in codes(writing(progress=text))


@pytest.mark.parametrize(
    "text",
    [
        "It is £1m, that is £1,000,000.",
        "It is £536,077 here and £530k there.",
        "It is £536,077 here and £536,077 there.",
        "We asked for £500k and £50k.",
    ],
)
def test_two_sums_are_two(text: str) -> None:
    assert "two-roundings" not in codes(writing(progress=text))


@pytest.mark.parametrize(
    "text", ["Of £6.489 we spent half.", "£6.49m was asked for, and £6.49 drawn.", "(£000) £298"]
)
def test_money_without_its_unit(text: str) -> None:
    assert "money-without-unit" in codes(writing(progress=text))


@pytest.mark.parametrize("text", ["A taxi for £6.48.", "£298 was spent.", "£6.489m was asked for."])
def test_money_that_needs_none(text: str) -> None:
    assert "money-without-unit" not in codes(writing(progress=text))


def drawdown(**given: object) -> PaperData:
    """£6,489,000 asked for, of which £1m is released (document 003)."""
    tranche = TrancheRow(2, Decimal(6489000), Decimal(1000000), Decimal(1000000), is_asked=True)
    row = AllocationRow(1, "L01", "Front door", "Reserve", (Decimal(298000),), spent=Decimal(5))
    asked = Drawdown(
        "Fund", Decimal(11489000), "Cabinet", None, None, "", None, (), (tranche,), (row,), date(2022, 10, 1)
    )
    return replace(CLEAN, drawdown=replace(asked, **given))  # type: ignore[arg-type]


def test_a_sum_of_a_table_in_thousands() -> None:
    typed = drawdown()
    trips = replace(typed, narratives=sample.narratives(progress="The front door takes £298."))
    assert "money-without-unit" in codes(trips)
    fine = replace(
        typed, narratives=sample.narratives(progress="The front door takes £298k, and taxis £299.")
    )
    assert "money-without-unit" not in codes(fine)


@pytest.mark.parametrize(
    ("code", "data", "is_found"),
    [
        ("recommendation-not-exact", recommending("Approve £1.99m."), True),
        ("recommendation-not-exact", recommending("Approve about £1,986,599."), True),
        ("recommendation-not-exact", recommending("Approve £1,940,918."), False),
        ("recommendation-not-exact", recommending("Note {{ spend.to_date }}."), False),
        ("recommendation-beyond", recommending("Approve spending £1,986,599."), True),
        ("recommendation-beyond", recommending("Approve spending {{ spend.authorised }}."), True),
        ("recommendation-beyond", recommending("Approve spending {{ spend.remaining }}."), False),
        ("recommendation-beyond", recommending("Note that the fund is £1,986,599."), False),
        ("recommendation-beyond", recommending("Approve the release of £6,489,000.", drawdown()), True),
        ("recommendation-beyond", recommending("Approve the release of £5,489,000.", drawdown()), False),
    ],
)
def test_the_sum_of_a_recommendation(code: str, data: PaperData, is_found: bool) -> None:
    assert (code in codes(data)) == is_found


@pytest.mark.parametrize(
    ("data", "is_found"),
    [
        (drawdown(open_months=(date(2022, 10, 1),)), True),
        (drawdown(), False),
        (drawdown(open_months=(date(2022, 10, 1),), rows=()), False),
    ],
)
def test_open_months_of_a_drawdown(data: PaperData, is_found: bool) -> None:
    assert ("spend-open" in codes(data)) == is_found


# The clean sample has two actions, one of them complete, and six approved posts.
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Of the 2 actions one is late.", "{{ actions.total }}, which says the same"),
        ("The plan has two actions.", "{{ actions.total }}, which says the same"),
        ("The plan has 84 actions.", "the record has 2"),
        ("7 of the agreed actions are complete.", "the record has 1: use {{ actions.complete }}"),
        ("There are 5 overdue actions.", "the record has 0: use {{ actions.overdue }}"),
        ("All 9 approved posts are filled.", "the record has 6: use {{ posts.approved }}"),
        ("There are 1 risks on the register.", "{{ risks.total }}"),
    ],
)
def test_a_number_with_a_live_figures_noun(text: str, told: str) -> None:
    found = messages("typed-number", writing(progress=text))
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "{{ actions.total }} actions are in the plan.",
        "Three actions came from the review.",
        "84 families took action, and 12 children moved.",
        "£84 actions, 1.84 actions and IP-84 actions.",
        "We met 84 carers.",
    ],
)
def test_a_number_with_another_noun(text: str) -> None:
    assert messages("typed-number", writing(progress=text)) == []


@pytest.mark.parametrize(
    ("code", "data", "is_found"),
    [
        ("red-without-date", with_action("off-track"), True),
        ("red-without-date", with_action("off-track", proposed_due=date(2025, 3, 1)), False),
        ("red-without-date", with_action("off-track", due=date(2025, 3, 1)), False),
        ("red-without-date", with_action("at-risk"), False),
        ("words-out-of-date", replace(CLEAN, posts=(sample.post(stale_words="All in post."),)), True),
        ("words-out-of-date", replace(CLEAN, posts=(sample.post(),)), False),
        (
            "permanent-on-ending-money",
            replace(CLEAN, posts=(sample.post(contract="Permanent", funded_until=date(2026, 2, 28)),)),
            True,
        ),
        (
            "permanent-on-ending-money",
            replace(CLEAN, posts=(sample.post(contract="Fixed term", funded_until=date(2026, 2, 28)),)),
            False,
        ),
        ("permanent-on-ending-money", replace(CLEAN, posts=(sample.post(contract="Permanent"),)), False),
        ("key-missing", replace(CLEAN, plan=replace(CLEAN.plan, impact_key=())), True),
        ("key-missing", replace(CLEAN, plan=replace(CLEAN.plan, progress_key=())), True),
        ("key-missing", CLEAN, False),
    ],
)
def test_actions_posts_and_keys(code: str, data: PaperData, is_found: bool) -> None:
    assert (code in codes(data)) == is_found


# Documents as composed


def table(total: str, note: str = "") -> Table:
    rows = (Row((Cell("One"), Cell("£1"))), Row((Cell("Two"), Cell("–"))), Row((Cell("Three"), Cell("£2"))))
    columns = (Column("Row", "words"), Column("Sum", "money", is_number=True))
    return Table(
        "Table 1", columns, (Group((*rows, Row((Cell("Total"), Cell(total)), is_total=True))),), note
    )


@pytest.mark.parametrize(
    ("total", "is_found"), [("£4", True), ("£3", False), ("", False), ("about £3", False)]
)
def test_rows_that_do_not_come_to_the_total_shown(total: str, is_found: bool) -> None:
    assert bool(list(unequal_totals(table(total)))) == is_found


def test_headings_do_not_skip_a_level() -> None:
    fine = [Section("A", 2, (Subheading("B", 3),), "a"), Section("C", 3, (), "c"), Section("D", 2, (), "d")]
    assert list(skipped(fine)) == []
    assert list(skipped([Section("A", 3, (), "a")])) == ["A"]
    assert list(skipped([Section("A", 2, (Subheading("B", 4),), "a")])) == ["B"]


def test_actions_of_the_sample_add_up() -> None:
    assert not messages("parts-do-not-sum", replace(CLEAN, plan=sample.plan((action(1, "on-track"),))))
