"""A grade's cost from the middle of a month counts from the next one, and the pages say so."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Council, User
from tests.conftest import SignedIn
from tests.factories import workforce_office
from workforce import services
from workforce.figures import cost_steps, counts_from
from workforce.models import GradeCost
from workforce.post_costs import cost_table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "said", "listed"),
    [("1", "September 2024", False), ("16", "October 2024", True)],
)
def test_the_form_the_sentence_and_the_list_say_from_which_month(
    eastshire: Council, day: str, said: str, listed: bool, workforce_lead: User, client_for: SignedIn
) -> None:
    browser = client_for(workforce_lead)
    add = reverse("workforce:grade-cost-add", args=["eastshire"])
    assert "after the 1st counts from the month that follows" in browser.get(add).text
    typed = {"grade": "10", "annual_cost": "60,000", "note": ""}
    typed |= {"from_date_day": day, "from_date_month": "9", "from_date_year": "2024"}
    page = browser.post(add, typed, follow=True).text
    assert f"Saved the cost of grade 10. It counts from {said}" in page
    assert (f"Counts from {said}" in page.replace(f"It counts from {said}", "")) is listed
    made = GradeCost.objects.get()
    correct = reverse("workforce:grade-cost-correct", args=["eastshire", made.pk])
    typed |= {"from_date_month": "12", "from_date_day": "2", "note": "A slip"}
    page = browser.post(correct, typed, follow=True).text
    assert "Corrected the cost of grade 10. It counts from January 2025" in page


def test_what_is_said_is_what_is_worked_out(eastshire: Council) -> None:
    by = workforce_office(eastshire)
    for day, cost in ((date(2024, 4, 1), 60_000), (date(2024, 9, 16), 72_000)):
        services.add_grade_cost(
            council=eastshire, by=by, grade="10", from_date=day, annual_cost=Decimal(cost)
        )
    table = cost_table(eastshire)
    until = date(2024, 12, 31)

    def months(start: date) -> list[tuple[Decimal, Decimal]]:
        steps = cost_steps(table, grade="10", number=1, fte=Decimal(1), start=start, until=until)
        return [(step.rate, step.months) for step in steps]

    assert counts_from(date(2024, 9, 16)) == date(2024, 10, 1)
    assert months(date(2024, 9, 2)) == [(Decimal(60_000), Decimal(1)), (Decimal(72_000), Decimal(3))]
    # A post that starts once it is in force has it at once: 11 of the 21 working days of September.
    assert [rate for rate, _ in months(date(2024, 9, 16))] == [Decimal(72_000)]
