"""Closing months, opening them again, and what the year came to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in_user
from accounts.models import Council, User
from core.dates import last_of_month, today
from core.financial_year import label, months, year_of
from core.ledger import AsAt
from core.money import parse_pounds
from finance.access import may_enter_spend
from finance.close_page import closes_of
from finance.figures import NIL
from finance.models import Outturn
from finance.periods import number_of, period_name
from finance.services.close import Closing, close_month, closing_of, record_outturn, reopen_month
from finance.spend_forms import ReasonForm
from finance.views.asked import asked_of, council_of, dates_of, year_in
from finance.views.cells import period_in


@require_safe
def close_list(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    return _show_list(request, owner, year_in(year), asked=asked_of(request))


def _show_list(
    request: HttpRequest, owner: Council, year: int, refused: str = "", asked: AsAt | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": closes_of(owner, year, *dates_of(asked)),
        "asked": asked,
        "month_ends": [last_of_month(month) for month in months(year) if month <= today()],
        "year": year,
        "year_label": label(year),
        "may_close": asked is None and may_enter_spend(signed_in_user(request), owner),
        "stages": Outturn.Stage.choices,
        "errors": [("", refused)] if refused else [],
    }
    return render(request, "finance/close_list.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def month_close(request: HttpRequest, council: str, period: int) -> HttpResponse:
    owner = council_of(request, council)
    user = _closer(request, owner)
    closing = closing_of(owner, period_in(period))
    refused = ""
    if request.method == "POST":
        refused = _close(request, owner, closing, user)
        if not refused:
            messages.success(request, f"{period_name(closing.month)} is closed")
            return redirect("finance:close-list", owner.slug, year_of(closing.month))
        closing = closing_of(owner, closing.month)
    context = {
        "closing": closing,
        "name": period_name(closing.month),
        "year": year_of(closing.month),
        "errors": [("confirm", refused)] if refused else [],
    }
    return render(request, "finance/month_close.html", context, status=422 if refused else 200)


def _close(request: HttpRequest, owner: Council, closing: Closing, user: User) -> str:
    """Close the month as it was shown; gives why it was refused."""
    confirmed = request.POST.getlist("blank") if request.POST.get("confirm") else []
    try:
        close_month(
            council=owner,
            month=closing.month,
            confirmed_nil={int(pk) for pk in confirmed if pk.isdecimal()},
            shown_total=parse_pounds(request.POST.get("shown_total", "")) or NIL,
            by=user,
        )
    except ValueError as refused:
        return str(refused)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def month_reopen(request: HttpRequest, council: str, period: int) -> HttpResponse:
    owner = council_of(request, council)
    user = _closer(request, owner)
    month = period_in(period)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_month(council=owner, month=month, reason=form.cleaned_data["reason"], by=user)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{period_name(month)} is open again")
            return redirect("finance:close-list", owner.slug, year_of(month))
    context = {"form": form, "name": period_name(month), "year": year_of(month), "period": number_of(month)}
    return render(request, "finance/month_reopen.html", context, status=422 if form.errors else 200)


@require_POST
def outturn_record(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    user = _closer(request, owner)
    stage = Outturn.Stage.FINAL if request.POST.get("stage") == "final" else Outturn.Stage.PROVISIONAL
    try:
        record_outturn(council=owner, year=year_in(year), stage=stage, by=user)
    except ValueError as refused:
        return _show_list(request, owner, year, str(refused))
    messages.success(request, f"{stage.label} of {label(year)} is recorded")
    return redirect("finance:close-list", owner.slug, year)


def _closer(request: HttpRequest, owner: Council) -> User:
    """The person, who may close months. Raises PermissionDenied."""
    user = signed_in_user(request)
    if not may_enter_spend(user, owner):
        raise PermissionDenied
    return user
