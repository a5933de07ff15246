"""Changing many actions at once: choose, look over, change; and what came of it, with its undoing."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.dates import today
from core.ledger import AsAt
from improvement.access import may_change_many, may_edit_plan, may_see_record, may_undo_bulk
from improvement.bulk_forms import BulkForm, rows_text
from improvement.filters import ActionFilter
from improvement.models import Action, BulkUpdate
from improvement.models.actions import ActionQuerySet
from improvement.services.bulk import MOST_ROWS, change_many, try_many
from improvement.services.undoing import undo_bulk_update

_NOT_ALLOWED = "Only those who lead actions, chairs and the programme office change actions."
_A_FEW = 50


@require_http_methods(["GET", "HEAD", "POST"])
def action_change_many(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_change_many(user, owner):
        raise PermissionDenied(_NOT_ALLOWED)
    edits = may_edit_plan(user, owner)
    if request.method != "POST":
        rows = list(_picked(request, owner).with_last_update()[: MOST_ROWS + 1])
        return _choose(request, BulkForm(council=owner, edits=edits, rows=rows_text(rows)), rows)
    form = BulkForm(request.POST, council=owner, edits=edits)
    if not form.is_valid() or request.POST.get("step") == "choose":
        return _choose(request, form, _rows(owner, form))
    if request.POST.get("step") != "change":
        tried = try_many(council=owner, by=user, rows=form.shown, wanted=form.wanted)
        kept = {"csrfmiddlewaretoken", "step"}
        posted = [(name, value) for name, value in request.POST.items() if name not in kept]
        context = {"asked": form.wanted.words, "posted": posted, "tried": tried}
        return render(request, "improvement/bulk_review.html", context)
    try:
        made = change_many(council=owner, by=user, rows=form.shown, wanted=form.wanted)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _choose(request, form, _rows(owner, form))
    messages.success(request, f"{made} saved")
    return redirect("improvement:bulk-update-detail", owner.slug, made.pk)


@require_safe
def bulk_update_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    made = BulkUpdate.objects.of(owner)[:_A_FEW]
    return render(request, "improvement/bulk_update_list.html", {"made": made})


@require_safe
def bulk_update_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    return _detail(request, owner, pk)


@require_POST
def bulk_update_undo(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    made = get_object_or_404(BulkUpdate.objects.of(owner), pk=pk)
    made.council = owner
    if not may_undo_bulk(user, made):
        raise PermissionDenied("Whoever made a bulk update, or the programme office, may undo it.")
    try:
        undoing = undo_bulk_update(bulk=made, by=user)
    except ValidationError as refused:
        return _detail(request, owner, pk, refused.messages)
    messages.success(request, "Undone: every action is as it was before")
    return redirect("improvement:bulk-update-detail", owner.slug, undoing.pk)


def _detail(request: HttpRequest, owner: Council, pk: int, refused: list[str] | None = None) -> HttpResponse:
    made = get_object_or_404(BulkUpdate.objects.of(owner), pk=pk)
    made.council = owner
    may_undo = may_undo_bulk(signed_in_user(request), made) and made.can_still_be_undone
    context = {"made": made, "may_undo": may_undo and not made.is_undone, "refused": refused or []}
    return render(request, "improvement/bulk_update_detail.html", context, status=422 if refused else 200)


def _picked(request: HttpRequest, owner: Council) -> ActionQuerySet:
    """The ticked actions, or with `?all=1` all that the filters of the address let through."""
    present = AsAt.present()
    if request.GET.get("all"):
        return cast(ActionQuerySet, ActionFilter(request.GET, council=owner, asked=present).qs)
    ticked = [
        int(number) for number in request.GET.getlist("pick") if number.isdecimal() and len(number) <= 18
    ]
    return Action.objects.of(owner).as_at(today()).filter(pk__in=ticked[: MOST_ROWS + 1]).in_plan_order()


def _rows(owner: Council, form: BulkForm) -> list[Action]:
    """The posted rows as they stand now, to be shown again."""
    numbers = [row.action for row in form.shown]
    return list(Action.objects.of(owner).with_facts(today()).filter(pk__in=numbers).in_plan_order())


def _choose(request: HttpRequest, form: BulkForm, rows: list[Action]) -> HttpResponse:
    too_many = len(rows) > MOST_ROWS
    context: dict[str, Any] = {"form": form, "rows": rows, "too_many": too_many, "most": MOST_ROWS}
    return render(request, "improvement/bulk_choose.html", context, status=422 if form.errors else 200)
