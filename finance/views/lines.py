"""Budget lines: what makes up the budget, and what was spent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in_user
from core.dates import full_date
from core.financial_year import LATER_YEARS
from finance.access import may_manage_budget
from finance.line_page import movements_of, years_of
from finance.line_printed import printed_of
from finance.models import BudgetLine
from finance.views.asked import asked_of, council_of, dates_of


@require_safe
def line_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    lines = BudgetLine.objects.of(owner).prefetch_related("sections__chapter__plan")
    line = get_object_or_404(lines, pk=pk)
    asked = asked_of(request)
    years = years_of(line, *dates_of(asked))
    context = {
        "line": line,
        "movements": movements_of(line, *dates_of(asked)),
        "years": years,
        "asked": asked,
        "retired": _retired(line),
        "profile_years": [each.year for each in years if each.year != LATER_YEARS],
        "may_manage": asked is None and may_manage_budget(signed_in_user(request), owner),
        "sections": line.sections.all(),
        "printed": printed_of(line, *dates_of(asked)),
    }
    return render(request, "finance/line_detail.html", context)


def _retired(line: BudgetLine) -> str:
    return f"Retired on {full_date(line.retired_on)}: {line.retired_reason}" if line.retired_on else ""
