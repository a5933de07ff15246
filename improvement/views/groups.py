"""Groups: who belongs to them, what they decide, and their meetings."""

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
from core.views import as_at_of, download
from improvement.access import may_edit_plan, may_oversee, may_see_record
from improvement.group_forms import GroupForm, GroupMemberForm, RetireGroupForm
from improvement.group_tables import MeetingTable
from improvement.highlight_report import highlight_report
from improvement.highlight_workbook import export_report
from improvement.models import Group, GroupMember, Meeting, Plan, Retirement
from improvement.services import create_group
from improvement.services.group_members import add_group_member, edit_group_member
from improvement.services.groups import edit_group, retire_group, what_needs
from improvement.views.editing import FormPage, add_one, edit_one, refuse
from improvement.views.structure import plan_editor


def group_of(council: Council, pk: int) -> Group:
    """Raises Http404."""
    group = get_object_or_404(Group.objects.of(council).select_related("parent", "chair"), pk=pk)
    group.council = council
    return group


def member_of(council: Council, pk: int) -> GroupMember:
    """Raises Http404."""
    member = get_object_or_404(GroupMember.objects.of(council), pk=pk)
    member.council = member.group.council = council
    return member


@require_safe
def group_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    group, asked = group_of(owner, pk), as_at_of(request)
    meetings = Meeting.objects.of(owner).filter(group=group)
    may_edit = may_edit_plan(user, owner) and not asked.is_past
    table = MeetingTable(meetings, council_slug=owner.slug, asked=asked, exclude=("group",))
    RequestConfig(request).configure(table)
    context = {
        "group": group,
        "asked": asked,
        "left": Retirement.objects.out_on(group, asked.day, asked.known_at),
        "members": GroupMember.objects.of(owner).filter(group=group).on(asked.day),
        "former": GroupMember.objects.of(owner).filter(group=group, ended_on__lte=asked.day),
        "below": group.children.existing_on(asked.day, asked.known_at),
        "decides": decisions_left_to(group),
        "next": meetings.from_day(asked.day).first(),
        "table": table,
        "may_edit": may_edit,
        "may_oversee": may_oversee(user, owner),
    }
    return render(request, "improvement/group_detail.html", context)


@require_safe
def group_report(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """What a workstream reports of itself as at a day."""
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    group, asked = group_of(owner, pk), as_at_of(request)
    context = {"group": group, "asked": asked, "report": highlight_report(group, asked)}
    return render(request, "improvement/group_report.html", context)


@require_safe
def group_report_workbook(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    group, asked = group_of(owner, pk), as_at_of(request)
    written = export_report(highlight_report(group, asked))
    return download(written, f"highlight-report-{owner.slug}-{group.pk}-{asked.day.isoformat()}.xlsx")


def decisions_left_to(group: Group) -> list[str]:
    """Which decisions of which plans are this group's, as sentences."""
    found = []
    for plan in Plan.objects.of(group.council):
        if plan.dates_decided_by_id == group.pk:
            found.append(f"New dates of actions: {plan}")
        if plan.actions_endorsed_by_id == group.pk:
            found.append(f"Which new actions join the plan: {plan}")
        by_workstream = plan.evidence_reviewed_by_id is None and group.kind == Group.Kind.WORKSTREAM
        if plan.evidence_reviewed_by_id == group.pk or by_workstream:
            whose = " of its own actions" if by_workstream else ""
            found.append(f"Whether evidence{whose} is sufficient: {plan}")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = plan_editor(request, council)
    order = Group.objects.of(owner).count() + 1
    save = partial(create_group, council=owner, by=user, order=order)
    page = FormPage("Add a group", _list(owner), "Groups and meetings", save="Add this group")
    return add_one(
        request, GroupForm(request.POST or None, council=owner), save, page, said="Added the group"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(group_of, owner, pk)
    page = FormPage(f"Change {fresh()}", _list(owner), "Groups and meetings")
    form = partial(GroupForm, council=owner)
    return edit_one(request, fresh, form, lambda group: partial(edit_group, group=group, by=user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def group_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    group, status = group_of(owner, pk), 200
    form = RetireGroupForm(request.POST or None, thing=group)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            retire_group(group=group, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            group, status = group_of(owner, pk), 409
            form = RetireGroupForm(thing=group)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Retired: {group}")
            return redirect("improvement:group-detail", owner.slug, pk)
    context = {"group": group, "form": form, "needs": what_needs(group), "changed": status == 409}
    status = 422 if form.errors else status
    return render(request, "improvement/group_retire.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    group = group_of(owner, pk)
    form = GroupMemberForm(request.POST or None, council=owner)
    save = partial(add_group_member, group=group, by=user)
    page = FormPage(f"Add a member of {group}", *_page_of(group), save="Add this member")
    return add_one(request, form, save, page, said="Added")


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(member_of, owner, pk)
    member = fresh()
    page = FormPage(f"Change when {member.name} belongs to {member.group}", *_page_of(member.group))
    form = partial(GroupMemberForm, council=owner)
    saves = partial(edit_group_member, by=user)
    return edit_one(request, fresh, form, lambda one: partial(saves, member=one), page)


def _list(council: Council) -> str:
    return reverse("improvement:meeting-list", args=[council.slug])


def _page_of(group: Group) -> tuple[str, str]:
    return reverse("improvement:group-detail", args=[group.council.slug, group.pk]), str(group)
