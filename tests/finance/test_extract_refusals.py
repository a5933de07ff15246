"""What keeps a ledger extract out: all of it, in a sentence, and nobody but finance brings one."""

from datetime import date
from decimal import Decimal
from time import thread_time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import Change, Council, User
from accounts.roles import Role
from core.uploads import Unreadable
from finance.ledger_checks import problems
from finance.models import BudgetLine, LedgerExtract, SpendEntry
from finance.services.extracts import move_row, receive_extract
from finance.services.mappings import add_mapping
from tests import factories
from tests.conftest import Person
from tests.finance.extracting import HEADS, NOVEMBER, NOVEMBER_FILE, bring, post, seen, sound


def test_a_row_that_cannot_be_read_keeps_the_whole_file_out(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    text = (
        HEADS
        + "C1,11000,8,Pay,12\nC1,11000,8,Pay,twelve\nC1,11000,14,Pay,1\nC1,11000,2025-04-01,Pay,1\nC1,11000,12,Pay,1\n"
    )
    preview = seen(bring(finance_officer, eastshire, text))
    assert [problem.split(":")[0] for problem in preview.problems] == [
        "Row 3",
        "Row 4",
        "Row 5",
        "L01 Social workers, March 2025",
    ]
    extract = LedgerExtract.objects.get()
    with pytest.raises(ValueError, match="none will be"):
        post(extract, finance_officer, "15")
    assert not SpendEntry.objects.exists()


def test_figures_that_changed_since_the_preview_keep_it_out(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], not_ours: None
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    seal = seen(extract).seal
    factories.spend(coded_lines[0], finance_officer, {NOVEMBER: "1"})
    with pytest.raises(ValueError, match="changed since the preview"):
        post(extract, finance_officer, "1177.07", seal=seal)


def test_another_councils_mapping_and_lines_are_out_of_reach(
    eastshire: Council,
    marchshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    person: Person,
) -> None:
    theirs = person(marchshire, Role.FINANCE)
    add_mapping(council=marchshire, cost_centre="C9", subjective_code="", line=None, by=theirs)
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    assert [group.cost_centre for group in seen(extract).unmapped] == ["C9"]
    other = bring(theirs, marchshire, NOVEMBER_FILE)
    assert other.pk != extract.pk
    assert {group.cost_centre for group in seen(other).unmapped} == {"C1", "C2"}
    with pytest.raises(ValueError, match="no such budget line"):
        add_mapping(council=marchshire, cost_centre="C1", subjective_code="", line=coded_lines[0], by=theirs)
    with pytest.raises(ValueError, match="no such budget line"):
        move_row(extract=other, number=2, to=coded_lines[0], reason="r", by=theirs)


def test_only_finance_may(
    eastshire: Council, finance_officer: User, reader: User, coded_lines: list[BudgetLine]
) -> None:
    with pytest.raises(PermissionDenied):
        bring(reader, eastshire, NOVEMBER_FILE)
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    before = Change.objects.count()
    with pytest.raises(PermissionDenied):
        post(extract, reader, "1177.07")
    with pytest.raises(PermissionDenied):
        move_row(extract=extract, number=2, to=coded_lines[1], reason="r", by=reader)
    assert Change.objects.count() == before


@pytest.mark.parametrize("content", [b"", b"   ", b"\x00\x01", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_file_of_rows_is_refused_in_a_sentence(
    content: bytes, eastshire: Council, finance_officer: User
) -> None:
    with pytest.raises(Unreadable):
        receive_extract(
            council=eastshire,
            content=content,
            name="x",
            kind="transactions",
            year=2024,
            through=None,
            by=finance_officer,
        )
    assert not LedgerExtract.objects.exists()


def test_the_month_of_a_cumulative_file_lies_in_its_year_and_has_begun(
    eastshire: Council, finance_officer: User
) -> None:
    for through in (None, date(2025, 4, 1), date(2025, 3, 1), date(2024, 3, 1)):
        with pytest.raises(ValueError, match="Choose the month of 2024/25"):
            bring(finance_officer, eastshire, "CC,Account,YTD\nC1,1,2\n", kind="cumulative", through=through)


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE finance_ledgerextract SET digest = 'f00d'", "is missing from the store"),
        ("UPDATE finance_rowmove SET council_id = {other}", "is not of one council"),
        ("UPDATE finance_ledgermapping SET council_id = {other}", "go to a line of another council"),
        ("UPDATE finance_spendbatch SET council_id = {other}", "another council's"),
    ],
)
def test_tampering_with_extracts_is_found(
    tampering: str,
    sentence: str,
    eastshire: Council,
    marchshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    not_ours: None,
) -> None:
    line = coded_lines[0]
    add_mapping(council=eastshire, cost_centre="C4", subjective_code="", line=line, by=finance_officer)
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    move_row(extract=extract, number=3, to=coded_lines[1], reason="Duty team", by=finance_officer)
    post(extract, finance_officer, "1177.07")
    assert sound(eastshire)
    with connection.cursor() as cursor:
        cursor.execute(tampering.format(other=marchshire.pk))
    found = [*problems(eastshire), *problems(marchshire)]
    assert any(sentence in problem for problem in found), found


def test_twenty_thousand_rows_are_posted_within_seconds(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    rows = "".join(f"C{at % 2 + 1},11000,{at % 8 + 1},Pay,{at % 97}.25\n" for at in range(20_000))
    total = sum((Decimal(at % 97) + Decimal("0.25") for at in range(20_000)), Decimal(0))
    began = thread_time()  # of the processor: what else the machine does counts for nothing
    extract = bring(finance_officer, eastshire, HEADS + rows)
    batch = post(extract, finance_officer, str(total))
    assert batch.total == total
    assert thread_time() - began < 50
