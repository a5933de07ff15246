"""Findings: the matrix of what answers them, and one of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.ledger import AsAt
from core.views import as_at_of, download, unfiltered
from improvement.access import may_manage_inspections, may_see_record
from improvement.filters import FindingFilter
from improvement.forms import on_top
from improvement.histories import link_history
from improvement.inspection_forms import FindingForm, LinkForm
from improvement.inspection_tables import FindingTable
from improvement.models import Finding, Plan
from improvement.services import add_finding, edit_finding, link_finding
from improvement.views.asked import council_of_list
from improvement.views.conflicts import conflict_over, stands_now
from improvement.views.left import told_when_left
from improvement.views.retiring import retired_of
from improvement.workbooks import export_findings

_REFUSED = "Only the programme office keeps inspections, intervention and findings."
_WORDS = ("kind", "text", "paragraph", "found_on")


def finding_of(council: Council, pk: int, asked: AsAt) -> Finding:
    """A finding of this council with its links on the day asked for. Raises Http404."""
    made = Finding.objects.of(council).as_at(asked.day, asked.known_at)
    finding = get_object_or_404(made.with_links(asked.day, asked.known_at), pk=pk)
    finding.council = council
    return finding


@require_safe
def finding_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = FindingFilter(request.GET or None, council=owner, asked=asked)
    table = FindingTable(chosen.qs, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    may_manage = may_manage_inspections(user, owner) and not asked.is_past
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "found": len(table.rows),
        "unanswered": Finding.objects.of(owner).as_at(asked.day, asked.known_at).unanswered().count(),
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "keys": [plan.progress_scale.key() for plan in Plan.objects.of(owner)],
        "may_manage": may_manage,
        "retired": retired_of(owner, "finding", may_manage),
    }
    return render(request, "improvement/finding_list.html", context)


@require_safe
def finding_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = FindingFilter(request.GET or None, council=owner, asked=asked)
    written = export_findings(chosen.qs, kind, asked.day)
    name = f"findings-{owner.slug}-{asked.day.isoformat()}.{kind}"
    return download(written, name)


@require_safe
@told_when_left("finding")
def finding_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    finding = finding_of(owner, pk, asked)
    actions = [link.action for link in finding.held if link.action]
    plans = {action.plan.pk: action.plan for action in actions}
    context = {
        "finding": finding,
        "asked": asked,
        "sections": [link.section for link in finding.held if link.section],
        "actions": actions,
        "keys": [plan.progress_scale.key() for plan in plans.values()],
        "history": link_history(finding, asked),
        "may_manage": may_manage_inspections(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/finding_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    form = FindingForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            saved = add_finding(council=owner, by=user, **form.facts)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Finding saved. Choose what it is about and what answers it.")
            return redirect("improvement:finding-link", owner.slug, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "improvement/finding_edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("finding")
def finding_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    finding = finding_of(owner, pk, AsAt.present())
    form = FindingForm(request.POST or None, council=owner, finding=finding)
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["version"]
        try:
            edit_finding(finding=finding, by=user, shown_version=shown, **form.facts)
        except StaleVersion:
            return _edit_conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Finding saved")
            return redirect("improvement:finding-detail", owner.slug, pk)
    context = {"form": form, "finding": finding}
    return render(request, "improvement/finding_edit.html", context, status=422 if form.errors else 200)


def _edit_conflict(request: HttpRequest, council: Council, pk: int, form: FindingForm) -> HttpResponse:
    finding = finding_of(council, pk, AsAt.present())
    theirs = stands_now(FindingForm(council=council, finding=finding), _WORDS)
    context = {
        "form": FindingForm(on_top(request.POST, finding.version), council=council, finding=finding),
        "finding": finding,
        "conflict": conflict_over(finding, form, _WORDS, theirs),
    }
    return render(request, "improvement/finding_edit.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("finding")
def finding_link(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_inspections(user, owner):
        raise PermissionDenied(_REFUSED)
    finding = finding_of(owner, pk, AsAt.present())
    form = LinkForm(request.POST or None, finding=finding)
    if request.method == "POST" and form.is_valid():
        answers: dict[str, Any] = dict(form.cleaned_data)
        shown = answers.pop("version")
        try:
            changed = link_finding(finding=finding, by=user, shown_version=shown, **answers)
        except StaleVersion:
            return _link_conflict(request, owner, pk, form)
        words = f"{changed} link{'' if changed == 1 else 's'} changed" if changed else "No link changed"
        messages.success(request, words)
        return redirect("improvement:finding-detail", owner.slug, pk)
    return _link_page(request, finding, form, status=422 if form.errors else 200)


def _link_conflict(request: HttpRequest, council: Council, pk: int, form: LinkForm) -> HttpResponse:
    finding = finding_of(council, pk, AsAt.present())
    theirs = [("Linked to", ", ".join(str(link.action or link.section) for link in finding.held))]
    chosen = [*form.cleaned_data["sections"], *form.cleaned_data["actions"]]
    conflict = conflict_over(finding, form, (), theirs)
    conflict["mine"] = [("Linked to", ", ".join(map(str, chosen)))]
    again = LinkForm(on_top(request.POST, finding.version), finding=finding)
    return _link_page(request, finding, again, status=409, conflict=conflict)


def _link_page(
    request: HttpRequest, finding: Finding, form: LinkForm, *, status: int, **more: object
) -> HttpResponse:
    """Sections in the plan's order, each with its actions; what is linked, or was ticked, is ticked."""
    held = [str(link.section_id) for link in finding.held if link.section_id]
    answering = [str(link.action_id) for link in finding.held if link.action_id]
    ticked = set(request.POST.getlist("sections") if form.is_bound else held)
    answers = set(request.POST.getlist("actions") if form.is_bound else answering)
    boxes: dict[int, dict[str, Any]] = {
        section.pk: {"section": section, "ticked": str(section.pk) in ticked, "actions": []}
        for section in form.fields["sections"].queryset  # type: ignore[attr-defined]
    }
    for action in form.fields["actions"].queryset:  # type: ignore[attr-defined]
        if action.section_id in boxes:
            boxes[action.section_id]["actions"].append((action, str(action.pk) in answers))
    for box in boxes.values():
        box["chosen"] = box["ticked"] + sum(ticked for _, ticked in box["actions"])
        box["open"] = bool(box["chosen"])
    context = {"finding": finding, "form": form, "boxes": boxes.values(), **more}
    return render(request, "improvement/finding_link.html", context, status=status)
