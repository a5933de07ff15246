"""Where the ledger's codes go: kept on their page, changed, retired and brought back; who may; queries."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Change, Council, User
from finance.models import BudgetLine, LedgerMapping
from finance.services.mappings import add_mapping
from finance.services.retiring import retire_line
from tests.conftest import SignedIn
from tests.finance.extracting import HEADS, bring, seen

LIST = "/eastshire/mappings/"


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


@pytest.fixture
def mapping(eastshire: Council, finance_officer: User, coded_lines: list[BudgetLine]) -> LedgerMapping:
    line = coded_lines[0]
    return add_mapping(
        council=eastshire, cost_centre="c5", subjective_code="", line=line, by=finance_officer, note="Agency"
    )


def test_codes_are_mapped_once(finance: Client, coded_lines: list[BudgetLine]) -> None:
    facts = {"cost_centre": " c7 ", "subjective_code": "135a", "goes_to": coded_lines[1].pk, "note": "Agency"}
    assert finance.post(f"{LIST}add/", facts).status_code == 302
    made = LedgerMapping.objects.get()
    assert (made.cost_centre, made.subjective_code, made.line) == ("C7", "135A", coded_lines[1])
    refused = finance.post(f"{LIST}add/", facts | {"cost_centre": "C7"})
    assert refused.status_code == 422
    assert "C7 135A is mapped already" in refused.content.decode()
    assert finance.post(f"{LIST}add/", facts | {"cost_centre": ""}).status_code == 422
    assert LedgerMapping.objects.count() == 1


def test_the_most_particular_mapping_wins(
    finance_officer: User, eastshire: Council, mapping: LedgerMapping, coded_lines: list[BudgetLine]
) -> None:
    first, second = coded_lines
    for centre, code, line in (("C5", "9", second), ("C1", "", None)):
        add_mapping(
            council=eastshire, cost_centre=centre, subjective_code=code, line=line, by=finance_officer
        )
    text = HEADS + "C5,9,8,a,1\nc5,8,8,b,2\nC1,11000,8,c,4\nC1,12000,8,d,8\n"
    preview = seen(bring(finance_officer, eastshire, text))
    assert {cell.line: cell.new for cell in preview.cells} == {first: 6, second: 1}
    assert preview.left_out_total == 8


def test_lines_that_share_their_codes_are_told_of(
    finance_officer: User, eastshire: Council, coded_lines: list[BudgetLine]
) -> None:
    BudgetLine.objects.update(cost_centre="C1")
    preview = seen(bring(finance_officer, eastshire, HEADS + "C1,11000,8,Pay,5\n"))
    assert preview.unmapped[0].why == "2 lines have these codes"


def test_a_mapping_is_changed_retired_and_brought_back(
    finance: Client, mapping: LedgerMapping, coded_lines: list[BudgetLine]
) -> None:
    here = f"{LIST}{mapping.pk}/"
    facts = {"version": "1", "goes_to": coded_lines[1].pk, "note": "n"}
    assert finance.post(f"{here}edit/", facts).status_code == 302
    stale = finance.post(f"{here}edit/", facts | {"goes_to": "", "note": "mine"})
    assert stale.status_code == 409
    assert "Save mine on top" in stale.content.decode()
    assert LedgerMapping.objects.get().line == coded_lines[1]
    assert finance.post(f"{here}retire/", {"version": "2", "reason": ""}).status_code == 422
    assert finance.post(f"{here}retire/", {"version": "1", "reason": "Closed"}).status_code == 409
    assert finance.post(f"{here}retire/", {"version": "2", "reason": "Closed"}).status_code == 302
    assert "Retired C5 any code" in finance.get(LIST).content.decode()
    assert "C5" not in finance.get(LIST).content.decode()
    assert "Closed" in finance.get(f"{LIST}?state=retired").content.decode()
    assert finance.post(f"{here}bring-back/", {"shown_version": "2"}).status_code == 422
    assert finance.post(f"{here}bring-back/", {"shown_version": "3"}).status_code == 302
    assert finance.post(f"{here}bring-back/", {"shown_version": "4"}).status_code == 422
    assert "C5" in finance.get(LIST).content.decode()
    assert Change.objects.for_subject(mapping).count() == 4


def test_a_mapping_to_a_retired_line_never_becomes_one_that_leaves_out_unsaid(
    finance: Client, finance_officer: User, mapping: LedgerMapping, coded_lines: list[BudgetLine]
) -> None:
    edit, line = f"{LIST}{mapping.pk}/edit/", coded_lines[0]
    given = {"version": "1", "goes_to": line.pk, "note": "n"}
    assert finance.post(edit, given).status_code == 302
    retire_line(line=line, reason="Merged", leave_budget=True, by=finance_officer, shown_version=line.version)
    assert f'<option value="{line.pk}" selected>' in finance.get(edit).content.decode()
    refused = finance.post(edit, given | {"version": "2", "note": "Another word"})
    assert f"{line} is retired: choose another line" in refused.content.decode()
    assert LedgerMapping.objects.get().line == line


def test_retired_codes_may_be_mapped_anew_and_then_stay_retired(
    finance: Client, finance_officer: User, eastshire: Council, mapping: LedgerMapping
) -> None:
    here = f"{LIST}{mapping.pk}/"
    finance.post(f"{here}retire/", {"version": "1", "reason": "Closed"})
    add_mapping(council=eastshire, cost_centre="C5", subjective_code="", line=None, by=finance_officer)
    refused = finance.post(f"{here}bring-back/", {"shown_version": "2"})
    assert "is mapped already" in refused.content.decode()


def test_others_may_not(
    finance: Client, mapping: LedgerMapping, reader: User, outsider: User, client_for: SignedIn
) -> None:
    here = f"{LIST}{mapping.pk}/"
    for address in (LIST, f"{LIST}add/", f"{here}edit/", f"{here}retire/"):
        assert client_for(reader).get(address).status_code == 403
        assert client_for(outsider).get(address).status_code == 404
        assert finance.put(address).status_code == 405
    assert finance.get(f"{here}bring-back/").status_code == 405
    assert client_for(reader).post(f"{here}bring-back/").status_code == 403
    assert client_for(outsider).post(f"{here}bring-back/").status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_queries_of_the_list(
    finance: Client,
    finance_officer: User,
    eastshire: Council,
    mapping: LedgerMapping,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for at in range(count - 1):
        line = mapping.line
        add_mapping(
            council=eastshire, cost_centre=f"D{at}", subjective_code="1", line=line, by=finance_officer
        )
    # Session, person, council, roles; how many, mappings with their lines.
    with django_assert_num_queries(6):
        finance.get(LIST)
