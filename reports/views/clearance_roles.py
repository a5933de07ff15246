"""The council's list of who clears its papers: the administrator's pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from reports import trails
from reports.access import may_edit_clearance_roles
from reports.clearance_forms import ClearanceRoleForm, RetireRoleForm, section_choices
from reports.desk import conflict_of
from reports.forms import posted
from reports.models import ClearanceRole
from reports.services import clearance_roles as services

PAGE = "reports/clearance_role.html"


@require_safe
def role_list(request: HttpRequest, council: str) -> HttpResponse:
    """Every role in order, with what it answers for and who may clear; below, what is off the list."""
    authority = _authority(request, council)
    roles = list(ClearanceRole.objects.of(authority))
    headings = dict(section_choices())
    ticked = {key for role in roles for key in role.sections}
    catches_rest = any(role.answers_for != ClearanceRole.AnswersFor.SECTIONS for role in roles)
    context = {
        "trail": trails.to_papers(authority),
        "roles": [(role, [headings.get(key, key) for key in role.sections]) for role in roles],
        "nobodys": [] if catches_rest else [words for key, words in headings.items() if key not in ticked],
        "retired": ClearanceRole.objects.filter(council=authority).exclude(retired_on=None),
        "has_begun": ClearanceRole.objects.filter(council=authority).exists(),
    }
    return render(request, "reports/clearance_role_list.html", context)


@require_POST
def role_begin(request: HttpRequest, council: str) -> HttpResponse:
    """Begin with the usual list."""
    authority = _authority(request, council)
    services.begin_roles(council=authority, by=signed_in_user(request))
    messages.success(request, "The usual list is there. Change what is different at your council.")
    return redirect("reports:clearance-role-list", council)


@require_http_methods(["GET", "HEAD", "POST"])
def role_add(request: HttpRequest, council: str) -> HttpResponse:
    """A role more, at the end of the list."""
    authority = _authority(request, council)
    form = ClearanceRoleForm(
        posted(request), council=authority, initial={"answers_for": "sections", "is_required": True}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_role(council=authority, by=signed_in_user(request), facts=form.facts)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "The role is on the list.")
            return redirect("reports:clearance-role-list", council)
    context = {"form": form, "trail": _trail(authority), "heading": "Add a role"}
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def role_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Change a role; papers that are not published are cleared by the list as it then is."""
    authority = _authority(request, council)
    role = _role(authority, pk)
    initial = ClearanceRoleForm.of(role) | {"shown_version": role.version}
    form = ClearanceRoleForm(posted(request), council=authority, initial=initial)
    context = {"form": form, "role": role, "trail": _trail(authority), "heading": f"Change {role.name}"}
    if request.method != "POST" or not form.is_valid():
        return render(request, PAGE, context, status=422 if form.errors else 200)
    try:
        shown = form.cleaned_data["shown_version"] or 0
        services.edit_role(role=role, by=signed_in_user(request), shown_version=shown, facts=form.facts)
    except ValidationError as refused:
        form.add_error(None, refused)
        return render(request, PAGE, context, status=422)
    except StaleVersion:
        return _again(request, role, form, context)
    messages.success(request, f"{form.facts.name} is changed.")
    return redirect("reports:clearance-role-list", council)


def _again(
    request: HttpRequest, role: ClearanceRole, form: ClearanceRoleForm, context: dict[str, object]
) -> HttpResponse:
    """What stands now, beside what was typed, to be saved on top."""
    current = _role(role.council, role.pk)
    theirs = form.in_words(ClearanceRoleForm.of(current))
    context |= conflict_of(current, mine=form.in_words(form.cleaned_data), theirs=theirs)
    data = request.POST.copy()
    data["shown_version"] = str(current.version)
    form.data = data
    return render(request, PAGE, context, status=409)


@require_POST
def role_move(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """One place up or down."""
    role = _role(_authority(request, council), pk)
    services.move_role(role=role, by=signed_in_user(request), up=request.POST.get("to") != "down")
    return redirect(f"{reverse('reports:clearance-role-list', args=[council])}#{role.key}")


@require_http_methods(["GET", "HEAD", "POST"])
def role_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Take a role off the list, with why."""
    authority = _authority(request, council)
    role = _role(authority, pk)
    form = RetireRoleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.retire_role(role=role, by=signed_in_user(request), because=form.cleaned_data["because"])
        messages.success(request, f"{role.name} is off the list. What it cleared stays on record.")
        return redirect("reports:clearance-role-list", council)
    context = {"form": form, "role": role, "trail": _trail(authority)}
    return render(request, "reports/clearance_role_retire.html", context, status=422 if form.errors else 200)


@require_POST
def role_bring_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Put a role on the list again."""
    role = _role(_authority(request, council), pk)
    services.bring_back_role(role=role, by=signed_in_user(request))
    messages.success(request, f"{role.name} is on the list again.")
    return redirect("reports:clearance-role-list", council)


def _authority(request: HttpRequest, council: str) -> Council:
    authority = member_council(request, council)
    if not may_edit_clearance_roles(signed_in_user(request), authority):
        raise PermissionDenied
    return authority


def _role(authority: Council, pk: int) -> ClearanceRole:
    return get_object_or_404(ClearanceRole.objects.select_related("council"), council=authority, pk=pk)


def _trail(authority: Council) -> list[tuple[str, str]]:
    address = reverse("reports:clearance-role-list", args=[authority.slug])
    return [*trails.to_papers(authority), ("Who clears papers", address)]
