"""What the database cannot promise about posts and their history. `problems` names whatever is amiss."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Sum

from accounts.models import Council, CouncilOwned, Entry
from core.dates import local_day
from workforce.capacity_checks import capacity_problems
from workforce.headcount import CoverTime, cover_time, why_too_many
from workforce.models import (
    CapacityReading,
    CaseloadStandard,
    Cover,
    EnteredCost,
    FundedPost,
    GradeCost,
    PayAward,
    Position,
    PostSentence,
    PostStatus,
    RecruitmentEvent,
    TeamRetirement,
)
from workforce.orders import why_impossible, why_status_impossible


def problems(council: Council) -> Iterator[str]:
    """A sentence for each thing of this council's posts that is not as the services leave it."""
    for model in apps.get_app_config("workforce").get_models():
        if issubclass(model, CouncilOwned):
            yield from _strays(model, council)
    yield from _bad_events(council)
    for ledger, subject in _LEDGERS.items():
        yield from _bad_entries(ledger, subject, council)
    yield from _bad_statuses(council)
    yield from _bad_costs(council)
    yield from _bad_orders(council)
    yield from _too_many_positions(council)
    yield from _too_many_people(council)
    yield from _stray_cover(council)
    yield from _corrected_cover(council)
    yield from capacity_problems(council)


# Every other ledger of the app, with the fields that name what an entry is about.
_LEDGERS: dict[type[Entry], tuple[str, ...]] = {
    PostStatus: ("post",),
    GradeCost: ("council", "grade"),
    PayAward: ("council", "financial_year"),
    EnteredCost: ("post", "financial_year"),
    PostSentence: ("post",),
    CaseloadStandard: ("council", "applies_to", "is_aspiration"),
    CapacityReading: ("team", "month"),
    TeamRetirement: ("team",),
}


def _bad_entries(ledger: type[Entry], subject: tuple[str, ...], council: Council) -> Iterator[str]:
    """Entries no service call accounts for, or that correct a later entry or one about something else."""
    entries: Any = ledger._default_manager.filter(council=council)
    for pk in entries.filter(change=None).values_list("pk", flat=True):
        yield f"{_name(ledger, pk)} is in no change of the change log."
    for pk in entries.filter(corrects__gte=F("pk")).values_list("pk", flat=True):
        yield f"{_name(ledger, pk)} corrects itself or a later entry."
    same = {name: F(f"corrects__{name}") for name in subject}
    for pk in entries.exclude(corrects=None).exclude(**same).values_list("pk", flat=True):
        yield f"{_name(ledger, pk)} corrects an entry about something else."


def _bad_statuses(council: Council) -> Iterator[str]:
    """Posts without a status, and statuses that could not have followed one another or that the change log saw
    otherwise."""
    held: dict[int, list[PostStatus]] = defaultdict(list)
    statuses = PostStatus.objects.filter(council=council).select_related("change")
    for entry in statuses.standing(None).order_by("as_at", "pk"):
        held[entry.post_id].append(entry)
        seen = entry.change.after if entry.change else {}
        if seen.get("status", entry.status) != entry.status:
            yield f"{_name(PostStatus, entry.pk)} differs from the change log in its status."
    for pk in FundedPost.objects.filter(council=council).values_list("pk", flat=True):
        if pk not in held:
            yield f"{_name(FundedPost, pk)} has no status."
        elif reason := why_status_impossible(held[pk]):
            yield f"{_name(FundedPost, pk)}: {reason}"


def _bad_costs(council: Council) -> Iterator[str]:
    """A grade has one cost a day, a year one award; and what the change log saw of a cost."""
    seen: set[tuple[str, object]] = set()
    for cost in GradeCost.objects.of(council).standing(None).select_related("change"):
        if (cost.grade, cost.as_at) in seen:
            yield f"{_name(GradeCost, cost.pk)} is a second cost of the same grade and day."
        seen.add((cost.grade, cost.as_at))
        told = cost.change.after.get("annual_cost") if cost.change else None
        if told is not None and Decimal(told) != cost.annual_cost:
            yield f"{_name(GradeCost, cost.pk)} differs from the change log in its annual cost."
    awards = PayAward.objects.of(council).standing(None).order_by().values_list("financial_year")
    for (year,) in awards.annotate(held=Count("pk")).filter(held__gt=1).values_list("financial_year"):
        yield f"Two pay awards stand for the year from April {year}."


def _corrected_cover(council: Council) -> Iterator[str]:
    """Cover that corrects that of another post, or a later one; and cover no service call accounts for."""
    cover = Cover.objects.filter(council=council)
    for pk in cover.filter(change=None).values_list("pk", flat=True):
        yield f"{_name(Cover, pk)} is in no change of the change log."
    corrections = cover.exclude(corrects=None)
    for pk in corrections.exclude(post=F("corrects__post")).values_list("pk", flat=True):
        yield f"{_name(Cover, pk)} corrects cover of another post."
    for pk in corrections.filter(corrects__gte=F("pk")).values_list("pk", flat=True):
        yield f"{_name(Cover, pk)} corrects itself or later cover."
    for pk in cover.filter(is_void=True, corrects=None).values_list("pk", flat=True):
        yield f"{_name(Cover, pk)} takes out nothing."


def _strays(model: type[CouncilOwned], council: Council) -> Iterator[str]:
    """Rows whose parent belongs to another council."""
    rows = model._default_manager.filter(council=council)
    for field in model._meta.fields:
        parent = field.related_model
        if not (isinstance(parent, type) and issubclass(parent, CouncilOwned)):
            continue
        strays = rows.exclude(**{field.name: None}).exclude(**{f"{field.name}__council": council})
        for pk in strays.values_list("pk", flat=True):
            yield f"{_name(model, pk)} has a {field.verbose_name} of another council."


def _bad_events(council: Council) -> Iterator[str]:
    """Events no service call accounts for, dated after they were recorded, that correct what they cannot, or
    that differ from what the change log saw."""
    events = RecruitmentEvent.objects.filter(council=council)
    for pk in events.filter(change=None).values_list("pk", flat=True):
        yield f"{_name(RecruitmentEvent, pk)} is in no change of the change log."
    for pk in events.filter(corrects__gte=F("pk")).values_list("pk", flat=True):
        yield f"{_name(RecruitmentEvent, pk)} corrects itself or a later entry."
    elsewhere = events.exclude(corrects=None).exclude(position=F("corrects__position"))
    for pk in elsewhere.values_list("pk", flat=True):
        yield f"{_name(RecruitmentEvent, pk)} corrects an entry of another position."
    for event in events.select_related("change"):
        if event.as_at > local_day(event.recorded_at):
            yield f"{_name(RecruitmentEvent, event.pk)} is as at a day after it was recorded."
        seen = event.change.after if event.change else {}
        if seen.get("kind", event.kind) != event.kind:
            yield f"{_name(RecruitmentEvent, event.pk)} differs from the change log in its kind."


def _bad_orders(council: Council) -> Iterator[str]:
    """Positions whose standing events could not have happened in their order."""
    events: dict[int, list[RecruitmentEvent]] = defaultdict(list)
    standing = RecruitmentEvent.objects.filter(council=council).standing(None).order_by("as_at", "pk")
    for event in standing:
        events[event.position_id].append(event)
    for position, in_order in events.items():
        if reason := why_impossible(in_order):
            yield f"{_name(Position, position)}: {reason}"


def _too_many_positions(council: Council) -> Iterator[str]:
    there = Position.objects.filter(council=council, above_reason="").there(date.max)
    held = dict(there.order_by().values_list("post").annotate(Sum("fte")))
    posts = FundedPost.objects.filter(council=council, pk__in=held)
    for pk, number, each in posts.values_list("pk", "number", "fte_each"):
        if held[pk] > number * each:
            yield f"{_name(FundedPost, pk)} has positions of {held[pk]} FTE for {number * each} approved."


def _too_many_people(council: Council) -> Iterator[str]:
    """More people at work than were approved, and no reason on record."""
    events: dict[int, list[RecruitmentEvent]] = defaultdict(list)
    standing = RecruitmentEvent.objects.filter(council=council).standing(None).order_by("as_at", "pk")
    for event in standing:
        events[event.position_id].append(event)
    cover: dict[int, list[CoverTime]] = defaultdict(list)
    for one in Cover.objects.filter(council=council).known_by().prefetch_related("positions"):
        served = one.positions.all()
        for position in served:
            cover[position.pk].append(cover_time(one, len(served)))
    for pk, times in cover.items():
        if reason := why_too_many(events[pk], times):
            yield f"{_name(Position, pk)}: {reason}"


def _stray_cover(council: Council) -> Iterator[str]:
    served = Cover.positions.through.objects.filter(cover__council=council)
    stray = served.exclude(position__post=F("cover__post")).order_by("cover")
    for pk in stray.values_list("cover", flat=True).distinct():
        yield f"{_name(Cover, pk)} covers a position of another post."


def _name(model: type[models.Model], pk: int) -> str:
    name = str(model._meta.verbose_name)
    return f"{name[:1].upper()}{name[1:]} {pk}"
