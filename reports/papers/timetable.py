"""The dates of a paper, counted backwards from its meeting: the council's own steps, publication, and where a council
has an executive the notice of a key decision. Pure: what is done is given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dates import full_date, key_decision_notice, publication_deadline, working_days_before

PUBLICATION, MEETING, NOTICE = "publication", "meeting", "notice"
DONE, LATE, NEXT, AHEAD, UNTOLD = "done", "late", "next", "ahead", "untold"


@dataclass(frozen=True)
class Step:
    """A step of the council's own: `days` are the working days it lies before the last day of publication."""

    key: str
    name: str
    who: str
    days: int


@dataclass(frozen=True)
class Stage:
    """One date of the timetable: by `day` it is to be done, and was on `done_on`."""

    key: str
    name: str
    who: str
    day: date
    done_on: date | None = None
    state: str = AHEAD

    @property
    def is_own_step(self) -> bool:
        return self.key not in (PUBLICATION, MEETING, NOTICE)

    @property
    def was_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.day

    @property
    def words(self) -> str:
        """`Done 16 December 2024`, `Late`, `Next`; nothing for what lies ahead. Once a paper is published, a step
        that nobody recorded is not late any more."""
        if self.done_on and self.state == DONE:
            return f"Done {full_date(self.done_on)}" + (", late" if self.was_late else "")
        return {DONE: "Done", LATE: "Late", NEXT: "Next", UNTOLD: "Not recorded"}.get(self.state, "")

    @property
    def tone(self) -> str:
        return {DONE: "green", LATE: "red", NEXT: "blue"}.get(self.state, "grey")

    @property
    def symbol(self) -> str:
        return {DONE: "✓", LATE: "▲", NEXT: "→"}.get(self.state, "○")


def steps_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The rows of a council's list, the earliest step first."""
    steps = (Step(row["key"], row["name"], row["who"], int(row["days"])) for row in rows)
    return tuple(sorted(steps, key=lambda step: -step.days))


def timetable(
    meeting: date,
    committee: str,
    steps: Sequence[Step],
    day: date,
    *,
    done: Mapping[str, date] | None = None,
    is_key: bool = False,
) -> tuple[Stage, ...]:
    """Every date of a paper for a meeting, the earliest first, as they stand on `day`. `done` has the day each was
    done by its key; the first of what is left, and not late, is next."""
    finished, last = done or {}, publication_deadline(meeting)
    stages = [Stage(step.key, step.name, step.who, working_days_before(last, step.days)) for step in steps]
    stages.append(Stage(PUBLICATION, "Publication", "Clerk", last))
    if is_key:
        by = key_decision_notice(meeting)
        stages.append(Stage(NOTICE, "Notice of the key decision", "Clerk, 28 clear days before", by))
    # At the same day the notice comes first, and publication after the council's own steps.
    stages.sort(key=lambda stage: (stage.day, stage.key == PUBLICATION))
    stages.append(Stage(MEETING, "Meeting", committee, meeting))
    return tuple(_stand(stages, finished, day))


def _stand(stages: Iterable[Stage], finished: Mapping[str, date], day: date) -> Iterable[Stage]:
    next_is_told = False
    for stage in stages:
        done_on = finished.get(stage.key)
        if done_on or (stage.key == MEETING and stage.day < day):
            state = DONE
        elif PUBLICATION in finished and stage.key != MEETING:
            state = UNTOLD
        elif stage.day < day:
            state = LATE
        else:
            state, next_is_told = (AHEAD if next_is_told else NEXT), True
        yield Stage(stage.key, stage.name, stage.who, stage.day, done_on, state)


def open_stages(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """What is late, and what comes next; the meeting is nobody's task."""
    return tuple(stage for stage in stages if stage.state in (LATE, NEXT) and stage.key != MEETING)
