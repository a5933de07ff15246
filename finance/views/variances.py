"""The variance report, and the explanations it asks for."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from core.dates import first_of_month, full_moment, today
from core.financial_year import label, months, year_of
from core.spreadsheets import write
from finance.access import may_forecast, may_manage_budget
from finance.forms.variance import ExplanationForm
from finance.models import BudgetLine, BudgetMovement, Outturn, VarianceExplanation
from finance.periods import is_period_13, number_of, period_name
from finance.services.variances import Overtaken, explain_variance
from finance.variance import Report
from finance.variance_reads import GROUPINGS, ONLY, limits_on, month_to_report, narrowed, read_variances
from finance.variance_workbook import variance_sheet
from finance.views.asked import asked_of, council_of, dates_of, workbook_of, year_in
from finance.views.cells import period_in

LINES_A_PAGE = 50


@require_safe
def variance_current(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    return redirect("finance:variance-report", owner.slug, year_of(today()))


@require_safe
def variance_report(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    report = _report(request, owner, year_in(year))
    asked = asked_of(request)
    page = Paginator(report.rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "report": report,
        "groups": report.on_page(list(page)),
        "page": page,
        "asked": asked,
        "by": _by(request),
        "groupings": GROUPINGS.items(),
        "only": request.GET.get("only", ""),
        "choices": ONLY.items(),
        "words": request.GET.get("q", ""),
        "is_narrowed": bool(request.GET.get("only") or request.GET.get("q")),
        "year": year,
        "year_label": label(year),
        "years": sorted({*BudgetMovement.objects.years(owner), year}),
        "months": months(year),
        "period": number_of(report.through),
        "month_name": period_name(report.through),
        "before_name": period_name(report.before) if report.before else "",
        "outturn": Outturn.objects.standing_of(owner, year, *dates_of(asked)),
        "may_explain": may_forecast(signed_in_user(request), owner) and asked_known(request) is None,
        "may_manage": may_manage_budget(signed_in_user(request), owner),
        "query": request.GET.urlencode(),
    }
    return render(request, "finance/variance_report.html", context)


@require_safe
def variance_workbook(request: HttpRequest, council: str, year: int) -> HttpResponse:
    """The report as it is asked for, as a workbook."""
    owner = council_of(request, council)
    report = _report(request, owner, year_in(year))
    name = f"{owner.slug}-variance-{label(year).replace('/', '-')}"
    return workbook_of(request, write(variance_sheet(report)), name)


def asked_known(request: HttpRequest) -> object:
    """The moment the address asks for, None for now: what was known then is not written in."""
    return dates_of(asked_of(request))[1]


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", "")
    return by if by in GROUPINGS else "stream"


def _report(request: HttpRequest, owner: Council, year: int) -> Report:
    asked = asked_of(request)
    day, known_at = dates_of(asked)
    wanted = "as_at" in request.GET and day is not None and year_of(day) == year
    through = first_of_month(day) if wanted and day else month_to_report(owner, year)
    report = read_variances(owner, year, through, known_at, _by(request))
    only, words = request.GET.get("only", ""), request.GET.get("q", "").strip()[:100]
    if not only and not words:
        return report
    return narrowed(report, limits_on(owner, day or today(), known_at), only, words)


@require_http_methods(["GET", "HEAD", "POST"])
def line_explain(request: HttpRequest, council: str, pk: int, period: int) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    if not may_forecast(user, owner):
        raise PermissionDenied
    line = get_object_or_404(BudgetLine.objects.of(owner), pk=pk)
    month = _month_in(period)
    entries = VarianceExplanation.objects.filter(line=line, month=month)
    standing = entries.standing().first()
    initial = {"text": standing.text, "shown": standing.pk} if standing else {}
    form = ExplanationForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            explain_variance(line=line, month=month, text=facts["text"], by=user, shown=facts["shown"])
        except Overtaken as overtaken:
            conflict = _conflict(overtaken, facts["text"])
            form = ExplanationForm({"text": facts["text"], "shown": overtaken.standing.pk})
        except ValueError as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"Explained {line} for {period_name(month)}")
            return redirect("finance:variance-report", owner.slug, year_of(month))
    report = read_variances(owner, year_of(month), month)
    context = {
        "line": line,
        "row": next((row for row in report.rows if row.line.pk == line.pk), None),
        "month": period_name(month),
        "year": year_of(month),
        "form": form,
        "conflict": conflict,
        "history": entries.select_related("recorded_by").order_by("-pk"),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "finance/line_explain.html", context, status=status)


def _month_in(period: int) -> date:
    """The month of an address; Http404 for period 13, which has no report of its own."""
    month = period_in(period)
    if is_period_13(month):
        raise Http404
    return month


def _conflict(overtaken: Overtaken, mine: str) -> dict[str, Any]:
    standing = overtaken.standing
    theirs = standing.text if isinstance(standing, VarianceExplanation) else ""
    when = full_moment(standing.recorded_at)
    words = "Explanation"
    return {"who": standing.recorded_by, "when": when, "mine": [(words, mine)], "theirs": [(words, theirs)]}
