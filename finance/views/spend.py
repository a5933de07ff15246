"""The year's grid of spend, and its workbook."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from core.dates import today
from core.financial_year import label, year_of
from core.ledger import AsAt
from core.spreadsheets import write
from finance.access import may_enter_spend
from finance.grid import Grid, read_grid
from finance.grid_page import GridPage, cells_posted, commitments_of, page_of
from finance.models import BudgetMovement, MonthClose, Outturn
from finance.outturn import FORECAST_METHOD
from finance.services import GridOutcome, save_grid
from finance.views.asked import asked_of, council_of, dates_of, workbook_of, year_in
from finance.workbooks import grid_sheet

NOTE_LENGTH = 250


@require_safe
def spend_grid_current(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    return redirect("finance:spend-grid", owner.slug, year_of(today()))


@require_http_methods(["GET", "HEAD", "POST"])
def spend_grid(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    if request.method == "POST" and not may_enter_spend(user, owner):
        raise PermissionDenied
    if request.method == "POST":
        return _save_grid(request, owner, year_in(year))
    asked = asked_of(request)
    is_form = asked is None and may_enter_spend(user, owner)
    closed = MonthClose.objects.closed_months(owner, asked.known_at if asked else None)
    page = page_of(_grid(owner, year, asked), is_form=is_form, closed=closed)
    return _show_grid(request, owner, page, asked=asked)


@require_safe
def spend_grid_workbook(request: HttpRequest, council: str, year: int) -> HttpResponse:
    """The grid as a workbook, of today or of the dates the address asks for."""
    owner = council_of(request, council)
    grid = _grid(owner, year, asked_of(request))
    name = f"{owner.slug}-spend-{label(year).replace('/', '-')}"
    return workbook_of(request, write(grid_sheet(grid)), name)


def _grid(owner: Council, year: int, asked: AsAt | None) -> Grid:
    if asked is None:
        return read_grid(owner, year_in(year))
    return read_grid(owner, year_in(year), asked.day, asked.known_at)


def _save_grid(request: HttpRequest, owner: Council, year: int) -> HttpResponse:
    posted = cells_posted(read_grid(owner, year), request.POST)
    note = request.POST.get("note", "").strip()[:NOTE_LENGTH]
    outcome = save_grid(council=owner, year=year, by=signed_in_user(request), cells=posted, note=note)
    if outcome.is_complete:
        messages.success(request, _saved_sentence(outcome))
        return redirect("finance:spend-grid", owner.slug, year)
    closed = MonthClose.objects.closed_months(owner)
    page = page_of(read_grid(owner, year), is_form=True, closed=closed, posted=posted, outcome=outcome)
    return _show_grid(request, owner, page, outcome=outcome, note=note)


def _saved_sentence(outcome: GridOutcome) -> str:
    if not outcome.saved:
        return "No figure had changed"
    return f"Saved {outcome.saved} figure{'' if outcome.saved == 1 else 's'}"


def _conflict_sentence(outcome: GridOutcome) -> str:
    saved = f"{_saved_sentence(outcome)}. " if outcome.saved else ""
    return f"{saved}The figures marked below were not: read what they are now, then save again to put yours on top."


def _show_grid(
    request: HttpRequest,
    owner: Council,
    page: GridPage,
    *,
    asked: AsAt | None = None,
    outcome: GridOutcome | None = None,
    note: str = "",
) -> HttpResponse:
    year = page.grid.year
    status = HTTPStatus.OK
    if outcome:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if outcome.saved_nothing else HTTPStatus.CONFLICT
    context: dict[str, Any] = {
        "page": page,
        "grid": page.grid,
        "total": page.grid.total,
        "year_label": label(year),
        "years": sorted({*BudgetMovement.objects.years(owner), year}),
        "is_form": asked is None and may_enter_spend(signed_in_user(request), owner),
        "asked": asked,
        "outcome": outcome,
        "conflict_sentence": _conflict_sentence(outcome) if outcome else "",
        "method": FORECAST_METHOD,
        "note": note,
        "commitments": commitments_of(page.grid),
        "outturn": Outturn.objects.standing_of(owner, year, *dates_of(asked)),
    }
    return render(request, "finance/spend_grid.html", context, status=status)
