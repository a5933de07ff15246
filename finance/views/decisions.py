"""Funding decisions: the list, and each with its authority."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from finance.access import may_decide_key, may_manage_budget
from finance.authority import Authority, authorities, bar_parts, effective_words, key_suggestion
from finance.models import AuthorisedAmount, DecisionTerms, FundingDecision, MoneyRules, StatedTable
from finance.tables import DecisionTable
from finance.views.asked import asked_of, council_of, dates_of


@require_safe
def decision_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    asked = asked_of(request)
    decisions = list(FundingDecision.objects.of(owner).with_authority())
    context = {
        "table": DecisionTable(authorities(decisions, *dates_of(asked))),
        "stated_tables": StatedTable.objects.ever_of(owner).standing(dates_of(asked)[1]),
        "asked": asked,
        "may_manage": asked is None and may_manage_budget(signed_in_user(request), owner),
    }
    return render(request, "finance/decision_list.html", context)


@require_safe
def decision_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    asked = asked_of(request)
    decision = decision_of(owner, pk)
    authority = authorities([decision], *dates_of(asked))[0]
    user = signed_in_user(request)
    context = {
        "decision": decision,
        "authority": authority,
        "figures": figures_of(authority),
        "versions": DecisionTerms.objects.history(decision, asked.known_at if asked else None),
        "sums": AuthorisedAmount.objects.history(decision).known_at(asked.known_at if asked else None),
        "effective": effective_words(authority),
        "bar": bar_parts(authority),
        "is_executive": owner.system == Council.System.EXECUTIVE,
        "suggestion": key_suggestion(authority, MoneyRules.objects.of(owner).key_decision_above),
        "stated_tables": StatedTable.objects.ever_of(owner)
        .standing(dates_of(asked)[1])
        .filter(decision=decision),
        "asked": asked,
        "may_manage": asked is None and may_manage_budget(user, owner),
        "may_decide_key": asked is None and may_decide_key(user, owner),
    }
    return render(request, "finance/decision_detail.html", context)


def decision_of(owner: Council, pk: int) -> FundingDecision:
    """A decision of this council with all that hangs on it. Raises Http404."""
    return get_object_or_404(FundingDecision.objects.of(owner).with_authority(), pk=pk)


def figures_of(authority: Authority) -> list[tuple[str, object, str]]:
    """(name, pounds, what it means), in the order in which money goes its way."""
    return [
        ("Authorised", authority.authorised, "By the last of the approvals"),
        ("Authority to draw", authority.to_draw, "Authorised and not drawn yet"),
        ("Drawn", authority.drawn, "Tranches drawn down or brought forward"),
        ("Allocated to lines", authority.allocated, "The budgets of its lines, all years"),
        ("Of that, indicative", authority.indicative, "Not agreed yet"),
        ("Not yet allocated", authority.unallocated, "Authorised, not allocated and not returned"),
        ("Committed", authority.committed, "Ordered and not yet spent"),
        ("Spent", authority.spent, "Entered so far"),
        ("Surplus returned", authority.returned, "Given back"),
        ("Remaining", authority.remaining, "Neither spent, ordered nor returned"),
    ]
