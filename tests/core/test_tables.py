from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from core import tables
from tests.core.ledger_app.models import Purse

ROWS: list[dict[str, Any]] = [
    {"ref": "A1", "due": date(2024, 11, 13), "spent": Decimal("45681"), "rating": "Green", "colour": "green"},
    {"ref": "A<2>", "due": None, "spent": Decimal("-500"), "rating": None, "colour": None},
]


class ActionTable(tables.Table):
    ref = tables.LinkColumn(verbose_name="Reference", href=lambda record: f"/actions/{record['ref']}/")
    due = tables.DateColumn(verbose_name="Due")
    spent = tables.PoundsColumn(verbose_name="Spent", footer="£45,181")
    rating = tables.TagColumn(kind="progress", tone="colour", verbose_name="Progress rating")
    update = tables.LinkColumn(
        href=lambda _: "/update/", text="Update", hidden=lambda r: f"action {r['ref']}"
    )

    class Meta:
        caption = "Actions"


def shown(table: Any, address: str = "/actions/") -> str:
    template = engines["django"].from_string("{% load django_tables2 %}{% render_table table %}")
    request = RequestFactory().get(address)
    return template.render({"table": table}, request)


def test_cells_are_shown_in_the_words_of_the_house() -> None:
    page = shown(ActionTable(ROWS))
    assert "13 November 2024" in page
    assert "£45,681" in page
    assert "−£500" in page
    assert 'class="govuk-table__cell govuk-table__cell--numeric" data-label="Spent"' in page
    assert (
        '<th scope="row" class="govuk-table__header"><a class="govuk-link" href="/actions/A1/">A1</a></th>'
        in page
    )
    assert "app-tag--green" in page
    assert "Progress rating: Not yet rated" in " ".join(strip_tags(page).split())
    assert 'data-label="Due">–</td>' in page


def test_what_people_typed_is_escaped_and_links_say_where_they_lead() -> None:
    page = shown(ActionTable(ROWS))
    assert "A&lt;2&gt;" in page
    assert "A<2>" not in page
    assert 'Update<span class="govuk-visually-hidden"> action A&lt;2&gt;</span>' in page


def test_a_table_has_a_caption_heads_and_a_foot() -> None:
    page = shown(ActionTable(ROWS))
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Actions</caption>' in page
    assert page.count('scope="col"') == 5
    assert '<tfoot class="govuk-table__foot">' in page
    assert "£45,181" in page


def test_sorting_keeps_the_filters_and_starts_at_the_first_page() -> None:
    address = "/actions/?lead=7&sort=due&page=1"
    table = ActionTable(ROWS, request=RequestFactory().get(address))
    page = shown(table, address)
    assert 'aria-sort="ascending"><a class="govuk-link app-sort" href="?lead=7&amp;sort=-due">Due</a>' in page
    assert 'aria-sort="none"><a class="govuk-link app-sort" href="?lead=7&amp;sort=spent">Spent</a>' in page
    assert page.index("A&lt;2&gt;") < page.index("A1")
    assert '<th scope="col" class="govuk-table__header">Update</th>' in page, "a link is not sorted"


def test_pages_keep_filters_and_order() -> None:
    rows = [ROWS[0] | {"ref": str(number)} for number in range(120)]
    address = "/actions/?lead=7&sort=-ref&page=2"
    page = shown(ActionTable(rows, request=RequestFactory().get(address)), address)
    assert page.count('<th scope="row"') == 50 + 1
    assert 'href="?lead=7&amp;sort=-ref&amp;page=3" rel="next"' in page
    assert 'aria-label="Page 2" aria-current="page"' in page
    assert "51 to 100 of 120" in page


@pytest.mark.parametrize(
    "asked", ["page=0", "page=99", "page=x", "per_page=-5", "per_page=0", "per_page=9999999"]
)
def test_no_address_breaks_a_page_or_makes_it_endless(asked: str) -> None:
    rows = [ROWS[0]] * 300
    page = shown(ActionTable(rows, request=RequestFactory().get(f"/?{asked}")), f"/?{asked}")
    assert page.count("<tr ") == 50 + 2


@pytest.mark.filterwarnings("ignore:Use .__")
@given(st.text(max_size=20))
def test_no_order_breaks_a_page(order: str) -> None:
    request = RequestFactory().get("/", {"sort": order})
    assert len(ActionTable(ROWS, request=request).body) == 2


def test_an_empty_table_says_so() -> None:
    page = shown(ActionTable([], empty_text="No action matches these filters"))
    assert "<table" not in page
    assert "No action matches these filters" in page


def test_a_table_of_figures_scrolls_in_its_own_region() -> None:
    class Grid(tables.Table):
        spent = tables.PoundsColumn(pence=False)

        class Meta:
            caption = "Spend"
            scrolls = True

    page = shown(Grid(ROWS))
    assert '<div class="app-table-region" tabindex="0" role="region" aria-label="Spend">' in page
    assert ">−£500<" in page


def test_a_tag_is_rendered_once_however_many_rows_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    tag = tables.TagColumn._tag

    def counted(column: tables.TagColumn, *key: str) -> str:
        rendered.append(key[0])
        return tag(column, *key)

    monkeypatch.setattr(tables.TagColumn, "_tag", counted)
    assert len(ActionTable(ROWS * 20).body) == 40
    assert rendered == ["Green", ""]
    assert len(ActionTable(ROWS).body) == 2
    assert len(rendered) == 4, "nothing is kept between tables"


class PurseTable(tables.Table):
    owner = tables.Column()
    amount = tables.PoundsColumn(pence=True)
    number = tables.NumberColumn()

    class Meta:
        caption = "Purses"
        row_attrs = {"class": lambda record: f"row-{record.number}"}

    def render_owner(self, value: str, record: Purse) -> str:
        return f"{value} ({record.pk})"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 10])
def test_a_page_of_a_queryset_is_a_count_and_a_read(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Purse.objects.bulk_create(Purse(owner="a", amount=number, number=number) for number in range(rows))
    request = RequestFactory().get("/?sort=-amount")
    # 1 count of the list, 2 the page.
    with django_assert_num_queries(2):
        page = shown(PurseTable(Purse.objects.all(), request=request), "/?sort=-amount")
    last = rows - 1
    assert f'<tr class="row-{last} ' in page
    assert f"£{last}.00" in page
    assert "a (" in page


def test_the_words_of_a_choice_are_shown() -> None:
    class KindTable(tables.Table):
        kind = tables.Column()

    table = KindTable([Purse(kind="petty")])
    assert [cell.content for row in table.body for cell in row.cells] == ["Petty cash"]
