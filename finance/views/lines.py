"""Budget lines: what makes up the budget, and what was spent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in_user
from core.financial_year import LATER_YEARS
from finance.access import may_manage_budget
from finance.line_page import movements_of, years_of
from finance.models import BudgetLine
from finance.views.asked import council_of


@require_safe
def line_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    lines = BudgetLine.objects.of(owner).prefetch_related("sections__chapter__plan", "stated_rows__table")
    line = get_object_or_404(lines, pk=pk)
    years = years_of(line)
    context = {
        "line": line,
        "movements": movements_of(line),
        "years": years,
        "profile_years": [each.year for each in years if each.year != LATER_YEARS],
        "may_manage": may_manage_budget(signed_in_user(request), owner),
        "sections": line.sections.all(),
        "stated_rows": line.stated_rows.all(),
    }
    return render(request, "finance/line_detail.html", context)
