"""Each part of a paper's data belongs to the documents that show it, and goes where they are not for publication."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from accounts.models import Council
from reports.papers import codec
from reports.papers.blocks import OwedRow
from reports.papers.data import LaidOut, PaperData, RiskRow
from reports.papers.kinds import KINDS, PROGRESS, Kind
from reports.papers.locking import collect_for_paper
from reports.papers.open_data import as_json, as_workbook, for_everybody
from reports.papers.open_parts import FOR_CHECKS, FURNITURE
from tests import factories

pytestmark = pytest.mark.django_db

WORD = "Zugunruhe"
# Where the data calls a block otherwise than its kind does.
NAMED = {"governance_structure": "governance", "inspections": "external", "sources": "money_sources"}
NAMED |= {"ratings": "plan", "impact": "plan", "feedback": "highlights", "recruitment": "posts"}
NAMED["printed"] = "printed_tables"


@pytest.fixture
def data(eastshire: Council) -> PaperData:
    """A progress paper with a risk, and something that is owed."""
    collected = collect_for_paper(factories.paper(factories.plan(eastshire))).data
    risk = RiskRow(1, f"{WORD} of staff", "", "", "", "", 5, 4, "", None, False)
    return replace(
        collected, risks=(risk,), owed=(OwedRow(1, "request", "Tell us of fostering", "", "", None),)
    )


def told(data: PaperData, *closed: str) -> str:
    left = for_everybody(codec.to_json(data), closed)
    as_workbook(left)
    return json.dumps(as_json(left))


def test_every_part_of_the_data_belongs_somewhere() -> None:
    """A new field of `PaperData` is named by the documents that show it, in `kinds`, or in one of two lists."""
    shown = {part for kind in KINDS.values() for document in kind.documents for part in document.shows}
    assert shown | FURNITURE | FOR_CHECKS == {field.name for field in fields(PaperData)}
    assert not shown & (FURNITURE | FOR_CHECKS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: str(kind.key))
def test_the_documents_of_each_kind_show_its_blocks(kind: Kind) -> None:
    shown = {part for document in kind.documents for part in document.shows}
    assert {NAMED.get(block.key, block.key) for block in kind.every_block} <= shown


def test_with_the_report_closed_its_words_and_blocks_go(data: PaperData) -> None:
    open_words = told(data)
    for words in ("Words.", WORD, "fostering"):
        assert words in open_words
        assert words not in told(data, "report")


def test_a_part_that_no_document_is_known_to_show_goes(data: PaperData) -> None:
    """A funding request shows no risks; none of them comes with its data."""
    layout = (LaidOut("purpose"), LaidOut("recommendations"))
    assert WORD not in told(replace(data, kind="funding", template="funding_v1", layout=layout))


def test_what_stands_under_a_heading_that_is_off_is_not_given_away(data: PaperData) -> None:
    kept = tuple(LaidOut(section.key) for section in PROGRESS.sections if section.key != "risks")
    assert WORD not in told(replace(data, layout=kept))


def test_what_only_the_clerk_and_the_checks_read_is_in_no_data(data: PaperData) -> None:
    left: dict[str, Any] = json.loads(told(data))
    assert left["stated"] == []
    assert {row["why"] for row in left["clearances"]} == {""}
