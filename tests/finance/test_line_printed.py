"""What papers printed of a line, on the line's own page: beside its original budget, as at a day and as known."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock, end_of_day
from finance.line_printed import printed_of
from finance.models import BudgetLine
from finance.services import explain_table, record_stated_table
from finance.services.stated import StatedCauseGiven, StatedRowGiven
from tests import factories

pytestmark = pytest.mark.django_db

PRINTED, EXPLAINED, AGAIN = date(2024, 8, 1), date(2024, 8, 5), date(2024, 8, 9)


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    """A line of £12,000 in 2024/25, printed at £12,500 and, on another day, explained and then recorded anew."""
    decision = factories.funding_decision(eastshire, finance_officer)
    line = factories.budget_line(decision, finance_officer)
    row = StatedRowGiven("Social Worker x 6", {2024: 12500}, line)
    told = {"decision": decision, "source": "A paper", "years": [2024, 2025], "by": finance_officer}
    with clock(PRINTED):
        table = record_stated_table(
            title="Costings",
            rows=[row],
            totals={2024: 12000, 2025: 0},
            total=12000,
            **told,  # type: ignore[arg-type]
        )
    with clock(EXPLAINED):
        cause = StatedCauseGiven(2024, Decimal(500), "Counted a month early")
        explain_table(table=table, causes=[(table.rows.get().pk, cause)], by=finance_officer, shown_version=1)
    with clock(AGAIN):
        anew = StatedRowGiven("Social Worker x 6", {2024: 12000}, line)
        record_stated_table(
            title="Costings",
            rows=[anew],
            totals={2024: 12000, 2025: 0},
            total=12000,
            corrects=table,
            correction="A digit was mistyped.",
            **told,  # type: ignore[arg-type]
        )
    return line


def seen(line: BudgetLine, known_on: date | None) -> list[tuple[int, int | None, int, tuple[str, ...]]]:
    known_at = end_of_day(known_on) if known_on else None
    cells = printed_of(line, None, known_at)
    printed = [None if one.printed is None else int(one.printed) for one in cells]
    return [(one.year, said, int(one.difference), one.why) for one, said in zip(cells, printed, strict=True)]


def test_it_is_told_as_it_was_known(line: BudgetLine) -> None:
    assert seen(line, date(2024, 7, 31)) == []
    assert seen(line, PRINTED) == [(2024, 12500, 500, ("Not explained",)), (2025, None, 0, ())]
    assert seen(line, EXPLAINED) == [(2024, 12500, 500, ("Counted a month early",)), (2025, None, 0, ())]
    assert seen(line, None) == [(2024, 12000, 0, ()), (2025, None, 0, ())]


def test_before_the_budget_held_nothing_is_computed(line: BudgetLine) -> None:
    [first, _] = printed_of(line, date(2020, 1, 1))
    assert not first.computed
    assert first.why == ("Not explained",)


def test_the_page_shows_it_beside_the_budget(line: BudgetLine, reader: User, client: Client) -> None:
    client.force_login(reader)
    page = " ".join(client.get(f"/eastshire/lines/{line.pk}/").content.decode().split())
    assert "As papers printed it" in page
    assert "They agree" in page
    asked = client.get(f"/eastshire/lines/{line.pk}/", {"known_at": EXPLAINED.isoformat()}).content.decode()
    assert "Counted a month early" in asked


def test_a_decision_lists_the_table_that_stood_then(line: BudgetLine, reader: User, client: Client) -> None:
    client.force_login(reader)
    for address in ("/eastshire/decisions/", f"/eastshire/decisions/{line.decision_id}/"):
        before = client.get(address, {"known_at": "2024-07-31"}).content.decode()
        assert "stated-tables/" not in before.replace("add-stated-table", "")
        assert (
            client.get(address, {"known_at": EXPLAINED.isoformat()}).content.decode().count("/stated-tables/")
            == 1
        )
