"""Filters of the action list under a name: kept, renamed, shared and deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_council, signed_in_user
from improvement.access import may_own_view, may_see_record, may_share_views
from improvement.models import NamedView
from improvement.services.named_views import delete_view, edit_view, save_view, tidy_query
from improvement.view_forms import NamedViewForm
from improvement.views.editing import FormPage, add_one


@require_safe
def named_view_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    return render(
        request, "improvement/named_view_list.html", {"views": NamedView.objects.shown_to(user, owner)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def named_view_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    query = tidy_query(request.GET.urlencode())
    form = NamedViewForm(request.POST or None, may_share=may_share_views(user, owner), query=query)
    actions = reverse("improvement:action-list", args=[owner.slug])
    page = FormPage("Keep these filters as a view", f"{actions}?{query}", "Actions", save="Keep this view")

    def save(**facts: object) -> NamedView:
        return save_view(council=owner, by=user, **facts)  # type: ignore[arg-type]  # as the form gives them

    return add_one(request, form, save, page, said="Kept", then=lambda view: f"{actions}?{view.query}")


@require_http_methods(["GET", "HEAD", "POST"])
def named_view_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    view = get_object_or_404(NamedView.objects.shown_to(user, owner), pk=pk)
    view.council = owner
    if not may_own_view(user, view):
        raise PermissionDenied("A view is changed by whoever saved it.")
    form = NamedViewForm(request.POST or None, may_share=may_share_views(user, owner), view=view)
    page = FormPage(
        f"Change the view “{view.name}”",
        reverse("improvement:named-view-list", args=[owner.slug]),
        "Views of the actions",
    )

    def save(**facts: object) -> NamedView:
        edit_view(view=view, by=user, **facts)  # type: ignore[arg-type]  # as the form gives them
        return view

    return add_one(request, form, save, page, said="Saved")


@require_POST
def named_view_delete(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    view = get_object_or_404(NamedView.objects.shown_to(user, owner), pk=pk)
    view.council = owner
    if not may_own_view(user, view):
        raise PermissionDenied("A view is deleted by whoever saved it.")
    delete_view(view=view, by=user)
    messages.success(request, f"Deleted the view “{view.name}”")
    return redirect("improvement:named-view-list", owner.slug)
