from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date
from improvement.services.rules import Refusals, add, allow
from workforce.access import may_record_recruitment
from workforce.headcount import CoverTime, cover_time, why_more_now, why_too_many
from workforce.models import Cover, FundedPost, Position, PostStatus, RecruitmentEvent
from workforce.orders import approved_from, early_words
from workforce.sense import why_senseless

_NOT_ALLOWED = "Only the workforce lead may record cover."
_Times = defaultdict[int, list[CoverTime]]
MOST_PEOPLE = 999


class CoverFacts(TypedDict, total=False):
    """An arrangement as it is typed; pounds a week or a day are for all of its people together."""

    kind: str
    headcount: int
    started_on: date
    ended_on: date | None
    weekly_cost: Decimal | None
    daily_cost: Decimal | None
    paid_by: str
    paid_by_service_until: date | None
    note: str


_UNSAID: CoverFacts = {
    "headcount": 1,
    "ended_on": None,
    "weekly_cost": None,
    "daily_cost": None,
    "paid_by": Cover.PaidBy.PLAN,
    "paid_by_service_until": None,
    "note": "",
}


@transaction.atomic
def record_cover(
    *,
    post: FundedPost,
    by: User,
    positions: Iterable[Position] | None = None,
    corrects: Cover | None = None,
    reason: str = "",
    **given: Unpack[CoverFacts],
) -> Cover:
    """Who does the work of some positions of a post meanwhile (all of them when none is named), or with
    `corrects` and a reason what should have been recorded instead. What is recorded already is returned, and
    nothing is added. Raises PermissionDenied, and ValidationError naming the fields."""
    allow(may_record_recruitment(by, post.council), _NOT_ALLOWED)
    facts: dict[str, Any] = {**_UNSAID, **given}
    served = list(post.positions.all()) if positions is None else list(positions)
    # A form sent twice must not count the same people twice.
    FundedPost.objects.select_for_update().get(pk=post.pk)
    if same := _already_there(post, served, facts):
        return same
    if corrects is not None:
        _check_correction(corrects, reason)
    _check(post, served, facts, corrects)
    cover = Cover(council=post.council, post=post, corrects=corrects, **facts)
    add(cover)
    cover.positions.set(served)
    verb = "corrected cover of" if corrects else "recorded cover of"
    after = told(cover) | ({"what_was_wrong": reason} if corrects else {})
    before = told(corrects) if corrects else None
    cover.change = record(verb, post, council=post.council, by=by, before=before, after=after)
    cover.save(update_fields=["change"])
    return cover


@transaction.atomic
def void_cover(*, cover: Cover, by: User, reason: str) -> Cover:
    """Take out cover that never was, saying why; it stays to be seen. Raises PermissionDenied, and
    ValidationError."""
    allow(may_record_recruitment(by, cover.council), _NOT_ALLOWED)
    FundedPost.objects.select_for_update().get(pk=cover.post_id)
    _check_correction(cover, reason)
    void = Cover(council=cover.council, post=cover.post, corrects=cover, is_void=True)
    for name in ("kind", "started_on", *_UNSAID):
        setattr(void, name, getattr(cover, name))
    add(void)
    void.positions.set(cover.positions.all())
    after = {"what_was_wrong": reason}
    void.change = record(
        "took out cover of", cover.post, council=cover.council, by=by, before=told(cover), after=after
    )
    void.save(update_fields=["change"])
    return void


def told(cover: Cover) -> dict[str, Any]:
    """What the change log says of an arrangement."""
    names = ("kind", "headcount", "started_on", "ended_on", "weekly_cost", "daily_cost", "paid_by")
    return {name: getattr(cover, name) for name in (*names, "paid_by_service_until", "note")}


def _check(post: FundedPost, served: list[Position], facts: dict[str, Any], corrects: Cover | None) -> None:
    refused, started, ended = Refusals(), facts["started_on"], facts["ended_on"]
    refused.when(not served, "positions", "Choose the positions that are covered.")
    stray = any(position.post_id != post.pk for position in served)
    refused.when(stray, "positions", "These are positions of another post.")
    refused.when(facts["headcount"] < 1, "headcount", "Cover is at least one person.")
    refused.when(facts["headcount"] > MOST_PEOPLE, "headcount", f"At most {MOST_PEOPLE} people.")
    for name in ("started_on", "ended_on", "paid_by_service_until"):
        refused.when(bool(why_senseless(facts[name])), name, why_senseless(facts[name]))
    refused.when(bool(ended and ended < started), "ended_on", _ends_early(started))
    both = facts["weekly_cost"] is not None and facts["daily_cost"] is not None
    refused.when(both, "daily_cost", "Give the cost a week or a day, not both.")
    for name in ("weekly_cost", "daily_cost"):
        refused.when((facts[name] or 0) < 0, name, "A cost is £0 or more.")
    until = facts["paid_by_service_until"]
    refused.when(bool(until and until < started), "paid_by_service_until", _ends_early(started))
    _check_headcount(refused, served, facts, corrects)
    _check_begun(refused, served, facts, corrects)
    refused.raise_any()


def _check_begun(
    refused: Refusals, served: list[Position], facts: dict[str, Any], corrects: Cover | None
) -> None:
    """Nobody covers a position before it was approved without a reason."""
    started = facts["started_on"]
    if not served or facts["note"].strip() or (corrects and corrects.started_on == started):
        return
    approvals = RecruitmentEvent.objects.filter(position__in=served, kind=RecruitmentEvent.Kind.APPROVED)
    days = approvals.standing(None).values_list("as_at", flat=True)
    approved_on = approved_from(days, PostStatus.objects.given_on(served[0].post))
    refused.when(started < approved_on, "note", early_words(started, approved_on))


def _check_headcount(
    refused: Refusals, served: list[Position], facts: dict[str, Any], corrects: Cover | None
) -> None:
    """More people than were approved are on record only with a reason."""
    if facts["ended_on"] and facts["ended_on"] < facts["started_on"]:
        return
    events: dict[int, list[RecruitmentEvent]] = defaultdict(list)
    standing = RecruitmentEvent.objects.filter(position__in=served).standing(None)
    for event in standing.order_by("as_at", "pk"):
        events[event.position_id].append(event)
    others = Cover.objects.filter(post=served[0].post).known_by() if served else Cover.objects.none()
    mine, before, beside = cover_time(Cover(**facts), len(served)), _Times(list), _Times(list)
    for other in others.prefetch_related("positions"):
        covered = other.positions.all()
        for position in covered:
            before[position.pk].append(cover_time(other, len(covered)))
            if other != corrects:
                beside[position.pk].append(cover_time(other, len(covered)))
    found = (
        _why(events[position.pk], before[position.pk], [*beside[position.pk], mine]) for position in served
    )
    sentence = next((reason for reason in found if reason), "")
    refused.when(bool(sentence), "note", sentence)


def _why(events: list[RecruitmentEvent], before: list[CoverTime], after: list[CoverTime]) -> str:
    """Why the last of `after` is one too many without a word."""
    unsaid = "" if after[-1].note else why_more_now((events, before), (events, after))
    return unsaid or why_too_many(events, after)


def _check_correction(corrects: Cover, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong"})
    if Cover.objects.filter(corrects=corrects).exists():
        raise ValidationError({"reason": "It has been corrected already."})


def _already_there(post: FundedPost, served: list[Position], facts: dict[str, Any]) -> Cover | None:
    """The standing cover of exactly these positions with the same facts, if there is one."""
    pks = {position.pk for position in served}
    found = Cover.objects.filter(post=post, **facts).known_by().prefetch_related("positions")
    return next((one for one in found if {position.pk for position in one.positions.all()} == pks), None)


@transaction.atomic
def end_cover(*, cover: Cover, by: User, ended_on: date) -> Cover:
    """The last day of cover. Ending it again on the same day changes nothing. Raises PermissionDenied, and
    ValidationError when it has another end already or the day makes no sense."""
    allow(may_record_recruitment(by, cover.council), _NOT_ALLOWED)
    cover = Cover.objects.select_for_update().select_related("post", "council").get(pk=cover.pk)
    if cover.ended_on == ended_on:
        return cover
    refused = Refusals()
    refused.when(cover.ended_on is not None, "ended_on", "This cover has ended already. Correct it instead.")
    gone = Cover.objects.filter(corrects=cover).exists() or cover.is_void
    refused.when(gone, "ended_on", "This cover has been corrected: end the one in its place.")
    refused.when(ended_on < cover.started_on, "ended_on", _ends_early(cover.started_on))
    refused.when(bool(why_senseless(ended_on)), "ended_on", why_senseless(ended_on))
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
