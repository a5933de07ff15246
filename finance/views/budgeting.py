"""Writing budget lines: adding and changing one, its movements and their corrections, its profile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import full_date, today
from core.financial_year import LATER_YEARS, end, label, year_of
from core.money import pounds
from finance.figures import EVEN, NIL, cumulative, share_out
from finance.forms.lines import CorrectionForm, LineForm, MovementForm, ProfileForm
from finance.forms.words import Words, saved_words, typed_words
from finance.models import BudgetLine, BudgetMovement, Profile
from finance.services import (
    add_line,
    carry_forward,
    correct_movement,
    edit_line,
    move_budget,
    set_profile,
    unspent_budget,
)
from finance.services.virement_limit import DecisionNeeded
from finance.views.asked import council_of, year_in
from finance.views.conflicts import CONFLICT, UNPROCESSABLE, conflict_on, on_top
from finance.views.deciding import manager_of
from finance.views.decisions import decision_of

_FORM = ["GET", "HEAD", "POST"]
# Budgets are entered for the years around today's, and for those that come later.
YEARS_BACK, YEARS_ON = 2, 4


@require_http_methods(_FORM)
def line_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    decision = decision_of(owner, pk)
    form = LineForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        try:
            line = add_line(decision=decision, by=user, budgets=form.budgets(), **form.words())
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Added the line {line}")
            return redirect("finance:line-detail", owner.slug, line.pk)
    back = {"back_url": f"/{owner.slug}/decisions/{decision.pk}/", "back_text": decision.title}
    return _page(request, form, heading="Add a budget line", about=decision.title, **back)


@require_http_methods(_FORM)
def line_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    line = line_of(owner, pk)
    form = LineForm(request.POST or None, decision=line.decision, line=line)
    heading = "Change this budget line"
    if request.method == "POST" and form.is_valid():
        try:
            edit_line(line=line, by=user, shown_version=form.cleaned_data["version"], **form.words())
        except StaleVersion:
            now = line_of(owner, pk)
            fresh = LineForm(None, decision=now.decision, line=now)
            again = LineForm(on_top(request.POST, now.version), decision=now.decision, line=now)
            return _stale(request, now, form, again, saved_words(fresh), heading)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Changed the line {line}")
            return redirect("finance:line-detail", owner.slug, pk)
    return _page(request, form, heading=heading, **_back(line))


@require_http_methods(_FORM)
def line_move(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    line = line_of(owner, pk)
    years = _years(owner)
    form = MovementForm(request.POST or None, line=line, years=years)
    heading = "Move the budget of this line"
    if request.method == "POST" and form.is_valid():
        try:
            entry = _moved(line, user, form)
        except StaleVersion:
            now = line_of(owner, pk)
            again = MovementForm(on_top(request.POST, now.version), line=now, years=years)
            return _stale(request, now, form, again, _last_movement(now), heading)
        except ValueError as refused:
            form.add_error(_place(refused, "decision_reference"), str(refused))
        else:
            messages.success(
                request, f"Recorded: {entry.get_kind_display().lower()} of {pounds(abs(entry.amount))}"
            )
            return redirect("finance:line-detail", owner.slug, pk)
    left = _left_words(line, year_of(today())) if year_of(today()) in years else ""
    return _page(request, form, heading=heading, left=left, **_back(line))


def _place(refused: ValueError, of_the_limit: str) -> str | None:
    """The field at which a refusal stands; None is above the form."""
    return of_the_limit if isinstance(refused, DecisionNeeded) else None


def _left_words(line: BudgetLine, year: int) -> str:
    left = unspent_budget(line, year)
    if left < 0:
        return f"{pounds(-left)} more has been spent than the budget of {label(year)}"
    return f"{pounds(left)} of the budget of {label(year)} has not been spent"


def _moved(line: BudgetLine, user: User, form: MovementForm) -> BudgetMovement:
    facts = form.cleaned_data
    common: dict[str, Any] = {
        "line": line,
        "year": facts["year"],
        "by": user,
        "as_at": facts["as_at"],
        "reason": facts["reason"],
        "decision_reference": facts["decision_reference"],
        "shown_version": facts["version"],
    }
    if facts["kind"] == BudgetMovement.Kind.CARRY_FORWARD:
        return carry_forward(amount=facts["amount"], **common)
    is_virement = facts["kind"] == BudgetMovement.Kind.VIREMENT
    return move_budget(
        kind=facts["kind"],
        amount=form.signed,
        to=facts["to"] if is_virement else None,
        allow_overdraft=facts["allow_overdraft"],
        **common,
    )


@require_http_methods(_FORM)
def movement_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    movements = BudgetMovement.objects.select_related("line__decision", "line__council", "counterpart__line")
    movement = get_object_or_404(movements, council=owner, pk=pk)
    line = movement.line
    form = CorrectionForm(request.POST or None, initial={"version": line.version, "amount": movement.amount})
    heading = f"Correct a movement: {movement.get_kind_display().lower()}, {label(movement.financial_year)}"
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            correct_movement(movement=movement, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            now = line_of(owner, line.pk)
            again = CorrectionForm(on_top(request.POST, now.version))
            return _stale(request, now, form, again, _last_movement(now), heading)
        except ValueError as refused:
            form.add_error(_place(refused, "amount"), str(refused))
        else:
            messages.success(request, "Correction recorded: both entries stay below")
            return redirect("finance:line-detail", owner.slug, line.pk)
    return _page(request, form, heading=heading, movement=movement, **_back(line))


@require_http_methods(_FORM)
def line_profile(request: HttpRequest, council: str, pk: int, year: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    line = line_of(owner, pk)
    budget, parts = _budget_and_parts(line, year_in(year))
    shown: dict[str, Any] = {"line": line, "year": year, "parts": parts, "shares": share_out(budget, parts)}
    form = ProfileForm(request.POST or None, **shown)
    more: dict[str, Any] = {"heading": f"Profile of {label(year)}", "budget": budget, "is_profile": True}
    if request.method == "POST" and form.is_valid():
        more["preview"] = cumulative(year, share_out(budget, form.parts))
        if "preview" not in request.POST:
            try:
                shown_version = form.cleaned_data["version"]
                set_profile(line=line, year=year, by=user, parts=form.parts, shown_version=shown_version)
            except StaleVersion:
                now = line_of(owner, pk)
                theirs = saved_words(ProfileForm(None, **shown | {"line": now}))
                again = ProfileForm(on_top(request.POST, now.version), **shown | {"line": now})
                return _stale(request, now, form, again, theirs, **more)
            messages.success(request, f"Profile of {label(year)} saved")
            return redirect("finance:line-detail", owner.slug, pk)
    return _page(request, form, **more, **_back(line))


def line_of(owner: Council, pk: int) -> BudgetLine:
    """A line of this council with its decision. Raises Http404."""
    lines = BudgetLine.objects.of(owner).select_related("decision__council", "council")
    return get_object_or_404(lines.prefetch_related("sections"), pk=pk)


def _budget_and_parts(line: BudgetLine, year: int) -> tuple[Any, tuple[int, ...]]:
    budgets = BudgetMovement.objects.of_lines([line]).by_line_and_year()
    parts = Profile.objects.parts_by_line([line], year)
    return budgets.get(line.pk, {}).get(year, NIL), parts.get(line.pk, EVEN)


def _years(owner: Council) -> list[int]:
    now = year_of(today())
    around = range(now - YEARS_BACK, now + YEARS_ON)
    return [*sorted({*around, *BudgetMovement.objects.years(owner)}), LATER_YEARS]


def _last_movement(line: BudgetLine) -> Words:
    last = BudgetMovement.objects.filter(line=line).latest("recorded_at", "pk")
    budget = BudgetMovement.objects.of_lines([line]).by_line_and_year(end(year_of(today()))).get(line.pk, {})
    return [
        ("Last movement", f"{last}, {label(last.financial_year)}, from {full_date(last.as_at)}"),
        ("Reason", last.reason),
        *((f"Budget {label(year)}", pounds(amount)) for year, amount in sorted(budget.items())),
    ]


def _back(line: BudgetLine) -> dict[str, str]:
    return {"back_url": f"/{line.council.slug}/lines/{line.pk}/", "back_text": str(line), "about": str(line)}


def _stale(
    request: HttpRequest,
    now: BudgetLine,
    form: Any,
    again: Any,
    theirs: Words,
    heading: str = "",
    **more: Any,
) -> HttpResponse:
    conflict = conflict_on(now, mine=typed_words(form), theirs=theirs)
    return _page(request, again, heading=heading, conflict=conflict, **more, **_back(now))


def _page(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    status = CONFLICT if more.get("conflict") else UNPROCESSABLE if form.errors else 200
    return render(request, "finance/line_form.html", {"form": form, **more}, status=status)
