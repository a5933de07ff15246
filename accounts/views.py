"""People, the change log, background jobs, sign-in, and the pages that need none of it."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import (
    may_manage_people,
    may_manage_settings,
    may_see_change_log,
    may_see_exempt,
    member_council,
    signed_in_user,
)
from accounts.filters import ChangeFilter
from accounts.forms import AddPersonForm, CouncilSettingsForm
from accounts.models import Change, Job, Membership
from accounts.roles import Role
from accounts.services import (
    AlreadyMember,
    AnotherName,
    LastAdministrator,
    add_member,
    end_membership,
    set_public_papers,
)
from accounts.tables import ChangeTable, PeopleTable
from core.palette import readable_on


class SignIn(LoginView):
    """Sign-in in one step; in the demonstration it lists who may be tried, and fills in their address."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "login": self.request.GET.get("as", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = Membership.objects.for_demonstration() if settings.DEMONSTRATION else ()
        return {**super().get_context_data(**kwargs), "sign_ins": offered}


@require_safe
@cache_control(private=True, max_age=86400)
def brand(request: HttpRequest, council: str) -> HttpResponse:
    """The council's colour, as a sheet of its own because the content policy forbids style attributes."""
    owner = member_council(request, council)
    sheet = f":root {{ --council-colour: {owner.colour}; --council-text: {readable_on(owner.colour)}; }}\n"
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@require_safe
def people(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_manage_people(signed_in_user(request), owner):
        raise PermissionDenied
    table = PeopleTable(Membership.objects.for_people_page(owner))
    RequestConfig(request).configure(table)
    return render(request, "accounts/people.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_people(user, owner):
        raise PermissionDenied
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            membership = add_member(council=owner, by=user, **wanted)
        except AlreadyMember as refusal:
            form.add_error("role", str(refusal))
        except AnotherName as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{membership.user.name} is now {membership.get_role_display()}")
            return redirect("accounts:people", owner.slug)
    return render(request, "accounts/person_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_people(user, owner):
        raise PermissionDenied
    membership = get_object_or_404(Membership.objects.for_people_page(owner), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            end_membership(membership=membership, by=user)
        except LastAdministrator as refused:
            refusal = f"{refused}. Give somebody else that role first."
        else:
            messages.success(request, f"{membership.user.name} is no longer {membership.get_role_display()}")
            return redirect("accounts:people", owner.slug)
    context = {"membership": membership, "refusal": refusal}
    return render(request, "accounts/membership_end.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def council_settings(request: HttpRequest, council: str) -> HttpResponse:
    """What the council has chosen for itself: whether anybody may read its published papers."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_settings(user, owner):
        raise PermissionDenied
    chosen = {"publishes_papers": owner.publishes_papers}
    form = CouncilSettingsForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        publishes = form.cleaned_data["publishes_papers"]
        set_public_papers(council=owner, publishes=publishes, by=user)
        who = "Anybody can" if publishes else "Only people of the council can"
        messages.success(request, f"{who} read the published papers")
        return redirect("accounts:council-settings", owner.slug)
    return render(request, "accounts/council_settings.html", {"form": form})


@require_safe
def change_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_change_log(signed_in_user(request), owner):
        raise PermissionDenied
    filtered = ChangeFilter(request.GET or None, Change.objects.for_audit(owner), request=request)
    table = ChangeTable(filtered.qs, sees_exempt=may_see_exempt(signed_in_user(request), owner))
    RequestConfig(request).configure(table)
    return render(request, "accounts/change_list.html", {"table": table, "filter": filtered})


@require_safe
def job_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """How far a job is: a page that refreshes itself, a fragment for htmx; then its result."""
    owner = member_council(request, council)
    job = get_object_or_404(Job, council=owner, pk=pk)
    if job.asked_by != request.user and not may_see_change_log(signed_in_user(request), owner):
        raise PermissionDenied
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/job.html", {"job": job, "url": request.path})
    return render(request, "accounts/job_detail.html", {"job": job})


@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility_statement.html")


@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy_notice.html")
