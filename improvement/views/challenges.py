"""What a chair says to an update: a question for its lead, or a moderated rating beside the lead's."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date
from improvement.access import may_challenge
from improvement.forms import on_top
from improvement.models import Challenge, ProgressUpdate
from improvement.services import moderate_update, return_update
from improvement.services.challenges import check_latest, check_unasked
from improvement.services.endorsements import check_kept
from improvement.standing_forms import ModerateForm, ReasonForm
from improvement.views.actions import action_of
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one, refuse

_NOT_ALLOWED = (
    "An update is challenged by the workstream chair or the programme office, never by whoever recorded it."
)


@require_http_methods(["GET", "HEAD", "POST"])
def update_return(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    update = _update(owner, pk)
    if not may_challenge(user, update):
        raise PermissionDenied(_NOT_ALLOWED)
    page = _page(update, "Return the update of", "Return it with this question")
    if refusal := closed(request, page, partial(_check_returnable, update)):
        return refusal
    words = {
        "name": "question",
        "label": "What you are asking",
        "needed": "Say what you are asking",
        "help_text": "The lead sees it on My actions until they record a newer update. The rating stands until then.",
    }
    form = ReasonForm(request.POST or None, **words)

    def save(**facts: Any) -> Challenge:
        return return_update(update=update, by=user, **facts)

    return add_one(request, form, save, page, said="Returned with a question")


@require_http_methods(["GET", "HEAD", "POST"])
def update_moderate(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    update = _update(owner, pk)
    if not may_challenge(user, update):
        raise PermissionDenied(_NOT_ALLOWED)
    page = _page(update, "Moderate the rating of", "Save this rating")
    if refusal := closed(request, page, partial(_check_moderatable, update)):
        return refusal
    form = ModerateForm(request.POST or None, update=update, shown=update.action.last_update)
    if request.method == "POST" and form.is_valid():
        try:
            saved = moderate_update(update=update, by=user, **form.facts)
        except StaleVersion:
            return _newer(request, owner, update, page)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Saved: the moderated rating is “{saved.rating}”")
            return redirect("improvement:action-detail", owner.slug, update.action_id)
    return page.show(request, form)


def _check_returnable(update: ProgressUpdate) -> None:
    check_kept(update.action)
    check_unasked(update)


def _check_moderatable(update: ProgressUpdate) -> None:
    check_kept(update.action)
    check_latest(update)


def _newer(request: HttpRequest, owner: Council, update: ProgressUpdate, page: FormPage) -> HttpResponse:
    """Another update was added meanwhile: nothing is saved, what was typed stays, and the page says so."""
    shown = _update(owner, update.pk).action.last_update
    form = ModerateForm(on_top(request.POST, shown, "shown_update"), update=update, shown=shown)
    form.is_valid()
    form.add_error(None, "Another update was added while this page was open. Read it, then save again.")
    return page.show(request, form)


def _update(council: Council, pk: int) -> ProgressUpdate:
    """An update of the council's with its action as it stands today. Raises Http404."""
    found = ProgressUpdate.objects.select_related("rating", "recorded_by")
    update: ProgressUpdate = get_object_or_404(found.of_lead(), council=council, pk=pk)
    update.action = action_of(council, update.action_id)
    return update


def _page(update: ProgressUpdate, verb: str, save: str) -> FormPage:
    action = update.action
    back = reverse("improvement:action-detail", args=[action.council.slug, action.pk])
    heading = f"{verb} {action.reference} as at {full_date(update.as_at)}"
    return FormPage(heading, back, str(action), save=save, more={"challenged": update})
