"""What happened to the positions of a post, in plain sentences, newest first."""

from collections import defaultdict

from core.dates import full_date
from core.ledger import AsAt
from improvement.timeline import TimelineEntry
from workforce.models import FundedPost, PostStatus, RecruitmentEvent
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
    if event.channel:
        words += f" in {event.channel}"
    if event.closing_date:
        words += f", closing {full_date(event.closing_date)}"
    if event.start_date:
        words += f", starting {full_date(event.start_date)}"
    return words


def correctable(post: FundedPost) -> dict[int, list[tuple[int, str]]]:
    """By position the entries that stand, newest first, as (number, words): what may be put right."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    standing = RecruitmentEvent.objects.filter(position__post=post).standing(None)
    for event in standing.order_by("-as_at", "-id"):
        words = f"{event_words(event)}, {full_date(event.as_at)}"
        found[event.position_id].append((event.pk, words))
    return found


def status_timeline(post: FundedPost, asked: AsAt) -> list[TimelineEntry]:
    """What was decided of the whole post, newest first. One query."""
    found = PostStatus.objects.filter(post=post, as_at__lte=asked.day).known_at(asked.known_at)
    entries = list(found.for_timeline())
    corrected = {entry.corrects_id for entry in entries}
    return [
        TimelineEntry(
            entry.as_at,
            entry.recorded_at,
            _status_heading(entry),
            by=entry.recorded_by.name,
            text=entry.note,
            is_corrected=entry.pk in corrected,
        )
        for entry in entries
    ]


def _status_heading(entry: PostStatus) -> str:
    words = str(entry.get_status_display()) + (f" by {entry.decision}" if entry.decision else "")
    if entry.corrects_id is None:
        return words
    return f"{'Taken out' if entry.is_void else 'Correction'}: {words[:1].lower()}{words[1:]}"


def correctable_statuses(post: FundedPost) -> list[tuple[int, str]]:
    """The statuses that stand, newest first, as (number, words): what may be put right."""
    standing = PostStatus.objects.filter(post=post).standing(None).order_by("-as_at", "-id")
    return [(one.pk, f"{one.get_status_display()}, {full_date(one.as_at)}") for one in standing]
