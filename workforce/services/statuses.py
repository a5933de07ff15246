from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import full_date, today
from finance.models import FundingDecision
from improvement.services.rules import allow, append, same_council, take_version
from workforce.access import may_manage_posts
from workforce.models import Cover, FundedPost, PostStatus, RecruitmentEvent
from workforce.orders import early_starts, early_words, why_status_impossible
from workforce.services.positions import add_positions

Status = FundedPost.Status
_NOT_ALLOWED = "Only those who manage posts may say where one stands."
_REASON_NEEDED = {
    Status.ENDED: "Say why the post ended",
    Status.RETIRED: "Say why the post is retired",
}


@transaction.atomic
def set_status(
    *,
    post: FundedPost,
    by: User,
    status: str,
    as_at: date,
    decision: FundingDecision | None = None,
    note: str = "",
    corrects: PostStatus | None = None,
    reason: str = "",
    shown_version: int | None = None,
) -> PostStatus:
    """Where a post stands from a day on, or with `corrects` and a reason what should have been recorded instead. An
    approval names the decision (or, where none is recorded, the note does) and sets up the positions. What stands
    already is returned. Raises PermissionDenied, StaleVersion, and ValidationError with the reason when it cannot
    follow what is recorded."""
    allow(may_manage_posts(by, post.council), _NOT_ALLOWED)
    same_council(post.council, decision=decision)
    entry = PostStatus(
        council=post.council,
        post=post,
        status=status,
        as_at=as_at,
        decision=decision,
        note=note,
        recorded_by=by,
        corrects=corrects,
    )
    known = _standing(post)
    same = corrects or (known[-1] if known else None)
    if same in known and _facts(same) == _facts(entry):
        return same
    take_version(post, shown_version)
    if corrects:
        _check_correction(entry, known, reason)
    _check(entry, known)
    append(entry)
    after = {"status": status, "as_at": as_at, "decision": decision, "note": note}
    after |= {"what_was_wrong": reason} if corrects else {}
    before = {"status": corrects.status, "as_at": corrects.as_at} if corrects else None
    verb = "corrected a status of" if corrects else "recorded the status of"
    record(verb, post, council=post.council, by=by, before=before, after=after, entries=[entry])
    if status == Status.APPROVED:
        add_positions(post=post, by=by, approved_on=as_at)
    return entry


@transaction.atomic
def void_status(*, entry: PostStatus, by: User, note: str, shown_version: int | None = None) -> PostStatus:
    """Take out a status that was never so, saying why. Raises PermissionDenied, StaleVersion, and
    ValidationError when nothing would be left, or what follows could not stand without it."""
    post = entry.post
    allow(may_manage_posts(by, post.council), _NOT_ALLOWED)
    if not note.strip():
        raise ValidationError({"note": "Say why the status is taken out"})
    take_version(post, shown_version)
    known = _standing(post)
    remaining = [other for other in known if other.pk != entry.pk]
    if entry not in known:
        raise ValidationError({"note": "It has been taken out already."})
    if not remaining:
        raise ValidationError({"note": "A post always has a status. Retire it instead."})
    if reason := why_status_impossible(remaining) or _why_still_needed(post, remaining):
        raise ValidationError({"note": f"It cannot be taken out. {reason}"})
    void = PostStatus(
        council=post.council,
        post=post,
        status=entry.status,
        as_at=entry.as_at,
        note=note,
        recorded_by=by,
        corrects=entry,
        is_void=True,
    )
    append(void)
    before = {"status": entry.status, "as_at": entry.as_at}
    record("took out a status of", post, council=post.council, by=by, before=before, entries=[void])
    return void


def _standing(post: FundedPost) -> list[PostStatus]:
    return list(PostStatus.objects.filter(post=post).standing(None).order_by("as_at", "pk"))


def _facts(entry: PostStatus) -> tuple[object, ...]:
    return (entry.status, entry.as_at, entry.decision_id, entry.note)


def _check(entry: PostStatus, known: list[PostStatus]) -> None:
    wrong = {}
    if entry.status not in Status.values:
        raise ValidationError({"status": "Choose a status from the list."})
    if entry.as_at > today():
        wrong["as_at"] = "The date must be today or earlier."
    elif early := _why_too_early(entry):
        wrong["as_at"] = early
    if entry.status == Status.APPROVED and not (entry.decision or entry.note.strip()):
        wrong["decision"] = "Choose the decision that approved it, or name it in the note"
    if entry.status in _REASON_NEEDED and not entry.note.strip():
        wrong["note"] = _REASON_NEEDED[Status(entry.status)]
    if wrong:
        raise ValidationError(wrong)
    others = [other for other in known if other.pk != entry.corrects_id]
    # Of one day, what is recorded later comes later; a stable sort keeps it so.
    in_order = sorted([*others, entry], key=lambda one: one.as_at)
    if reason := why_status_impossible(in_order) or _why_still_needed(entry.post, in_order):
        raise ValidationError({"status": reason})
    if not entry.note.strip() and (early := _why_now_early(entry.post, in_order)):
        raise ValidationError({"note": early})


def _why_now_early(post: FundedPost, in_order: list[PostStatus]) -> str:
    """Starts that only this approval, which came later than was said, makes too early."""
    given_on = next((one.as_at for one in in_order if one.status == Status.APPROVED), None)
    events: dict[int, list[RecruitmentEvent]] = defaultdict(list)
    recruited = RecruitmentEvent.objects.filter(position__post=post).standing(None)
    for event in recruited.order_by("as_at", "pk"):
        events[event.position_id].append(event)
    was_given_on = PostStatus.objects.given_on(post)
    for each in events.values():
        early, before = early_starts(each, given_on), early_starts(each, was_given_on)
        for day in early:
            if day not in before:
                return early_words(day, early[day])
    return ""


def _why_too_early(entry: PostStatus) -> str:
    """A decision gives nothing before the last of its approvals."""
    effective = entry.decision.effective_on if entry.decision else None
    if entry.status != Status.APPROVED or effective is None or entry.as_at >= effective:
        return ""
    return f"The decision took effect on {full_date(effective)}: it approved nothing before that day."


def _check_correction(entry: PostStatus, known: list[PostStatus], reason: str) -> None:
    wrong = {}
    if not reason.strip():
        wrong["reason"] = "Say what was wrong"
    if entry.corrects not in known:
        wrong["reason"] = "It has been corrected or taken out already."
    if wrong:
        raise ValidationError(wrong)


def _why_still_needed(post: FundedPost, remaining: list[PostStatus]) -> str:
    """What rests on a post having been given; empty where these statuses give it, or nothing rests on it."""
    if any(one.status in FundedPost.GIVEN for one in remaining):
        return ""
    events = RecruitmentEvent.objects.filter(position__post=post).standing(None)
    recruited = events.exclude(kind=RecruitmentEvent.Kind.APPROVED).exists()
    covered = Cover.objects.filter(post=post).known_by().exists()
    if not (recruited or covered):
        return ""
    return "Recruitment or cover is recorded of its positions, so it must have been approved."
