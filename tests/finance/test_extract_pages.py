"""The pages of ledger extracts: bringing, columns, mapping in place, posting, rows, the file; who may; queries."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from finance.models import BudgetLine, ExtractLayout, LedgerExtract, LedgerMapping, SpendBatch, SpendEntry
from tests.conftest import SignedIn
from tests.finance.extracting import HEADS, NOVEMBER_FILE, bring, post

LIST = "/eastshire/extracts/"
ADD = f"{LIST}add/"
SEAL = re.compile(r'name="post-seal" value="([0-9a-f]+)"')
SELECT = re.compile(r'<select[^>]* name="([0-9a-f]+)"')


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def upload(finance: Client, text: str, name: str = "nov.csv", **given: str) -> str:
    """Bring a file as the form does; the address it leads to."""
    file = SimpleUploadedFile(name, text.encode())
    facts = {"file": file, "kind": "transactions", "year": "2024", "through": ""}
    answer = finance.post(ADD, facts | given)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def posting(finance: Client, address: str, total: str, **given: str) -> dict[str, str]:
    found = SEAL.search(finance.get(address).content.decode())
    assert found
    facts = {"post-seal": found[1], "post-control_total": total, "post-note": "Report 12, day 5"}
    return facts | given


def test_finance_brings_maps_and_posts_a_file(
    coded_lines: list[BudgetLine], finance: Client, eastshire: Council
) -> None:
    address = upload(finance, NOVEMBER_FILE)
    page = finance.get(address).content.decode()
    assert "1 row, £77.07." in page
    assert "2 figures would change, by £1,100 in all" in page
    assert not SpendEntry.objects.exists()
    name = SELECT.search(page)
    assert name
    assert finance.post(f"{address}map/", {name[1]: ""}).status_code == 422
    mapped = finance.post(f"{address}map/", {name[1]: "out-centre"}, follow=True).content.decode()
    assert "Mapped 1 code, for later files too" in mapped
    assert "£77.07 is not ours and is left out" in mapped
    assert str(LedgerMapping.objects.get()) == "C9 any code"
    wrong = finance.post(f"{address}post/", posting(finance, address, "1177.70"))
    assert wrong.status_code == 422
    assert "a difference of £0.63" in wrong.content.decode()
    assert 'value="1177.70"' in wrong.content.decode()
    posted = finance.post(f"{address}post/", posting(finance, address, "£1,177.07"), follow=True)
    assert "Posted nov.csv: 5 rows" not in posted.content.decode()
    assert "Posted nov.csv: 3 of 4 rows" in posted.content.decode()
    again = finance.get(upload(finance, NOVEMBER_FILE, name="again.csv")).content.decode()
    assert "These rows were posted by Finance officer of Eastshire on" in again
    assert "Post all of it" not in again
    twice = finance.post(
        f"{address}post/", {"post-control_total": "1177.07", "post-note": "n", "post-seal": "x"}
    )
    assert twice.status_code == 422
    assert SpendBatch.objects.count() == 1


def test_columns_that_are_unclear_are_chosen_and_remembered(
    coded_lines: list[BudgetLine], finance: Client
) -> None:
    text = "Report of the ledger\n\nTeam,Nature,When,Debit less credit\nC1,11000,Nov,5\n"
    address = upload(finance, text)
    answer = finance.get(address)
    assert answer.headers["Location"] == f"{address}columns/"
    page = finance.get(f"{address}columns/").content.decode()
    assert "its heads stand in row 3" in page
    chosen = {"version": "1", "cost_centre": "0", "subjective_code": "1", "period": "2"}
    refused = finance.post(f"{address}columns/", chosen)
    assert refused.status_code == 422
    assert "Choose the column of the amount" in refused.content.decode()
    assert finance.post(f"{address}columns/", chosen | {"amount": "1"}).status_code == 422
    done = finance.post(f"{address}columns/", chosen | {"amount": "3"}, follow=True).content.decode()
    assert "1 figure would change, by £5 in all" in done
    assert finance.post(f"{address}columns/", chosen | {"amount": "3"}).status_code == 409
    assert ExtractLayout.objects.get().heads["cost_centre"] == "Team"
    assert finance.get(upload(finance, text.replace(",5", ",6"))).status_code == 200


def test_the_years_amounts_are_never_read_by_the_months_column(
    coded_lines: list[BudgetLine], finance: Client
) -> None:
    text = "Cost centre,Subjective,Period,Amount,Year to date\nC1,11000,7,5,65\n"
    address = upload(finance, text)
    columns = {"version": "1", "cost_centre": "0", "subjective_code": "1", "period": "2", "amount": "3"}
    posted = finance.post(f"{address}columns/", columns, follow=True).content.decode()
    assert "1 figure would change, by £5 in all" in posted
    to_date = {"kind": "cumulative", "through": "2024-10-01"}
    same = upload(finance, text, **to_date)
    assert same == address
    other = upload(finance, text.replace(",7,5,65", ",7,6,66"), **to_date)
    for each in (same, other):
        assert finance.get(each).headers["Location"] == f"{each}columns/"
    chosen = columns | {"period": "", "amount": "4"}
    done = finance.post(f"{other}columns/", chosen, follow=True).content.decode()
    assert "1 figure would change, by £66 in all" in done
    again = finance.get(upload(finance, text.replace("65", "67"), **to_date)).content.decode()
    assert "1 figure would change, by £67 in all" in again
    month = finance.get(upload(finance, text.replace(",5,", ",8,"))).content.decode()
    assert "1 figure would change, by £8 in all" in month


def test_the_period_for_closed_months_stays_chosen_while_codes_are_mapped(
    coded_lines: list[BudgetLine], finance: Client
) -> None:
    address = upload(finance, NOVEMBER_FILE)
    name = SELECT.search(finance.get(address).content.decode())
    assert name
    mapped = finance.post(f"{address}map/?into=202412", {name[1]: "out"})
    assert mapped.headers["Location"] == f"{address}?into=202412"


def test_a_row_is_moved_on_its_page(coded_lines: list[BudgetLine], finance: Client) -> None:
    address = upload(finance, NOVEMBER_FILE)
    rows = finance.get(f"{address}rows/", {"q": "pay back"}).content.decode()
    assert rows.count("Move<span") == 1
    move = f"{address}rows/3/move/"
    assert finance.post(move, {"to": coded_lines[1].pk, "reason": ""}).status_code == 422
    moved = finance.post(move, {"to": coded_lines[1].pk, "reason": "Duty team"}, follow=True).content.decode()
    assert "Row 3 to L02 Social workers: Duty team" in moved
    assert "moved here: row 3" in moved
    assert "moved from L01" in finance.get(f"{address}rows/?state=moved").content.decode()
    assert finance.get(f"{address}rows/99/move/").status_code == 404


def test_the_file_is_given_back_as_it_came(coded_lines: list[BudgetLine], finance: Client) -> None:
    address = upload(finance, NOVEMBER_FILE)
    answer = finance.get(f"{address}file/")
    assert answer.content == NOVEMBER_FILE.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    extract = LedgerExtract.objects.get()
    stored = Path(settings.DATA_DIR) / "ledger" / extract.digest[:2] / extract.digest
    stored.write_bytes(b"tampered")
    assert finance.get(f"{address}file/").status_code == 404
    damaged = finance.get(address)
    assert damaged.status_code == 422
    assert "is not what was stored" in damaged.content.decode()
    stored.unlink()


@pytest.mark.parametrize(
    ("text", "kind"), [("", "transactions"), ("\x00\x01", "transactions"), ("a,b", "cumulative")]
)
def test_a_file_that_cannot_be_taken_says_why(
    text: str, kind: str, finance: Client, eastshire: Council
) -> None:
    file = SimpleUploadedFile("x.csv", text.encode())
    answer = finance.post(ADD, {"file": file, "kind": kind, "year": "2024", "through": ""})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    again = answer.content.decode()
    assert "<title>Error: Bring a ledger extract" in again
    assert "Choose the file again" in again
    assert "It was x.csv." in again
    assert f'value="{kind}"' in again.split("checked")[0].rsplit("<input", 1)[1]
    assert '<option value="2024" selected>' in again
    without = finance.post(ADD, {"kind": kind, "year": "2024"})
    assert without.status_code == 422
    assert "Choose the file again" not in without.content.decode()
    assert not LedgerExtract.objects.exists()


def test_others_may_not_look(
    coded_lines: list[BudgetLine],
    finance: Client,
    finance_officer: User,
    eastshire: Council,
    reader: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    extract = bring(finance_officer, eastshire, NOVEMBER_FILE)
    here = f"{LIST}{extract.pk}/"
    looked_at = [LIST, ADD, here, f"{here}columns/", f"{here}rows/", f"{here}rows/2/move/", f"{here}file/"]
    for address in looked_at:
        assert client_for(reader).get(address).status_code == 403
        assert client_for(outsider).get(address).status_code == 404
        assert finance.put(address).status_code == 405
    for address in (f"{here}map/", f"{here}post/"):
        assert finance.get(address).status_code == 405
        assert client_for(reader).post(address).status_code == 403


@pytest.mark.parametrize("count", [1, 10])
def test_the_queries_of_an_extract(
    coded_lines: list[BudgetLine],
    finance: Client,
    finance_officer: User,
    eastshire: Council,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = "".join(
        f"C{at % 2 + 1},11000,{at % 8 + 1},Pay,{at + 1}\nX{at},1,1,Other,1\n" for at in range(count)
    )
    extract = bring(finance_officer, eastshire, HEADS + rows)
    # Session, person, council, roles; extract, its postings; rows posted before; closes, mappings, moves, lines; cells,
    # waiting reversals; lines to choose from; the moves told.
    with django_assert_num_queries(15):
        finance.get(f"{LIST}{extract.pk}/")
    total = count * (count + 1) // 2 + count
    post(extract, finance_officer, str(total), leave_unmapped=True)
    # Session, person, council, roles; how many, extracts, their postings.
    with django_assert_num_queries(7):
        finance.get(LIST)
