"""The shape of a plan: all of it on one page, and plans to begin and to change."""

import re

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from improvement.access import may_edit_plan
from improvement.models import Action, Plan, Priority, Section
from improvement.services import create_plan
from improvement.services.ordering import move
from improvement.structure_forms import NewPlanForm
from improvement.structure_page import shape_of

_MOVE = re.compile(r"(section|priority|action)-(\d{1,9})-(\d{1,4})-(up|down)", re.ASCII)
_MOVABLE: dict[str, type[Section] | type[Priority] | type[Action]] = {
    "section": Section,
    "priority": Priority,
    "action": Action,
}


def plan_editor(request: HttpRequest, council: str) -> tuple[Council, User]:
    """The council of this address and who asks. Raises Http404 for another council's, PermissionDenied for whoever
    may not edit the plan."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_edit_plan(user, owner):
        raise PermissionDenied("Only the programme office and administrators may edit the plan.")
    return owner, user


@require_http_methods(["GET", "HEAD", "POST"])
def plan_structure(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    plan = get_object_or_404(Plan.objects.of(owner), pk=pk)
    plan.council = owner
    if request.method == "POST":
        pressed = _move(request, plan, user)
        return redirect(f"{reverse('improvement:plan-structure', args=[owner.slug, pk])}?moved={pressed}")
    shape = shape_of(plan, request.GET.get("moved", ""), request.GET.get("section", ""))
    retired = [(one, f"improvement:{one._meta.model_name}-bring-back") for one in shape.retired]
    context = {"plan": plan, "shape": shape, "retired": retired}
    return render(request, "improvement/plan_structure.html", context)


def _move(request: HttpRequest, plan: Plan, user: User) -> str:
    """Move what the pressed button names; gives that button, like `section-5-up`. The button posts the place it
    leads to, so that a second press of the same page does no more. Raises BadRequest, Http404."""
    asked = _MOVE.fullmatch(request.POST.get("move", ""))
    if asked is None:
        raise BadRequest("That button does not move anything in this plan.")
    model, place = _MOVABLE[asked[1]], int(asked[3])
    within = {"chapter__plan": plan} if model is Section else {"section__chapter__plan": plan}
    found: Model = get_object_or_404(model, council=plan.council, pk=int(asked[2]), retired_on=None, **within)
    assert isinstance(found, Section | Priority | Action)
    move(thing=found, by=user, place=place)
    return f"{asked[1]}-{found.pk}-{asked[4]}"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = plan_editor(request, council)
    form = NewPlanForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(council=owner, by=user, slug=_slug(owner, form.facts["title"]), **form.facts)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{plan.title} begun. Add its chapters.")
            return redirect("improvement:plan-structure", owner.slug, plan.pk)
    context = {
        "form": form,
        "heading": "Begin a plan",
        "back": reverse("reports:plan-list", args=[owner.slug]),
        "back_text": "Improvement plans",
        "save": "Begin this plan",
    }
    return render(request, "improvement/part_edit.html", context, status=422 if form.errors else 200)


def _slug(council: Council, title: str) -> str:
    """A name for addresses and commands, made from the title and not yet taken."""
    wanted = slugify(title)[:40] or "plan"
    taken = set(Plan.objects.filter(council=council).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
