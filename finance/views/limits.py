"""The limits that colour a variance and ask for an explanation of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in_user
from accounts.models import Council
from core.dates import full_date, full_moment, today
from finance.access import may_manage_budget
from finance.forms.variance import LimitsForm
from finance.limits_page import history_of, in_words
from finance.models import VarianceLimits
from finance.models.variance import USUAL_LIMITS
from finance.services.variances import Overtaken, set_variance_limits
from finance.views.asked import council_of
from finance.views.conflicts import CONFLICT, UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def variance_limits(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    if not may_manage_budget(user, owner):
        raise PermissionDenied
    held = VarianceLimits.objects.held_on(owner, today())
    form = _form(request.POST or None, held)
    conflict: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            entry = set_variance_limits(
                council=owner,
                limits=form.given,
                by=user,
                shown=given["shown"],
                holds_from=given["holds_from"],
            )
        except Overtaken as refused:
            conflict = _conflict(refused, form)
            form = _form(_on_top(request.POST, refused), held)
        except ValueError as refused:
            form.add_error("holds_from", str(refused))
        else:
            messages.success(request, f"Limits of variance saved: they hold from {full_date(entry.as_at)}")
            return redirect("finance:variance-current", owner.slug)
    return _page(request, owner, form, held, conflict)


def _form(data: Any, held: VarianceLimits | None) -> LimitsForm:
    limits = held.limits if held else USUAL_LIMITS
    return LimitsForm(data, limits=limits, initial={"shown": held.pk if held else None})


def _on_top(data: QueryDict, refused: Overtaken) -> QueryDict:
    fresh = data.copy()
    fresh["shown"] = str(refused.standing.pk)
    return fresh


def _conflict(refused: Overtaken, mine: LimitsForm) -> dict[str, Any]:
    """Both texts, where they differ: of fourteen limits mostly one was changed."""
    standing = refused.standing
    theirs = dict(in_words(standing.limits)) if isinstance(standing, VarianceLimits) else {}
    typed = [(label, words) for label, words in in_words(mine.given) if words != theirs.get(label)]
    return {
        "who": standing.recorded_by,
        "when": full_moment(standing.recorded_at),
        "mine": typed,
        "theirs": [(label, theirs.get(label, "")) for label, _ in typed],
    }


def _page(
    request: HttpRequest,
    owner: Council,
    form: LimitsForm,
    held: VarianceLimits | None,
    conflict: dict[str, Any],
) -> HttpResponse:
    context = {"form": form, "held": held, "conflict": conflict, "history": history_of(owner)}
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors else 200
    return render(request, "finance/variance_limits.html", context, status=status)
