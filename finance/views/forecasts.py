"""The forecast by line and month: its page, its workbook, and what posts offer for it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from core.dates import today
from core.financial_year import label, year_of
from core.ledger import AsAt
from core.money import parse_pounds
from core.spreadsheets import write
from finance.access import may_forecast
from finance.figures import NIL
from finance.forecast_page import ForecastPage, forecast_page_of, methods_posted, version_before
from finance.forecast_workbook import forecast_sheet
from finance.grid import Grid, read_grid
from finance.grid_page import cells_posted
from finance.models import BudgetMovement, ForecastMethod, ForecastOffer, Outturn
from finance.offers import compared, compared_all
from finance.outturn import FORECAST_METHOD
from finance.services import ForecastOutcome, decide_offer, save_forecast
from finance.views.asked import asked_of, council_of, dates_of, workbook_of, year_in

NOTE_LENGTH = 250
A_PAGE = 50


@require_safe
def forecast_current(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    return redirect("finance:forecast-grid", owner.slug, year_of(today()))


@require_http_methods(["GET", "HEAD", "POST"])
def forecast_grid(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    may_write = may_forecast(signed_in_user(request), owner)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    if request.method == "POST":
        return _save(request, owner, year_in(year))
    asked = asked_of(request)
    grid = _grid(owner, year, asked)
    before = version_before(owner, year, known_at=dates_of(asked)[1])
    page = forecast_page_of(grid, is_form=may_write and asked is None, before=before)
    return _show(request, owner, page, asked=asked)


def _grid(owner: Council, year: int, asked: AsAt | None) -> Grid:
    return read_grid(owner, year_in(year), *dates_of(asked))


def _save(request: HttpRequest, owner: Council, year: int) -> HttpResponse:
    grid = read_grid(owner, year)
    cells, chosen = cells_posted(grid, request.POST), methods_posted(grid, request.POST)
    outcome = save_forecast(
        council=owner,
        year=year,
        by=signed_in_user(request),
        cells=cells,
        methods=chosen,
        note=request.POST.get("note", "").strip()[:NOTE_LENGTH],
    )
    if outcome.is_complete:
        saved = f"Saved {outcome.saved} change{'' if outcome.saved == 1 else 's'} to the forecast"
        messages.success(request, saved if outcome.saved else "Nothing of the forecast had changed")
        return redirect("finance:forecast-grid", owner.slug, year)
    page = forecast_page_of(
        read_grid(owner, year),
        is_form=True,
        before=version_before(owner, year),
        posted=cells,
        chosen=chosen,
        outcome=outcome,
    )
    return _show(request, owner, page, outcome=outcome)


def _show(
    request: HttpRequest,
    owner: Council,
    page: ForecastPage,
    *,
    asked: AsAt | None = None,
    outcome: ForecastOutcome | None = None,
) -> HttpResponse:
    year, status = page.grid.year, HTTPStatus.OK
    if outcome:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if outcome.saved_nothing else HTTPStatus.CONFLICT
    context: dict[str, Any] = {
        "page": page,
        "grid": page.grid,
        "forecast": page.grid.total.forecast,
        "year": year,
        "year_label": label(year),
        "years": sorted({*BudgetMovement.objects.years(owner), year}),
        "is_form": asked is None and may_forecast(signed_in_user(request), owner),
        "asked": asked,
        "outcome": outcome,
        "methods": ForecastMethod.Method.choices,
        "explained": FORECAST_METHOD,
        "note": request.POST.get("note", ""),
        "outturn": Outturn.objects.standing_of(owner, year, *dates_of(asked)),
        "offers": ForecastOffer.objects.of(owner).undecided().count() if asked is None else 0,
    }
    return render(request, "finance/forecast_grid.html", context, status=status)


@require_safe
def forecast_workbook(request: HttpRequest, council: str, year: int) -> HttpResponse:
    """The forecast as a workbook, of today or of the dates the address asks for."""
    owner = council_of(request, council)
    asked = asked_of(request)
    before = version_before(owner, year_in(year), known_at=dates_of(asked)[1])
    content = write(forecast_sheet(_grid(owner, year, asked), before))
    return workbook_of(request, content, f"{owner.slug}-forecast-{label(year).replace('/', '-')}")


@require_safe
def offer_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    offers = ForecastOffer.objects.of(owner).select_related("decision__recorded_by", "line", "recorded_by")
    page = Paginator(offers.undecided().order_by("pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "undecided": compared_all(list(page.object_list)),
        "decided": offers.exclude(decision=None).order_by("-decision__pk")[:A_PAGE],
        "a_page": A_PAGE,
    }
    return render(request, "finance/offer_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    offer = get_object_or_404(ForecastOffer.objects.of(owner).select_related("decision__recorded_by"), pk=pk)
    if request.method == "POST" and not may_forecast(user, owner):
        raise PermissionDenied
    refused = _decide(request, offer) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        accepted = "accept" in request.POST
        messages.success(
            request, "Accepted: it is the forecast now" if accepted else "Declined, with the reason"
        )
        return redirect("finance:offer-detail", owner.slug, pk)
    context = {
        "compared": compared(offer),
        "offer": offer,
        "decision": getattr(offer, "decision", None),
        "may_decide": may_forecast(user, owner),
        "note": request.POST.get("note", ""),
        "errors": [("note", refused)] if refused else [],
    }
    return render(request, "finance/offer_detail.html", context, status=422 if refused else 200)


def _decide(request: HttpRequest, offer: ForecastOffer) -> str:
    """Accept or decline an offer as it was shown; gives why it was refused."""
    try:
        decide_offer(
            offer=offer,
            accept="accept" in request.POST,
            by=signed_in_user(request),
            shown_present=parse_pounds(request.POST.get("shown_present", "")) or NIL,
            note=request.POST.get("note", "")[:NOTE_LENGTH],
        )
    except ValueError as refused:
        return str(refused)
    return ""
