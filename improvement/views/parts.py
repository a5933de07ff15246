"""The parts of a plan – chapters, sections, priorities, actions – one at a time: added, changed, retired."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Council, User
from accounts.versions import StaleVersion, shown_version
from improvement.models import Action, Chapter, Plan, Priority, Section
from improvement.services import add_action, add_chapter, add_priority, add_section, editing
from improvement.services.ordering import last_place
from improvement.services.retiring import delete_unused, has_history, in_force_within, retire
from improvement.services.structure import check_in_force, check_takes_parts
from improvement.structure_forms import (
    ActionForm,
    ChapterForm,
    OriginalDateForm,
    PlanForm,
    PriorityForm,
    RetireForm,
    SectionForm,
)
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one, edit_one, refuse
from improvement.views.structure import plan_editor

Asked = Callable[..., HttpResponse]
_MODELS: dict[str, tuple[Any, str]] = {
    "chapter": (Chapter, "plan"),
    "section": (Section, "chapter__plan"),
    "priority": (Priority, "section__chapter__plan"),
    "action": (Action, "section__chapter__plan"),
}


def part_of(council: Council, kind: str, pk: int) -> tuple[Any, Plan]:
    """A part of a plan of this council, and the plan. Raises Http404."""
    model, path = _MODELS[kind]
    parts: QuerySet[Any] = model.objects.filter(council=council).select_related(path)
    if kind == "action":
        parts = Action.objects.of(council).select_related("deputy", "section__chapter__plan")
    part = get_object_or_404(parts, pk=pk)
    part.council = council
    plan = part
    for step in path.split("__"):
        plan = getattr(plan, step)
    plan.council = council
    return part, plan


# Adding


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    plan = get_object_or_404(Plan.objects.of(owner), pk=pk)
    plan.council = owner
    form = ChapterForm(request.POST or None)
    save = partial(add_chapter, plan=plan, by=user)
    return _add(request, plan, form, save, heading=f"Add a chapter – {plan.title}", noun="chapter")


@require_http_methods(["GET", "HEAD", "POST"])
def section_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    chapter, plan = part_of(owner, "chapter", pk)
    form = SectionForm(request.POST or None)
    order = last_place(Section.objects.filter(chapter=chapter))
    save = partial(add_section, chapter=chapter, by=user, order=order)
    heading = f"Add a section to chapter {chapter.number} – {plan.title}"
    return _add(request, plan, form, save, heading=heading, noun="section", within=chapter)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    section, plan = part_of(owner, "section", pk)
    form = PriorityForm(request.POST or None)
    order = last_place(Priority.objects.filter(section=section))
    save = partial(add_priority, section=section, by=user, order=order)
    heading = f"Add a priority to {section.reference} – {plan.title}"
    return _add(request, plan, form, save, heading=heading, noun="priority", within=section)


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    section, plan = part_of(owner, "section", pk)
    form = ActionForm(request.POST or None, plan=plan, place=section.reference)
    order = last_place(Action.objects.filter(section=section))
    save = partial(add_action, by=user, order=order)
    heading = f"Add an action to {section.reference} – {plan.title}"
    page = FormPage(
        heading, *_way_back(plan, section), save="Add this action", more={"proposed_to": _decides(plan)}
    )
    if refusal := closed(request, page, partial(check_takes_parts, section)):
        return refusal
    return add_one(request, form, save, page, said="Added the action")


def _decides(plan: Plan) -> str:
    return f"the {plan.actions_endorsed_by}" if plan.actions_endorsed_by else "a meeting"


def _add(
    request: HttpRequest,
    plan: Plan,
    form: Any,
    save: Callable[..., Any],
    *,
    heading: str,
    noun: str,
    within: Chapter | Section | None = None,
) -> HttpResponse:
    page = FormPage(heading, *_way_back(plan, within), save=f"Add this {noun}")
    if within is not None and (refusal := closed(request, page, partial(check_takes_parts, within))):
        return refusal
    return add_one(request, form, save, page, said=f"Added the {noun}")


# Changing


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)

    def fresh() -> tuple[Any, Plan]:
        plan = get_object_or_404(Plan.objects.of(owner), pk=pk)
        plan.council = owner
        return plan, plan

    return _edit(request, fresh, PlanForm, lambda plan: partial(editing.edit_plan, plan=plan, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(part_of, owner, "chapter", pk)
    return _edit(request, fresh, ChapterForm, lambda one: partial(editing.edit_chapter, chapter=one, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(part_of, owner, "section", pk)
    return _edit(request, fresh, SectionForm, lambda one: partial(editing.edit_section, section=one, by=user))


@require_http_methods(["GET", "HEAD", "POST"])
def priority_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(part_of, owner, "priority", pk)
    return _edit(
        request, fresh, PriorityForm, lambda one: partial(editing.edit_priority, priority=one, by=user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(part_of, owner, "action", pk)
    action, plan = fresh()
    form = partial(ActionForm, plan=plan)
    more = {"part": action, "correct_date": reverse("improvement:action-correct-date", args=[council, pk])}
    return _edit(
        request, fresh, form, lambda one: partial(editing.edit_action, action=one, by=user), more=more
    )


@require_http_methods(["GET", "HEAD", "POST"])
def action_correct_date(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(part_of, owner, "action", pk)
    return _edit(
        request,
        fresh,
        OriginalDateForm,
        lambda one: partial(editing.correct_original_due, action=one, by=user),
        verb="Correct the original date of",
    )


def _edit(
    request: HttpRequest,
    fresh: Callable[[], tuple[Any, Plan]],
    form_of: Callable[..., Any],
    saves: Callable[[Any], Callable[..., None]],
    *,
    verb: str = "Change",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    part, plan = fresh()
    page = FormPage(f"{verb} {_called(part)}", *_way_back(plan, part), more=more or {})
    if refusal := closed(request, page, partial(check_in_force, part)):
        return refusal
    return edit_one(request, lambda: fresh()[0], form_of, saves, page)


# Retiring


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    return _retire(request, owner, user, "chapter", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def section_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    return _retire(request, owner, user, "section", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def priority_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    return _retire(request, owner, user, "priority", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def action_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    return _retire(request, owner, user, "action", pk)


def _retire(request: HttpRequest, owner: Council, user: User, kind: str, pk: int) -> HttpResponse:
    """Retire it with a reason or, where nothing ever used it, delete it."""
    part, plan = part_of(owner, kind, pk)
    form = RetireForm(request.POST if "because" in request.POST else None, thing=part)
    deletes = request.method == "POST" and request.POST.get("do") == "delete"
    if deletes or (request.method == "POST" and form.is_valid()):
        try:
            said = _delete(request, part, user) if deletes else _take_out(form, part, user)
        except StaleVersion:
            return _retire_page(request, owner, kind, pk, status=409)
        except ValidationError as refused:
            if not form.is_bound:
                return _retire_page(request, owner, kind, pk, status=422, refused=refused.messages)
            form.is_valid()
            refuse(form, refused)
        else:
            messages.success(request, said)
            return redirect(_way_back(plan, part)[0])
    return _retire_page(request, owner, kind, pk, form=form, status=422 if form.errors else 200)


def _take_out(form: RetireForm, part: Any, user: User) -> str:
    facts = dict(form.cleaned_data)
    retire(thing=part, by=user, shown_version=facts.pop("version"), **facts)
    return f"Retired: {part}"


def _delete(request: HttpRequest, part: Any, user: User) -> str:
    words = f"Deleted: {part}"
    delete_unused(thing=part, by=user, shown_version=shown_version(request.POST))
    return words


def _retire_page(
    request: HttpRequest,
    owner: Council,
    kind: str,
    pk: int,
    *,
    status: int,
    form: RetireForm | None = None,
    refused: list[str] | None = None,
) -> HttpResponse:
    part, plan = part_of(owner, kind, pk)
    back, back_text = _way_back(plan, part)
    context = {
        "part": part,
        "kind": kind,
        "form": form or RetireForm(thing=part),
        "heading": f"Retire {_called(part)}",
        "holds": in_force_within(part),
        "unused": not has_history(part),
        "changed": status == 409,
        "refused": refused,
        "back": back,
        "back_text": back_text,
    }
    return render(request, "improvement/part_retire.html", context, status=status)


# What the pages share


def _way_back(plan: Plan, part: Any = None) -> tuple[str, str]:
    """The shape of the plan, with the section open in which the part lies."""
    back = reverse("improvement:plan-structure", args=[plan.council.slug, plan.pk])
    within = {Section: "pk", Priority: "section_id", Action: "section_id"}.get(type(part), "")
    opened = f"?section={getattr(part, within)}#section-{getattr(part, within)}" if within else ""
    return f"{back}{opened}", f"Shape of {plan.title}"


def _called(part: Any) -> str:
    """A name of its own for the title of a page: its reference, and the plan it is in."""
    match part:
        case Plan():
            return f"plan: {part.title}"
        case Chapter():
            return f"chapter {part.number} – {part.plan.title}"
        case Priority():
            return f"{part.section.reference}, {part.label} – {part.section.chapter.plan.title}"
        case Section():
            return f"{part.reference} – {part.chapter.plan.title}"
    return f"{part.reference} – {part.plan.title}"
