"""The year's grid of spend, funding decisions, budget lines and printed tables."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.dates import today
from core.financial_year import label, year_of
from core.ledger import AsAt
from core.spreadsheets import write
from core.views import as_at_of
from finance.access import may_enter_spend, may_see_money
from finance.authority import authorities, bar_parts
from finance.figures import FORECAST_METHOD
from finance.grid import Grid, read_grid
from finance.grid_page import GridPage, cells_posted, page_of
from finance.line_page import movements_of, years_of
from finance.models import BudgetLine, BudgetMovement, FundingDecision, StatedTable
from finance.reads import reconciliation_of
from finance.services import GridOutcome, save_grid
from finance.tables import DecisionTable
from finance.workbooks import grid_sheet

# Years a council may have a budget in; anything else is a mistyped address.
YEARS = range(2000, 2100)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _council(request: HttpRequest, slug: str) -> Council:
    """The council whose money this person may see."""
    council = member_council(request, slug)
    if not may_see_money(signed_in_user(request), council):
        raise PermissionDenied
    return council


@require_safe
def spend_grid_current(request: HttpRequest, council: str) -> HttpResponse:
    owner = _council(request, council)
    return redirect("finance:spend-grid", owner.slug, year_of(today()))


@require_http_methods(["GET", "HEAD", "POST"])
def spend_grid(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = _council(request, council)
    user = signed_in_user(request)
    if request.method == "POST" and not may_enter_spend(user, owner):
        raise PermissionDenied
    if request.method == "POST":
        return _save_grid(request, owner, _year(year))
    asked = _asked(request)
    is_form = asked is None and may_enter_spend(user, owner)
    page = page_of(_grid(owner, year, asked), is_form=is_form)
    return _show_grid(request, owner, page, asked=asked)


@require_safe
def spend_grid_workbook(request: HttpRequest, council: str, year: int) -> HttpResponse:
    """The grid as a workbook, of today or of the dates the address asks for."""
    owner = _council(request, council)
    grid = _grid(owner, year, _asked(request))
    name = f"{owner.slug}-spend-{label(year).replace('/', '-')}.xlsx"
    return HttpResponse(
        write(grid_sheet(grid)),
        content_type=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _year(year: int) -> int:
    """The year of an address. Raises Http404 for one that no council can have a budget in."""
    if year not in YEARS:
        raise Http404
    return year


def _grid(owner: Council, year: int, asked: AsAt | None) -> Grid:
    if asked is None:
        return read_grid(owner, _year(year))
    return read_grid(owner, _year(year), asked.day, asked.known_at)


def _save_grid(request: HttpRequest, owner: Council, year: int) -> HttpResponse:
    posted = cells_posted(read_grid(owner, year), request.POST)
    outcome = save_grid(council=owner, year=year, by=signed_in_user(request), cells=posted)
    if outcome.is_complete:
        messages.success(request, _saved_sentence(outcome))
        return redirect("finance:spend-grid", owner.slug, year)
    page = page_of(read_grid(owner, year), is_form=True, posted=posted, outcome=outcome)
    return _show_grid(request, owner, page, outcome=outcome)


def _asked(request: HttpRequest) -> AsAt | None:
    """The two dates the address asks for; None when it asks for none, and the grid may be written in."""
    return as_at_of(request) if {"as_at", "known_at"} & set(request.GET) else None


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
) -> HttpResponse:
    year = page.grid.year
    status = HTTPStatus.OK
    if outcome:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if outcome.errors else HTTPStatus.CONFLICT
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
    }
    return render(request, "finance/spend_grid.html", context, status=status)


@require_safe
def decision_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = _council(request, council)
    table = DecisionTable(authorities(list(FundingDecision.objects.of(owner).with_authority())))
    stated = StatedTable.objects.of(owner)
    return render(request, "finance/decision_list.html", {"table": table, "stated_tables": stated})


@require_safe
def decision_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = _council(request, council)
    decision = get_object_or_404(FundingDecision.objects.of(owner).with_authority(), pk=pk)
    authority = authorities([decision])[0]
    context = {
        "decision": decision,
        "authority": authority,
        "bar": bar_parts(authority),
        "stated_tables": StatedTable.objects.of(owner).filter(decision=decision),
    }
    return render(request, "finance/decision_detail.html", context)


@require_safe
def line_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = _council(request, council)
    lines = BudgetLine.objects.of(owner).prefetch_related("sections__chapter__plan", "stated_rows__table")
    line = get_object_or_404(lines, pk=pk)
    context = {
        "line": line,
        "movements": movements_of(line),
        "years": years_of(line),
        "sections": line.sections.all(),
        "stated_rows": line.stated_rows.all(),
    }
    return render(request, "finance/line_detail.html", context)


@require_safe
def stated_table_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = _council(request, council)
    table = get_object_or_404(StatedTable.objects.of(owner).with_rows(), pk=pk)
    context = {"stated": table, "reconciliation": reconciliation_of(table)}
    return render(request, "finance/stated_table_detail.html", context)
