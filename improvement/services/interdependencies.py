"""Which action waits for which. Nothing waits for itself, by whatever way round."""

from collections import deque

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from improvement.access import may_edit_plan
from improvement.models import Action, Interdependency
from improvement.services.rules import Refusals, allow, append, same_council

_NOT_ALLOWED = "Only the programme office and administrators may say what an action waits for."


@transaction.atomic
def add_wait(*, action: Action, by: User, waits_for: Action, because: str = "") -> Interdependency:
    """From today the action waits for another of the council.

    Raises PermissionDenied, or ValidationError naming `waits_for`, with the chain by which the other already waits
    for this one.
    """
    allow(may_edit_plan(by, action.council), _NOT_ALLOWED)
    same_council(action.council, waits_for=waits_for)
    _take_turn(action.council)
    refused = Refusals()
    refused.when(waits_for.pk == action.pk, "waits_for", "An action cannot wait for itself.")
    refused.raise_any()
    edges = _edges(action.council)
    refused.when(waits_for.pk in edges.get(action.pk, ()), "waits_for", "It waits for this action already.")
    ring = _chain(edges, waits_for.pk, action.pk)
    refused.when(bool(ring), "waits_for", _told(ring))
    counted = Action.objects.endorsed(today()).filter(pk__in=[action.pk, waits_for.pk]).count()
    refused.when(counted < 2, "waits_for", "Both actions must be endorsed and in the plan.")
    refused.raise_any()
    return _append(action, waits_for, by, Interdependency.Step.ADDED, because, "noted what it waits for:")


@transaction.atomic
def remove_wait(*, wait: Interdependency, by: User, because: str) -> Interdependency:
    """From today it no longer waits; pages of earlier days still show that it did.

    Raises PermissionDenied, or ValidationError (`because`, or no field where it has been taken out already).
    """
    action = wait.action
    allow(may_edit_plan(by, action.council), _NOT_ALLOWED)
    _take_turn(action.council)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why it no longer waits.")
    refused.raise_any()
    check_waits(wait)
    step = Interdependency.Step.REMOVED
    return _append(action, wait.waits_for, by, step, because, "noted that it waits no longer:")


def check_waits(wait: Interdependency) -> None:
    """Raises ValidationError where it waits no more."""
    if wait.waits_for_id not in _edges(wait.action.council).get(wait.action_id, ()):
        raise ValidationError("It does not wait for this action any more.")


def _append(action: Action, awaited: Action, by: User, step: str, because: str, verb: str) -> Interdependency:
    entry = Interdependency(
        council=action.council,
        action=action,
        waits_for=awaited,
        recorded_by=by,
        as_at=today(),
        step=step,
        because=because.strip(),
    )
    append(entry)
    after = {"waits_for": str(awaited), "step": step, "because": entry.because}
    record(verb, action, council=action.council, by=by, after=after, entries=[entry])
    return entry


def _edges(council: Council) -> dict[int, list[int]]:
    """By action, those it waits for today, in the order in which they were entered."""
    edges: dict[int, list[int]] = {}
    held = Interdependency.objects.filter(council=council).holding(today()).order_by("pk")
    for waiting, awaited in held.values_list("action_id", "waits_for_id"):
        edges.setdefault(waiting, []).append(awaited)
    return edges


def _chain(edges: dict[int, list[int]], start: int, end: int) -> list[int]:
    """The shortest way from one action to another along what waits for what, both included; empty without one."""
    ways, reached = deque([[start]]), {start}
    while ways:
        way = ways.popleft()
        if way[-1] == end:
            return way
        for following in edges.get(way[-1], ()):
            if following not in reached:
                reached.add(following)
                ways.append([*way, following])
    return []


def _told(chain: list[int]) -> str:
    if not chain:
        return ""
    found = Action.objects.select_related("section__chapter__plan", "priority").in_bulk(chain)
    first, *others = [found[pk].reference for pk in chain]
    told = " which waits for ".join(f"{reference}," for reference in others).rstrip(",")
    return f"That would go round in a circle: {first} waits for {told}."


def _take_turn(council: Council) -> None:
    """Two people who each close half of a circle at once take turns."""
    Council.objects.select_for_update().get(pk=council.pk)
