"""Practice audits: the rounds, their figures, and the actions that follow from them."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import parse_day, today
from core.ledger import AsAt
from core.views import as_at_of, download
from improvement.access import may_record_audit, may_see_record
from improvement.audit_figures import share, totals
from improvement.audit_tables import AuditTable
from improvement.forms import on_top
from improvement.histories import audit_history
from improvement.models import Audit, AuditAction
from improvement.models.audits import GRADES, AuditQuerySet
from improvement.scorecard_forms import AuditActionForm, AuditForm, FiguresForm
from improvement.services import add_audit, add_audit_action, finish_audit_action, record_figures
from improvement.views.asked import council_of_list
from improvement.views.conflicts import conflict_over, stands_now
from improvement.workbooks import export_audits

_REFUSED = "Only a chair or the programme office may record practice audits."
_WORDS = ("as_at", "outstanding", "good", "requires_improvement", "inadequate", "moderated", "agreed", "note")


def audit_of(council: Council, pk: int, asked: AsAt) -> Audit:
    """A round of audits of this council with its figures of the day asked for. Raises Http404."""
    audit = get_object_or_404(Audit.objects.of(council).as_at(asked.day, asked.known_at), pk=pk)
    audit.council = council
    return audit


def _since(request: HttpRequest) -> date | None:
    """`?since=2024-05-01`: only rounds that end on that day or later."""
    asked = request.GET.get("since", "").strip()
    try:
        return parse_day(asked) if asked else None
    except ValueError as refused:
        raise BadRequest(str(refused)) from None


@require_safe
def audit_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked, since = as_at_of(request), _since(request)
    audits = _of_period(owner, asked, since)
    table = AuditTable(audits, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    actions = AuditAction.objects.of(owner).as_at(asked.day, asked.known_at)
    still_open = list(actions.open().order_by("due_on", "pk"))
    context = {
        "table": table,
        "asked": asked,
        "since": since,
        "totals": totals(audits),
        "overdue": sum(action.due_on < asked.day for action in still_open),
        "open": still_open,
        "query": request.GET.urlencode(),
        "may_record": may_record_audit(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/audit_list.html", context)


def _of_period(council: Council, asked: AsAt, since: date | None) -> AuditQuerySet:
    """The rounds of the day asked for; with `since`, those whose period ends on that day or later."""
    audits = Audit.objects.of(council).as_at(asked.day, asked.known_at)
    return audits.filter(period_end__gte=since) if since else audits


@require_safe
def audit_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked, since = as_at_of(request), _since(request)
    audits = _of_period(owner, asked, since)
    actions = AuditAction.objects.of(owner).as_at(asked.day, asked.known_at)
    held = actions.filter(audit__in=audits.values("pk")).order_by("due_on", "pk")
    name = f"audits-{owner.slug}-{asked.day.isoformat()}.{kind}"
    return download(export_audits(audits, held, asked.day, kind), name)


@require_safe
def audit_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    audit = audit_of(owner, pk, asked)
    context = {
        "audit": audit,
        "rows": _graded(audit),
        "asked": asked,
        "actions": AuditAction.objects.of(owner).filter(audit=audit).as_at(asked.day, asked.known_at),
        "history": audit_history(audit, asked),
        "may_record": may_record_audit(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/audit_detail.html", context)


def _graded(audit: Audit) -> list[tuple[str, str]]:
    grades = [
        (grade.replace("_", " ").capitalize(), share(getattr(audit, grade), audit.cases)) for grade in GRADES
    ]
    moderated = ("Moderated", share(audit.moderated, audit.cases))
    return [*grades, moderated, ("Moderator agreed", share(audit.agreed, audit.moderated))]


@require_http_methods(["GET", "HEAD", "POST"])
def audit_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_audit(user, owner):
        raise PermissionDenied(_REFUSED)
    form = AuditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = add_audit(council=owner, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Audits saved: {saved}")
            return redirect("improvement:audit-detail", owner.slug, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "improvement/audit_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_figures(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_audit(user, owner):
        raise PermissionDenied(_REFUSED)
    audit = audit_of(owner, pk, AsAt.present())
    form = FiguresForm(request.POST or None, audit=audit)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            record_figures(audit=audit, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Figures saved: {audit}")
            return redirect("improvement:audit-detail", owner.slug, pk)
    context = {"form": form, "audit": audit}
    return render(request, "improvement/audit_figures.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, council: Council, pk: int, form: FiguresForm) -> HttpResponse:
    """Somebody else recorded figures first: nothing is written and what was typed is kept."""
    audit = audit_of(council, pk, AsAt.present())
    theirs = stands_now(FiguresForm(audit=audit), _WORDS[:-1])
    context = {
        "form": FiguresForm(on_top(request.POST, audit.version), audit=audit),
        "audit": audit,
        "conflict": conflict_over(audit, form, _WORDS, theirs),
    }
    return render(request, "improvement/audit_figures.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_act(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_audit(user, owner):
        raise PermissionDenied(_REFUSED)
    audit = audit_of(owner, pk, AsAt.present())
    form = AuditActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_audit_action(audit=audit, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Action set, due in two weeks")
            return redirect("improvement:audit-detail", owner.slug, pk)
    context = {"form": form, "audit": audit}
    return render(request, "improvement/audit_act.html", context, status=422 if form.errors else 200)


@require_POST
def audit_action_finish(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_record_audit(user, owner):
        raise PermissionDenied(_REFUSED)
    action = get_object_or_404(AuditAction.objects.of(owner), pk=pk)
    action.council = owner
    if finish_audit_action(action=action, by=user, as_at=today()):
        messages.success(request, f"Done: {action}")
    return redirect("improvement:audit-detail", owner.slug, action.audit_id)
