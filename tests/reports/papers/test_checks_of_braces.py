"""Braces that a reader would see: live figures half written, and where none is filled in."""

from dataclasses import replace

import pytest

from reports.papers.checks import blockers, check
from reports.papers.checks_of_braces import half_written
from reports.papers.data import AppendixRow, BackgroundRow, ClassRow, OptionRow, PaperData
from tests.reports.papers.test_checks import CLEAN, with_identity, writing


def stops(data: PaperData) -> list[str]:
    return [each.message for each in blockers(check(data)) if each.code == "unknown-figure"]


@pytest.mark.parametrize(
    "typed",
    [
        "{{ spend.to_date }",
        "{ spend.to_date }}",
        "{spend.to_date}",
        "{{ spend.to_date",
        "spend.to_date}}",
        "{{ {{ spend.to_date }} }}",
        "{{{ spend.to_date }}}",
        "{{{ spend.to_date }}",
        "{{ spend.to_date }}}",
    ],
)
def test_a_figure_half_written_is_not_printed(typed: str) -> None:
    assert stops(writing(progress=f"By then {typed} was spent."))
    assert stops(replace(CLEAN, recommendations=(f"Approve {typed}.",)))


@pytest.mark.parametrize(
    "typed", ["{{ spend.to_date }}", "{{spend.to_date}}", "({{spend.to_date}})", "{a set}", "{1}", "{ }"]
)
def test_what_is_in_order_stays(typed: str) -> None:
    assert half_written(typed) == ""
    assert not stops(writing(progress=f"By then {typed} was spent."))


@pytest.mark.parametrize(
    "data",
    [
        replace(CLEAN, options=(OptionRow("Do nothing", "{{ spend.to_date }} is lost", "High"),)),
        replace(CLEAN, background=(BackgroundRow("Report of {{ previous.meeting_date }}", ""),)),
        with_identity(title="Progress to {{ ratings.as_at }}"),
    ],
)
def test_a_figure_where_none_is_filled_in_is_told(data: PaperData) -> None:
    (message,) = stops(data)
    assert "no live figure is filled in here" in message


def test_a_closed_appendix_is_not_quoted() -> None:
    row = AppendixRow(7, "appendix-3", "Terms", "The landlord asks {{ Zugunruhe }")
    closed = replace(CLEAN, appendices=(row,), classed=(ClassRow("appendix-3", "exempt", 3, "Lease", ""),))
    (message,) = stops(closed)
    assert "Zugunruhe" not in message
    assert "Zugunruhe" in stops(replace(closed, classed=()))[0]
