"""When the sections of a role came to read as they do: what a message about them must not be older than.

A message has a day and no hour that we know of. One of the day of an edit may have been written after it; and one of a
day on which a section read as it reads now, whatever it said in between, is about the same words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Change
from core.dates import local_day
from reports.models import Appendix, ClearanceRole, DataLock, HouseStyle, Paper, PaperSection
from reports.papers.choices import OPTIONS
from reports.papers.clearing import keys_of, lock_of
from reports.papers.collect import words_alone
from reports.papers.data import LaidOut, PaperData
from reports.papers.kinds import ACCESS, CONSULTEES, RECOMMENDATIONS, kind_of
from reports.papers.kinds import OPTIONS as OTHERS
from reports.papers.layout import is_own, key_of, sections_of
from reports.papers.sections_seen import TITLE, sections_seen

_LISTS = {
    "recommendations": RECOMMENDATIONS,
    "options": OTHERS,
    "background_papers": ACCESS,
    "consultees": CONSULTEES,
}
_TITLES = ("title", "report_of", "wards", "plan_table", "printed_sums")
_ELEMENTS = {option.label: option.element for option in OPTIONS}


@dataclass(frozen=True)
class Edit:
    """A part of a paper said something else from this moment; `of` tells the parts of one section apart."""

    key: str
    of: str
    at: datetime
    before: Any
    after: Any
    heading: str = ""


def edited_after(paper: Paper, role: ClearanceRole, day: date, upto: datetime) -> Edit | None:
    """The last edit by `upto` for which a section of a role does not read now as it read on `day`; None where all of
    them read so then."""
    found: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit in edits(paper, role, upto):
        found[edit.key, edit.of].append(edit)
    late = [of_part[-1] for of_part in found.values() if not _read_so(of_part, day)]
    return max(late, key=lambda edit: edit.at, default=None)


def last_edit(paper: Paper, role: ClearanceRole, upto: datetime) -> Edit | None:
    """The last edit of any section of a role."""
    return max(edits(paper, role, upto), key=lambda edit: edit.at, default=None)


def _read_so(of_part: Sequence[Edit], day: date) -> bool:
    """Whether the part read at some time of the day as it reads after the last of these edits, given in order."""
    later = [edit for edit in of_part if local_day(edit.at) > day]
    if not later:
        return True
    of_day = [said for edit in of_part if local_day(edit.at) == day for said in (edit.before, edit.after)]
    return of_part[-1].after in [later[0].before, *of_day]


def edits(paper: Paper, role: ClearanceRole, upto: datetime) -> list[Edit]:
    """Everything by `upto` that made a section of a role say something else; figures change with a lock."""
    words = _with_every_section(words_alone(Paper.objects.for_collecting().get(pk=paper.pk)))
    lock = lock_of(paper)
    seen = sections_seen(words, lock.shown if lock else {}, lock.figures if lock else {})
    headings = {key: each.heading for key, each in seen.items()}
    keys = keys_of(role, list(ClearanceRole.objects.of(paper.council)), words, seen)
    found = [*_written(paper, words, upto), *_locked(paper, words, upto)]
    return [
        replace(edit, heading=edit.heading or headings.get(edit.key, "Another section"))
        for edit in found
        if edit.key in keys and edit.before != edit.after
    ]


def _with_every_section(words: PaperData) -> PaperData:
    """Also those that are off today: switching one off is an edit too."""
    own = (row for row in words.layout if is_own(row.key))
    return replace(words, layout=(*(LaidOut(section.key) for section in kind_of(words.kind).sections), *own))


def _locked(paper: Paper, words: PaperData, upto: datetime) -> Iterator[Edit]:
    """What each lock showed under each section, with today's words; while none stood nothing could be cleared."""
    shown: Mapping[str, str] = {}
    locks = DataLock.objects.without_data().filter(paper=paper, locked_at__lte=upto).order_by("number")
    for lock in locks:
        seen = {} if lock.is_release else sections_seen(words, lock.shown, lock.figures)
        now = {key: each.digest for key, each in seen.items()}
        for key in {**shown, **now}:
            yield Edit(key, "figures", lock.locked_at, shown.get(key), now.get(key))
        shown = now


def _written(paper: Paper, words: PaperData, upto: datetime) -> Iterator[Edit]:
    sections = dict(paper.sections.values_list("pk", "key"))
    stems = {row.pk: row.stem for row in words.appendices}
    for change in _changes(paper, [*sections], [*stems], upto):
        match change.subject_type:
            case "reports.papersection" if change.verb == "took out":
                # It is nobody's any more: what is left of it goes with what nobody else has.
                heading = str(change.before.get("heading"))
                yield Edit(TITLE, f"section {change.subject_id}", change.at, True, False, heading)
            case "reports.papersection":
                yield _edit(sections[change.subject_id], "words", change)
            case "reports.appendix":
                yield _edit(stems[change.subject_id], "words", change)
            case "reports.paper":
                yield from _of_paper(change, words)
            case "reports.housestyle":
                yield from _of_style(change, words)
            case "improvement.meeting" if "held_on" in change.after:
                yield _edit(TITLE, "meeting", change)


def _changes(
    paper: Paper, sections: Iterable[int], appendices: Iterable[int], upto: datetime
) -> QuerySet[Change]:
    style = HouseStyle.objects.filter(council=paper.council_id).values("pk")
    subjects = (
        _of(Paper, [paper.pk])
        | (_of(PaperSection, sections) & Q(verb__in=("wrote", "took out")))
        | _of(Appendix, appendices)
        | Q(subject_type="reports.housestyle", subject_id__in=style)
        | Q(subject_type="improvement.meeting", subject_id=paper.meeting_id)
    )
    return Change.objects.filter(subjects, council=paper.council_id, at__lte=upto).order_by("pk")


def _of(model: type[Paper] | type[PaperSection] | type[Appendix], numbers: Iterable[int]) -> Q:
    return Q(subject_type=model._meta.label_lower, subject_id__in=numbers)


def _of_paper(change: Change, words: PaperData) -> Iterator[Edit]:
    """A list, a field of the title block, a choice of a block, a classification, or a section switched on or off."""
    kind = kind_of(words.kind)
    if change.verb == "changed the details of":
        yield from (_edit(TITLE, name, change, name) for name in _TITLES if name in change.after)
    elif change.verb in ("took up for correction", "gave up correcting"):
        yield _edit(TITLE, "correction", change)
    elif change.verb.startswith("classified the "):
        yield _edit(TITLE, change.verb, change)
    elif change.verb == "changed the choices of":
        told = (name for name in {**change.before, **change.after} if name in _ELEMENTS)
        yield from (_edit(key_of(kind, _ELEMENTS[name]), name, change, name) for name in told)
    elif change.verb in ("switched on a section of", "switched off a section of"):
        heading, is_on = change.after["section"], change.verb == "switched on a section of"
        keys = (each.key for each in sections_of(words) if each.heading == heading)
        yield from (Edit(key, "shown", change.at, not is_on, is_on) for key in keys)
    for name, element in _LISTS.items():
        if name in change.after:
            yield _edit(key_of(kind, element), name, change, name)


def _of_style(change: Change, words: PaperData) -> Iterator[Edit]:
    """The council's vocabulary, which goes with the title block, or its headings of this kind of paper."""
    if change.verb == "changed the vocabulary of":
        yield _edit(TITLE, "terms", change)
    elif change.verb == "worded the headings of" and change.after.get("kind") == words.kind:
        before, after = (
            dict(row.split(": ", 1) for row in said["headings"]) for said in (change.before, change.after)
        )
        for key in {**before, **after}:
            yield Edit(key, "house heading", change.at, before.get(key), after.get(key))


def _edit(key: str, of: str, change: Change, name: str = "") -> Edit:
    """All that a change tells, or what it tells of one name."""
    before, after = change.before, change.after
    return Edit(key, of, change.at, before.get(name) if name else before, after.get(name) if name else after)
