"""Writing funding decisions: recording and changing one, whether it is key, its tranches, the council's limits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.money import pounds
from finance.access import may_decide_key, may_manage_budget
from finance.authority import authorities, key_suggestion
from finance.forms.decisions import DecisionForms, DrawForm, KeyForm, RulesForm, TrancheForm
from finance.forms.words import saved_words, typed_words
from finance.models import FundingDecision, MoneyRules, Tranche
from finance.services import (
    add_tranche,
    create_decision,
    decide_key,
    draw_tranche,
    edit_decision,
    edit_tranche,
    set_money_rules,
)
from finance.views.asked import council_of
from finance.views.conflicts import CONFLICT, UNPROCESSABLE, conflict_on, on_top
from finance.views.decisions import decision_of

_FORM = ["GET", "HEAD", "POST"]


def manager_of(request: HttpRequest, council: Council) -> User:
    """The person behind the request, who may manage this council's budget. Raises PermissionDenied."""
    user = signed_in_user(request)
    if not may_manage_budget(user, council):
        raise PermissionDenied("Only finance may record decisions, tranches and budgets.")
    return user


@require_http_methods(_FORM)
def decision_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    forms = DecisionForms(request.POST or None, council=owner)
    if request.method == "POST" and forms.is_valid():
        try:
            decision = create_decision(council=owner, by=user, **forms.facts())
        except ValueError as refused:
            forms.main.add_error(None, str(refused))
        else:
            messages.success(request, f"Recorded: {decision.title}, {pounds(decision.amount)}")
            return redirect("finance:decision-detail", owner.slug, decision.pk)
    return _decision_form(request, forms)


@require_http_methods(_FORM)
def decision_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    decision = decision_of(owner, pk)
    forms = DecisionForms(request.POST or None, council=owner, decision=decision)
    if request.method == "POST" and forms.is_valid():
        shown = forms.main.cleaned_data["version"]
        try:
            edit_decision(decision=decision, by=user, shown_version=shown, **forms.facts())
        except StaleVersion:
            return _decision_conflict(request, owner, pk, forms)
        except ValueError as refused:
            forms.main.add_error(None, str(refused))
        else:
            messages.success(request, f"Changed: {decision.title}")
            return redirect("finance:decision-detail", owner.slug, pk)
    return _decision_form(request, forms)


def _decision_conflict(request: HttpRequest, owner: Council, pk: int, forms: DecisionForms) -> HttpResponse:
    now = decision_of(owner, pk)
    fresh = DecisionForms(None, council=owner, decision=now)
    conflict = conflict_on(now, mine=forms.typed(), theirs=fresh.saved())
    again = DecisionForms(on_top(request.POST, now.version), council=owner, decision=now)
    return _decision_form(request, again, conflict=conflict)


def _decision_form(
    request: HttpRequest, forms: DecisionForms, conflict: dict[str, Any] | None = None
) -> HttpResponse:
    status = CONFLICT if conflict else UNPROCESSABLE if forms.has_errors else 200
    context = {"forms": forms, "decision": forms.decision, "conflict": conflict}
    return render(request, "finance/decision_form.html", context, status=status)


@require_http_methods(_FORM)
def decision_decide_key(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    if not may_decide_key(user, owner):
        raise PermissionDenied("Whether a decision is key is decided by the clerk.")
    decision = decision_of(owner, pk)
    form = KeyForm(request.POST or None, decision=decision)
    context: dict[str, Any] = {
        "heading": "Is it a key decision?",
        "suggestion": key_suggestion(
            authorities([decision])[0], MoneyRules.objects.of(owner).key_decision_above
        ),
    }
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            decide_key(decision=decision, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            now = decision_of(owner, pk)
            theirs = saved_words(KeyForm(None, decision=now))
            conflict = conflict_on(now, mine=typed_words(form), theirs=theirs)
            form = KeyForm(on_top(request.POST, now.version), decision=now)
            return _small_form(request, decision, form, conflict=conflict, **context)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Decided whether it is a key decision")
            return redirect("finance:decision-detail", owner.slug, pk)
    return _small_form(request, decision, form, **context)


@require_http_methods(_FORM)
def tranche_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    decision = decision_of(owner, pk)
    form = TrancheForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["version"]
        try:
            added = add_tranche(decision=decision, by=user, shown_version=shown, **form.words())
        except StaleVersion:
            return _tranche_conflict(request, owner, form, pk)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Added tranche {added.number}, {pounds(added.amount)}")
            return redirect("finance:decision-detail", owner.slug, pk)
    return _small_form(request, decision, form, heading="Add a tranche")


@require_http_methods(_FORM)
def tranche_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    tranche = tranche_of(owner, pk)
    decision = tranche.decision
    form = TrancheForm(request.POST or None, decision=decision, tranche=tranche)
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["version"]
        try:
            edit_tranche(tranche=tranche, by=user, shown_version=shown, **form.words())
        except StaleVersion:
            return _tranche_conflict(request, owner, form, decision.pk, tranche.pk)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Changed tranche {tranche.number}")
            return redirect("finance:decision-detail", owner.slug, decision.pk)
    return _small_form(request, decision, form, heading=f"Change tranche {tranche.number}")


@require_http_methods(_FORM)
def tranche_draw(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    tranche = tranche_of(owner, pk)
    decision = tranche.decision
    form = DrawForm(request.POST or None, initial={"version": decision.version})
    heading = f"Draw down tranche {tranche.number}: {pounds(tranche.amount)}"
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            draw_tranche(tranche=tranche, by=user, **facts)
        except StaleVersion:
            now = decision_of(owner, decision.pk)
            conflict = conflict_on(now, mine=typed_words(form), theirs=_tranches_told(now))
            form = DrawForm(on_top(request.POST, now.version))
            return _small_form(request, decision, form, conflict=conflict, heading=heading)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Tranche {tranche.number} drawn down")
            return redirect("finance:decision-detail", owner.slug, decision.pk)
    return _small_form(request, decision, form, heading=heading)


def tranche_of(owner: Council, pk: int) -> Tranche:
    """A tranche of this council with its decision. Raises Http404."""
    return get_object_or_404(Tranche.objects.select_related("decision__council"), council=owner, pk=pk)


def _tranche_conflict(
    request: HttpRequest, owner: Council, form: TrancheForm, decision_pk: int, pk: int | None = None
) -> HttpResponse:
    now = decision_of(owner, decision_pk)
    tranche = tranche_of(owner, pk) if pk else None
    theirs = saved_words(TrancheForm(None, decision=now, tranche=tranche)) if tranche else _tranches_told(now)
    conflict = conflict_on(now, mine=typed_words(form), theirs=theirs)
    again = TrancheForm(on_top(request.POST, now.version), decision=now, tranche=tranche)
    heading = f"Change tranche {tranche.number}" if tranche else "Add a tranche"
    return _small_form(request, now, again, conflict=conflict, heading=heading)


def _tranches_told(decision: FundingDecision) -> list[tuple[str, str]]:
    state = [("Decision", f"{decision.title}, {pounds(decision.amount)}")]
    return state + [(str(tranche), pounds(tranche.amount)) for tranche in decision.tranches.all()]


@require_http_methods(_FORM)
def money_rules(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    rules = MoneyRules.objects.of(owner)
    form = RulesForm(request.POST or None, rules=rules)
    conflict = None
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            set_money_rules(council=owner, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            rules = MoneyRules.objects.of(owner)
            theirs = saved_words(RulesForm(None, rules=rules))
            conflict = conflict_on(rules, mine=typed_words(form), theirs=theirs)
            form = RulesForm(on_top(request.POST, rules.version), rules=rules)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Limits saved")
            return redirect("finance:decision-list", owner.slug)
    return _small_form(request, None, form, conflict=conflict, heading="Limits of the council’s own rules")


def _small_form(
    request: HttpRequest,
    decision: FundingDecision | None,
    form: Any,
    conflict: dict[str, Any] | None = None,
    **more: object,
) -> HttpResponse:
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors else 200
    context = {"decision": decision, "form": form, "conflict": conflict, **more}
    return render(request, "finance/small_form.html", context, status=status)
