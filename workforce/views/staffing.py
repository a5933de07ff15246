"""How full the posts are, what agency costs, what the posts will cost, and offering that to finance."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Council, User
from core.charts import ChartImage, Series, line_chart
from core.dates import month_name, today
from core.ledger import AsAt
from core.money import pounds
from core.views import LISTS, as_at_of, download
from finance.access import may_offer_forecast
from workforce.agency import agency_total
from workforce.line_months import LinesByMonth, MonthRow, lines_by_month
from workforce.services.offers import offer_posts
from workforce.staffing import Staffing, staffing
from workforce.views.asked import CONFLICT, council_of, trail
from workforce.views.parts import PagePart, part_of, whole_of
from workforce.workbooks import export_lines_by_month, export_staffing


@require_safe
def staffing_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    found = staffing(owner, asked)
    return _page(request, owner, user, found, asked)


def _page(
    request: HttpRequest, owner: Council, user: User, found: Staffing, asked: AsAt, *, notice: str = ""
) -> HttpResponse:
    months = lines_by_month(found)
    parts = _parts(request, found, months)
    context = {
        "found": found,
        **parts,
        "whole": whole_of(parts.values()),
        "agency_total": agency_total(found.agency),
        "months": months,
        "is_rounded": found.is_rounded or months.is_rounded,
        "month_totals": _cells(months, months.total),
        "notice": notice,
        "shown": _shown(found),
        "counts": [(state, count) for state, count in found.counts.items() if count],
        "chart": _chart(found),
        "may_offer": may_offer_forecast(user, owner) and not asked.is_past,
        "difference": found.forecast - found.planned,
        "asked": asked,
        "trail": trail(owner),
    }
    return render(request, "workforce/staffing_list.html", context, status=CONFLICT if notice else 200)


def _parts(request: HttpRequest, found: Staffing, months: LinesByMonth) -> dict[str, PagePart]:
    cells = [(row, _cells(months, row)) for row in months.rows]
    return {
        "posts": part_of(request, "by-post", "posts", found.rows),
        "agency": part_of(request, "agency", "agency cover", found.agency),
        "lines": part_of(request, "by-line", "budget lines", found.lines),
        "by_month": part_of(request, "by-month", "lines by month", cells),
    }


def _cells(months: LinesByMonth, row: MonthRow) -> list[tuple[Decimal | None, Decimal | None]]:
    """What the row comes to and what was spent, side by side."""
    return list(zip(months.cells(row), months.spent_cells(row), strict=True))


def _shown(found: Staffing) -> str:
    """What the offer's form says it was made from."""
    return str(round(found.forecast, 2))


def _chart(found: Staffing) -> ChartImage | None:
    months = found.by_month
    if not months:
        return None
    planned = Series("Planned", "#1d4f76", [planned for _, planned, _ in months])
    forecast = Series("Worked out from posts", "#b35900", [forecast for _, _, forecast in months])
    entered = found.spent_by_month
    spent = Series("Spent, as entered", "#0b6b3a", [entered.get(month) for month, _, _ in months])
    labels = [month_name(month) for month, _, _ in months]
    return line_chart(
        "What the posts cost by month",
        labels,
        [planned, forecast, spent] if entered else [planned, forecast],
        of="Month",
        show=lambda amount: pounds(amount, pence=False),
    )


@require_safe
def staffing_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    if kind not in LISTS:
        raise Http404
    asked = as_at_of(request)
    found = staffing(owner, asked)
    if request.GET.get("by") == "month" and kind == "csv":
        content = export_lines_by_month(found)
        return download(content, f"{owner.slug}-staffing-by-month-{asked.day}.csv")
    return download(export_staffing(found, kind), f"{owner.slug}-staffing-{asked.day}.{kind}")


@require_POST
def staffing_offer(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    if not may_offer_forecast(user, owner):
        raise PermissionDenied
    asked = AsAt(today())
    found = staffing(owner, asked)
    if request.POST.get("shown") != _shown(found):
        notice = "The forecast is not the one that was shown. Look at it again, then offer it."
        return _page(request, owner, user, found, asked, notice=notice)
    offers = offer_posts(council=owner, by=user, found=found)
    lines = f"{len(offers)} line{'' if len(offers) == 1 else 's'}"
    messages.success(request, f"Offered to finance: the forecast from posts of {lines}")
    return redirect("workforce:staffing-list", owner.slug)
