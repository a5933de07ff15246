import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.charts import (
    WIDTH,
    Amount,
    Bar,
    ChartImage,
    Part,
    Series,
    columns,
    line_chart,
    single_stacked_bar,
    sparkline,
    stacked_bars,
)
from core.money import pounds

SVG = "{http://www.w3.org/2000/svg}"
PARTS = [
    Part.of_tone("On track", "green", "✓"),
    Part.of_tone("Off track", "red", "■"),
    Part.of_tone("At risk", "amber"),
]
CHAPTERS = [Bar("Chapter 1", [12, 3, 0]), Bar("Chapter 2", [4, 0, 1])]
MONTHS = ["Apr 24", "May 24", "Jun 24"]
SPENT = Series("Spent", "#1d65a6", [Decimal("100.50"), None, Decimal("-20")])
BUDGET = Series("Budget to date", "#5f6363", [Decimal(50), Decimal(100), Decimal(150)])


def tree(chart: ChartImage) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314 - our own drawing


def words(chart: ChartImage) -> list[str]:
    return [element.text or "" for element in tree(chart).iter(f"{SVG}text")]


ALL = [
    stacked_bars("Ratings by chapter", CHAPTERS, PARTS, of="Chapter"),
    stacked_bars("Ratings by chapter, as shares", CHAPTERS, PARTS, as_shares=True),
    single_stacked_bar("Posts by state", PARTS, [6, 2, 0]),
    columns("Spend by month", MONTHS, SPENT, line=BUDGET, of="Month", show=pounds),
    line_chart("Actions done", MONTHS, [SPENT, BUDGET]),
    sparkline("Trend", MONTHS, [1, None, 3]),
]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_a_drawing_has_a_name_and_no_style(chart: ChartImage) -> None:
    svg = tree(chart)
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text == chart.title
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == title.get("id")
    assert "style" not in chart.svg
    assert not re.search(r"<script|\son\w+=|href", chart.svg)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_the_same_data_stands_beside_it_as_a_table(chart: ChartImage) -> None:
    assert {len(row) for row in chart.rows} == {len(chart.heads)}
    page = render_to_string("components/chart.html", {"chart": chart})
    assert page.count('<th scope="row"') == len(chart.rows)
    assert "<svg" in page, "the drawing is not escaped"
    for row in chart.rows:
        for cell in row:
            assert f">{cell}<" in page


def test_bars_are_in_proportion_and_labelled() -> None:
    chart = ALL[0]
    fills = [(rect.get("fill"), float(rect.get("width", 0))) for rect in tree(chart).iter(f"{SVG}rect")]
    green = [width for fill, width in fills if fill == PARTS[0].colour]
    assert green[:2] == [pytest.approx(WIDTH * 12 / 15, abs=0.1), pytest.approx(WIDTH * 4 / 15, abs=0.1)]
    assert {"Chapter 1: 15", "✓ 12", "■ 3", "✓ On track", "At risk"} <= set(words(chart))
    assert chart.heads == ("Chapter", "On track", "Off track", "At risk", "Total")
    assert chart.rows == (("Chapter 1", "12", "3", "0", "15"), ("Chapter 2", "4", "0", "1", "5"))


def test_shares_fill_the_width() -> None:
    rects = list(tree(ALL[1]).iter(f"{SVG}rect"))
    ends = [float(rect.get("x", 0)) + float(rect.get("width", 0)) for rect in rects]
    assert len([end for end in ends if end == pytest.approx(WIDTH, abs=0.2)]) >= 2


def test_colour_is_never_alone() -> None:
    patterns = {pattern.get("id") for pattern in tree(ALL[0]).iter(f"{SVG}pattern")}
    assert len(patterns) == 2, "the first part is plain, each other has its own pattern"
    used = set(re.findall(r"url\(#([^)]+)\)", ALL[0].svg))
    assert used <= patterns
    dashes = {line.get("stroke-dasharray") for line in tree(ALL[4]).iter(f"{SVG}line")}
    assert len(dashes) == 2, "the second line is dashed"
    markers = {path.get("d") for path in tree(ALL[4]).iter(f"{SVG}path")}
    assert len(markers) == 2


def test_what_was_not_entered_is_not_drawn_as_nil() -> None:
    chart = ALL[3]
    assert chart.rows == (
        ("Apr 24", "£100.50", "£50"),
        ("May 24", "not entered", "£100"),
        ("Jun 24", "−£20", "£150"),
    )
    blues = [rect for rect in tree(chart).iter(f"{SVG}rect") if rect.get("fill") == SPENT.colour]
    assert len(blues) == 2 + 1, "two columns and the key"
    assert {"£0", "£100", "−£50"} <= set(words(chart)), "round ticks, nil among them"


def test_words_are_escaped_and_ids_differ() -> None:
    hostile = stacked_bars("<b>", [Bar('"><script>', [1, 1, 1])], PARTS)
    assert "<script>" not in hostile.svg
    assert 'id="chart-' in hostile.svg
    names = {re.search(r'aria-labelledby="([^"]+)"', chart.svg)[1] for chart in ALL}  # type: ignore[index]
    assert len(names) == len(ALL)


def test_nothing_to_draw_is_drawn() -> None:
    for chart in (
        stacked_bars("None", [], []),
        stacked_bars("Nil", [Bar("Chapter 1", [0, 0, 0])], PARTS),
        single_stacked_bar("Nil", PARTS, [0, 0, 0]),
        columns("None", [], replace(SPENT, values=[])),
        columns("Blank", MONTHS, replace(SPENT, values=[None] * 3)),
        line_chart("None", [], []),
        sparkline("None", [], []),
    ):
        assert tree(chart).tag == f"{SVG}svg"


AMOUNTS = st.one_of(
    st.none(), st.decimals(Decimal(-(10**9)), Decimal(10**9), places=2), st.integers(-(10**9), 10**9)
)


@given(st.lists(AMOUNTS, max_size=24))
def test_every_value_lies_within_the_plot(values: list[Amount | None]) -> None:
    labels = [f"M{number}" for number in range(len(values))]
    chart = columns("Spend", labels, Series("Spent", "#1d65a6", values), show=pounds)
    height = float(tree(chart).get("height", 0))
    for rect in tree(chart).iter(f"{SVG}rect"):
        assert 0 <= float(rect.get("x", 0)) <= WIDTH
        assert (
            0 <= float(rect.get("y", 0)) <= float(rect.get("y", 0)) + float(rect.get("height", 0)) <= height
        )
    tick_words = [text for text in tree(chart).iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert 2 <= len(tick_words) <= 7
    for text in tick_words:
        assert float(text.get("x", 0)) > 6 * len(text.text or "")
