"""The page of the limits: what is refused stands at its field, two people see both texts, and the history says what
changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from finance.models import VarianceLimits
from finance.models.variance import USUAL_LIMITS
from finance.variance import Level, Limits, Rag
from finance.variance_reads import limits_on
from tests.conftest import SignedIn

ADDRESS = "/eastshire/variance/limits/"


@pytest.fixture
def finance(finance_officer: User, client_for: SignedIn) -> Client:
    return client_for(finance_officer)


def posted(**other: str) -> dict[str, str]:
    data: dict[str, str] = {}
    for level, steps in USUAL_LIMITS.items():
        for step, (percent, sum_) in steps.items():
            data |= {f"{level}_{step}_percent": percent, f"{level}_{step}_pounds": sum_}
    day = {"holds_from_day": "2", "holds_from_month": "1", "holds_from_year": "2025"}
    return data | day | other


def words(client: Client) -> str:
    return " ".join(client.get(ADDRESS).content.decode().split())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"line_amber_percent": "abc"}, "Enter a number, such as 5 or 2.5"),
        ({"line_amber_percent": "-1"}, "A limit cannot be below nil"),
        ({"service_red_pounds": "-5"}, "A limit cannot be below nil"),
        ({"total_red_percent": "1001"}, "Enter no more than 1,000 per cent"),
        ({"explain_explain_percent": "1.555"}, "Enter no more than two decimal places"),
        ({"explain_explain_pounds": "twelve"}, "Enter an amount in pounds"),
        (
            {"line_amber_percent": "50"},
            "Amber for a line begins no later than red: in per cent of the budget red begins first",
        ),
        ({"total_amber_pounds": "300,000"}, "Amber for the total begins no later than red: in pounds"),
    ],
)
def test_what_is_refused_stands_at_its_field_with_what_was_typed(
    finance: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = finance.post(ADDRESS, posted(**wrong))
    [(name, typed)] = wrong.items()
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in " ".join(answer.context["form"].errors[name])
    assert f'id="id_{name}_error"' in page
    assert f'value="{typed}"' in page
    assert not VarianceLimits.objects.exists()


def test_the_history_says_what_each_changed(finance: Client) -> None:
    with clock(date(2025, 1, 2)):
        assert finance.post(ADDRESS, posted(line_amber_percent="4")).status_code == 302
        shown = {"shown": str(VarianceLimits.objects.get().pk)}
        again = posted(line_amber_percent="4", explain_explain_pounds="£30,000", **shown)
        assert finance.post(ADDRESS, again).status_code == 302
        assert finance.post(ADDRESS, again).status_code == 302
    assert VarianceLimits.objects.count() == 2
    page = words(finance)
    first = page.index("Amber for a line above: per cent of the budget: 4, before 5")
    assert page.index("A line must be explained above: pounds: £30,000, before £25,000") < first


def test_two_people_see_both_texts(finance: Client) -> None:
    finance.post(ADDRESS, posted(line_amber_percent="4"))
    answer = finance.post(ADDRESS, posted(line_amber_percent="3"))
    assert answer.status_code == 409
    conflict = answer.context["conflict"]
    label = "Amber for a line above: per cent of the budget"
    assert (conflict["mine"], conflict["theirs"]) == ([(label, "3")], [(label, "4")])
    page = answer.content.decode()
    assert "Save mine on top" in page
    assert VarianceLimits.objects.count() == 1
    shown = str(VarianceLimits.objects.get().pk)
    assert f'name="shown" value="{shown}"' in page
    assert finance.post(ADDRESS, posted(line_amber_percent="3", shown=shown)).status_code == 302


def test_nobody_else_sets_them(
    eastshire: Council, reader: User, finance_officer: User, client_for: SignedIn
) -> None:
    assert client_for(reader).post(ADDRESS, posted()).status_code == 403
    assert client_for(finance_officer).post("/marchshire/variance/limits/", posted()).status_code == 404


def test_they_hold_from_the_day_that_was_chosen(finance: Client, eastshire: Council) -> None:
    """The report of October follows limits that are said to hold since October."""
    october = {"holds_from_day": "1", "holds_from_month": "10", "holds_from_year": "2024"}
    with clock(date(2025, 1, 2)):
        assert finance.post(ADDRESS, posted(line_amber_percent="4", **october)).status_code == 302
        assert (
            limits_on(eastshire, date(2024, 10, 31)).rag(Level.LINE, Decimal(45), Decimal(1000)) == Rag.AMBER
        )
        assert limits_on(eastshire, date(2024, 9, 30)) == Limits.of(None)
        shown = str(VarianceLimits.objects.get().pk)
        # What was said to begin today begins in November after all.
        assert finance.post(ADDRESS, posted(line_amber_percent="3", shown=shown)).status_code == 302
        shown = str(VarianceLimits.objects.latest("pk").pk)
        for day, sentence in (("30-9-2024", "before these hold from 1 October"), ("1-1-2031", "future")):
            parts = dict(zip(october, day.split("-"), strict=True))
            refused = finance.post(ADDRESS, posted(line_amber_percent="2", shown=shown, **parts))
            assert refused.status_code == 422
            assert sentence in refused.context["form"].errors["holds_from"][0]
        november = dict(zip(october, ("1", "11", "2024"), strict=True))
        given = posted(line_amber_percent="3", shown=shown, **november)
        assert finance.post(ADDRESS, given).status_code == 302
    percents = [
        limits_on(eastshire, date(2024, month, 28)).steps["line", "amber"][0] for month in (10, 11, 12)
    ]
    assert [int(each) for each in percents] == [4, 3, 3]
    assert VarianceLimits.objects.filter(council=eastshire).standing().count() == 2
