"""Spend and forecast as a chart, and what the money bought."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Council
from core.dates import today
from core.financial_year import label, year_of
from core.views import as_at_of
from finance.bought import what_was_bought
from finance.burn_up import burn_up_of
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Outturn
from finance.views.asked import asked_of, council_of, dates_of, year_in


@require_safe
def burn_up_current(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    return redirect("finance:burn-up", owner.slug, year_of(today()))


@require_safe
def burn_up(request: HttpRequest, council: str, year: int) -> HttpResponse:
    """The whole council, or one decision or line of it: `?of=decision-3`, `?of=line-7`."""
    owner = council_of(request, council)
    asked, chosen = asked_of(request), request.GET.get("of", "")
    of, name = _asked_for(owner, chosen)
    context = {
        "page": burn_up_of(of, year_in(year), name, *dates_of(asked)),
        "name": name,
        "outturn": None if chosen else Outturn.objects.standing_of(owner, year, *dates_of(asked)),
        "of": of,
        "asked": asked,
        "year": year,
        "year_label": label(year),
        "years": sorted({*BudgetMovement.objects.years(owner), year}),
        "decisions": FundingDecision.objects.of(owner),
        "lines": BudgetLine.objects.of(owner).in_year(year),
    }
    return render(request, "finance/burn_up.html", context)


def _asked_for(owner: Council, chosen: str) -> tuple[Council | FundingDecision | BudgetLine, str]:
    kind, _, number = chosen.partition("-")
    # Longer than any key there is, it is no key.
    pk = int(number) if number.isdecimal() and len(number) < 12 else 0
    if kind == "decision":
        decision = get_object_or_404(FundingDecision.objects.of(owner).select_related("council"), pk=pk)
        return decision, decision.title
    if kind == "line":
        line = get_object_or_404(BudgetLine.objects.of(owner).select_related("council"), pk=pk)
        return line, str(line)
    return owner, "All budget lines"


@require_safe
def bought(request: HttpRequest, council: str) -> HttpResponse:
    """The cost of each plan area beside what changed in it."""
    owner = council_of(request, council)
    asked = as_at_of(request)
    year = year_of(asked.day)
    context = {
        "page": what_was_bought(owner, year, asked),
        "asked": asked,
        "year_label": label(year),
    }
    return render(request, "finance/bought.html", context)
