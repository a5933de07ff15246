"""The actions: mine, all of them, one of them, and its update."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from core.ledger import AsAt
from core.views import as_at_of
from improvement.access import (
    may_add_evidence,
    may_decide_date,
    may_review_evidence_of,
    may_see_record,
    may_update,
)
from improvement.desk import decisions_of, desk_of
from improvement.filters import ActionFilter
from improvement.forms import DecideDateForm, UpdateForm, on_top, typed
from improvement.models import Action, DateRevision, Evidence, Plan, ProgressUpdate
from improvement.services import save_update
from improvement.tables import ActionTable, slip_words
from improvement.timeline import timeline
from improvement.workbooks import CONTENT_TYPES, export_actions


def action_of(council: Council, pk: int, asked: AsAt | None = None) -> Action:
    """An action of this council with the facts of a day (today). Raises Http404."""
    asked = asked or AsAt.present()
    plan = "section__chapter__plan"
    found = Action.objects.of(council).select_related(
        f"{plan}__dates_decided_by", f"{plan}__progress_scale", "deputy"
    )
    action = get_object_or_404(found.with_facts(asked.day, asked.known_at), pk=pk)
    action.council = council
    return action


def trail_to(action: Action) -> list[tuple[str, str]]:
    """The breadcrumbs of a page below an action."""
    slug = action.council.slug
    return [
        ("Actions", reverse("improvement:action-list", args=[slug])),
        (action.reference, reverse("improvement:action-detail", args=[slug, action.pk])),
    ]


@require_safe
def action_mine(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    plans = Plan.objects.of(owner)
    context = {
        "desk": desk_of(user, owner),
        "decisions": decisions_of(user, owner),
        "keys": [plan.progress_scale.key() for plan in plans],
    }
    return render(request, "improvement/action_mine.html", context)


@require_safe
def action_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked = as_at_of(request)
    chosen = ActionFilter(request.GET or None, council=owner, asked=asked)
    table = ActionTable(chosen.qs, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    context = {
        "filter": chosen,
        "table": table,
        "asked": asked,
        "found": len(table.rows),
        "query": request.GET.urlencode(),
        "clear": f"{request.path}?{asked.querystring}" if asked.is_past else request.path,
        "keys": [plan.progress_scale.key() for plan in Plan.objects.of(owner)],
    }
    return render(request, "improvement/action_list.html", context)


@require_safe
def action_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    if kind not in CONTENT_TYPES:
        raise Http404
    asked = as_at_of(request)
    chosen = ActionFilter(request.GET or None, council=owner, asked=asked)
    table = ActionTable(chosen.qs, asked=asked, council_slug=owner.slug)
    RequestConfig(request, paginate=False).configure(table)
    written = export_actions([row.record for row in table.rows], kind)
    name = f"actions-{owner.slug}-{asked.day.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written, content_type=CONTENT_TYPES[kind], headers=headers)


@require_safe
def action_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    action = action_of(owner, pk, asked)
    return render(request, "improvement/action_detail.html", detail_context(request, action, asked))


def detail_context(request: HttpRequest, action: Action, asked: AsAt) -> dict[str, Any]:
    """What the page of an action shows; also used when a decision on it is refused in place."""
    user = signed_in_user(request)
    now = not asked.is_past
    waiting = DateRevision.objects.open_requests(asked.day, asked.known_at).filter(action=action)
    asked_for = waiting.select_related("recorded_by").order_by("-as_at", "-id").first()
    if asked_for:
        asked_for.action = action
    may_decide = now and asked_for is not None and may_decide_date(user, asked_for)
    held = Evidence.objects.filter(action=action).as_at(asked.day, asked.known_at).select_related("added_by")
    return {
        "action": action,
        "asked": asked,
        "trail": trail_to(action)[:1],
        "slip_words": slip_words(action),
        "asked_for": asked_for,
        "decide_form": DecideDateForm(request=asked_for) if may_decide and asked_for else None,
        "evidence": held,
        "key": action.plan.progress_scale.key(),
        "timeline": timeline(action, asked),
        "may_update": now and may_update(user, action),
        "may_add_evidence": now and may_add_evidence(user, action),
        "may_review": now and may_review_evidence_of(user, action),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def action_update(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_update(user, action):
        raise PermissionDenied(
            "Only its lead, deputy, workstream chair or the programme office may update it."
        )
    form = UpdateForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            saved = save_update(action=action, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _saved(saved, asked=bool(answers["new_due"])))
            return redirect("improvement:action-detail", owner.slug, action.pk)
    return _update_page(request, action, form, status=422 if form.errors else 200)


def _update_page(
    request: HttpRequest, action: Action, form: UpdateForm, *, status: int, **more: object
) -> HttpResponse:
    last = ProgressUpdate.objects.select_related("rating", "recorded_by").latest_for(action, today())
    trail = trail_to(action)
    context = {"action": action, "form": form, "last": last, "trail": trail, **more}
    return render(request, "improvement/action_update.html", context, status=status)


def _saved(update: ProgressUpdate, *, asked: bool) -> str:
    words = f"Saved: progress is “{update.rating}” as at {full_date(update.as_at)}"
    return f"{words}, and the new date is under review" if asked else words


def _conflict(request: HttpRequest, council: Council, pk: int, form: UpdateForm) -> HttpResponse:
    """Somebody else saved first: nothing is written, both texts are shown, what was typed is kept."""
    action = action_of(council, pk)
    theirs = (
        ProgressUpdate.objects.filter(action=action).for_timeline().order_by("-recorded_at", "-id").first()
    )
    names = ("rating", "as_at", "narrative", "blockers", "new_due", "reason")
    conflict = {
        "who": theirs.recorded_by if theirs else "Somebody",
        "when": full_moment(theirs.recorded_at) if theirs else "",
        "mine": typed(form, names),
        "theirs": _told(theirs) if theirs else [],
    }
    again = UpdateForm(on_top(request.POST, action.version), action=action)
    return _update_page(request, action, again, status=409, conflict=conflict)


def _told(update: ProgressUpdate) -> list[tuple[str, str]]:
    return [
        ("Progress rating", str(update.rating)),
        ("As at", full_date(update.as_at)),
        ("What has been done, and what difference it has made", update.narrative),
        ("What is in the way", update.blockers),
    ]
