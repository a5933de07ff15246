"""Rating scales: a council's own keys of progress and of impact, and the ratings they hold."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Council
from accounts.versions import StaleVersion
from improvement.models import Rating, RatingScale
from improvement.models.ratings import Palette
from improvement.scale_forms import NewScaleForm, RatingForm, RemoveForm, ScaleForm
from improvement.services.scales import (
    MEANINGS,
    add_rating,
    check_unused,
    edit_rating,
    remove_rating,
    rename_scale,
    start_scale,
    used_ratings,
)
from improvement.views.closed import closed
from improvement.views.editing import FormPage, add_one, edit_one, refuse
from improvement.views.structure import plan_editor


def scale_of(council: Council, pk: int) -> RatingScale:
    """Raises Http404."""
    scale = get_object_or_404(RatingScale, council=council, pk=pk)
    scale.council = council
    return scale


def rating_of(council: Council, pk: int) -> Rating:
    """Raises Http404."""
    rating = get_object_or_404(Rating.objects.select_related("scale"), council=council, pk=pk)
    rating.council = rating.scale.council = council
    return rating


@require_safe
def scale_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, _ = plan_editor(request, council)
    scales = RatingScale.objects.filter(council=owner).order_by("-kind", "name")
    ratings = list(Rating.objects.filter(council=owner).in_key_order())
    used = used_ratings(ratings)
    meanings = {value: words for choices in MEANINGS.values() for value, words in choices}
    rows: dict[int, list[dict[str, Any]]] = {}
    for rating in ratings:
        row = {"rating": rating, "used": rating.pk in used, "meaning": meanings[rating.meaning]}
        rows.setdefault(rating.scale_id, []).append(row)
    context = {"scales": [(scale, rows.get(scale.pk, [])) for scale in scales]}
    return render(request, "improvement/scale_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scale_add(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = plan_editor(request, council)
    page = _page(owner, "Start a rating scale", save="Start this scale")
    save = partial(start_scale, council=owner, by=user)
    return add_one(request, NewScaleForm(request.POST or None), save, page, said="Started the scale")


@require_http_methods(["GET", "HEAD", "POST"])
def scale_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(scale_of, owner, pk)
    page = _page(owner, f"Rename {fresh()} ({fresh().get_kind_display().lower()}s)")
    return edit_one(request, fresh, ScaleForm, lambda one: partial(rename_scale, scale=one, by=user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def rating_add(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    scale = scale_of(owner, pk)
    heading = f"Add a {scale.get_kind_display().lower()} to {scale}"
    page = _page(owner, heading, save="Add this rating", more=_preview("Your word"))
    form = RatingForm(request.POST or None, scale=scale)
    return add_one(request, form, partial(add_rating, scale=scale, by=user), page, said="Added the rating")


@require_http_methods(["GET", "HEAD", "POST"])
def rating_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    fresh = partial(rating_of, owner, pk)
    rating = fresh()
    page = _page(owner, _called("Change", rating), more=_preview(rating.label, rating.symbol))
    form = partial(RatingForm, scale=rating.scale)
    return edit_one(request, fresh, form, lambda one: partial(edit_rating, rating=one, by=user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def rating_remove(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner, user = plan_editor(request, council)
    rating = rating_of(owner, pk)
    form = RemoveForm(request.POST or None, thing=rating)
    page = _page(owner, _called("Remove", rating), save="Remove this rating")
    if refusal := closed(request, page, partial(check_unused, rating)):
        return refusal
    if request.method == "POST" and form.is_valid():
        try:
            remove_rating(rating=rating, by=user, shown_version=form.cleaned_data["version"] or 0)
        except StaleVersion:
            form.add_error(
                None, "Somebody changed this rating meanwhile. Look at it again before you remove it."
            )
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Removed the rating: {rating.label}")
            return redirect(page.back)
    return page.show(request, form)


def _called(verb: str, rating: Rating) -> str:
    return f"{verb} “{rating}” of {rating.scale} ({rating.scale.get_kind_display().lower()})"


def _preview(label: str, symbol: str = "") -> dict[str, Any]:
    """The tag in each colour of the palette, so that the choice can be seen."""
    return {"preview": [(colour.value, f"{colour.label}: {label}", symbol) for colour in Palette]}


def _page(
    council: Council, heading: str, *, save: str = "Save", more: dict[str, Any] | None = None
) -> FormPage:
    back = reverse("improvement:scale-list", args=[council.slug])
    return FormPage(heading, back, "Rating scales", save=save, more=more or {})
