from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date
from improvement.services.rules import Refusals, add, allow
from workforce.access import may_record_recruitment
from workforce.models import Cover, FundedPost, Position

_NOT_ALLOWED = "Only the workforce lead may record cover."


@transaction.atomic
def record_cover(
    *,
    post: FundedPost,
    by: User,
    kind: str,
    started_on: date,
    headcount: int = 1,
    positions: Iterable[Position] | None = None,
    ended_on: date | None = None,
    weekly_cost: Decimal | None = None,
    paid_by: str = Cover.PaidBy.PLAN,
    note: str = "",
) -> Cover:
    """Who does the work of some positions of a post meanwhile (all of them when none is named); pounds a
    week for the whole arrangement. What is recorded already is returned, and nothing is added.
    Raises PermissionDenied, and ValidationError naming the fields."""
    allow(may_record_recruitment(by, post.council), _NOT_ALLOWED)
    served = list(post.positions.all()) if positions is None else list(positions)
    refused = Refusals()
    refused.when(not served, "positions", "Choose the positions that are covered.")
    stray = any(position.post_id != post.pk for position in served)
    refused.when(stray, "positions", "These are positions of another post.")
    refused.when(headcount < 1, "headcount", "Cover is at least one person.")
    refused.when(bool(ended_on and ended_on < started_on), "ended_on", _ends_early(started_on))
    refused.raise_any()
    facts: dict[str, Any] = {
        "kind": kind,
        "headcount": headcount,
        "started_on": started_on,
        "ended_on": ended_on,
        "weekly_cost": weekly_cost,
        "paid_by": paid_by,
        "note": note,
    }
    # A form sent twice must not count the same people twice.
    FundedPost.objects.select_for_update().get(pk=post.pk)
    if same := _already_there(post, served, facts):
        return same
    cover = Cover(council=post.council, post=post, **facts)
    add(cover)
    cover.positions.set(served)
    after = {"kind": kind, "headcount": headcount, "started_on": started_on, "ended_on": ended_on}
    cover.change = record("recorded cover of", post, council=post.council, by=by, after=after)
    cover.save(update_fields=["change"])
    return cover


def _already_there(post: FundedPost, served: list[Position], facts: Mapping[str, Any]) -> Cover | None:
    """The cover of exactly these positions with the same facts, if there is one."""
    pks = {position.pk for position in served}
    found = Cover.objects.filter(post=post, **facts).prefetch_related("positions")
    return next((one for one in found if {position.pk for position in one.positions.all()} == pks), None)


@transaction.atomic
def end_cover(*, cover: Cover, by: User, ended_on: date) -> Cover:
    """The last day of cover. Ending it again on the same day changes nothing. Raises PermissionDenied, and
    ValidationError when it has another end already or the day lies before its start."""
    allow(may_record_recruitment(by, cover.council), _NOT_ALLOWED)
    cover = Cover.objects.select_for_update().select_related("post", "council").get(pk=cover.pk)
    if cover.ended_on == ended_on:
        return cover
    refused = Refusals()
    refused.when(cover.ended_on is not None, "ended_on", "This cover has ended already.")
    refused.when(ended_on < cover.started_on, "ended_on", _ends_early(cover.started_on))
    refused.raise_any()
    cover.ended_on = ended_on
    before = {"kind": cover.kind, "headcount": cover.headcount, "ended_on": None}
    after = before | {"ended_on": ended_on}
    cover.end_change = record(
        "ended cover of", cover.post, council=cover.council, by=by, before=before, after=after
    )
    cover.save(update_fields=["ended_on", "end_change"])
    return cover


def _ends_early(started_on: date) -> str:
    return f"The last day must be on or after the first, {full_date(started_on)}."
