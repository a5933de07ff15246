"""A forecast offered from posts: who offers, what it changes, and what finance does with it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Change, Council, User
from core.dates import clock
from finance.grid import read_grid
from finance.models import BudgetLine, ForecastOffer
from finance.offers import compared
from finance.services import choose_method, decide_offer, offer_forecast
from tests import factories

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
FIGURES = {JANUARY: Decimal("2500.50"), FEBRUARY: Decimal(3000)}


@pytest.fixture
def line(eastshire: Council, finance_officer: User) -> BudgetLine:
    return factories.budget_line(factories.funding_decision(eastshire, finance_officer), finance_officer)


@pytest.fixture
def offer(line: BudgetLine, workforce_lead: User) -> ForecastOffer:
    return made(line, workforce_lead)


def made(line: BudgetLine, by: User, figures: dict[date, Decimal] = FIGURES) -> ForecastOffer:
    return offer_forecast(
        council=line.council, by=by, line=line, figures=figures, source_text="Two of six in post"
    )


def outturn(line: BudgetLine) -> Decimal:
    return read_grid(line.council, 2024).total.forecast_outturn


def test_an_offer_changes_no_forecast(line: BudgetLine, workforce_lead: User) -> None:
    before = outturn(line)
    offer = made(line, workforce_lead)
    assert outturn(line) == before
    assert list(ForecastOffer.objects.of(line.council).undecided()) == [offer]
    assert offer.by_month == FIGURES


def test_the_same_offer_twice_is_one(line: BudgetLine, offer: ForecastOffer, workforce_lead: User) -> None:
    changes = Change.objects.count()
    assert made(line, workforce_lead) == offer
    assert Change.objects.count() == changes


def test_a_later_offer_overtakes_the_one_still_open(
    line: BudgetLine, offer: ForecastOffer, workforce_lead: User, finance_officer: User
) -> None:
    later = made(line, workforce_lead, {JANUARY: Decimal(1)})
    assert list(ForecastOffer.objects.of(line.council).undecided()) == [later]
    assert "A newer offer" in compared(offer).stale[0]
    with pytest.raises(ValueError, match="newer offer"):
        decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=Decimal(0))


def test_accepted_it_is_the_forecast_of_the_months_still_open(
    line: BudgetLine, offer: ForecastOffer, finance_officer: User
) -> None:
    before = read_grid(line.council, 2024).lines[0].figures.forecast
    shown = compared(offer).present
    decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=shown)
    after = read_grid(line.council, 2024).lines[0].figures
    assert after.method == "posts"
    assert after.forecast.months[9:11] == (Decimal("2500.50"), Decimal(3000))
    assert after.forecast.months[:9] == before.months[:9]
    assert list(ForecastOffer.objects.of(line.council).undecided()) == []
    with pytest.raises(ValueError, match="already"):
        decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=shown)


def test_accepting_what_is_no_longer_what_was_shown_is_refused(
    line: BudgetLine, offer: ForecastOffer, finance_officer: User
) -> None:
    with pytest.raises(ValueError, match="changed since you looked"):
        decide_offer(offer=offer, accept=True, by=finance_officer, shown_present=Decimal(1))


def test_declined_with_a_reason_it_changes_nothing(
    line: BudgetLine, offer: ForecastOffer, finance_officer: User
) -> None:
    before = outturn(line)
    with pytest.raises(ValueError, match="why"):
        decide_offer(offer=offer, accept=False, by=finance_officer, shown_present=Decimal(0))
    decide_offer(offer=offer, accept=False, by=finance_officer, shown_present=Decimal(0), note="Too early")
    assert outturn(line) == before


def test_an_offer_goes_stale_when_the_forecast_changes(
    line: BudgetLine, offer: ForecastOffer, finance_officer: User
) -> None:
    assert compared(offer).stale == ()
    with clock(date(2025, 1, 3)):
        choose_method(line=line, year=2024, method="own", by=finance_officer)
    assert "has been changed" in compared(offer).stale[0]


def test_a_reader_offers_nothing_and_workforce_accepts_nothing(
    line: BudgetLine, offer: ForecastOffer, reader: User, workforce_lead: User
) -> None:
    with pytest.raises(PermissionDenied):
        made(line, reader)
    with pytest.raises(PermissionDenied):
        decide_offer(offer=offer, accept=True, by=workforce_lead, shown_present=Decimal(0))


@pytest.mark.parametrize(
    "figures", [{}, {date(2025, 1, 2): Decimal(1)}, {JANUARY: Decimal("0.001")}], ids=["none", "day", "part"]
)
def test_an_offer_has_whole_pence_for_whole_months(
    line: BudgetLine, workforce_lead: User, figures: dict[date, Decimal]
) -> None:
    with pytest.raises(ValueError, match=r"month|penny|pence"):
        made(line, workforce_lead, figures)


def test_another_councils_line_is_refused(line: BudgetLine, marchshire: Council, outsider: User) -> None:
    with pytest.raises((ValueError, PermissionDenied)):
        offer_forecast(council=marchshire, by=outsider, line=line, figures=FIGURES, source_text="x")
