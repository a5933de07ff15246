"""Tables as papers printed them, beside what we compute, and the causes of what differs."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.money import pounds
from core.spreadsheets import write
from finance.access import may_manage_budget
from finance.forms.stated import StatedTableForm, VersionForm, cause_rows
from finance.forms.words import Words
from finance.models import FundingDecision, StatedTable
from finance.reads import reconciliation_of
from finance.services import explain_table, record_stated_table
from finance.stated_workbook import stated_sheets
from finance.views.asked import asked_of, council_of, dates_of, workbook_of
from finance.views.conflicts import CONFLICT, UNPROCESSABLE, conflict_on, on_top
from finance.views.deciding import manager_of
from finance.views.decisions import decision_of

_FORM = ["GET", "HEAD", "POST"]


def table_of(owner: Council, pk: int, known_at: datetime | None = None) -> StatedTable:
    """A printed table of this council with its rows, and its causes as known at a moment (None: now); also one that
    was mistyped. Raises Http404."""
    return get_object_or_404(StatedTable.objects.ever_of(owner).with_rows(known_at), pk=pk)


@require_safe
def stated_table_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    asked = asked_of(request)
    day, known_at = dates_of(asked)
    table = table_of(owner, pk, known_at)
    stands = asked is None and table.taken_over_by is None
    may_manage = stands and may_manage_budget(signed_in_user(request), owner)
    reconciliation = reconciliation_of(table, known_at, day)
    context = {"stated": table, "reconciliation": reconciliation, "may_manage": may_manage, "asked": asked}
    return render(request, "finance/stated_table_detail.html", context)


@require_safe
def stated_table_workbook(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    day, known_at = dates_of(asked_of(request))
    reconciliation = reconciliation_of(table_of(owner, pk, known_at), known_at, day)
    return workbook_of(request, write(*stated_sheets(reconciliation)), f"{owner.slug}-printed-table-{pk}")


@require_http_methods(_FORM)
def stated_table_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    decision = decision_of(owner, pk)
    form = StatedTableForm(request.POST or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        try:
            table = record_stated_table(decision=decision, by=user, **form.facts())
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Recorded: {table.title}, as it was printed")
            return redirect("finance:stated-table-detail", owner.slug, table.pk)
    return _table_form(request, decision, form, "Record a printed table")


@require_http_methods(_FORM)
def stated_table_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """A table that was mistyped, recorded anew; the old one stays to be seen."""
    owner = council_of(request, council)
    user = manager_of(request, owner)
    old = table_of(owner, pk)
    decision = decision_of(owner, old.decision_id)
    form = StatedTableForm(request.POST or None, decision=decision, corrects=old)
    if request.method == "POST" and form.is_valid():
        try:
            table = record_stated_table(decision=decision, by=user, corrects=old, **form.facts())
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Recorded anew: the mistyped table stays to be seen")
            return redirect("finance:stated-table-detail", owner.slug, table.pk)
    return _table_form(request, decision, form, f"Record “{old.title}” anew")


def _table_form(
    request: HttpRequest, decision: FundingDecision, form: StatedTableForm, heading: str
) -> HttpResponse:
    context = {"decision": decision, "form": form, "heading": heading}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "finance/small_form.html", context, status=status)


@require_http_methods(_FORM)
def stated_table_explain(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = manager_of(request, owner)
    table = table_of(owner, pk)
    main, rows = _cause_forms(request.POST or None, table)
    if request.method == "POST" and all([main.is_valid(), rows.is_valid()]):
        causes = [form.given for form in rows.forms if form.given]
        try:
            explain_table(table=table, causes=causes, by=user, shown_version=main.cleaned_data["version"])
        except StaleVersion:
            now = table_of(owner, pk)
            mine = [(str(cause.year), f"{pounds(cause.amount)} {cause.explanation}") for _, cause in causes]
            conflict = conflict_on(now, mine=mine, theirs=_causes_told(now))
            main, rows = _cause_forms(on_top(request.POST, now.version), now)
            return _causes_page(request, now, main, rows, conflict=conflict)
        except ValueError as refused:
            main.add_error(None, str(refused))
        else:
            messages.success(request, "The causes are recorded, and add up to the difference")
            return redirect("finance:stated-table-detail", owner.slug, pk)
    return _causes_page(request, table, main, rows)


def _cause_forms(data: Any, table: StatedTable) -> tuple[VersionForm, Any]:
    return VersionForm(data, initial={"version": table.version}), cause_rows(data, table)


def _causes_told(table: StatedTable) -> Words:
    return [
        (str(cause.financial_year), f"{pounds(cause.amount)} {cause.explanation}")
        for row in table.rows.all()
        for cause in row.causes.all()
    ]


def _causes_page(
    request: HttpRequest, table: StatedTable, main: VersionForm, rows: Any, **more: Any
) -> HttpResponse:
    has_errors = any(form.errors for form in [main, *rows.forms]) or (
        rows.is_bound and rows.non_form_errors()
    )
    context = {
        "stated": table,
        "reconciliation": reconciliation_of(table),
        "main": main,
        "rows": rows,
        "all_forms": [main, *rows.forms],
        "has_errors": bool(has_errors),
        **more,
    }
    status = CONFLICT if "conflict" in more else UNPROCESSABLE if has_errors else 200
    return render(request, "finance/stated_table_explain.html", context, status=status)
