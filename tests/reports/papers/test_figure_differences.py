"""Every part of a paper is either its words, which are today's, or figures whose differences a refresh names."""

from dataclasses import fields, replace
from decimal import Decimal

from reports.papers.data import PaperData
from reports.papers.figure_differences import BLOCKS, NOT_THERE, differences
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
