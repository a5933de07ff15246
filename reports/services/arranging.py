"""The order of a paper's sections: moved, switched on or off, added and taken out until it is published."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from core.dates import now
from reports.access import may_write_paper
from reports.models import Paper, PaperSection
from reports.papers.collect_style import kind_for
from reports.papers.kinds import SectionKind, kind_of
from reports.papers.layout import Place, is_own, moved, next_own, places, put_after, why_required

MOST_SECTIONS = 60


@transaction.atomic
def move_section(
    *, paper: Paper, by: User, shown_version: int, key: str, step: int, whole: bool = False
) -> None:
    """Move a section, or with `whole` its group, one place up (-1) or down (1); at the end nothing happens.
    Raises PermissionDenied, StaleVersion, or ValidationError for a section that the paper has not."""
    _may_arrange(by, paper)
    found = places_of(paper)
    place = _place(found, key)
    _arrange(paper, by, shown_version, place, moved(found, key, step, whole=whole), "moved a section of")


@transaction.atomic
def place_section(*, paper: Paper, by: User, shown_version: int, key: str, after: str) -> None:
    """Put a section after another, as `put_after` names it. Raises as `move_section`."""
    _may_arrange(by, paper)
    found = places_of(paper)
    place = _place(found, key)
    _arrange(paper, by, shown_version, place, _put(found, place, after), "moved a section of")


@transaction.atomic
def show_section(*, paper: Paper, by: User, shown_version: int, key: str, shown: bool) -> None:
    """Switch a section on or off. Raises as `move_section`, and ValidationError with the reason where the paper
    cannot do without it."""
    _may_arrange(by, paper)
    found = places_of(paper)
    place = _place(found, key)
    if not shown and (reason := why_required(kind_of(paper.kind), place.section)):
        raise ValidationError(f"{reason}.")
    settled = tuple(replace(each, is_shown=shown) if each is place else each for each in found)
    _arrange(paper, by, shown_version, place, settled, f"switched {'on' if shown else 'off'} a section of")


@transaction.atomic
def add_section(*, paper: Paper, by: User, shown_version: int, heading: str, after: str) -> PaperSection:
    """Add a section with a heading of its own. Raises as `move_section`, and ValidationError where there are too
    many already."""
    _may_arrange(by, paper)
    found = places_of(paper)
    if len(found) >= MOST_SECTIONS:
        raise ValidationError(f"A paper has at most {MOST_SECTIONS} sections.")
    raise_version(paper, shown=shown_version)
    key = next_own(paper.sections.values_list("key", flat=True))
    made = PaperSection.objects.create(council=paper.council, paper=paper, key=key, heading=heading)
    settled = _put(found, Place(SectionKind(key, heading), is_shown=True), after)
    _write(paper, settled)
    record("added", made, council=paper.council, by=by, after=_told(settled) | {"heading": heading})
    return made


@transaction.atomic
def remove_section(*, paper: Paper, by: User, shown_version: int, key: str) -> None:
    """Take out a section of the paper's own; the change log keeps its words. Raises as `move_section`, and
    ValidationError for one of the kind's, which can only be switched off."""
    _may_arrange(by, paper)
    section = _place(places_of(paper), key).section
    if not is_own(section.key):
        raise ValidationError("A section of this kind of paper can be switched off, and not be taken out.")
    raise_version(paper, shown=shown_version)
    row = paper.sections.get(key=key)
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    record("took out", row, council=paper.council, by=by, before={"heading": row.heading, "body": row.body})


def places_of(paper: Paper) -> tuple[Place, ...]:
    """Every section of a paper in order, those switched off among them."""
    return places(kind_for(paper), paper.sections.standing())


def _arrange(
    paper: Paper, by: User, shown_version: int, place: Place, settled: tuple[Place, ...], verb: str
) -> None:
    before = places_of(paper)
    if settled == before:
        return
    raise_version(paper, shown=shown_version)
    _write(paper, settled)
    after = _told(settled) | {"section": place.section.heading}
    record(verb, paper, council=paper.council, by=by, before=_told(before), after=after)


def _write(paper: Paper, settled: Iterable[Place]) -> None:
    """Give every section its place; those that nobody has written get a row for it."""
    rows = {row.key: row for row in paper.sections.standing()}
    new: list[PaperSection] = []
    for order, place in enumerate(settled, 1):
        key = place.section.key
        row = rows.get(key) or PaperSection(council=paper.council, paper=paper, key=key)
        row.order, row.is_shown = order, place.is_shown
        row.within = place.section.within if is_own(key) else ""
        if row.pk is None:
            new.append(row)
    PaperSection.objects.bulk_update(rows.values(), ["order", "is_shown", "within"])
    PaperSection.objects.bulk_create(new)


def _put(found: tuple[Place, ...], place: Place, after: str) -> tuple[Place, ...]:
    try:
        return put_after(found, place, after)
    except KeyError:
        raise ValidationError("The section to put it after is no longer there.") from None


def _place(found: Iterable[Place], key: str) -> Place:
    place = next((each for each in found if each.section.key == key), None)
    if place is None:
        raise ValidationError("This paper has no such section any more.")
    return place


def _told(found: Iterable[Place]) -> dict[str, str]:
    return {"sections": ", ".join(place.section.heading for place in found if place.is_shown)}


def _may_arrange(by: User, paper: Paper) -> None:
    if not may_write_paper(by, paper):
        raise PermissionDenied
