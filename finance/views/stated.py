"""Tables as papers printed them, beside what we compute."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from finance.models import StatedTable
from finance.reads import reconciliation_of
from finance.views.asked import council_of


@require_safe
def stated_table_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    table = get_object_or_404(StatedTable.objects.of(owner).with_rows(), pk=pk)
    context = {"stated": table, "reconciliation": reconciliation_of(table)}
    return render(request, "finance/stated_table_detail.html", context)
