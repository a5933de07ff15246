"""What a meeting decided: the log of its page, of its download and of the highlight report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from core.dates import full_date, local_day
from improvement.models import Action, DateRevision, Endorsement, EvidenceReview, Meeting

_ACTION = ("action__section__chapter__plan", "action__priority")


@dataclass(frozen=True)
class Decided:
    """One decision: what it was about, how it went, by whom, and on what day it holds from."""

    kind: str
    pk: int
    item: str
    action: Action
    outcome: str
    agreed: bool
    note: str
    by: str
    as_at: date
    recorded_at: datetime
    meeting: Meeting | None
    is_corrected: bool

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.pk}"

    @property
    def was_late(self) -> bool:
        """Whether it was recorded on a later day than the one it holds from."""
        return local_day(self.recorded_at) > self.as_at


def decided_at(meeting: Meeting, known_at: datetime | None = None) -> list[Decided]:
    """The decisions of a meeting in the order in which they were recorded, corrected ones too; three queries."""
    return _log({"meeting": meeting}, known_at)


def decided_between(
    actions: Iterable[int], after: date, until: date, known_at: datetime | None
) -> list[Decided]:
    """The decisions about these actions that hold from after one day up to another; three queries."""
    pks = list(actions)
    return [one for one in _log({}, known_at, pks=pks) if after < one.as_at <= until and not one.is_corrected]


def _log(named: dict[str, Any], known_at: datetime | None, pks: list[int] | None = None) -> list[Decided]:
    within = {} if pks is None else {"action__in": pks}
    dates = DateRevision.objects.exclude(step=DateRevision.Step.ASKED).filter(**named, **within)
    steps = Endorsement.objects.exclude(step=Endorsement.Step.PROPOSED).filter(**named, **within)
    reviewed = {} if pks is None else {"evidence__action__in": pks}
    reviews = EvidenceReview.objects.filter(**named, **reviewed)
    people = ("recorded_by", "meeting__group")
    rows = [
        *_dates(_known(dates, known_at).select_related(*_ACTION, *people)),
        *_reviews(
            _known(reviews, known_at).select_related(*(f"evidence__{path}" for path in _ACTION), *people)
        ),
        *_steps(_known(steps, known_at).select_related(*_ACTION, *people)),
    ]
    return sorted(rows, key=lambda row: row.recorded_at)


def _dates(entries: Iterable[DateRevision]) -> Iterator[Decided]:
    for entry, corrected in _told(entries):
        agreed = entry.step == DateRevision.Step.AGREED
        item = f"New date of {full_date(entry.new_due)}"
        outcome = f"New date {'agreed' if agreed else 'declined'}: {full_date(entry.new_due)}"
        pk = entry.request_id or entry.pk
        yield _row("date", pk, entry, entry.action, item, outcome, agreed, entry.reason, corrected)


def _reviews(entries: Iterable[EvidenceReview]) -> Iterator[Decided]:
    for entry, corrected in _told(entries):
        agreed = entry.verdict == EvidenceReview.Verdict.SUFFICIENT
        item = f"Evidence: {entry.evidence.title}"
        outcome = "Evidence accepted" if agreed else "Evidence found insufficient"
        pk = entry.evidence_id
        yield _row("evidence", pk, entry, entry.evidence.action, item, outcome, agreed, entry.note, corrected)


def _steps(entries: Iterable[Endorsement]) -> Iterator[Decided]:
    for entry, corrected in _told(entries):
        agreed = entry.step == Endorsement.Step.ENDORSED
        outcome = "Action endorsed" if agreed else "Action declined"
        pk = entry.action_id
        yield _row("action", pk, entry, entry.action, "New action", outcome, agreed, entry.note, corrected)


def _told(entries: Iterable[Any]) -> Iterator[tuple[Any, bool]]:
    """Each entry that states something, and whether another corrects it (after `_known`)."""
    return ((entry, entry.was_corrected) for entry in entries if not entry.is_void)


def _known(entries: Any, known_at: datetime | None) -> Any:
    """The entries known by then, each with `was_corrected`."""
    corrections = entries.model.objects.known_at(known_at).filter(corrects=OuterRef("pk"))
    return entries.known_at(known_at).annotate(was_corrected=Exists(corrections))


def _row(
    kind: str,
    pk: int,
    entry: Any,
    action: Action,
    item: str,
    outcome: str,
    agreed: bool,
    note: str,
    corrected: bool,
) -> Decided:
    return Decided(
        kind,
        pk,
        item,
        action,
        outcome,
        agreed,
        note,
        str(entry.recorded_by),
        entry.as_at,
        entry.recorded_at,
        entry.meeting,
        corrected,
    )


def last_decision(kind: str, pk: int, action: Action) -> Decided | None:
    """What was decided last about one thing, at whichever meeting or at none; three queries."""
    about = [one for one in _log({}, None, pks=[action.pk]) if (one.kind, one.pk) == (kind, pk)]
    return next((one for one in reversed(about) if not one.is_corrected), None)
