"""How a council's papers look and read, kept by the administrator. What is published keeps the style it had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.access import may_manage_settings
from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import StaleVersion, raise_version
from core.palette import WHITE, contrast
from reports.logos import LogoFile
from reports.models import HouseStyle
from reports.papers import store
from reports.papers.faces import FACES, face_of
from reports.papers.kinds import KINDS, kind_of
from reports.papers.render import READABLE
from reports.papers.style import TERMS, is_implication

LONGEST_WORDING = 160
LONGEST_TERM = 60
LONGEST_TEXT = 5000


@dataclass(frozen=True)
class Look:
    """The colours, and the logo: a new one, or the one there is, kept or taken away."""

    colour: str
    second_colour: str = ""
    face: str = ""
    logo: LogoFile | None = None
    keeps_logo: bool = True
    logo_alternative: str = ""


@transaction.atomic
def set_look(*, council: Council, by: User, shown_version: int, look: Look) -> HouseStyle:
    """Change the colours and the logo of the papers to come. Raises PermissionDenied, StaleVersion, or ValidationError
    naming `colour`, `second_colour` or `logo_alternative`."""
    _may_style(by, council)
    check_look(look)
    style = begin(council, shown_version)
    before = _looks(style) | {"colour": council.colour}
    style.second_colour, style.face = look.second_colour, look.face
    if look.logo:
        style.logo_digest, style.logo_media = store.put(look.logo.content), look.logo.media
    elif not look.keeps_logo:
        style.logo_digest = style.logo_media = ""
    style.logo_alternative = look.logo_alternative.strip() if style.logo_digest else ""
    if style.logo_digest and not style.logo_alternative:
        raise ValidationError({"logo_alternative": "Say what the logo shows, for those who do not see it."})
    council.colour = look.colour
    council.save(update_fields=["colour"])
    return save(style, by, "changed the look of", before, _looks(style) | {"colour": look.colour})


def check_look(look: Look) -> None:
    """Both colours carry words on white paper, and the letters are some that there are. Raises ValidationError."""
    if look.face not in {face.key for face in FACES}:
        raise ValidationError({"face": "Choose one of the families of letters."})
    for name, colour in (("colour", look.colour), ("second_colour", look.second_colour)):
        if colour and (found := contrast(colour, WHITE)) < READABLE:
            raise ValidationError(
                {
                    name: f"{colour} is too pale for words on white paper: its contrast is {found:.1f} to 1, and "
                    f"{READABLE} to 1 is needed. Choose a darker one."
                }
            )
    if look.logo and not look.logo_alternative.strip():
        raise ValidationError({"logo_alternative": "Say what the logo shows, for those who do not see it."})


@transaction.atomic
def set_headings(
    *,
    council: Council,
    by: User,
    shown_version: int,
    kind: str,
    headings: Mapping[str, str],
    group: str = "",
    order: Sequence[str] = (),
) -> HouseStyle:
    """Word the headings of one kind of paper, and put its implications in order; an empty one is the kind's own.
    Raises PermissionDenied, StaleVersion, or ValidationError for two sections of one name."""
    _may_style(by, council)
    sections = kind_of(kind).sections
    own = {section.key: headings.get(section.key, "").strip() for section in sections}
    worded = {
        section.key: own[section.key] for section in sections if own[section.key] not in ("", section.heading)
    }
    _check_headings(kind, worded)
    style = begin(council, shown_version)
    before = _headings(style, kind)
    usual = [section.key for section in sections if is_implication(section.key)]
    wanted = sorted(usual, key=lambda key: list(order).index(key) if key in order else len(order))
    style.headings = _with(style.headings, kind, worded)
    style.groups = _with(style.groups, kind, "" if group.strip() in _groups(kind) else group.strip())
    style.orders = _with(style.orders, kind, [] if wanted == usual else wanted)
    return save(style, by, "worded the headings of", before, _headings(style, kind))


def _check_headings(kind: str, worded: Mapping[str, str]) -> None:
    seen: set[tuple[str, str]] = set()
    for section in kind_of(kind).sections:
        name = (section.within, worded.get(section.key, section.heading).casefold())
        if name in seen:
            raise ValidationError(
                {section.key: f"Two sections would be called “{worded.get(section.key, section.heading)}”."}
            )
        seen.add(name)


def _groups(kind: str) -> set[str]:
    return {section.within for section in kind_of(kind).sections if is_implication(section.key)}


@transaction.atomic
def set_terms(*, council: Council, by: User, shown_version: int, terms: Mapping[str, str]) -> HouseStyle:
    """The council's words in place of ours; an empty one is ours. Raises PermissionDenied or StaleVersion."""
    _may_style(by, council)
    style = begin(council, shown_version)
    before = {"words": _listed(style.terms)}
    given = {term.words: terms.get(term.words, "").strip() for term in TERMS}
    style.terms = {words: put for words, put in given.items() if put and put != words}
    return save(style, by, "changed the vocabulary of", before, {"words": _listed(style.terms)})


@transaction.atomic
def set_text(*, council: Council, by: User, shown_version: int, key: str, text: str) -> HouseStyle:
    """The standard text of a section, over all kinds, which every paper begun from now on starts with; empty takes it
    away. Raises PermissionDenied, StaleVersion, or `KeyError` for a section that no kind has."""
    _may_style(by, council)
    if not any(section.key == key for kind in KINDS.values() for section in kind.sections):
        raise KeyError(key)
    style = begin(council, shown_version)
    before = {"section": key, "text": style.texts.get(key, "")}
    style.texts = _with(style.texts, key, text.strip())
    return save(style, by, "changed the standard text of", before, {"section": key, "text": text.strip()})


@transaction.atomic
def set_exclusion(*, council: Council, by: User, shown_version: int, text: str) -> HouseStyle:
    """What a report with documents that are not for publication says of excluding the public; empty is our sentence.
    Raises PermissionDenied or StaleVersion."""
    _may_style(by, council)
    style = begin(council, shown_version)
    before, style.exclusion = {"text": style.exclusion}, text.strip()
    return save(style, by, "changed the exempt notice of", before, {"text": style.exclusion})


def _may_style(by: User, council: Council) -> None:
    if not may_manage_settings(by, council):
        raise PermissionDenied


def begin(council: Council, shown_version: int) -> HouseStyle:
    """The council's style, moved to its next version; `save` keeps it. Raises StaleVersion."""
    Council.objects.select_for_update().get(pk=council.pk)
    style = HouseStyle.objects.of(council)
    if style.pk:
        raise_version(style, shown=shown_version)
    elif shown_version != style.version:
        raise StaleVersion(style, shown_version)
    else:
        # Whoever else was shown the empty one was shown version 1.
        style.version = shown_version + 1
    return style


def save(
    style: HouseStyle, by: User, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> HouseStyle:
    """Keep a style that was begun, and what became of it."""
    style.save()
    record(verb, style, council=style.council, by=by, before=before, after=after)
    return style


def _with(all_of_them: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The same with one more or changed; an empty one is left out."""
    others = {name: each for name, each in all_of_them.items() if name != key}
    return others | ({key: value} if value else {})


def _looks(style: HouseStyle) -> dict[str, str]:
    logo = f"{style.logo_alternative} ({style.logo_digest[:12]})" if style.logo_digest else ""
    return {"second_colour": style.second_colour, "face": face_of(style.face).name, "logo": logo}


def _headings(style: HouseStyle, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "headings": _listed(style.headings.get(kind, {})),
        "implications": style.groups.get(kind, ""),
        "order": list(style.orders.get(kind, ())),
    }


def _listed(words: Mapping[str, str]) -> list[str]:
    return [f"{ours}: {theirs}" for ours, theirs in sorted(words.items())]
