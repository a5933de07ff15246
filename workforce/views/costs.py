"""What grades cost and what pay awards are: the table, new rows, their corrections."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Council
from core.dates import full_date, month_name
from core.financial_year import label
from core.views import as_at_of
from workforce import services
from workforce.access import may_manage_posts
from workforce.figures import counts_from
from workforce.forms.costs import GradeCostForm, PayAwardForm
from workforce.forms.recruitment import ReasonForm
from workforce.models import GradeCost, PayAward
from workforce.views.asked import Trail, council_of, entry_of, form_page, manager_of, saved, trail

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def grade_cost_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    costs = GradeCost.objects.of(owner).standing(None, asked.known_at).select_related("recorded_by")
    awards = PayAward.objects.of(owner).standing(None, asked.known_at).select_related("recorded_by")
    context = {
        "costs": costs,
        "awards": awards,
        "asked": asked,
        "may_manage": may_manage_posts(user, owner) and not asked.is_past,
        "trail": trail(owner),
    }
    return render(request, "workforce/grade_cost_list.html", context)


@require_http_methods(METHODS)
def grade_cost_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = manager_of(request, council)
    form = GradeCostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if saved(form, partial(services.add_grade_cost, council=owner, by=user, **facts)):
            messages.success(request, f"Saved the cost of grade {facts['grade']}. {_counts(facts)}")
            return redirect("workforce:grade-cost-list", owner.slug)
    return form_page(request, form, "Add what a grade costs", "Save", _trail(owner))


@require_http_methods(METHODS)
def grade_cost_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    cost = entry_of(request, GradeCost.objects.of(owner), pk)
    form = GradeCostForm(request.POST or None, corrects=cost)
    if request.method == "POST" and form.is_valid():
        facts = {"grade": cost.grade, **form.cleaned_data}
        if saved(form, partial(services.add_grade_cost, council=owner, by=user, corrects=cost, **facts)):
            messages.success(request, f"Corrected the cost of grade {cost.grade}. {_counts(facts)}")
            return redirect("workforce:grade-cost-list", owner.slug)
    title = f"Correct grade {cost.grade} from {full_date(cost.as_at)}"
    return form_page(request, form, title, "Save the correction", _trail(owner), lead=_STAYS)


@require_http_methods(METHODS)
def grade_cost_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, _ = manager_of(request, council)
    cost = entry_of(request, GradeCost.objects.of(owner), pk)
    title = f"Take out the cost of grade {cost.grade} from {full_date(cost.as_at)}"
    return _void(request, owner, cost, title)


@require_http_methods(METHODS)
def pay_award_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = manager_of(request, council)
    form = PayAwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if saved(form, partial(services.add_pay_award, council=owner, by=user, **facts)):
            messages.success(request, f"Saved the pay award of {label(facts['financial_year'])}")
            return redirect("workforce:grade-cost-list", owner.slug)
    return form_page(request, form, "Add a pay award", "Save", _trail(owner))


@require_http_methods(METHODS)
def pay_award_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    award = entry_of(request, PayAward.objects.of(owner), pk)
    form = PayAwardForm(request.POST or None, corrects=award)
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"financial_year": award.financial_year, **form.cleaned_data}
        if saved(form, partial(services.add_pay_award, council=owner, by=user, corrects=award, **facts)):
            messages.success(request, f"Corrected the pay award of {label(award.financial_year)}")
            return redirect("workforce:grade-cost-list", owner.slug)
    title = f"Correct the pay award of {label(award.financial_year)}"
    return form_page(request, form, title, "Save the correction", _trail(owner), lead=_STAYS)


@require_http_methods(METHODS)
def pay_award_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, _ = manager_of(request, council)
    award = entry_of(request, PayAward.objects.of(owner), pk)
    return _void(request, owner, award, f"Take out the pay award of {label(award.financial_year)}")


def _counts(facts: dict[str, Any]) -> str:
    return f"It counts from {month_name(counts_from(facts['from_date']))}"


_STAYS = "What was recorded stays in the record. Costs are worked out anew from now on."


def _void(request: HttpRequest, council: Council, cost: GradeCost | PayAward, title: str) -> HttpResponse:
    _, user = manager_of(request, council.slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"cost": cost, "by": user, "note": form.cleaned_data["reason"]}
        if saved(form, partial(services.void_cost, **given)):
            messages.success(request, "Taken out")
            return redirect("workforce:grade-cost-list", council.slug)
    return form_page(request, form, title, "Take it out", _trail(council), lead=_STAYS)


def _trail(council: Council) -> Trail:
    return [*trail(council), ("Grade costs", reverse("workforce:grade-cost-list", args=[council.slug]))]
