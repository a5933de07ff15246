"""Cover: who does the work meanwhile, its end, its correction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import Council
from core.dates import full_date, today
from workforce import services
from workforce.forms.recruitment import CorrectCoverForm, CoverForm, EndCoverForm, ReasonForm
from workforce.models import Cover, FundedPost
from workforce.views.asked import form_page, recorder_of, trail


@require_http_methods(["GET", "HEAD", "POST"])
def cover_record(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
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
    return form_page(request, form, f"Record cover: {post}", "Record cover", trail(owner, post))


@require_http_methods(["GET", "HEAD", "POST"])
def cover_end(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    cover = _cover(request, owner, pk)
    form = EndCoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_cover(cover=cover, by=user, ended_on=form.cleaned_data["ended_on"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Cover of {cover.post} has ended")
            return redirect("workforce:post-detail", owner.slug, cover.post_id)
    return form_page(
        request,
        form,
        f"End cover of {cover.post}, {cover} since {full_date(cover.started_on)}",
        "End cover",
        trail(owner, cover.post),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cover_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    cover = _cover(request, owner, pk)
    form = CorrectCoverForm(request.POST or None, post=cover.post, corrects=cover)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_cover(post=cover.post, by=user, corrects=cover, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Corrected cover of {cover.post}")
            return redirect("workforce:post-detail", owner.slug, cover.post_id)
    title = f"Correct cover of {cover.post}, {cover} since {full_date(cover.started_on)}"
    return form_page(request, form, title, "Save the correction", trail(owner, cover.post))


@require_http_methods(["GET", "HEAD", "POST"])
def cover_void(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = recorder_of(request, council)
    cover = _cover(request, owner, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.void_cover(cover=cover, by=user, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Taken out: cover of {cover.post}")
            return redirect("workforce:post-detail", owner.slug, cover.post_id)
    title = f"Take out cover of {cover.post}, {cover} since {full_date(cover.started_on)}"
    return form_page(request, form, title, "Take it out", trail(owner, cover.post))


def _cover(request: HttpRequest, council: Council, pk: int) -> Cover:
    """Cover that stands, 404 otherwise; what is sent about cover put right meanwhile goes on to the service."""
    cover = Cover.objects.filter(council=council, is_void=False)
    found = cover if request.method == "POST" else cover.known_by()
    return get_object_or_404(found.select_related("post", "council"), pk=pk)
