"""What people are reminded of: a digest each week, and a nudge before the cut-off for updates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.template.loader import render_to_string

from accounts.models import Council, Reminder, User
from accounts.reminders import Letter, absolute, remind_members
from core.dates import LONDON, full_date, now, today, working_days_before
from improvement.access import may_endorse, may_manage_requests
from improvement.desk import Desk, decisions_of, desk_of
from improvement.models import Action, CommitteeRequest, Endorsement, Evidence, Meeting, Undertaking

MONDAY = 0
DIGEST_FROM = time(7, 0)
# How many working days before the cut-off the nudge goes out, and further back than that no meeting is looked at.
NUDGE_DAYS = 2
_LOOKED_AHEAD = timedelta(days=14)
# An undertaking is told of in time for the next paper to answer it.
_OWED_AHEAD = timedelta(days=28)
# What a part of a letter lists before it sends its reader to the page.
MOST_LISTED = 15


@dataclass(frozen=True)
class Line:
    """One thing to do: its words, what is said of it, and its address."""

    words: str
    note: str
    href: str


@dataclass(frozen=True)
class Part:
    """Things that ask for the same, under one heading; `counted` is how the subject counts them."""

    heading: str
    counted: str
    lines: Sequence[Line]
    more: str

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines[:MOST_LISTED]

    @property
    def beyond(self) -> int:
        return max(len(self.lines) - MOST_LISTED, 0)


# What the apps to the left add to the digest: parts that only they can know of, such as the dates of papers.
more_parts: list[Callable[[User, Council], Part]] = []

# Kinds of reminder that only the apps to the left can write, by kind.
more_letters: dict[str, Callable[[Reminder], Letter | None]] = {}


def put_down_what_is_due() -> None:
    """Put down the reminders whose time has come: this week's digest from Monday at seven, and a nudge for every
    cut-off two working days ahead or nearer. Safe at any time and as often as one likes."""
    day, local = today(), now().astimezone(LONDON)
    if day.weekday() != MONDAY or local.time() >= DIGEST_FROM:
        remind_members(kind=Reminder.Kind.DIGEST, key=week_of(day))
    ahead = Meeting.objects.filter(update_cutoff__range=(day, day + _LOOKED_AHEAD)).select_related("council")
    for meeting in ahead:
        cutoff = meeting.update_cutoff
        if cutoff and working_days_before(cutoff, NUDGE_DAYS) <= day:
            councils = [meeting.council]
            remind_members(kind=Reminder.Kind.NUDGE, key=cutoff.isoformat(), councils=councils)


def week_of(day: date) -> str:
    """`2025-W01`: the ISO week of a day, by which a digest is known."""
    return f"{day:%G-W%V}"


def letter_for(reminder: Reminder) -> Letter | None:
    """What the reminder says today; None when there is nothing to say, or it comes too late."""
    if reminder.kind == Reminder.Kind.DIGEST:
        in_time = reminder.key == week_of(today())
        return digest(reminder.user, reminder.council) if in_time else None
    if write := more_letters.get(reminder.kind):
        return write(reminder)
    cutoff = date.fromisoformat(reminder.key)
    return nudge(reminder.user, reminder.council, cutoff) if today() <= cutoff else None


def nudge(user: User, council: Council, cutoff: date) -> Letter | None:
    """The actions of this person that need an update by the cut-off; None where none does."""
    desk = desk_of(user, council)
    meetings = Meeting.objects.of(council).filter(update_cutoff=cutoff).order_by("held_on", "pk")
    if not desk.to_update or not meetings:
        return None
    parts = [_to_update(desk, council)]
    how_many = _counted(len(desk.to_update), "action needs", "actions need")
    context = {"cutoff": cutoff, "meetings": meetings} | _common(user, council, parts)
    return Letter(
        f"{how_many} an update by {full_date(cutoff)}", render_to_string("improvement/nudge.txt", context)
    )


def digest(user: User, council: Council) -> Letter | None:
    """All that is asked of this person at a council this week; None when nothing is."""
    desk = desk_of(user, council)
    parts = [part for part in _parts(user, council, desk) if part.lines]
    if not parts:
        return None
    counts = ", ".join(part.counted for part in parts)
    context = {"cutoff": desk.cutoff} | _common(user, council, parts)
    subject = f"{council.short_name}, your week: {counts}"
    return Letter(subject, render_to_string("improvement/digest.txt", context))


def _common(user: User, council: Council, parts: Sequence[Part]) -> dict[str, object]:
    mine = absolute("improvement:action-mine", council.slug)
    return {"user": user, "council": council, "day": today(), "parts": parts, "mine": mine}


def _parts(user: User, council: Council, desk: Desk) -> Iterator[Part]:
    mine = absolute("improvement:action-mine", council.slug)
    asked = [replace(_of_action(one, council), note=one.question or "") for one in desk.questions]
    yield Part("Questions to you", _counted(len(asked), "question", "questions"), asked, mine)
    yield _to_update(desk, council)
    late = _counted(len(desk.overdue), "overdue", "overdue")
    yield Part("Past their date", late, [_of_action(one, council) for one in desk.overdue], mine)
    bare = _counted(len(desk.without_evidence), "without evidence", "without evidence")
    yield Part(
        "Done, and nothing to show it",
        bare,
        [_of_action(one, council) for one in desk.without_evidence],
        mine,
    )
    returned = [_of_returned(one, council) for one in _returned_to(user, council)]
    words = _counted(len(returned), "evidence returned", "pieces of evidence returned")
    yield Part("Evidence that was not sufficient", words, returned, mine)
    yield _to_decide(user, council)
    yield _to_endorse(user, council)
    yield _asked_by_members(user, council)
    yield _promised(user, council)
    for part_of in more_parts:
        yield part_of(user, council)


def _to_update(desk: Desk, council: Council) -> Part:
    words = _counted(len(desk.to_update), "action to update", "actions to update")
    lines = [_of_action(action, council) for action in desk.to_update]
    return Part("To update", words, lines, absolute("improvement:action-mine", council.slug))


def _to_decide(user: User, council: Council) -> Part:
    waiting = decisions_of(user, council)
    dates = [
        Line(
            f"New date of {full_date(asked.new_due)} for {asked.action.reference}",
            f"Asked for by {asked.recorded_by} on {full_date(asked.as_at)}",
            absolute("improvement:action-detail", council.slug, asked.action_id),
        )
        for asked in waiting.dates
    ]
    evidence = [
        Line(
            f"Evidence for {piece.action.reference}: {piece.title}",
            f"Added by {piece.added_by} on {full_date(piece.added_on)}",
            absolute("improvement:evidence-review", council.slug, piece.pk),
        )
        for piece in waiting.evidence
    ]
    words = _counted(waiting.how_many, "decision", "decisions")
    more = absolute("improvement:action-mine", council.slug)
    return Part("Waiting for your decision", words, [*dates, *evidence], more)


def _to_endorse(user: User, council: Council) -> Part:
    """New actions whose endorsement is this person's to record."""
    path = "action__section__chapter__plan__actions_endorsed_by"
    last = Endorsement.objects.filter(council=council, action__retired_on=None).current(today())
    proposed = last.filter(step=Endorsement.Step.PROPOSED).select_related(
        path, "action__priority", "recorded_by"
    )
    lines = [
        Line(
            f"{one.action.reference}: {one.action.title}",
            f"Proposed by {one.recorded_by} on {full_date(one.as_at)}",
            absolute("improvement:action-detail", council.slug, one.action_id),
        )
        for one in proposed.order_by("as_at", "pk")
        if may_endorse(user, one)
    ]
    words = _counted(len(lines), "new action to endorse", "new actions to endorse")
    return Part("New actions to endorse", words, lines, absolute("improvement:action-proposed", council.slug))


def _asked_by_members(user: User, council: Council) -> Part:
    """Open committee requests: all of them for whoever keeps them, else those this person is to answer."""
    keeps = may_manage_requests(user, council)
    found = CommitteeRequest.objects.of(council).open(today())
    mine = found if keeps else found.filter(owner=user)
    lines = [_of_owed("improvement:request-detail", one, council) for one in mine]
    words = _counted(len(lines), "open request of members", "open requests of members")
    return Part("What members asked for", words, lines, absolute("improvement:request-list", council.slug))


def _promised(user: User, council: Council) -> Part:
    """Undertakings that are late or due within four weeks: all of them for whoever keeps them, else one's own."""
    keeps = may_manage_requests(user, council)
    found = Undertaking.objects.of(council).open(today()).due_by(today() + _OWED_AHEAD)
    mine = found if keeps else found.filter(owner=user)
    lines = [_of_owed("improvement:undertaking-detail", one, council) for one in mine]
    words = _counted(len(lines), "undertaking due", "undertakings due")
    return Part("What papers promised", words, lines, absolute("improvement:undertaking-list", council.slug))


def _of_owed(name: str, owed: CommitteeRequest | Undertaking, council: Council) -> Line:
    due = f"Due by {full_date(owed.due)}" if owed.due else "No date has been set"
    late = ", overdue" if owed.is_overdue(today()) else ""
    return Line(str(owed), f"{due}{late}. {owed.owner_name}", absolute(name, council.slug, owed.pk))


def _returned_to(user: User, council: Council) -> Iterator[Evidence]:
    """Evidence of this person's actions that a reviewer sent back, and that nothing newer has answered."""
    led = Action.objects.existing_on(today()).led_by(user).filter(council=council)
    held = Evidence.objects.filter(council=council, action__in=led).as_at(today()).returned()
    yield from held.select_related("action__section__chapter__plan", "action__priority").order_by("pk")


def _of_action(action: Action, council: Council) -> Line:
    due = f"Due {full_date(action.current_due)}"
    return Line(
        f"{action.reference}: {action.title}",
        f"{due}, overdue" if action.is_overdue else due,
        absolute("improvement:action-update", council.slug, action.pk),
    )


def _of_returned(evidence: Evidence, council: Council) -> Line:
    return Line(
        f"{evidence.action.reference}: {evidence.title}",
        evidence.review_note or "Returned without a note",
        absolute("improvement:action-detail", council.slug, evidence.action_id),
    )


def _counted(how_many: int, one: str, more: str) -> str:
    return f"{how_many} {one if how_many == 1 else more}"
