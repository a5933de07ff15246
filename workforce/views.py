"""Funded posts, what happens to their positions, cover, and caseload capacity."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from core.ledger import AsAt
from core.views import as_at_of
from improvement.forms import on_top
from workforce import services
from workforce.access import may_record_recruitment, may_see_posts
from workforce.capacity import capacity_groups
from workforce.filters import PostFilter
from workforce.forms import CoverForm, EndCoverForm, EventForm
from workforce.models import CapacityReading, Cover, FundedPost, Position, RecruitmentEvent
from workforce.reads import cost_table, post_cost, post_page, posts_in_list
from workforce.states import State
from workforce.tables import PostTable
from workforce.timeline import event_words, timelines


def _council(request: HttpRequest, slug: str) -> tuple[Council, User]:
    """The council whose posts this person may see, and the person."""
    council, user = member_council(request, slug), signed_in_user(request)
    if not may_see_posts(user, council):
        raise PermissionDenied
    return council, user


def _recorder(request: HttpRequest, slug: str) -> tuple[Council, User]:
    """The same for somebody who may also record recruitment."""
    council, user = _council(request, slug)
    if not may_record_recruitment(user, council):
        raise PermissionDenied
    return council, user


@require_safe
def post_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = _council(request, council)
    asked = as_at_of(request)
    filtered = PostFilter(request.GET or None, council=owner, asked=asked)
    listed = posts_in_list(list(filtered.qs.distinct()), asked)
    counts = [(state, sum(row.counts.get(state, 0) for row in listed)) for state in State]
    rows = filtered.in_state(listed)
    table = PostTable(rows, asked=asked, council_slug=owner.slug)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    carried = f"{asked.querystring}&" if asked.is_past else ""
    context = {"table": table, "filter": filtered, "asked": asked, "counts": counts, "carried": carried}
    return render(request, "workforce/post_list.html", context)


@require_safe
def post_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _council(request, council)
    asked = as_at_of(request)
    post = get_object_or_404(
        FundedPost.objects.of(owner).as_at(asked.day, asked.known_at).with_references(), pk=pk
    )
    page, history = post_page(post, asked), timelines(post, asked)
    context = {
        "post": post,
        "page": page,
        "positions": [(record, history.get(record.position.pk, [])) for record in page.positions],
        "cost": post_cost(post, cost_table(owner)),
        "asked": asked,
        "may_record": may_record_recruitment(user, owner) and not asked.is_past,
        "trail": _trail(owner),
    }
    return render(request, "workforce/post_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def position_record(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _recorder(request, council)
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
        "trail": _trail(position.council, position.post),
        **more,
    }
    return render(request, "workforce/position_record.html", context, status=status)


def _conflict(form: EventForm, position: Position) -> tuple[dict[str, Any], EventForm]:
    """What both people wrote, and the form with what was typed, brought up to date."""
    position.refresh_from_db(fields=["version"])
    facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
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
def cover_record(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _recorder(request, council)
    post = get_object_or_404(FundedPost.objects.of(owner).as_at(today()).open(), pk=pk)
    form = CoverForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_cover(post=post, by=user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Recorded cover of {post}")
            return redirect("workforce:post-detail", owner.slug, post.pk)
    return _form_page(request, form, f"Record cover: {post}", "Record cover", _trail(owner, post))


@require_http_methods(["GET", "HEAD", "POST"])
def cover_end(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = _recorder(request, council)
    cover = get_object_or_404(Cover.objects.filter(council=owner).select_related("post", "council"), pk=pk)
    form = EndCoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_cover(cover=cover, by=user, ended_on=form.cleaned_data["ended_on"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Cover of {cover.post} has ended")
            return redirect("workforce:post-detail", owner.slug, cover.post_id)
    return _form_page(
        request,
        form,
        f"End cover of {cover.post}, {cover} since {full_date(cover.started_on)}",
        "End cover",
        _trail(owner, cover.post),
    )


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, button: str, trail: list[tuple[str, str]]
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "trail": trail}
    return render(request, "workforce/form.html", context, status=422 if form.errors else 200)


@require_safe
def capacity_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = _council(request, council)
    asked = as_at_of(request)
    readings = CapacityReading.objects.of(owner).latest_by(asked.day)
    posts = list(_asked_for(owner, asked)) if readings else []
    groups, other = capacity_groups(list(readings), posts)
    context = {
        "groups": groups,
        "other": other,
        "asked_fte": sum(post.fte for post in posts),
        "asked": asked,
        "trail": [("Home", reverse("reports:home", args=[owner.slug]))],
    }
    return render(request, "workforce/capacity_list.html", context)


def _asked_for(council: Council, asked: AsAt) -> QuerySet[FundedPost]:
    """What is asked for or given, and has not ended."""
    return FundedPost.objects.of(council).as_at(asked.day, asked.known_at).not_over()


def _trail(council: Council, post: FundedPost | None = None) -> list[tuple[str, str]]:
    trail = [
        ("Home", reverse("reports:home", args=[council.slug])),
        ("Funded posts", reverse("workforce:post-list", args=[council.slug])),
    ]
    if post is not None:
        trail.append((str(post), reverse("workforce:post-detail", args=[council.slug, post.pk])))
    return trail
