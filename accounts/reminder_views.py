"""One's own account, with the reminders one wants; stopping them by the link of a mail; and what was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import may_manage_people, member_council, signed_in_user
from accounts.forms import RemindersForm
from accounts.models import Membership, Reminder
from accounts.reminders import choose, person_of
from accounts.tables import ReminderTable


@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    # Not `request.POST or None`: a form of which every box is empty posts nothing.
    form = RemindersForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        choose(user=user, stopped=form.stopped)
        messages.success(request, "Your reminders are saved")
        return redirect("own-account")
    roles = Membership.objects.current().filter(user=user).select_related("council").order_by("council__name")
    context = {"form": form, "roles": roles}
    return render(request, "accounts/own_account.html", context, status=422 if form.errors else 200)


@csrf_exempt  # a mail program posts here without a page of ours; the token of the mail is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_stop(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """A page that asks, because mail scanners follow links; pressing its button stops the kind of reminder."""
    user = person_of(token)
    if user is None or kind not in Reminder.Kind.values:
        return redirect("own-account")
    if request.method == "POST":
        choose(user=user, stopped={*user.reminders_stopped, kind})
    context = {"person": user, "kind": Reminder.Kind(kind), "stopped": kind in user.reminders_stopped}
    return render(request, "accounts/reminder_stop.html", context)


@require_safe
def reminder_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_manage_people(signed_in_user(request), owner):
        raise PermissionDenied
    table = ReminderTable(Reminder.objects.for_page(owner), council_slug=owner.slug)
    RequestConfig(request).configure(table)
    return render(request, "accounts/reminder_list.html", {"table": table})


@require_safe
def reminder_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    if not may_manage_people(signed_in_user(request), owner):
        raise PermissionDenied
    reminder = get_object_or_404(Reminder.objects.for_page(owner), pk=pk)
    return render(request, "accounts/reminder_detail.html", {"reminder": reminder})
