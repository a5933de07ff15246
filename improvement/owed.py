"""What members were promised or asked for: the two kinds as the pages name them, and what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.dates import full_date
from core.ledger import AsAt
from improvement.models import CommitteeRequest, RequestStep, Undertaking, UndertakingStep
from improvement.timeline import TimelineEntry


@dataclass(frozen=True)
class Kind:
    """The words of one kind. `key` begins the names of its addresses."""

    key: str
    model: Any
    steps: Any
    noun: str
    plural: str
    told: str
    settled: str


REQUESTS = Kind(
    "request",
    CommitteeRequest,
    RequestStep,
    "committee request",
    "Committee requests",
    "What members asked for at a meeting, who is to answer, by when, and the answer.",
    RequestStep.Step.ANSWERED,
)
UNDERTAKINGS = Kind(
    "undertaking",
    Undertaking,
    UndertakingStep,
    "undertaking",
    "Undertakings",
    "What a paper promised to bring back or to do, where it says so, by when, and whether it was kept.",
    UndertakingStep.Step.KEPT,
)
KINDS = {kind.key: kind for kind in (REQUESTS, UNDERTAKINGS)}


def history(kind: Kind, thing: Any, asked: AsAt) -> list[TimelineEntry]:
    """What became of it, newest first, as known on the day asked for; corrected steps say so. One query."""
    steps = kind.steps.objects.filter(**{kind.key: thing}).known_at(asked.known_at).for_history()
    known = [step for step in steps if step.as_at <= asked.day]
    corrected = {step.corrects_id for step in known}
    return list(_entries(known, corrected))


def _entries(steps: list[Any], corrected: set[int | None]) -> Iterator[TimelineEntry]:
    for step in steps:
        because = f"Corrected because: {step.corrected_because}" if step.corrected_because else ""
        due = f", due by {full_date(step.due)}" if step.step == "open" and step.due else ""
        yield TimelineEntry(
            step.as_at,
            step.recorded_at,
            f"{'Correction: ' if step.corrects_id else ''}{step.get_step_display()}{due}",
            by=str(step.recorded_by),
            text="\n".join(filter(None, [step.words, because])),
            is_corrected=step.pk in corrected,
        )
