"""Groups and their meetings, added and changed."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Council
from core.dates import full_date
from improvement.group_forms import GroupForm, MeetingForm
from improvement.models import Group, Meeting
from improvement.services import add_meeting, create_group
from improvement.services.groups import edit_group, edit_meeting
from improvement.views.editing import FormPage, add_one, edit_one
from improvement.views.structure import plan_editor


def group_of(council: Council, pk: int) -> Group:
    """Raises Http404."""
    group = get_object_or_404(Group.objects.of(council).select_related("parent", "chair"), pk=pk)
    group.council = council
    return group


def meeting_of(council: Council, pk: int) -> Meeting:
    """Raises Http404."""
    meeting = get_object_or_404(Meeting.objects.of(council), pk=pk)
    meeting.council = council
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = plan_editor(request, council)
    order = Group.objects.of(owner).count() + 1
    save = partial(create_group, council=owner, by=user, order=order)
    page = _page(owner, "Add a group", save="Add this group")
    return add_one(
        request, GroupForm(request.POST or None, council=owner), save, page, said="Added the group"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(group_of, owner, pk)
    page = _page(owner, f"Change {fresh()}")
    form = partial(GroupForm, council=owner)
    return edit_one(request, fresh, form, lambda group: partial(edit_group, group=group, by=user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    group = group_of(owner, pk)
    page = _page(owner, f"Add a meeting of {group}", save="Add this meeting")
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


def _page(council: Council, heading: str, save: str = "Save") -> FormPage:
    return FormPage(
        heading, reverse("improvement:meeting-list", args=[council.slug]), "Groups and meetings", save=save
    )
