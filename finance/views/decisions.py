"""Funding decisions: the list, and each with its authority."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from finance.authority import authorities, bar_parts
from finance.models import FundingDecision, StatedTable
from finance.tables import DecisionTable
from finance.views.asked import council_of


@require_safe
def decision_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    table = DecisionTable(authorities(list(FundingDecision.objects.of(owner).with_authority())))
    stated = StatedTable.objects.of(owner)
    return render(request, "finance/decision_list.html", {"table": table, "stated_tables": stated})


@require_safe
def decision_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    decision = get_object_or_404(FundingDecision.objects.of(owner).with_authority(), pk=pk)
    authority = authorities([decision])[0]
    context = {
        "decision": decision,
        "authority": authority,
        "bar": bar_parts(authority),
        "stated_tables": StatedTable.objects.of(owner).filter(decision=decision),
    }
    return render(request, "finance/decision_detail.html", context)
