"""Retiring a budget line, and bringing it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.versions import StaleVersion, shown_version
from finance.forms.lines import RetireLineForm
from finance.services.retiring import bring_back_line, budget_left, retire_line, why_still_open
from finance.views.asked import council_of
from finance.views.budgeting import line_of
from finance.views.conflicts import CONFLICT, UNPROCESSABLE, on_top
from finance.views.deciding import manager_of

STALE = "Somebody else has changed this line since: look at it, then do it again"


@require_http_methods(["GET", "HEAD", "POST"])
def line_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    line = line_of(owner, pk)
    form = RetireLineForm(request.POST or None, initial={"version": line.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        facts = {"reason": given["reason"], "leave_budget": given["leave_budget"]}
        try:
            retire_line(line=line, by=user, shown_version=given["version"], **facts)
        except StaleVersion:
            form = RetireLineForm(on_top(request.POST, line_of(owner, pk).version))
            form.add_error(None, STALE)
            status = CONFLICT
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Retired the line {line}")
            return redirect("finance:line-detail", owner.slug, pk)
    status = UNPROCESSABLE if form.errors and status == 200 else status
    context = {"line": line, "form": form, "left": budget_left(line), "open": why_still_open(line)}
    return render(request, "finance/line_retire.html", context, status=status)


@require_POST
def line_bring_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    line = line_of(owner, pk)
    try:
        bring_back_line(line=line, by=user, shown_version=shown_version(request.POST))
    except StaleVersion:
        refused = STALE
    except ValueError as problem:
        refused = str(problem)
    else:
        messages.success(request, f"Brought back the line {line}")
        return redirect("finance:line-detail", owner.slug, pk)
    context = {"line": line, "form": RetireLineForm(initial={"version": line.version}), "refused": refused}
    return render(request, "finance/line_retire.html", context, status=UNPROCESSABLE)
