"""A cell of the grid: its entries and their history, one more entry, taking one out, moving part elsewhere."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in_user
from accounts.models import Council, User
from finance.access import may_enter_spend
from finance.cell_page import CellPage, cell_of
from finance.models import BudgetLine, SpendEntry
from finance.periods import number_of, period_from
from finance.services.entries import MoreThanHeld, add_entry, move_spend, take_out_entry
from finance.spend_forms import EntryForm, MoveForm, ReasonForm
from finance.views.asked import council_of


def period_in(number: int) -> date:
    """The period of an address. Raises Http404 for one that is none."""
    try:
        return period_from(number)
    except (ValueError, OverflowError):
        raise Http404 from None


def _line(owner: Council, pk: int) -> BudgetLine:
    line = get_object_or_404(BudgetLine.objects.of(owner), pk=pk)
    line.council = owner
    return line


def _writer(request: HttpRequest, owner: Council) -> User:
    """The person, who may enter spend. Raises PermissionDenied."""
    user = signed_in_user(request)
    if not may_enter_spend(user, owner):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def cell_detail(request: HttpRequest, council: str, pk: int, period: int) -> HttpResponse:
    owner = council_of(request, council)
    cell = cell_of(_line(owner, pk), period_in(period))
    if request.method != "POST":
        return _show(request, owner, cell, EntryForm(closed=_earlier(cell)))
    user = _writer(request, owner)
    form = EntryForm(request.POST, closed=_earlier(cell))
    if form.is_valid() and _added(form, cell, user):
        messages.success(request, f"Added to {cell.name}")
        return redirect("finance:cell-detail", owner.slug, pk, period)
    return _show(request, owner, cell, form)


def _earlier(cell: CellPage) -> list[date]:
    return [month for month in cell.others if month < cell.month]


def _added(form: EntryForm, cell: CellPage, user: User) -> bool:
    """Whether the entry was added; what refuses it goes to the form."""
    try:
        add_entry(line=cell.line, month=cell.month, by=user, **form.cleaned_data)
    except ValueError as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _show(request: HttpRequest, owner: Council, cell: CellPage, form: EntryForm) -> HttpResponse:
    context: dict[str, Any] = {"cell": cell, "period": number_of(cell.month), "form": form}
    context["may_enter"] = may_enter_spend(signed_in_user(request), owner) and not cell.is_closed
    return render(request, "finance/cell_detail.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_take_out(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = _writer(request, owner)
    entry = get_object_or_404(SpendEntry.objects.of(owner).select_related("line__council"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_out_entry(entry=entry, reason=form.cleaned_data["reason"], by=user)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Taken out")
            return redirect("finance:cell-detail", owner.slug, entry.line_id, number_of(entry.month))
    context = {"entry": entry, "period": number_of(entry.month), "form": form}
    return render(request, "finance/entry_take_out.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cell_move(request: HttpRequest, council: str, pk: int, period: int) -> HttpResponse:
    owner = council_of(request, council)
    user = _writer(request, owner)
    cell = cell_of(_line(owner, pk), period_in(period))
    form = MoveForm(request.POST or None, council=owner, line=cell.line)
    if request.method == "POST" and form.is_valid():
        try:
            move_spend(line=cell.line, month=cell.month, by=user, **form.cleaned_data)
        except MoreThanHeld as refused:
            form.add_error("amount", str(refused))
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Moved to {form.cleaned_data['to']}")
            return redirect("finance:cell-detail", owner.slug, pk, period)
    context = {"cell": cell, "period": period, "form": form}
    return render(request, "finance/cell_move.html", context, status=422 if form.errors else 200)
