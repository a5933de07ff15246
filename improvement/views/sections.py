"""The impact rating of a section. The section's own page spans the apps and lives in reports."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from improvement.access import may_rate_impact
from improvement.correction_forms import CorrectImpactForm
from improvement.forms import ImpactForm, on_top, typed
from improvement.models import ImpactRating, Section
from improvement.services.impact import correct_impact, rate_impact
from improvement.services.rules import check_uncorrected
from improvement.views.closed import closed
from improvement.views.conflicts import conflict_over
from improvement.views.editing import FormPage, refuse
from improvement.views.left import told_when_left


def section_of(council: Council, pk: int) -> Section:
    """A section of this council with today's impact rating. Raises Http404."""
    found = Section.objects.of(council).select_related("chapter__plan__impact_scale").as_at(today())
    section = get_object_or_404(found, pk=pk)
    section.council = council
    return section


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("section")
def section_rate_impact(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    section = section_of(owner, pk)
    if not may_rate_impact(user, section):
        raise PermissionDenied("Only a chair or the programme office may rate impact.")
    form = ImpactForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            saved = rate_impact(section=section, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            words = f"Saved: impact is “{saved.rating}” as at {full_date(saved.as_at)}"
            messages.success(request, words)
            return redirect("reports:section-detail", owner.slug, section.pk)
    return _page(request, section, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def impact_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    entry = get_object_or_404(ImpactRating.objects.select_related("rating"), council=owner, pk=pk)
    entry.section = section = section_of(owner, entry.section_id)
    if not may_rate_impact(user, section):
        raise PermissionDenied("Only a chair or the programme office may rate impact.")
    form = CorrectImpactForm(request.POST or None, entry=entry, section=section)
    back = reverse("reports:section-detail", args=[owner.slug, section.pk])
    heading = f"Correct impact rating {pk} of {section}"
    page = FormPage(heading, back, section.reference, save="Save this correction")
    if refusal := closed(request, page, partial(check_uncorrected, entry, "rating")):
        return refusal
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            correct_impact(entry=entry, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            now = section_of(owner, section.pk)
            again = CorrectImpactForm(on_top(request.POST, now.version), entry=entry, section=now)
            theirs = [("Impact rating", now.impact_label or "Not yet rated")]
            names = ("because", "rating", "as_at", "narrative")
            return page.show(request, again, conflict_over(now, form, names, theirs))
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Correction saved: both entries stay in the history below")
            return redirect(back)
    return page.show(request, form)


def _page(
    request: HttpRequest, section: Section, form: ImpactForm, *, status: int, **more: object
) -> HttpResponse:
    context = {"section": section, "form": form, **more}
    return render(request, "improvement/section_rate_impact.html", context, status=status)


def _conflict(request: HttpRequest, council: Council, pk: int, form: ImpactForm) -> HttpResponse:
    """Somebody else rated it first: nothing is written, both texts are shown, what was typed is kept."""
    section = section_of(council, pk)
    theirs = (
        ImpactRating.objects.filter(section=section).for_timeline().order_by("-recorded_at", "-id").first()
    )
    conflict = {
        "who": theirs.recorded_by if theirs else "Somebody",
        "when": full_moment(theirs.recorded_at) if theirs else "",
        "mine": typed(form, ("rating", "as_at", "narrative")),
        "theirs": _told(theirs) if theirs else [],
    }
    again = ImpactForm(on_top(request.POST, section.version), section=section)
    return _page(request, section, again, status=409, conflict=conflict)


def _told(rating: ImpactRating) -> list[tuple[str, str]]:
    return [
        ("Impact rating", str(rating.rating)),
        ("As at", full_date(rating.as_at)),
        ("What shows it", rating.narrative),
    ]
