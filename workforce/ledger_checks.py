"""What the database cannot promise about posts and their history. `problems` names whatever is amiss."""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import F, Sum

from accounts.models import Council, CouncilOwned
from core.dates import local_day
from workforce.models import Cover, FundedPost, Position, RecruitmentEvent
from workforce.orders import why_impossible


def problems(council: Council) -> Iterator[str]:
    """A sentence for each thing of this council's posts that is not as the services leave it."""
    for model in apps.get_app_config("workforce").get_models():
        if issubclass(model, CouncilOwned):
            yield from _strays(model, council)
    yield from _bad_events(council)
    yield from _bad_orders(council)
    yield from _too_many_positions(council)
    yield from _stray_cover(council)


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
    posts = FundedPost.objects.filter(council=council).annotate(held=Sum("positions__fte"))
    for pk, number, each, held in posts.values_list("pk", "number", "fte_each", "held"):
        if (held or 0) > number * each:
            yield f"{_name(FundedPost, pk)} has positions of {held} FTE for {number * each} approved."


def _stray_cover(council: Council) -> Iterator[str]:
    served = Cover.positions.through.objects.filter(cover__council=council)
    stray = served.exclude(position__post=F("cover__post")).order_by("cover")
    for pk in stray.values_list("cover", flat=True).distinct():
        yield f"{_name(Cover, pk)} covers a position of another post."


def _name(model: type[models.Model], pk: int) -> str:
    name = str(model._meta.verbose_name)
    return f"{name[:1].upper()}{name[1:]} {pk}"
