from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from finance.models import BudgetLine
from improvement.models import Priority, Section
from improvement.services.rules import Refusals, add, allow, same_council
from workforce.access import may_manage_posts
from workforce.models import FundedPost, Position, RecruitmentEvent

ONE = Decimal(1)


@transaction.atomic
def add_post(
    *,
    council: Council,
    by: User,
    role: str,
    number: int = 1,
    fte_each: Decimal = ONE,
    grade: str = "",
    contract: str = FundedPost.Contract.PERMANENT,
    role_noun: str = "",
    role_type: str = "",
    team: str = "",
    core_social_care: bool = False,
    rationale: str = "",
    basis: str = "",
    sections: Iterable[Section] = (),
    priority: Priority | None = None,
    line: BudgetLine | None = None,
    planned_start: date | None = None,
    funded_until: date | None = None,
    status: str = FundedPost.Status.PROPOSED,
    order: int = 0,
) -> FundedPost:
    """A row of a costings table: `number` posts of `fte_each`. Its positions follow with `add_positions`.
    Raises PermissionDenied, and ValidationError naming the fields."""
    allow(may_manage_posts(by, council), "Only those who manage posts may add one.")
    areas = list(sections)
    same_council(council, line=line, priority=priority, **{f"section {one.label}": one for one in areas})
    post = FundedPost(
        council=council,
        role=role,
        number=number,
        fte_each=fte_each,
        grade=grade,
        contract=contract,
        role_noun=role_noun,
        role_type=role_type,
        team=team,
        core_social_care=core_social_care,
        rationale=rationale,
        basis=basis,
        priority=priority,
        line=line,
        planned_start=planned_start,
        funded_until=funded_until,
        status=status,
        order=order,
    )
    _check(post)
    add(post)
    post.sections.set(areas)
    after = {"number": number, "fte_each": fte_each, "grade": grade, "contract": contract, "line": line}
    record("added the post", post, council=council, by=by, after=after | {"planned_start": planned_start})
    return post


def _check(post: FundedPost) -> None:
    refused = Refusals()
    refused.when(post.number < 1, "number", "A row is for one post or more.")
    refused.when(post.fte_each <= 0, "fte_each", "The full-time equivalent must be more than 0.")
    ends_early = bool(post.planned_start and post.funded_until and post.funded_until < post.planned_start)
    refused.when(ends_early, "funded_until", "The funding ends before the post starts.")
    refused.raise_any()


@transaction.atomic
def add_positions(
    *, post: FundedPost, by: User, approved_on: date | None = None, ftes: Sequence[Decimal] | None = None
) -> list[Position]:
    """The positions of a post that it still lacks: one for each of its number, or one for each of `ftes`.
    With `approved_on`, each begins with its approval as at that day. Called again it adds nothing.
    Raises PermissionDenied, and ValidationError when they would come to more than the post."""
    allow(may_manage_posts(by, post.council), "Only those who manage posts may add positions.")
    wanted = list(ftes) if ftes is not None else [post.fte_each] * post.number
    if sum(wanted) > post.fte:
        raise ValidationError(
            {"ftes": f"{sum(wanted)} full-time equivalents are more than the {post.fte} approved."}
        )
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
