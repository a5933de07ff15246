"""The order in which a plan shows its sections, priorities and actions."""

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.changes import record
from accounts.models import User
from improvement.access import may_edit_plan
from improvement.models import Action, Priority, Section
from improvement.services.rules import allow

Movable = Section | Priority | Action


@transaction.atomic
def move(*, thing: Movable, by: User, place: int) -> None:
    """Put a section, priority or action at a place (from 1) among those beside it; beyond the last means last.

    Where it already stands there nothing happens, so a press repeated does no more. Raises PermissionDenied.
    """
    allow(may_edit_plan(by, thing.council), "Only the programme office and administrators may edit the plan.")
    everything = _within_its_parent(thing)
    beside = [other for other in everything if _stand_together(other, thing)]
    was = next(number for number, other in enumerate(beside, 1) if other.pk == thing.pk)
    place = min(max(place, 1), len(beside))
    if place == was:
        return
    # Only the places of those that stand together change hands; whatever lies between them keeps its own.
    moved = beside.pop(was - 1)
    beside.insert(place - 1, moved)
    following = iter(beside)
    ordered = [next(following) if _stand_together(other, thing) else other for other in everything]
    for order, other in enumerate(ordered, 1):
        if other.order != order:
            other.order = order
            other.save(update_fields=["order"])
    record("moved", thing, council=thing.council, by=by, before={"place": was}, after={"place": place})


def last_place(siblings: QuerySet[Section] | QuerySet[Priority] | QuerySet[Action]) -> int:
    """The order of one that is added after all of these."""
    highest: int | None = siblings.aggregate(highest=Max("order"))["highest"]
    return (highest or 0) + 1


def _within_its_parent(thing: Movable) -> list[Movable]:
    """Those of the same chapter or section, in their order, locked until the end of the transaction."""
    match thing:
        case Section():
            sections = Section.objects.filter(chapter=thing.chapter_id)
            return list(sections.order_by("order", "pk").select_for_update())
        case Priority():
            priorities = Priority.objects.filter(section=thing.section_id)
            return list(priorities.order_by("order", "pk").select_for_update())
    actions = Action.objects.filter(section=thing.section_id)
    return list(actions.order_by("order", "pk").select_for_update())


def _stand_together(one: Movable, other: Movable) -> bool:
    """In force both or retired both and, of actions, on the same priority or on none."""
    same_priority = getattr(one, "priority_id", None) == getattr(other, "priority_id", None)
    return same_priority and (one.retired_on is None) == (other.retired_on is None)
