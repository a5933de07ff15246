"""A council's house style of papers as frozen values: logo, colours, wording, order of implications, vocabulary.

A paper without one looks and reads as its kind does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reports.papers.kinds import Kind, SectionKind

IMPLICATIONS = "implications_"


@dataclass(frozen=True)
class Logo:
    """A picture kept under its digest, and what it says to those who do not see it."""

    digest: str
    media: str
    alternative: str


@dataclass(frozen=True)
class HouseStyle:
    """What of one kind of paper is the council's own; whatever is empty is the kind's."""

    second_colour: str = ""
    logo: Logo | None = None
    # By section, the heading; the heading over the implications; and the keys of these in their order.
    headings: dict[str, str] = field(default_factory=dict)
    group: str = ""
    order: tuple[str, ...] = ()
    # By our own words, the council's.
    terms: dict[str, str] = field(default_factory=dict)
    # What a report says of excluding the public, in place of our sentence.
    exclusion: str = ""
    # The digest of the Word template that its Word files are made with.
    word_template: str = ""
    # The key of the family of letters it is set in.
    face: str = ""


@dataclass(frozen=True)
class Term:
    """A name that councils differ in: our words for it, and others in use."""

    words: str
    others: str


# In every sentence, heading, caption and label of ours; what people wrote is never changed.
TERMS: tuple[Term, ...] = (
    Term("cared for children", "looked after children, children in care, our children"),
    Term("care leavers", "care experienced young people"),
    Term("children and young people", "children"),
    Term("children and families", "children, young people and families"),
    Term("committee", "cabinet, executive, board"),
    Term("members", "councillors"),
    Term("wards", "divisions"),
    Term("plan area", "plan theme, priority area"),
)


def restyled(kind: Kind, style: HouseStyle | None) -> Kind:
    """The kind under the council's own headings, its implications in the council's order."""
    if style is None:
        return kind
    sections = [_worded(section, style) for section in kind.sections]
    places = [at for at, section in enumerate(sections) if is_implication(section.key)]
    wanted = {key: at for at, key in enumerate(style.order)}
    inside = [sections[at] for at in places]
    inside.sort(key=lambda section: wanted.get(section.key, len(wanted)))
    for at, section in zip(places, inside, strict=True):
        sections[at] = section
    return replace(kind, sections=tuple(sections))


def is_implication(key: str) -> bool:
    """Whether the section stands under the heading of the implications, whose order is the council's."""
    return key.startswith(IMPLICATIONS)


def _worded(section: SectionKind, style: HouseStyle) -> SectionKind:
    heading = style.headings.get(section.key) or in_terms(section.heading, style.terms)
    group = style.group if style.group and is_implication(section.key) else section.within
    return replace(section, heading=heading, within=group)


def ours(text: str, style: HouseStyle | None, names: Iterable[str] = ()) -> str:
    """As `in_terms`, in the words of a house style, which may be none."""
    return in_terms(text, style.terms, names) if style else text


def in_terms(text: str, terms: Mapping[str, str], names: Iterable[str] = ()) -> str:
    """A text of ours in the council's words. A name written with a capital keeps it: only a text's first word is
    put in the council's words although it is capital. The `names` in it are somebody's own and stay as they are."""
    if not terms:
        return text
    kept = "|".join(re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True))
    pieces = re.split(f"({kept})", text) if kept else [text]
    return "".join(piece if at % 2 else _in_terms(piece, terms, at == 0) for at, piece in enumerate(pieces))


def _in_terms(text: str, terms: Mapping[str, str], begins: bool) -> str:
    longest_first = sorted(terms, key=len, reverse=True)
    every = "|".join(re.escape(words) for words in longest_first)
    first, begun = re.match(rf"({every})(s?)\b", text[:1].lower() + text[1:]), ""
    if begins and first and text[:1].isupper():
        put = terms[first[1]]
        begun, text = f"{put[:1].upper()}{put[1:]}{first[2]}", text[first.end() :]
    return begun + re.sub(rf"\b({every})(s?)\b", lambda found: terms[str(found[1])] + str(found[2]), text)
