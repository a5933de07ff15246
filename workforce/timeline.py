"""What happened to the positions of a post, in plain sentences, newest first."""

from collections import defaultdict

from core.dates import full_date
from core.ledger import AsAt
from improvement.timeline import TimelineEntry
from workforce.models import FundedPost, RecruitmentEvent
from workforce.states import Kind, contract_name


def timelines(post: FundedPost, asked: AsAt) -> dict[int, list[TimelineEntry]]:
    """By position: every event that holds on the day asked for, as known then; corrected ones say so.
    One query."""
    events = RecruitmentEvent.objects.filter(position__post=post, as_at__lte=asked.day).known_at(
        asked.known_at
    )
    found = list(events.for_timeline())
    corrected = {event.corrects_id for event in found}
    by_position: dict[int, list[TimelineEntry]] = defaultdict(list)
    for event in found:
        entry = TimelineEntry(
            event.as_at,
            event.recorded_at,
            _heading(event),
            by=str(event.recorded_by),
            text=event.note,
            is_corrected=event.pk in corrected,
        )
        by_position[event.position_id].append(entry)
    return by_position


def _heading(event: RecruitmentEvent) -> str:
    words = event_words(event)
    if event.is_void:
        return f"Taken out: {words[:1].lower()}{words[1:]}"
    return f"Correction: {words[:1].lower()}{words[1:]}" if event.corrects_id else words


def event_words(event: RecruitmentEvent) -> str:
    """`Advertised as fixed term, closing 29 November 2024`."""
    terms = contract_name(event.contract)
    words = str(RecruitmentEvent.Kind(event.kind).label)
    if terms:
        words += f" to {terms}" if event.kind == Kind.TERMS_CHANGED else f", {terms}"
    if event.closing_date:
        words += f", closing {full_date(event.closing_date)}"
    if event.start_date:
        words += f", starting {full_date(event.start_date)}"
    return words
