"""Meetings: when they are, what became of them, and what was decided there."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date, today
from core.ledger import AsAt
from core.views import as_at_of, download
from improvement.access import may_edit_plan, may_mark_meeting, may_oversee, may_see_record
from improvement.group_forms import MarkForm, MeetingForm
from improvement.group_tables import MeetingTable, export_log
from improvement.meeting_log import Decided, decided_at
from improvement.models import CommitteeRequest, Group, Meeting
from improvement.services import add_meeting
from improvement.services.groups import check_meets, edit_meeting, mark_meeting
from improvement.views.asked import council_of_list
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one, edit_one, refuse
from improvement.views.groups import group_of
from improvement.views.structure import plan_editor


def meeting_of(council: Council, pk: int) -> Meeting:
    """Raises Http404."""
    meeting = get_object_or_404(Meeting.objects.of(council).select_related("group__chair"), pk=pk)
    meeting.council = meeting.group.council = council
    return meeting


def log_of(meeting: Meeting, asked: AsAt) -> list[Decided]:
    """What it had decided by the day asked for; it decides as at its own day, whenever that is written down."""
    return [one for one in decided_at(meeting, asked.known_at) if one.as_at <= asked.day]


@require_safe
def meeting_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked, meetings = as_at_of(request), Meeting.objects.of(owner)
    table = MeetingTable(meetings, council_slug=owner.slug, asked=asked)
    RequestConfig(request).configure(table)
    context = {
        "asked": asked,
        "table": table,
        "cutoff": meetings.with_cutoff_from(asked.day).first(),
        "groups": Group.objects.of(owner).select_related("parent", "chair"),
        "may_edit": may_edit_plan(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/meeting_list.html", context)


@require_safe
def meeting_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    meeting, asked = meeting_of(owner, pk), as_at_of(request)
    is_now = not asked.is_past
    context = {
        "meeting": meeting,
        "asked": asked,
        "carried": f"?{asked.querystring}" if asked.is_past else "",
        "log": log_of(meeting, asked),
        "requests": CommitteeRequest.objects.of(owner)
        .filter(meeting=meeting)
        .as_at(asked.day, asked.known_at),
        "unmarked": meeting.state == Meeting.State.PLANNED and meeting.held_on < today(),
        "may_edit": is_now and may_edit_plan(user, owner),
        "may_mark": is_now and may_mark_meeting(user, meeting),
        "may_oversee": may_oversee(user, owner) and not meeting.is_cancelled,
    }
    return render(request, "improvement/meeting_detail.html", context)


@require_safe
def meeting_log(request: HttpRequest, council: str, pk: int, kind: str) -> HttpResponse:
    """What a meeting decided, as a file."""
    owner = council_of_list(request, council, kind)
    meeting = meeting_of(owner, pk)
    written = export_log(meeting, log_of(meeting, as_at_of(request)), kind)
    return download(written, f"decisions-{owner.slug}-{meeting.held_on.isoformat()}-{meeting.pk}.{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    group = group_of(owner, pk)
    page = _page(owner, f"Add a meeting of {group}", save="Add this meeting")
    if refusal := closed(request, page, partial(check_meets, group)):
        return refusal
    save = partial(add_meeting, group=group, by=user)
    return add_one(request, MeetingForm(request.POST or None), save, page, said="Added the meeting")


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(meeting_of, owner, pk)
    meeting = fresh()
    page = _page(owner, f"Change the meeting of {meeting.group}, {full_date(meeting.held_on)}")
    saves = partial(edit_meeting, by=user)
    return edit_one(request, fresh, MeetingForm, lambda one: partial(saves, meeting=one), page)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_mark(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    meeting = meeting_of(owner, pk)
    if not may_mark_meeting(user, meeting):
        raise PermissionDenied("Only its chair and those who edit the plan may say what became of a meeting.")
    form, changed = MarkForm(request.POST or None, meeting=meeting), False
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            mark_meeting(meeting=meeting, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            meeting, changed = meeting_of(owner, pk), True
            form = MarkForm(meeting=meeting)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"{meeting}: {meeting.get_state_display().lower()}")
            return redirect("improvement:meeting-detail", owner.slug, pk)
    context = {"meeting": meeting, "form": form, "changed": changed}
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "improvement/meeting_mark.html", context, status=status)


def _page(council: Council, heading: str, save: str = "Save") -> FormPage:
    return FormPage(
        heading, reverse("improvement:meeting-list", args=[council.slug]), "Groups and meetings", save=save
    )
