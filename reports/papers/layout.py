"""Which sections a paper has, in what order: the kind's own, unless its authors moved, switched or added some.

A group is what stands under one heading, as the implications do: it moves as one, and its sections stay in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from reports.papers.data import LaidOut, PaperData
from reports.papers.kinds import ACCESS, RECOMMENDATIONS, Kind, SectionKind, kind_of

_OWN = re.compile(r"own-([1-9]\d{0,3})")


class Placed(Protocol):
    """What a row of a paper's sections says of its place; `order` and `is_shown` None leave it to the kind."""

    key: str
    heading: str
    within: str
    order: int | None
    is_shown: bool | None


@dataclass(frozen=True)
class Place:
    """A section in its place, shown or not."""

    section: SectionKind
    is_shown: bool


def sections_of(data: PaperData) -> tuple[SectionKind, ...]:
    """The sections a paper shows, in order, each with the heading it stands under there."""
    kind = kind_of(data.kind)
    own_words = {narrative.key: narrative.heading for narrative in data.narratives}
    shown = (
        (_section(kind, row.key, row.heading, row.within) for row in data.layout)
        if data.layout
        else (section for section in kind.sections if not section.optional)
    )
    return tuple(replace(section, heading=own_words.get(section.key) or section.heading) for section in shown)


def places(kind: Kind, rows: Iterable[Placed]) -> tuple[Place, ...]:
    """Every section of a paper in order, those switched off among them. A section of the kind that has no place
    of its own follows the one before it in the kind."""
    written = {row.key: row for row in rows}
    ordered = [
        _section(kind, row.key, row.heading, row.within)
        for row in sorted(written.values(), key=lambda row: row.order or 0)
        if row.order is not None and (is_own(row.key) or _has(kind, row.key))
    ]
    for before, section in zip((None, *kind.sections), kind.sections, strict=False):
        keys = [each.key for each in ordered]
        if section.key not in keys:
            ordered.insert(keys.index(before.key) + 1 if before else 0, section)
    return tuple(
        Place(_worded(section, written), _is_shown(kind, section, written)) for section in _grouped(ordered)
    )


def laid_out(kind: Kind, rows: Iterable[Placed]) -> tuple[LaidOut, ...]:
    """What a paper's data keep of its layout: nothing where it is the kind's own."""
    shown = [place.section for place in places(kind, rows) if place.is_shown]
    if [section.key for section in shown] == [each.key for each in kind.sections if not each.optional]:
        return ()
    return tuple(
        LaidOut(section.key, section.heading, section.within) if is_own(section.key) else LaidOut(section.key)
        for section in shown
    )


def is_own(key: str) -> bool:
    """Whether a section is one that a paper's authors added, rather than one of its kind."""
    return _OWN.fullmatch(key) is not None


def next_own(keys: Iterable[str]) -> str:
    """`own-3` after `own-1` and `own-2`; a key is never used twice in a paper."""
    taken = (int(found[1]) for key in keys if (found := _OWN.fullmatch(key)))
    return f"own-{max(taken, default=0) + 1}"


def why_required(kind: Kind, section: SectionKind) -> str:
    """Why a paper cannot do without a section; nothing where it can."""
    if section.element == ACCESS:
        return "The law asks every paper for its contact and its background papers"
    if section.element == RECOMMENDATIONS and kind.needs_recommendation:
        return f"A {kind.label.lower()} has to say what the committee is asked to do"
    return ""


def _has(kind: Kind, key: str) -> bool:
    return any(section.key == key for section in kind.sections)


def _section(kind: Kind, key: str, heading: str, within: str) -> SectionKind:
    return SectionKind(key, heading, within=within) if is_own(key) else kind.section(key)


def _worded(section: SectionKind, written: dict[str, Placed]) -> SectionKind:
    """Under the council's own words where it has some."""
    row = written.get(section.key)
    return replace(section, heading=row.heading) if row and row.heading else section


def _is_shown(kind: Kind, section: SectionKind, written: dict[str, Placed]) -> bool:
    row = written.get(section.key)
    if row is None or row.is_shown is None:
        return not section.optional
    return row.is_shown or bool(why_required(kind, section))


def _grouped(sections: list[SectionKind]) -> list[SectionKind]:
    """Those of one group together, where the first of them stands."""
    seen: set[str] = set()
    found: list[SectionKind] = []
    for section in sections:
        if not section.within:
            found.append(section)
        elif section.within not in seen:
            seen.add(section.within)
            found += [each for each in sections if each.within == section.within]
    return found
