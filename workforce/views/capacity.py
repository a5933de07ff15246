"""Caseloads and capacity: what teams carry, the posts they need, and what if."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Council
from core.charts import Bar, ChartImage, Part, stacked_bars
from core.ledger import AsAt
from core.templatetags.ui import figure
from core.views import LISTS, as_at_of, download
from workforce.access import may_manage_posts, may_record_recruitment
from workforce.aspirations import Aspired, aspired
from workforce.capacity import CapacityGroup, capacity_groups
from workforce.capacity_workbook import export_capacity
from workforce.caseloads import (
    Load,
    Span,
    by_place,
    like_with_like,
    readings_as_at,
    span_of,
    standards_as_at,
    team_loads,
)
from workforce.forms.capacity import CapacityFilterForm
from workforce.models import CapacityReading, CaseloadStandard, FundedPost
from workforce.needs import NIL, Need, WhatIf, needed
from workforce.views.asked import council_of, trail

GROUPS_A_PAGE = 20


@dataclass(frozen=True)
class ShownGroup:
    """A group with all that its section shows."""

    group: CapacityGroup
    loads: list[Load]
    span: Span | None
    like: str
    asked_if: WhatIf | None
    if_so: Need | None
    aspired: Aspired | None


@dataclass(frozen=True)
class Found:
    """What the page and its exports show."""

    form: CapacityFilterForm
    readings: list[CapacityReading]
    groups: list[CapacityGroup]
    other: list[FundedPost]
    posts: list[FundedPost]
    standards: list[CaseloadStandard]


@require_safe
def capacity_list(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = council_of(request, council)
    asked = as_at_of(request)
    found = _found(request, owner, asked)
    page = Paginator(found.groups, GROUPS_A_PAGE).get_page(request.GET.get("page"))
    shown = [_shown(group, found) for group in page]
    context: dict[str, Any] = {
        "found": found,
        "page": page,
        "groups": shown,
        "places": by_place(found.readings),
        "chart": _chart(found.readings),
        "asked_fte": sum((post.fte for post in found.posts), NIL),
        "narrowed": bool(found.form.data.get("service") or found.form.data.get("locality")),
        "asked": asked,
        "may_manage": may_manage_posts(user, owner),
        "may_enter": may_record_recruitment(user, owner) and not asked.is_past,
        "trail": trail(owner),
    }
    return render(request, "workforce/capacity_list.html", context)


def _found(request: HttpRequest, owner: Council, asked: AsAt) -> Found:
    """Everything of the day, narrowed to a service and a locality."""
    standards = standards_as_at(owner, asked)
    everything = readings_as_at(owner, asked, standards)
    posts = list(_asked_for(owner, asked)) if everything else []
    all_groups, other = capacity_groups(everything, posts)
    form = CapacityFilterForm(
        request.GET or None, readings=everything, groups=[group.name for group in all_groups]
    )
    form.is_valid()
    service, locality = (getattr(form, "cleaned_data", {}).get(name, "") for name in ("service", "locality"))
    if not service and not locality:
        return Found(form, everything, all_groups, other, posts, standards)
    readings = [
        one
        for one in everything
        if (not service or one.team.service == service) and (not locality or one.team.locality == locality)
    ]
    kept = set(readings)
    # The whole of a request is needed to compare it with, so a group is shown whole as soon as one team is in it.
    groups = [group for group in all_groups if kept & set(group.readings)]
    return Found(form, readings, groups, [], [row.post for one in groups for row in one.asked], standards)


def _asked_for(council: Council, asked: AsAt) -> QuerySet[FundedPost]:
    """What is asked for or given, and has not ended."""
    return FundedPost.objects.of(council).as_at(asked.day, asked.known_at).not_over()


def _shown(group: CapacityGroup, found: Found) -> ShownGroup:
    what_if = _what_if(group, found.form)
    return ShownGroup(
        group,
        team_loads(group.readings),
        span_of(group, found.standards),
        like_with_like(group),
        what_if,
        needed(group.readings, what_if) if what_if else None,
        aspired(group.readings, found.standards, what_if),
    )


def _what_if(group: CapacityGroup, form: CapacityFilterForm) -> WhatIf | None:
    """What was asked of this group; None where nothing was."""
    if not form.is_valid():
        return None
    growth = form.cleaned_data["growth"] or NIL
    posts = form.cleaned_data["posts"] or NIL if form.cleaned_data["group"] == group.name else NIL
    return WhatIf(posts=posts, growth=growth) if growth or posts else None


def _chart(readings: list[CapacityReading]) -> ChartImage | None:
    """Cases within and over capacity by place, where both are known."""
    bars = []
    for place in by_place(readings):
        if place.cases is not None and place.over is not None and not place.is_partial:
            over = min(place.over[0], Decimal(place.cases))
            bars.append(Bar(place.name, [place.cases - over, over]))
    parts = [Part("Within capacity", "#1d4f76"), Part("Over capacity", "#b35900")]
    title = "Cases within and over capacity, everyone holding the most that the standard allows"
    return stacked_bars(title, bars, parts, of="Service and locality", show=figure) if bars else None


@require_safe
def capacity_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    owner, _ = council_of(request, council)
    if kind not in LISTS:
        raise Http404
    asked = as_at_of(request)
    found = _found(request, owner, asked)
    content = export_capacity(team_loads(found.readings), found.groups, found.standards, kind, asked.day)
    return download(content, f"{owner.slug}-capacity-{asked.day}.{kind}")
