"""A live figure in an open document that stands otherwise in a closed one alone."""

from dataclasses import replace
from typing import Any

import pytest

from reports.papers.checks import check
from reports.papers.data import AppendixRow, ClassRow, LaidOut, PaperData
from reports.papers.finding import Finding
from reports.papers.kinds import PROGRESS
from tests.reports.papers import sample

CODE = "exempt-figure"
OWN = "appendix-3"


def paper(*, off: str = "", closed: str = OWN, body: str = "", **words: str) -> PaperData:
    """The sample with an appendix of the author's own, one document closed, and sections of an element off."""
    layout = tuple(
        LaidOut(each.key)
        for each in PROGRESS.sections
        if not each.optional and each.element not in off.split()
    )
    given: dict[str, Any] = {"narratives": sample.narratives(**words)} if words else {}
    return replace(
        sample.paper(**given),
        layout=layout,
        appendices=(AppendixRow(1, OWN, "Terms", body),),
        classed=(ClassRow(closed, "exempt", 3, "Because."),),
    )


def found(data: PaperData) -> list[Finding]:
    return [finding for finding in check(data) if finding.code == CODE]


@pytest.mark.parametrize("body", ["It is {{ spend.to_date }}.", "It is £45,681 so far."])
def test_it_is_told_by_name_or_by_sum(body: str) -> None:
    (finding,) = found(paper(off="recruitment", body=body, background="We spent {{ spend.to_date }}."))
    assert (finding.is_blocker, finding.place) == (False, "Background")
    assert "spend.to_date" in finding.message
    assert "Appendix 3" in finding.message
    assert "45,681" not in finding.message


def test_the_record_in_a_closed_appendix_of_the_kind_counts() -> None:
    data = paper(
        off="progress impact", closed="appendix-2", background="{{ actions.complete }} are complete."
    )
    # Appendix 1 is open and shows the plan as well.
    assert not found(data)
    both = replace(data, classed=(*data.classed, ClassRow("appendix-1", "exempt", 3, "Because.")))
    assert [finding.place for finding in found(both)] == ["Background"]


def test_what_an_open_document_prints_is_nobodys_secret() -> None:
    assert not found(paper(body="It is {{ spend.to_date }}.", background="We spent {{ spend.to_date }}."))


def test_other_figures_and_names_are_left_alone() -> None:
    body = "{{ paper.reference }}, {{ spend.through }}"
    words = "{{ paper.reference }}: {{ spend.to_date }}."
    assert not found(paper(off="recruitment", body=body, background=words))


def test_a_closed_report_has_nothing_open_to_warn_of() -> None:
    data = paper(off="recruitment", body="{{ spend.to_date }}", background="{{ spend.to_date }}")
    assert not found(replace(data, classed=(*data.classed, ClassRow("report", "exempt", 3, "Because."))))
