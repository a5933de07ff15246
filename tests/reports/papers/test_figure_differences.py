"""Every part of a paper is either its words, which are today's, or figures whose differences a refresh names."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from core.dates import month_name
from reports.papers.data import PaperData
from reports.papers.figure_differences import BLOCKS, NOT_THERE, differences, named
from reports.papers.locking import WORDS
from tests.reports.papers import sample

# What says which paper it is, or comes with the lock itself.
NEITHER = {"kind", "previous", "clearances", "lock", "known_at"}


def test_every_part_is_words_or_figures() -> None:
    names = {field.name for field in fields(PaperData)}
    assert WORDS | set(BLOCKS) | NEITHER == names
    assert not WORDS & set(BLOCKS)


def test_the_same_figures_do_not_differ() -> None:
    assert differences(sample.paper(), sample.paper()) == ()


def test_a_row_that_is_gone_is_told_once() -> None:
    paper = sample.paper()
    fewer = replace(paper, posts=paper.posts[1:])
    found = differences(paper, fewer)
    assert [(each.block, each.what, each.now) for each in found] == [("Recruitment", "Row", NOT_THERE)]


def test_a_sum_is_told_in_pounds_by_its_line() -> None:
    paper = sample.paper()
    line = replace(paper.spend.lines[0], to_date=Decimal("1234.50"))
    spend = replace(paper.spend, lines=(line, *paper.spend.lines[1:]))
    (found,) = differences(paper, replace(paper, spend=spend))
    assert (found.block, found.what, found.now) == ("Spend", "To date", "£1,234.50")
    assert line.name in found.row


def test_a_month_is_told_by_its_name() -> None:
    paper = sample.paper()
    month = replace(paper.spend.months[0], actual=Decimal("77"))
    spend = replace(paper.spend, months=(month, *paper.spend.months[1:]), open_months=(date(2024, 10, 1),))
    found = differences(
        replace(paper, spend=replace(paper.spend, open_months=())), replace(paper, spend=spend)
    )
    told = {(each.row, each.what): each.now for each in found}
    assert told[month_name(month.month), "Actual"] == "£77"
    assert told["", "Open months"] == "October 2024"


def test_the_live_figures_of_the_words_are_told_as_they_are_printed() -> None:
    was = {"spend.to_date": "£45,681", "posts.in_post": "1"}
    (found,) = named(
        was, was | {"spend.to_date": "£42,764"}, ["It is {{ spend.to_date }}.", "{{ posts.in_post }}"]
    )
    assert (found.row, found.was, found.now) == ("spend.to_date", "£45,681", "£42,764")
