"""The scorecard briefing: what its checks find, its live figures, and its table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reports.papers.charts_of_measures import readings
from reports.papers.checks import check
from reports.papers.data import PaperData
from reports.papers.figures import figures
from reports.papers.finding import Finding
from reports.papers.kinds import SCORECARD
from reports.papers.quarters import quarter_name
from reports.papers.render import render
from reports.papers.scorecard import AuditRow, MeasureRow, ReadingRow, Scorecard
from reports.papers.verify import words_of
from tests.reports.papers import sample

MAY, MARCH, DECEMBER = date(2024, 5, 31), date(2024, 3, 31), date(2023, 12, 31)
CODES = {"scorecard-old", "scorecard-empty", "reading-stale", "reading-missing"}


def reading(as_at: date, value: str) -> ReadingRow:
    return ReadingRow(as_at, Decimal(value), value)


READ = reading(MARCH, "518")


def measure(latest: ReadingRow | None = READ, **given: Any) -> MeasureRow:
    """A quarterly measure without a target, read as at the end of March."""
    row = MeasureRow(
        pk=7,
        key="cared_for",
        title="Children cared for",
        definition="Children looked after on the last day.",
        theme="Homes",
        frequency="quarterly",
        latest=latest,
        period="on 31 March 2024",
        parts="",
        target="",
        standing="no_target",
        distance="",
        change="",
        last_year="576",
        on_year="Down 58 from 31 March 2023 (576)",
        national="",
        neighbours="",
        commentary="",
        missing="",
        readings=(reading(date(2023, 3, 31), "576"), READ),
    )
    return replace(row, **given)


ROUND = AuditRow(1, "Care leavers", "October 2024", 0, 0, 5, 1, 6, 5, "")


def briefing(*measures: MeasureRow, completed: date = MARCH, audits: tuple[AuditRow, ...] = ()) -> PaperData:
    """A briefing for a meeting on 18 June 2024 with its blocks as at 31 May."""
    data = sample.paper(kind=SCORECARD.key, template=SCORECARD.template, narratives=(), previous=None)
    return replace(
        data,
        identity=replace(data.identity, meeting_date=date(2024, 6, 18)),
        dates={block.key: MAY for block in SCORECARD.blocks},
        plan=replace(data.plan, chapters=()),
        highlights=(),
        scorecard=Scorecard(measures, completed),
        audits=audits,
    )


def found(data: PaperData) -> list[Finding]:
    return [finding for finding in check(data) if finding.code in CODES]


def said(data: PaperData, stem: str = "report") -> str:
    return " ".join(words_of(render(data, SCORECARD.document(stem)).html))


def test_the_scorecard_of_the_last_completed_quarter_is_in_order() -> None:
    assert found(briefing(measure())) == []


def test_a_scorecard_a_quarter_old_is_told() -> None:
    """Document 004 took that of Q3 to a meeting in June. What it says of all is not said of each again."""
    old = measure(reading(DECEMBER, "530"), missing="No reading for March 2024")
    (finding,) = found(briefing(old, old))
    assert (finding.code, finding.is_blocker) == ("scorecard-old", False)
    assert "that of Q3 2023/24" in finding.message
    assert "last completed quarter is Q4 2023/24, to 31 March 2024" in finding.message
    assert finding.url("eastshire") == "/eastshire/measures/"


def test_a_stale_reading_and_a_missing_one_are_told_with_their_measure() -> None:
    stale = measure(
        reading(DECEMBER, "530"), missing="No reading for March 2024", period="on 31 December 2023"
    )
    none = measure(None, missing="No reading yet; March 2024 is overdue", period="")
    stale_finding, none_finding = found(briefing(measure(), stale, none))
    assert (stale_finding.code, none_finding.code) == ("reading-stale", "reading-missing")
    assert "no reading for March 2024; the latest is 530 on 31 December 2023" in stale_finding.message
    assert stale_finding.url("eastshire") == "/eastshire/measures/7/"


def test_a_measure_not_yet_due_and_one_read_are_in_order() -> None:
    assert found(briefing(measure(), measure(None, period=""))) == []


def test_a_scorecard_without_measures_is_told() -> None:
    assert [finding.code for finding in found(briefing())] == ["scorecard-empty"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("measure.cared_for.latest", "518"),
        ("measure.cared_for.period", "on 31 March 2024"),
        ("measure.cared_for.last_year", "576"),
        ("measure.cared_for.change_on_year", "down 58 from 31 March 2023 (576)"),
        ("measure.cared_for.change", "not yet known"),
        ("measure.cared_for.target", "no target"),
        ("measure.cared_for.distance", "no target"),
        ("scorecard.quarter", "Q4 2023/24"),
        ("quarter.last", "Q4 2023/24"),
        ("audits.agreed", "5 of 6"),
    ],
)
def test_live_figures(name: str, value: str) -> None:
    assert figures(briefing(measure(), audits=(ROUND,)))[name].value == value


def test_a_measure_without_a_reading_says_so_wherever_it_is_named() -> None:
    known = figures(briefing(measure(None, period="", last_year="", on_year="", readings=())))
    assert {known[f"measure.cared_for.{name}"].value for name in ("latest", "period", "distance")} == {
        "no reading"
    }


def test_audits_of_fewer_than_twenty_have_no_percentage() -> None:
    few = said(briefing(measure(), audits=(ROUND,)))
    assert "The moderator agreed with 5 of 6." in few
    assert "0 of 6 good or outstanding" in few
    many = said(briefing(measure(), audits=(replace(ROUND, good=16, moderated=22, agreed=11),)))
    assert "The moderator agreed with 11 of 22 (50%)." in many


def test_the_same_comparison_is_printed_once() -> None:
    both = measure(change="Down 58 since 31 March 2023 (576)")
    assert said(briefing(both)).count("Down 58") == 1
    assert said(briefing(measure(change="Up 2 since 31 December 2023 (516)"))).count("Down 58") == 1


def test_the_standing_is_words_and_a_symbol_beside_its_key() -> None:
    off = measure(standing="off", target="95%", distance="8.5 percentage points below the target of 95%")
    text = said(briefing(off))
    assert "▲ Off target 8.5 percentage points below the target of 95%" in text
    assert "Key to the standing of a measure" in text


def test_a_chart_names_every_reading_and_the_target() -> None:
    drawn = readings(measure(target="1,000"), "#1d4f63", "Carlito, sans-serif")
    assert "31 March 2023: 576; 31 March 2024: 518. The target is 1,000." in drawn
    assert "Target 1,000" in drawn
    assert 'font-family="Carlito, sans-serif"' in drawn


def test_quarters_are_those_of_the_financial_year() -> None:
    assert [quarter_name(day) for day in (DECEMBER, MARCH, date(2024, 6, 30))] == [
        "Q3 2023/24",
        "Q4 2023/24",
        "Q1 2024/25",
    ]
