"""Pasting on the page: preview, posting, what is refused, undoing; and who may."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Council, User
from finance.models import BudgetLine, SpendBatch, SpendEntry
from finance.services import GridCell, record_spend
from finance.services.batches import post_paste
from tests import factories
from tests.conftest import SignedIn

PASTE = "/eastshire/spend/2024/paste/"
LIST = "/eastshire/batches/"
HIDDEN = re.compile(r'<input type="hidden" name="((?:cell|shown)-[0-9-]+)" value="([^"]*)">')


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


@pytest.fixture
def finance(client_for: SignedIn, finance_officer: User) -> Client:
    return client_for(finance_officer)


def previewed(finance: Client, text: str) -> dict[str, str]:
    """The form of the preview, as it would be posted."""
    page = finance.post(PASTE, {"block": text}).content.decode()
    return dict(HIDDEN.findall(page)) | {"post": "yes", "note": "Ledger, day 5"}


def test_finance_pastes_previews_saves_and_undoes(line: BudgetLine, finance: Client) -> None:
    response = finance.post(PASTE, {"block": "Code\tApr\tMay\nL01\t£1,200\t(30)"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "2 figures would change; 0 stay as they are" in page
    assert not SpendEntry.objects.exists()
    assert "Not taken" not in page
    lost = finance.post(PASTE, {"block": "Code\tApr\tMya\nL01\t£1,200\t(30)"}).content.decode()
    assert "Not taken, because their heads name no month of the year: “Mya”." in lost
    saved = finance.post(PASTE, previewed(finance, "Code\tApr\tMay\nL01\t£1,200\t(30)"), follow=True)
    page = saved.content.decode()
    assert "Saved 2 figures from the paste" in page
    batch = SpendBatch.objects.get()
    assert finance.post(f"{LIST}{batch.pk}/", {"reason": ""}).status_code == 422
    undone = finance.post(f"{LIST}{batch.pk}/", {"reason": "Wrong file"}, follow=True).content.decode()
    assert "Undone: every figure is what it was before" in undone
    assert "Undo all of it" not in undone
    assert not SpendEntry.objects.standing().exists()
    assert finance.post(f"{LIST}{batch.pk}/", {"reason": "Again"}).status_code == 422


def test_one_bad_cell_is_shown_and_nothing_can_be_saved(line: BudgetLine, finance: Client) -> None:
    response = finance.post(PASTE, {"block": "Apr\tMay\n5\t<b>six"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "2 figures would change, of which 1 cannot be saved; 0 stay as they are" in page
    assert "Enter an amount in pounds" in page
    assert "&lt;b&gt;six" in page
    assert "Save all these figures" not in page
    assert finance.post(PASTE, {"block": ""}).status_code == 422


def test_a_figure_changed_since_the_preview_refuses_the_whole_and_shows_it(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    form = previewed(finance, "Apr\tMay\n5\t6")
    record_spend(line=line, month=date(2024, 5, 1), amount=Decimal(77), by=finance_officer)
    response = finance.post(PASTE, form)
    assert response.status_code == 422
    page = response.content.decode()
    assert "figures changed since the preview" in page
    assert f"{finance_officer} changed May 2024, {line.name} (L01) to 77" in page
    assert "£77" in page
    assert SpendEntry.objects.count() == 1


def test_many_changed_figures_are_counted(line: BudgetLine, finance: Client, finance_officer: User) -> None:
    form = previewed(finance, "Apr\tMay\tJun\tJul\tAug\n1\t2\t3\t4\t5")
    for month in range(4, 9):
        record_spend(line=line, month=date(2024, month, 1), amount=Decimal(77), by=finance_officer)
    page = finance.post(PASTE, form).content.decode()
    assert page.count(f"{finance_officer} changed") == 3
    assert "2 more were changed. This is how things stand now" in page


def test_a_month_closed_since_the_preview_refuses_the_whole_and_marks_its_cells(
    line: BudgetLine, finance: Client, finance_officer: User
) -> None:
    form = previewed(finance, "Apr\tMay\n5\t6")
    factories.close(line.council, finance_officer, date(2024, 4, 1))
    response = finance.post(PASTE, form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was saved: what is marked below cannot be" in page
    assert "April 2024 is closed" in page
    assert SpendEntry.objects.filter(month=date(2024, 5, 1)).count() == 0


def test_without_a_note_the_preview_stays(line: BudgetLine, finance: Client) -> None:
    response = finance.post(PASTE, previewed(finance, "5") | {"note": ""})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="note-error"' in page
    assert '<a href="#note">Say in a note' in page
    assert "come to £5: spend changes by £5." in page
    assert "Save all these figures" in response.content.decode()
    # The block itself is not posted again: nothing stands where the next would be pasted, least of all a nil.
    assert re.search(r"<textarea[^>]* name=\"block\"[^>]*>\s*</textarea>", page)


def test_others_look_and_may_not_paste(
    line: BudgetLine, finance: Client, reader: User, outsider: User, client_for: SignedIn
) -> None:
    finance.post(PASTE, previewed(finance, "5"))
    batch = SpendBatch.objects.get()
    theirs = client_for(reader)
    assert theirs.get(LIST).status_code == 200
    assert "Undo all of it" not in theirs.get(f"{LIST}{batch.pk}/").content.decode()
    for address in (PASTE, f"{LIST}{batch.pk}/"):
        assert theirs.post(address, {"reason": "r"}).status_code == 403
    assert theirs.get(PASTE).status_code == 403
    for address in (PASTE, LIST, f"{LIST}{batch.pk}/"):
        assert client_for(outsider).get(address).status_code == 404
        assert finance.put(address).status_code == 405


@pytest.mark.parametrize("count", [1, 10])
def test_the_queries_of_a_batch(
    line: BudgetLine,
    finance: Client,
    finance_officer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cells = [
        GridCell(line.pk, date(2024 + (3 + at) // 12, (3 + at) % 12 + 1, 1), "", "5") for at in range(count)
    ]
    _, batch = post_paste(council=line.council, year=2024, cells=cells, note="n", by=finance_officer)
    assert batch
    # Session, person, council, roles; the batch, its entries.
    with django_assert_num_queries(6):
        finance.get(f"{LIST}{batch.pk}/")
