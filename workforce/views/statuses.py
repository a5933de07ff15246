"""Where a post stands: recording it, correcting it, taking it out."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date
from improvement.forms import on_top
from workforce import services
from workforce.forms.posts import CorrectStatusForm, StatusForm
from workforce.forms.recruitment import VoidForm
from workforce.models import FundedPost, PostStatus
from workforce.views.asked import Words, conflict_on, entry_of, form_page, manager_of, post_of, saved, trail

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def post_status(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    post, conflict = post_of(owner, pk), None
    form = StatusForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            if saved(form, partial(services.set_status, post=post, by=user, **_facts(form))):
                messages.success(request, f"{post} is now {_word(form).lower()}")
                return redirect("workforce:post-detail", owner.slug, post.pk)
        except StaleVersion:
            post = post_of(owner, pk)
            conflict = _conflict(post, [("It is now", _word(form))])
            form = StatusForm(on_top(form.data, post.version), post=post)
    lead = f"Today it is {post.status_words.lower()}."
    title = f"Say where {post} stands"
    return form_page(request, form, title, "Record", trail(owner, post), lead=lead, conflict=conflict)


@require_http_methods(METHODS)
def status_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    entry = _entry(request, owner, pk)
    post, conflict = post_of(owner, entry.post_id), None
    form = CorrectStatusForm(request.POST or None, post=post, corrects=entry)
    if request.method == "POST" and form.is_valid():
        write = partial(services.set_status, post=post, by=user, corrects=entry, **_facts(form))
        try:
            if saved(form, write):
                messages.success(request, f"Corrected: {post} was {_word(form).lower()}")
                return redirect("workforce:post-detail", owner.slug, post.pk)
        except StaleVersion:
            post = post_of(owner, post.pk)
            conflict = _conflict(post, [("It should have been", _word(form))])
            form = CorrectStatusForm(on_top(form.data, post.version), post=post, corrects=entry)
    title = f"Correct a status of {post} (entry {entry.pk})"
    steps, facts = trail(owner, post), _recorded(entry)
    return form_page(request, form, title, "Save the correction", steps, facts=facts, conflict=conflict)


@require_http_methods(METHODS)
def status_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = manager_of(request, council)
    entry = _entry(request, owner, pk)
    post, conflict = post_of(owner, entry.post_id), None
    form = VoidForm(request.POST or None, initial={"version": post.version})
    if request.method == "POST" and form.is_valid():
        given = {"note": form.cleaned_data["reason"], "shown_version": form.cleaned_data["version"]}
        try:
            if saved(form, partial(services.void_status, entry=entry, by=user, **given)):
                messages.success(request, f"Taken out: {entry.get_status_display().lower()} of {post}")
                return redirect("workforce:post-detail", owner.slug, post.pk)
        except StaleVersion:
            post = post_of(owner, post.pk)
            conflict = _conflict(post, [("Why", given["note"])])
            form = VoidForm(on_top(form.data, post.version))
    title = f"Take out a status of {post} (entry {entry.pk})"
    steps, facts = trail(owner, post), _recorded(entry)
    return form_page(request, form, title, "Take it out", steps, facts=facts, conflict=conflict)


def _facts(form: StatusForm) -> dict[str, Any]:
    """The keyword arguments of the service."""
    facts = dict(form.cleaned_data)
    return {"shown_version": facts.pop("version"), **facts}


def _word(form: StatusForm) -> str:
    return str(FundedPost.Status(form.cleaned_data["status"]).label)


def _conflict(post: FundedPost, mine: Words) -> dict[str, Any]:
    return conflict_on(post, mine=mine, theirs=[("It is now", post.status_words)])


def _recorded(entry: PostStatus) -> Words:
    facts = [("What was recorded", str(entry.get_status_display())), ("As at", full_date(entry.as_at))]
    return [*facts, ("Decision", str(entry.decision or "None")), ("Note", entry.note)]


def _entry(request: HttpRequest, council: Council, pk: int) -> PostStatus:
    entries = PostStatus.objects.filter(council=council)
    return entry_of(request, entries.select_related("post__council", "decision"), pk)
