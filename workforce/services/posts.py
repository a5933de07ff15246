from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, Sum

from accounts.changes import record
from accounts.models import Council, User
from core.dates import today
from finance.models import BudgetLine, FundingDecision
from improvement.models import Priority, Section
from improvement.services.rules import (
    Refusals,
    add,
    allow,
    append,
    check_version,
    edit,
    same_council,
    take_version,
)
from workforce.access import may_manage_posts
from workforce.models import FundedPost, PostStatus
from workforce.sense import why_senseless

Status = FundedPost.Status
# The first status of a post: asked for, or brought in as approved.
FIRST = (Status.PROPOSED, Status.APPROVED)


class PostWords(TypedDict, total=False):
    """What a post is, as it is typed; `status` and its positions have services of their own."""

    role: str
    number: int
    fte_each: Decimal
    grade: str
    contract: str
    role_noun: str
    role_type: str
    team: str
    core_social_care: bool
    rationale: str
    basis: str
    basis_count: Decimal | None
    basis_of: str
    basis_unit_cost: Decimal | None
    priority: Priority | None
    line: BudgetLine | None
    planned_start: date | None
    funded_until: date | None
    order: int


@transaction.atomic
def add_post(
    *,
    council: Council,
    by: User,
    status: str = Status.PROPOSED,
    as_at: date | None = None,
    decision: FundingDecision | None = None,
    sections: Iterable[Section] = (),
    **words: Unpack[PostWords],
) -> FundedPost:
    """A row of a costings table, after the last one unless `order` says otherwise: `number` posts of `fte_each`, with
    its first status from `as_at` (today) on; an approved one by the decision of its line unless another is given. Its
    positions follow with `add_positions`. Raises PermissionDenied, and ValidationError naming the fields."""
    allow(may_manage_posts(by, council), "Only those who manage posts may add one.")
    areas = list(sections)
    if "order" not in words:
        words["order"] = (
            FundedPost.objects.filter(council=council).aggregate(last=Max("order"))["last"] or 0
        ) + 1
    post = FundedPost(council=council, **words)
    _check(post, areas)
    refused = Refusals()
    refused.when(status not in FIRST, "status", "A post begins as proposed or as approved.")
    refused.when(bool(as_at and as_at > today()), "as_at", "The date must be today or earlier.")
    refused.when(bool(why_senseless(as_at)), "as_at", why_senseless(as_at))
    refused.raise_any()
    add(post)
    post.sections.set(areas)
    post.status = status
    if decision is None and post.line and status == Status.APPROVED:
        decision = post.line.decision
    same_council(council, decision=decision)
    entry = PostStatus(
        council=council, post=post, status=status, decision=decision, as_at=as_at or today(), recorded_by=by
    )
    append(entry)
    record(
        "added the post",
        post,
        council=council,
        by=by,
        after=told(post, areas) | {"status": status},
        entries=[entry],
    )
    return post


@transaction.atomic
def edit_post(
    *,
    post: FundedPost,
    by: User,
    sections: Iterable[Section] | None = None,
    shown_version: int | None = None,
    **words: Unpack[PostWords],
) -> FundedPost:
    """Change what a post is. Nothing differs: nothing is written. Raises PermissionDenied, StaleVersion, and
    ValidationError: a row never holds fewer posts than it has positions."""
    allow(may_manage_posts(by, post.council), "Only those who manage posts may change one.")
    check_version(post, shown_version)
    held = list(post.sections.all())
    areas = held if sections is None else list(sections)
    changed = FundedPost(council=post.council, pk=post.pk)
    for field in post._meta.concrete_fields:
        setattr(changed, field.attname, getattr(post, field.attname))
    for name, value in words.items():
        setattr(changed, name, value)
    _check(changed, areas)
    before_areas = told(post, held)
    before, after = edit(post, shown_version, **words)
    if {area.pk for area in areas} != {area.pk for area in held}:
        if not after:
            take_version(post, shown_version)
        post.sections.set(areas)
        before |= {"plan_areas": before_areas["plan_areas"]}
        after |= {"plan_areas": told(post, areas)["plan_areas"]}
    if after:
        record("changed the post", post, council=post.council, by=by, before=before, after=after)
    return post


def told(post: FundedPost, areas: Iterable[Section]) -> dict[str, Any]:
    """What the change log says of a post."""
    return {
        "number": post.number,
        "fte_each": post.fte_each,
        "grade": post.grade,
        "contract": post.contract,
        "line": post.line,
        "planned_start": post.planned_start,
        "funded_until": post.funded_until,
        "plan_areas": [area.reference for area in areas],
    }


def _check(post: FundedPost, areas: list[Section]) -> None:
    council = post.council
    named = {f"section {area.label}": area for area in areas}
    same_council(council, line=post.line, priority=post.priority, **named)
    refused = Refusals()
    refused.when(not post.role.strip(), "role", "Enter the role.")
    refused.when(post.number < 1, "number", "A row is for one post or more.")
    refused.when(post.fte_each <= 0, "fte_each", "The full-time equivalent must be more than 0.")
    ends_early = bool(post.planned_start and post.funded_until and post.funded_until < post.planned_start)
    refused.when(ends_early, "funded_until", "The funding ends before the post starts.")
    for name in ("planned_start", "funded_until"):
        wrong = why_senseless(getattr(post, name))
        refused.when(bool(wrong), name, wrong)
    elsewhere = post.priority and post.priority.section_id not in {area.pk for area in areas}
    refused.when(bool(elsewhere), "priority", "The priority is of a plan area that is not chosen.")
    refused.when((post.basis_count or 0) < 0, "basis_count", "The figure must be 0 or more.")
    if post.pk:
        there = post.positions.there(date.max).filter(above_reason="")
        held = there.aggregate(held=Sum("fte"))["held"] or Decimal(0)
        sentence = f"Its positions already come to {held.normalize():f} full-time equivalents."
        refused.when(held > post.fte, "number", sentence)
    refused.raise_any()
