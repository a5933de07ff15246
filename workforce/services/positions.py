from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from accounts.changes import record
from accounts.models import User
from core.dates import today
from improvement.services.rules import Refusals, add, allow, edit, take_version
from workforce.access import may_manage_posts
from workforce.models import FundedPost, Position, RecruitmentEvent

_NOT_ALLOWED = "Only those who manage posts may add positions."


@transaction.atomic
def add_positions(
    *, post: FundedPost, by: User, approved_on: date | None = None, ftes: Sequence[Decimal] | None = None
) -> list[Position]:
    """The positions of a post that it still lacks: one for each of its number, or one for each of `ftes`.
    With `approved_on`, each begins with its approval as at that day. Called again it adds nothing.
    Raises PermissionDenied, and ValidationError when they would come to more than the post."""
    allow(may_manage_posts(by, post.council), _NOT_ALLOWED)
    wanted = list(ftes) if ftes is not None else [post.fte_each] * post.number
    if sum(wanted) > post.fte:
        raise ValidationError(
            {"ftes": f"{sum(wanted)} full-time equivalents are more than the {post.fte} approved."}
        )
    FundedPost.objects.select_for_update().get(pk=post.pk)
    there = post.positions.count()
    added = [
        Position(council=post.council, post=post, number=number, fte=fte)
        for number, fte in enumerate(wanted, start=1)
        if number > there
    ]
    if not added:
        return []
    for position in added:
        add(position)
    entries = [_approval(position, by, approved_on) for position in added] if approved_on else []
    after = {"positions": [position.number for position in added], "approved_on": approved_on}
    record("added positions to", post, council=post.council, by=by, after=after, entries=entries)
    return added


@transaction.atomic
def add_position(
    *,
    post: FundedPost,
    by: User,
    fte: Decimal,
    approved_on: date,
    above_reason: str = "",
    shown_version: int | None = None,
) -> Position:
    """One more position of a post. More full-time equivalents than were approved need a reason, which stays
    with the position. Raises PermissionDenied, StaleVersion, and ValidationError naming the fields."""
    allow(may_manage_posts(by, post.council), _NOT_ALLOWED)
    take_version(post, shown_version)
    position = Position(
        council=post.council, post=post, number=post.positions.count() + 1, fte=fte, above_reason=above_reason
    )
    _check(position, approved_on)
    add(position)
    entry = _approval(position, by, approved_on)
    after = {"positions": [position.number], "fte": fte, "approved_on": approved_on}
    after |= {"above_what_was_approved": above_reason} if above_reason else {}
    record("added positions to", post, council=post.council, by=by, after=after, entries=[entry])
    return position


@transaction.atomic
def edit_position(
    *, position: Position, by: User, fte: Decimal, above_reason: str = "", shown_version: int | None = None
) -> Position:
    """Another full-time equivalent for a position; above what was approved it needs a reason. Raises
    PermissionDenied, StaleVersion, and ValidationError naming the fields."""
    allow(may_manage_posts(by, position.council), _NOT_ALLOWED)
    FundedPost.objects.select_for_update().get(pk=position.post_id)
    wanted = Position(pk=position.pk, post=position.post, fte=fte, above_reason=above_reason)
    _check(wanted)
    before, after = edit(position, shown_version, fte=fte, above_reason=above_reason)
    if after:
        record("changed the position", position, council=position.council, by=by, before=before, after=after)
    return position


def _check(position: Position, approved_on: date | None = None) -> None:
    post, refused = position.post, Refusals()
    to_come = approved_on is not None and approved_on > today()
    refused.when(to_come, "approved_on", "The date must be today or earlier.")
    refused.when(position.fte <= 0, "fte", "The full-time equivalent must be more than 0.")
    others = post.positions.there(date.max).exclude(pk=position.pk).filter(above_reason="")
    held = others.aggregate(held=Sum("fte"))["held"]
    left = post.fte - (held or Decimal(0))
    sentence = f"The row has room for {max(left, Decimal(0))} more of its {post.fte}. Say why it is exceeded."
    refused.when(position.fte > left and not position.above_reason.strip(), "above_reason", sentence)
    refused.raise_any()


def _approval(position: Position, by: User, day: date) -> RecruitmentEvent:
    event = RecruitmentEvent(
        council=position.council,
        position=position,
        kind=RecruitmentEvent.Kind.APPROVED,
        as_at=day,
        recorded_by=by,
    )
    event.save()
    return event
