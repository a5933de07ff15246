"""Recording an update of an action, correcting one, and what happens when two people do so at once."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from improvement.access import may_update
from improvement.forms import CorrectionForm, UpdateForm, on_top, typed
from improvement.models import Action, ProgressUpdate
from improvement.my_rows import told
from improvement.services import correct_update, save_update
from improvement.services.endorsements import check_takes_more
from improvement.services.rules import OfferedInstead
from improvement.services.updates import check_correctable
from improvement.views.actions import action_of, trail_to
from improvement.views.closed import closed
from improvement.views.editing import FormPage

_NOT_ALLOWED = "Only its lead, deputy, workstream chair or the programme office may update it."
_UPDATE_PAGE = "improvement/action_update.html"
_CORRECTION_PAGE = "improvement/update_correct.html"


@require_http_methods(["GET", "HEAD", "POST"])
def action_update(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    action = action_of(owner, pk)
    if not may_update(user, action):
        raise PermissionDenied(_NOT_ALLOWED)
    if refusal := closed(request, _closed(action, "Update"), partial(check_takes_more, action)):
        return refusal
    form = UpdateForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            saved = save_update(action=action, by=user, **answers)
        except StaleVersion:
            now = action_of(owner, pk)
            again = UpdateForm(on_top(request.POST, now.last_update, "shown_update"), action=now)
            return _conflict(request, now, form, again, _UPDATE_PAGE)
        except OfferedInstead as offer:
            again = UpdateForm(on_top(request.POST, offer.instead.pk, "rating"), action=action)
            return _page(request, _UPDATE_PAGE, action, again, offer=offer)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _saved(saved, asked=bool(answers["new_due"])))
            return redirect("improvement:action-detail", owner.slug, action.pk)
    last = ProgressUpdate.objects.select_related("rating", "recorded_by").latest_for(action, today())
    return _page(request, _UPDATE_PAGE, action, form, last=last)


@require_http_methods(["GET", "HEAD", "POST"])
def update_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    update = get_object_or_404(ProgressUpdate.objects.for_timeline(), council=owner, pk=pk)
    update.action = action = action_of(owner, update.action_id)
    if not may_update(user, action):
        raise PermissionDenied(_NOT_ALLOWED)
    heading = f"Correct update {pk} of"
    if refusal := closed(request, _closed(action, heading), partial(check_correctable, update)):
        return refusal
    form = CorrectionForm(request.POST or None, update=update, action=action)
    if request.method == "POST" and form.is_valid():
        try:
            correct_update(update=update, by=user, **form.cleaned_data)
        except StaleVersion:
            now = action_of(owner, action.pk)
            data = on_top(request.POST, now.last_update, "shown_update")
            again = CorrectionForm(data, update=update, action=now)
            return _conflict(request, now, form, again, _CORRECTION_PAGE, update=update)
        except OfferedInstead as offer:
            data = on_top(request.POST, offer.instead.pk, "rating")
            again = CorrectionForm(data, update=update, action=action)
            return _page(request, _CORRECTION_PAGE, action, again, update=update, offer=offer)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Correction saved: both entries stay in the story below")
            return redirect("improvement:action-detail", owner.slug, action.pk)
    return _page(request, _CORRECTION_PAGE, action, form, update=update)


def _closed(action: Action, verb: str) -> FormPage:
    return FormPage(f"{verb} {action.reference} {action.title}", trail_to(action)[-1][1], str(action))


def _page(
    request: HttpRequest, template: str, action: Action, form: UpdateForm, **more: object
) -> HttpResponse:
    status = 409 if "conflict" in more else 422 if form.errors else 200
    context = {"action": action, "form": form, "trail": trail_to(action), **more}
    return render(request, template, context, status=status)


def _saved(update: ProgressUpdate, *, asked: bool) -> str:
    words = f"Saved: progress is “{update.rating}” as at {full_date(update.as_at)}"
    return f"{words}, and the new date is under review" if asked else words


def _conflict(
    request: HttpRequest, action: Action, form: UpdateForm, again: UpdateForm, template: str, **more: object
) -> HttpResponse:
    """Somebody else saved first: nothing is written, both texts are shown, what was typed is kept."""
    updates = ProgressUpdate.objects.filter(action=action).for_timeline()
    theirs = updates.order_by("-recorded_at", "-id").first()
    conflict = {
        "who": theirs.recorded_by if theirs else "Somebody",
        "when": full_moment(theirs.recorded_at) if theirs else "",
        "mine": typed(form, [name for name in form.fields if name != "shown_update"]),
        "theirs": told(theirs) if theirs else [],
    }
    return _page(request, template, action, again, conflict=conflict, **more)
