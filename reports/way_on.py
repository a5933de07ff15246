"""Where a draft stands between its first word and its publication, and the one thing its reader does next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.dates import local_day, publication_deadline, today
from core.words import listed
from reports.access import may_clear, may_lock_paper, may_publish_paper
from reports.models import ClearanceAsk, DataLock, Paper
from reports.papers.clearing import Standing, State, lock_of, standings_of
from reports.papers.collect_known import recorded_since
from reports.papers.kinds import WORDS
from reports.sections_desk import DeskSection, Progress
from reports.services.deadlines import cancelled_words

DONE, NOW, AHEAD, LATE = "done", "now", "ahead", "late"
SIGNS = {DONE: ("green", "✓"), NOW: ("blue", "→"), AHEAD: ("grey", "○"), LATE: ("red", "▲")}


@dataclass(frozen=True)
class Leg:
    """A part of the way: `name` links to where it is done, `words` say how far it is."""

    name: str
    words: str
    state: str
    href: str
    day: date | None = None

    @property
    def tone(self) -> str:
        return SIGNS[self.state][0]

    @property
    def symbol(self) -> str:
        return SIGNS[self.state][1]


@dataclass(frozen=True)
class NextStep:
    """What comes next in a sentence, and the button that does it: none where it is somebody else's. `posts` says
    that the button does it at once."""

    words: str
    label: str = ""
    href: str = ""
    posts: bool = False


def way_of(paper: Paper, user: User, sections: Sequence[DeskSection], progress: Progress) -> dict[str, Any]:
    """`legs` of the way of a draft and its `next_step` for this person; for whoever may refresh its figures also
    `recorded_since`, when the record was last written to since they were locked. Without a lock in one query."""
    lock = lock_of(paper)
    found = standings_of(paper) if lock else []
    publishing = _at(paper, "publish" if may_publish_paper(user, paper) else "timetable")
    return {
        "legs": legs_of(paper, progress, lock, found, publishing),
        "next_step": _next_step(paper, user, sections, found if lock else None),
        "recorded_since": recorded_since(paper.council, lock.known_at)
        if lock and may_lock_paper(user, paper)
        else None,
    }


def _next_step(
    paper: Paper, user: User, sections: Sequence[DeskSection], found: Sequence[Standing] | None
) -> NextStep:
    """`found` is how each role stands; None while the figures are live."""
    if cancelled := cancelled_words(paper):
        where = reverse("improvement:meeting-detail", args=[paper.council.slug, paper.meeting_id])
        return NextStep(cancelled, "Open the meeting", where)
    return _next_written(paper, user, sections) if found is None else _next_cleared(paper, user, found)


def legs_of(
    paper: Paper, progress: Progress, lock: DataLock | None, found: Sequence[Standing], publishing: str
) -> tuple[Leg, ...]:
    """Writing, figures, clearance and publication; what comes first of those not done is where the paper is now."""
    left = progress.begun + progress.empty
    needed = [each for each in found if each.role.is_required]
    missing = [each for each in needed if each.is_missing]
    deadline = publication_deadline(paper.meeting.held_on)
    cleared = (
        f"Cleared {len(needed) - len(missing)} of {len(needed)}" if lock else "Once the figures are locked"
    )
    written = NOW if not lock and left else DONE if not left else AHEAD
    publication = LATE if deadline < today() else NOW if lock and not missing else AHEAD
    return (
        Leg("Writing", _left(left), written, _at(paper, "sections")),
        Leg(
            "Figures",
            "Locked" if lock else "Not locked: they change with the record",
            DONE if lock else AHEAD if left else NOW,
            _at(paper, "clearance"),
            local_day(lock.locked_at) if lock else None,
        ),
        Leg(
            "Clearance",
            cleared,
            AHEAD if not lock else NOW if missing else DONE,
            _at(paper, "clearance"),
        ),
        Leg("Publication", "By", publication, publishing, deadline),
    )


def _left(sections: int) -> str:
    if not sections:
        return "Every section is ready or comes from the record"
    return f"{sections} section{'s' if sections > 1 else ''} not called ready"


def _next_written(paper: Paper, user: User, sections: Sequence[DeskSection]) -> NextStep:
    """While the figures are live: the sections given to this person that are not ready, then what nobody has written
    anything under. Whoever never calls a section ready may lock all the same."""
    waiting = [row for row in sections if row.is_shown and row.may_write and not row.ready_at]
    given = [row for row in waiting if row.author == user]
    mine = given or [row for row in waiting if not row.is_written and row.kind.element == WORDS]
    if mine:
        row = mine[0]
        words = (
            "It is begun: finish it, and say that it is ready."
            if row.is_written
            else "Nothing is written yet."
        )
        return NextStep(words, f"Write “{row.kind.heading}”", _writing_of(paper, row))
    if may_lock_paper(user, paper):
        words = "Lock the figures, and the reviewers clear what will be published."
        return NextStep(words, "Lock the figures", _at(paper, "lock"), posts=True)
    return NextStep("The clerk locks the figures and asks for clearance once every section is ready.")


def _writing_of(paper: Paper, row: DeskSection) -> str:
    place = [paper.council.slug, paper.pk]
    return reverse(row.rows_view, args=place) if row.rows_view else _at(paper, "section", key=row.key)


def _next_cleared(paper: Paper, user: User, found: Sequence[Standing]) -> NextStep:
    """With locked figures: clear it, see to what was returned, ask who has not cleared, publish."""
    missing = [each for each in found if each.is_missing]
    names = listed([each.role.name for each in missing if not each.role.is_last or len(missing) == 1])
    if own := _to_clear(paper, user, found, missing):
        where = _at(paper, "review", role=own.role.key)
        label = "Approve it" if own.role.is_last else f"Clear it as {own.role.name}"
        return NextStep("Read what you answer for, and clear it or return it.", label, where)
    if not may_lock_paper(user, paper):
        return NextStep(
            f"It waits for {names} to clear it." if missing else "It is cleared; the clerk publishes it."
        )
    if returned := [each.role.name for each in missing if each.state == State.RETURNED]:
        words = f"{listed(returned)} returned it."
        return NextStep(words, "See what was returned", _at(paper, "clearance"))
    if missing:
        asked = set(ClearanceAsk.objects.filter(paper=paper).values_list("role_id", flat=True))
        again = asked.issuperset(each.role.pk for each in missing)
        label = "Ask them again" if again else "Ask for clearance"
        return NextStep(f"It waits for {names} to clear it.", label, _at(paper, "ask"))
    if may_publish_paper(user, paper):
        return NextStep("Everybody who has to has cleared it.", "Publish", _at(paper, "publish"))
    return NextStep("It is cleared; the clerk publishes it.")


def _to_clear(
    paper: Paper, user: User, found: Sequence[Standing], missing: Sequence[Standing]
) -> Standing | None:
    """The first role that this person may clear now; who clears last waits for the others."""
    roles = [each.role for each in found]
    open_ones = [each for each in missing if each.state != State.RETURNED]
    others = any(not each.role.is_last for each in missing)
    return next(
        (
            each
            for each in open_ones
            if not (each.role.is_last and others) and may_clear(user, paper, each.role, roles)
        ),
        None,
    )


def _at(paper: Paper, name: str, **more: str) -> str:
    return reverse(f"reports:paper-{name}", kwargs={"council": paper.council.slug, "pk": paper.pk, **more})
