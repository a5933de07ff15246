"""What happens to positions: recording it, correcting it, taking it out."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from improvement.forms import on_top
from workforce import services
from workforce.forms.recruitment import CorrectEventForm, EventForm, VoidForm
from workforce.models import Position, RecruitmentEvent
from workforce.timeline import event_words
from workforce.views.asked import conflict_on, entry_of, form_page, recorder_of, saved, trail


@require_http_methods(["GET", "HEAD", "POST"])
def position_record(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    found = Position.objects.filter(council=owner).select_related("post", "council")
    position = get_object_or_404(found, pk=pk)
    form = EventForm(request.POST or None, position=position)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            event = services.record_event(position=position, by=user, shown_version=version, **facts)
        except StaleVersion:
            conflict, again = _conflict(form, position)
            return _record_page(request, position, again, status=409, conflict=conflict)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Recorded for {position}: {event_words(event)}")
            return redirect("workforce:post-detail", owner.slug, position.post_id)
    return _record_page(request, position, form, status=422 if form.errors else 200)


def _record_page(
    request: HttpRequest, position: Position, form: EventForm, *, status: int, **more: object
) -> HttpResponse:
    latest = RecruitmentEvent.objects.latest_for(position, today())
    context = {
        "position": position,
        "latest": event_words(latest) if latest else "",
        "form": form,
        "trail": trail(position.council, position.post),
        **more,
    }
    return render(request, "workforce/position_record.html", context, status=status)


def _conflict(form: EventForm, position: Position) -> tuple[dict[str, Any], EventForm]:
    """What both people wrote, and the form with what was typed, brought up to date."""
    position.refresh_from_db(fields=["version"])
    facts = {name: value for name, value in form.cleaned_data.items() if name not in {"version", "reason"}}
    latest = RecruitmentEvent.objects.filter(position=position).select_related("recorded_by").latest("pk")
    conflict = {
        "who": latest.recorded_by.name,
        "when": full_moment(latest.recorded_at),
        "mine": _told(RecruitmentEvent(position=position, **facts)),
        "theirs": _told(latest),
    }
    return conflict, EventForm(on_top(form.data, position.version), position=position)


def _told(event: RecruitmentEvent) -> list[tuple[str, str]]:
    return [("What happened", event_words(event)), ("As at", full_date(event.as_at)), ("Note", event.note)]


@require_http_methods(["GET", "HEAD", "POST"])
def event_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    event = _event(request, owner, pk)
    position = event.position
    form = CorrectEventForm(request.POST or None, position=position, corrects=event)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        version = facts.pop("version")
        try:
            made = services.record_event(
                position=position, by=user, shown_version=version, corrects=event, **facts
            )
        except StaleVersion:
            conflict, _ = _conflict(form, position)
            typed = on_top(form.data, position.version)
            again = CorrectEventForm(typed, position=position, corrects=event)
            return _record_page(request, position, again, status=409, conflict=conflict, corrects=event)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Corrected for {position}: {event_words(made)}")
            return redirect("workforce:post-detail", owner.slug, position.post_id)
    return _record_page(request, position, form, status=422 if form.errors else 200, corrects=event)


@require_http_methods(["GET", "HEAD", "POST"])
def event_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    event = _event(request, owner, pk)
    position, conflict = event.position, None
    form = VoidForm(request.POST or None, initial={"version": position.version})
    if request.method == "POST" and form.is_valid():
        given = {"note": form.cleaned_data["reason"], "shown_version": form.cleaned_data["version"]}
        try:
            if saved(form, partial(services.void_event, event=event, by=user, **given)):
                messages.success(request, f"Taken out of the history of {position}")
                return redirect("workforce:post-detail", owner.slug, position.post_id)
        except StaleVersion:
            conflict, form = _void_conflict(form, position)
    facts = [("What was recorded", event_words(event)), ("As at", full_date(event.as_at))]
    title = f"Take out an entry of {position} (entry {event.pk})"
    steps = trail(owner, position.post)
    return form_page(request, form, title, "Take it out", steps, facts=facts, conflict=conflict)


def _event(request: HttpRequest, council: Council, pk: int) -> RecruitmentEvent:
    events = RecruitmentEvent.objects.filter(council=council)
    return entry_of(request, events.select_related("position__post", "position__council"), pk)


def _void_conflict(form: VoidForm, position: Position) -> tuple[dict[str, Any], VoidForm]:
    position.refresh_from_db(fields=["version"])
    latest = RecruitmentEvent.objects.filter(position=position).latest("pk")
    theirs = [("What happened", event_words(latest))]
    conflict = conflict_on(position, mine=[("Why", form.cleaned_data["reason"])], theirs=theirs)
    return conflict, VoidForm(on_top(form.data, position.version))
