"""The options of a paper's blocks: what each leaves out, and what the sentence says of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reports.papers.choices import OPTIONS, ChosenRow, kept, offered, rows_of, windows
from reports.papers.chosen import printed_alone
from reports.papers.data import PaperData
from reports.papers.kinds import KINDS, PROGRESS
from reports.papers.open_parts import open_alone
from reports.papers.render import render
from tests.reports.papers import sample
from tests.reports.papers.test_render import as_text

REPORT = PROGRESS.document("report")


def choosing(data: PaperData, **chosen: Any) -> PaperData:
    """`risks_least="12"`: one choice, or several in a tuple."""
    rows = tuple(
        ChosenRow(name.replace("_", ".", 1), codes if isinstance(codes, tuple) else (codes,))
        for name, codes in chosen.items()
    )
    return replace(data, chosen=rows)


def words(data: PaperData) -> str:
    return " ".join(as_text(render(data, REPORT).html).split())


@pytest.fixture
def data() -> PaperData:
    return sample.paper()


def test_every_option_is_offered_by_a_kind_and_has_a_choice_by_itself() -> None:
    found = {option.name for kind in KINDS.values() for option in offered(kind)}
    assert found == {option.name for option in OPTIONS}
    for option in OPTIONS:
        assert len(option.choices) > 1
        assert option.by_itself


def test_a_choice_as_it_is_by_itself_is_not_kept() -> None:
    by_itself = {option.name: option.by_itself for option in offered(PROGRESS)}
    assert kept(PROGRESS, by_itself) == {}
    assert kept(PROGRESS, {"risks.least": ["12"]}) == {"risks.least": ["12"]}
    assert kept(PROGRESS, {"progress.changes": ["worse", "done"]}) == {"progress.changes": ["done", "worse"]}
    for wrong in ({"risks.least": ["13"]}, {"none.such": ["all"]}, {"risks.least": ["8", "12"]}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            kept(PROGRESS, wrong)


def test_a_paper_without_choices_says_what_it_always_said(data: PaperData) -> None:
    assert rows_of(PROGRESS, {}) == ()
    assert printed_alone(data) is data


def test_changes_that_are_not_listed_are_counted(data: PaperData) -> None:
    every, some = words(data), words(choosing(data, progress_changes=("worse",)))
    assert "Not listed:" not in every
    assert "Not listed:" in some
    none = words(choosing(data, progress_changes=("paused",)))
    assert "They are not listed here." in none


def test_risks_below_a_score_are_counted_and_kept_out_of_open_data(data: PaperData) -> None:
    low, high, new = (
        replace(data.risks[0], pk=at, title=title, likelihood=score, impact=score)
        for at, (title, score) in enumerate((("Low one", 2), ("High one", 5), ("New one", 0)), 1)
    )
    paper = choosing(replace(data, risks=(high, low, new)), risks_least="12")
    told = words(paper)
    assert "2 of the plan's 3 risks, those with a score of 12 or more, or not yet assessed," in told
    assert "High one" in told
    assert "New one" in told
    assert "Low one" not in told
    assert [row.title for row in open_alone(paper, frozenset()).risks] == ["High one", "New one"]
    alone = words(choosing(replace(data, risks=(low,)), risks_least="12"))
    assert "None of the plan's 1 risk has a score of 12 or more" in alone


def test_posts_not_due_are_named_beside_the_table(data: PaperData) -> None:
    coming = replace(
        data.posts[0], label="Team Leader x 2", states={"not_yet_due": 2}, planned_start=date(2025, 4, 1)
    )
    paper = replace(data, posts=(*data.posts, coming))
    assert "lists every row that was approved, with" in words(paper)
    told = words(choosing(paper, recruitment_not_due="hidden"))
    assert "lists every row that was approved and is due" in told
    assert "Not due yet: Team Leader x 2 (from 1 April 2025)." in told


@pytest.mark.parametrize(
    ("chosen", "gone"),
    [
        ({"progress_chart": "hidden"}, "The same ratings as shares"),
        ({"recruitment_months": "hidden"}, "adding up month by month"),
        ({"impact_areas": "hidden"}, "Which"),
    ],
)
def test_a_chart_a_table_or_a_column_is_left_out(data: PaperData, chosen: dict[str, str], gone: str) -> None:
    assert gone in words(data)
    assert gone not in words(choosing(data, **chosen))


def test_the_keys_stay_whatever_is_chosen(data: PaperData) -> None:
    told = words(choosing(data, progress_chart="hidden", impact_areas="hidden", progress_changes=("new",)))
    assert "Key to progress ratings" in told
    assert "Key to impact ratings" in told


def test_windows_are_of_blocks_that_a_kind_has() -> None:
    for kind in KINDS.values():
        blocks = {block.key for block in kind.every_block}
        assert {window.block for window in windows(kind)} <= blocks
