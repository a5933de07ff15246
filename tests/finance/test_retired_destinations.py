"""Nothing of a ledger is posted to a line that was retired: its rows wait, named, until it is said where they go."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.models import Change, Council, User
from finance.models import BudgetLine, LedgerMapping, SpendEntry
from finance.services.extracts import move_row
from finance.services.mappings import add_mapping
from finance.services.retiring import bring_back_line, retire_line
from tests.conftest import SignedIn
from tests.finance.extracting import HEADS, NOVEMBER, OCTOBER, bring, post, seen, spent

SELECT = re.compile(r'<select[^>]* name="([0-9a-f]+)"')
FILE = HEADS + "C5,9,8,Agency,50\nC1,11000,8,Pay,20\nC2,11000,8,Pay,3\n"
GONE = "L01 Social workers was retired on 2 January 2025"


@pytest.fixture
def mapped(eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]) -> LedgerMapping:
    """C5 9 goes to L01, whose own codes are C1 11000."""
    codes = {"cost_centre": "C5", "subjective_code": "9"}
    return add_mapping(council=eastshire, line=coded_lines[0], by=finance_officer, note="Agency", **codes)


def retire(line: BudgetLine, by: User) -> BudgetLine:
    line.refresh_from_db()
    return retire_line(line=line, reason="Merged", leave_budget=True, by=by, shown_version=line.version)


def test_rows_of_a_retired_line_are_left_out_and_named(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], mapped: LedgerMapping
) -> None:
    first, second = coded_lines
    extract = bring(finance_officer, eastshire, FILE)
    assert {cell.line: cell.new for cell in seen(extract).cells} == {first: 70, second: 3}
    retire(first, finance_officer)
    preview = seen(extract)
    assert {cell.line: cell.new for cell in preview.cells} == {second: 3}
    told = [(each.cost_centre, int(each.amount), each.why, each.retired) for each in preview.unmapped]
    assert told == [("C5", 50, GONE, first), ("C1", 20, GONE, first)]
    with pytest.raises(ValueError, match="2 rows, £70, go to no line"):
        post(extract, finance_officer, "73")
    bring_back_line(line=first, by=finance_officer, shown_version=2)
    post(extract, finance_officer, "73")
    assert spent(eastshire) == {(first.pk, NOVEMBER): 70, (second.pk, NOVEMBER): 3}


def test_any_code_of_a_centre_goes_to_no_retired_line_either(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    add_mapping(
        council=eastshire, cost_centre="C7", subjective_code="", line=coded_lines[0], by=finance_officer
    )
    retire(coded_lines[0], finance_officer)
    preview = seen(bring(finance_officer, eastshire, HEADS + "C7,1,8,Agency,5\n"))
    assert [group.why for group in preview.unmapped] == [GONE]
    assert not preview.cells


def test_the_page_says_how_to_bring_it_back_and_takes_where_its_rows_go(
    eastshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    mapped: LedgerMapping,
    client_for: SignedIn,
) -> None:
    first, second = coded_lines
    client: Client = client_for(finance_officer)
    retire(first, finance_officer)
    address = f"/eastshire/extracts/{bring(finance_officer, eastshire, FILE).pk}/"
    page = client.get(address).content.decode()
    assert GONE in page
    assert f'<a class="govuk-link" href="/eastshire/lines/{first.pk}/">Bring it back</a>' in page
    names = SELECT.findall(page)
    answer = client.post(f"{address}map/", {names[0]: str(second.pk), names[1]: "out"}, follow=True)
    assert "Mapped 2 codes, for later files too" in answer.content.decode()
    mapped.refresh_from_db()
    assert (mapped.line, mapped.note, mapped.version) == (second, "Agency", 2)
    assert Change.objects.for_subject(mapped).first().verb == "changed where go the ledger codes"  # type: ignore[union-attr]
    assert [cell.new for cell in seen(bring(finance_officer, eastshire, FILE)).cells] == [53]


def test_the_list_of_codes_says_that_a_line_is_retired(
    finance_officer: User, coded_lines: list[BudgetLine], mapped: LedgerMapping, client_for: SignedIn
) -> None:
    retire(coded_lines[0], finance_officer)
    page = client_for(finance_officer).get("/eastshire/mappings/").content.decode()
    assert "Retired on 2 January 2025: nothing is posted to it" in page


def test_a_row_moved_by_hand_to_a_line_that_was_retired_then_waits(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine], client_for: SignedIn
) -> None:
    first, second = coded_lines
    extract = bring(finance_officer, eastshire, FILE)
    move_row(extract=extract, number=4, to=first, reason="Duty team", by=finance_officer)
    retire(first, finance_officer)
    page = " ".join(
        client_for(finance_officer).get(f"/eastshire/extracts/{extract.pk}/").content.decode().split()
    )
    assert f"1 row, £3, moved by hand, but {GONE}:" in page
    move_row(extract=extract, number=4, to=second, reason="Merged", by=finance_officer)
    assert {cell.line: cell.new for cell in seen(extract).cells} == {second: 3}


@pytest.mark.parametrize(
    "given", [{}, {"kind": "cumulative", "through": OCTOBER}], ids=["transactions", "cumulative"]
)
def test_a_row_posted_before_its_line_was_retired_is_still_moved(
    eastshire: Council,
    finance_officer: User,
    coded_lines: list[BudgetLine],
    given: dict[str, object],
    client_for: SignedIn,
) -> None:
    first, second = coded_lines
    extract = bring(finance_officer, eastshire, FILE.replace(",8,", ",7,"), **given)
    post(extract, finance_officer, "73", leave_unmapped=True)
    retire(first, finance_officer)
    rows = client_for(finance_officer).get(f"/eastshire/extracts/{extract.pk}/rows/").content.decode()
    assert GONE not in rows
    move_row(extract=extract, number=3, to=second, reason="r", by=finance_officer)
    assert spent(eastshire) == {(first.pk, OCTOBER): 0, (second.pk, OCTOBER): 23}


def test_a_cumulative_file_names_it_once(
    eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]
) -> None:
    text, facts = "CC,Account,YTD\nC1,11000,500\n", {"kind": "cumulative", "through": date(2024, 10, 1)}
    post(bring(finance_officer, eastshire, text, **facts), finance_officer, "500")
    retire(coded_lines[0], finance_officer)
    november = facts | {"through": NOVEMBER}
    preview = seen(bring(finance_officer, eastshire, text.replace("500", "700"), **november))
    assert [(int(group.amount), group.retired) for group in preview.unmapped] == [(700, coded_lines[0])]
    assert preview.absent == ()
    assert SpendEntry.objects.count() == 1
