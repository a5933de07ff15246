"""Which sections a paper has, in what order: the kind's own, unless its authors moved, switched or added some.

A group is what stands under one heading, as the implications do: it moves as one, and its sections stay in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from reports.papers.data import LaidOut, PaperData
from reports.papers.kinds import ACCESS, RECOMMENDATIONS, Kind, SectionKind, kind_of
from reports.papers.style import restyled

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
    kind = restyled(kind_of(data.kind), data.style)
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


def key_of(kind: Kind, element: str) -> str:
    """The section that a list of the paper stands under; its own name where the kind has none."""
    return next((section.key for section in kind.sections if section.element == element), element)


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
    if not is_own(key):
        return kind.section(key)
    groups = [section.within for section in kind.sections if section.within]
    # Where the council has since worded the heading of its group anew, it stays in the group.
    home = within if not within or within in groups else next(iter(groups), within)
    return SectionKind(key, heading, within=home)


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


# Moving


def moved(found: Sequence[Place], key: str, step: int, *, whole: bool = False) -> tuple[Place, ...]:
    """The places with one section, or the `whole` of its group, a step (-1 or 1) along; at the end nothing moves.
    A section of a group moves within it."""
    blocks = _blocks(found)
    at = next(number for number, block in enumerate(blocks) if _holds(block, key))
    if not whole and blocks[at][0].section.within:
        inner = [place.section.key for place in blocks[at]]
        _swap(blocks[at], inner.index(key), step)
    else:
        _swap(blocks, at, step)
    return tuple(place for block in blocks for place in block)


def put_after(found: Sequence[Place], place: Place, after: str) -> tuple[Place, ...]:
    """The places with one more, or one moved, after another: a key, `beside:` and a key for after the whole of its
    group, or nothing for the beginning. Raises `KeyError` for a place that there is not."""
    others = [each for each in found if each.section.key != place.section.key]
    keys = [each.section.key for each in others]
    name, beside = after.removeprefix("beside:"), after.startswith("beside:")
    if name and name not in keys:
        raise KeyError(after)
    neighbour = others[keys.index(name)].section if name else None
    within = neighbour.within if neighbour and not beside else ""
    if beside and neighbour:
        name = [each.section.key for each in others if each.section.within == neighbour.within][-1]
    own = is_own(place.section.key)
    settled = replace(place, section=replace(place.section, within=within)) if own else place
    at = keys.index(name) + 1 if name else 0
    return (*others[:at], settled, *others[at:])


def may_stand_after(found: Sequence[Place], place: Place | None = None) -> tuple[tuple[str, str], ...]:
    """Where a section may be put, as `put_after` names it, with words: one of the kind's stays within its group, or
    outside every group; one of the paper's own, or one to come, goes anywhere."""
    free = place is None or is_own(place.section.key)
    home = "" if place is None else place.section.within
    offered = [("", "At the beginning")] if free or not home else []
    for block in _blocks([each for each in found if place is None or each.section.key != place.section.key]):
        within = block[0].section.within
        if free or home == within:
            offered += [(each.section.key, f"After “{each.section.heading}”") for each in block]
        if within and (free or not home):
            offered.append((f"beside:{block[0].section.key}", f"After all of “{within}”"))
    return tuple(offered)


def _blocks(found: Sequence[Place]) -> list[list[Place]]:
    blocks: list[list[Place]] = []
    for place in found:
        within = place.section.within
        if within and blocks and blocks[-1][0].section.within == within:
            blocks[-1].append(place)
        else:
            blocks.append([place])
    return blocks


def _holds(block: Sequence[Place], key: str) -> bool:
    return any(place.section.key == key for place in block)


def _swap(items: list[Any], at: int, step: int) -> None:
    if 0 <= at + step < len(items):
        items[at], items[at + step] = items[at + step], items[at]
