"""What the pages of clearance show: how each role stands, whom it was asked of, and what a reviewer reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Membership, User
from accounts.roles import Role
from reports.authors import own_keys, written_by
from reports.clearance_said import closed_keys, comment_for, may_read_said
from reports.models import Clearance, ClearanceAsk, ClearanceRole, DataLock, Paper
from reports.papers.clearing import Standing, State
from reports.papers.compose import compose
from reports.papers.data import PaperData
from reports.papers.documents import closed_stems, documents_of
from reports.papers.figure_differences import Difference, differences, under
from reports.papers.figures import UnknownFigure
from reports.papers.layout import sections_of
from reports.papers.locking import data_of, shown_alone, with_words_of
from reports.papers.render import PRESS
from reports.papers.sections_seen import TITLE, Seen, anchor_of
from reports.papers.text import TextTooLong

# Words, tone and symbol of a tag.
TAGS = {
    State.UNLOCKED: ("Figures not locked", "grey", "○"),
    State.WAITING: ("Waiting", "grey", "○"),
    State.CLEARED: ("Cleared", "green", "✓"),
    State.RETURNED: ("Returned", "red", "▲"),
    State.REOPENED: ("Changed since", "amber", "◆"),
}


@dataclass(frozen=True)
class Shown:
    """A role as its row and its page show it."""

    standing: Standing
    who: list[str]
    asks: list[ClearanceAsk]
    comment: str = ""

    @property
    def tag(self) -> tuple[str, str, str]:
        return TAGS[self.standing.state]

    @property
    def is_open(self) -> bool:
        return self.standing.state in (State.WAITING, State.RETURNED, State.REOPENED)


@dataclass(frozen=True)
class Changed:
    """A section that differs from when the role last said something of it: its words then and now, and its figures."""

    heading: str
    was: str
    now: str
    figures: tuple[Difference, ...]

    @property
    def has_words(self) -> bool:
        return self.was != self.now


def shown_of(paper: Paper, found: Iterable[Standing], reader: User) -> list[Shown]:
    """Every role with who may clear for it, who was asked, and what it said as far as `reader` may read it; the number
    of queries does not grow with the roles."""
    listed, closed = list(found), closed_keys(paper)
    asks = list(ClearanceAsk.objects.filter(paper=paper).select_related("user", "asked_by"))
    people = people_of(paper, [each.role for each in listed])
    return [
        Shown(
            each,
            [person.name for person in people[each.role.pk]],
            [ask for ask in asks if ask.role_id == each.role.pk],
            comment_for(reader, each.entry, closed) if each.entry else "",
        )
        for each in listed
    ]


def people_of(paper: Paper, roles: Iterable[ClearanceRole]) -> dict[int, list[User]]:
    """By role, the members of the council who may clear this paper for it: not its authors, but for one who clears last
    where the council allows it; and who only reads drafts of nothing clears nothing."""
    members = Membership.objects.current().filter(council=paper.council, user__is_active=True)
    held = list(members.exclude(role=Role.READER).select_related("user").order_by("user__name", "pk"))
    clearing = {role: _clearing(role, held) for role in ClearanceRole.objects.of(paper.council)}
    written, own = written_by(paper), _own_implications(clearing)
    authors = {pk for pk, keys in written.items() if keys - own.get(pk, set())}
    found: dict[int, list[User]] = {}
    for role in roles:
        by_author = role.is_last and role.author_may_clear
        found[role.pk] = [user for user in clearing.get(role, []) if by_author or user.pk not in authors]
    return found


def _clearing(role: ClearanceRole, held: Iterable[Membership]) -> list[User]:
    named = {person.pk for person in role.people.all()}
    clearing = [one.user for one in held if one.role in role.product_roles or one.user_id in named]
    return list(dict.fromkeys(clearing))


def _own_implications(clearing: Mapping[ClearanceRole, Iterable[User]]) -> dict[int, set[str]]:
    """By person, the implications of the roles they clear for."""
    own: dict[int, set[str]] = {}
    for role, people in clearing.items():
        for user in people:
            own.setdefault(user.pk, set()).update(own_keys(role))
    return own


def sections_to_read(data: PaperData, standing: Standing) -> list[tuple[Seen, SafeString | str]]:
    """What a role clears, section by section as the paper prints it; as typed where it cannot be printed yet."""
    printed = _printed(data)
    return [(seen, printed.get(key, "")) for key, seen in standing.sections.items() if key != TITLE]


def _printed(data: PaperData) -> dict[str, SafeString]:
    try:
        sheet = compose(data, documents_of(data)[0])
    except (UnknownFigure, TextTooLong):
        return {}
    by_anchor = {section.anchor: section for section in sheet.sections}
    return {
        each.key: SafeString(render_to_string(f"{PRESS}/section.html", {"section": section}))
        for each in sections_of(data)
        if (section := by_anchor.get(anchor_of(each.key)))
    }


def changes_since(data: PaperData, standing: Standing) -> list[Changed]:
    """What differs from what the role's last entry was about, section by section."""
    if standing.entry is None or standing.state != State.REOPENED:
        return []
    lock, closed = DataLock.objects.get(pk=standing.entry.lock_id), closed_stems(data)
    found = (
        differences(shown_alone(with_words_of(data_of(lock), data)), data) if lock.number != data.lock else ()
    )
    elements = {section.key: section.element for section in sections_of(data)}
    return [
        Changed(
            heading=(now or was or Seen("", "", "", "")).heading,
            # What was open then and is not now is kept from who reads it here, as its present words are.
            was=was.text if was and was.key not in closed else "",
            now=now.text if now else "",
            figures=under(elements.get((now or was or Seen("", "", "", "")).key, ""), found),
        )
        for was, now in standing.changed
    ]


def history_of(paper: Paper, reader: User, role: ClearanceRole | None = None) -> list[dict[str, Any]]:
    """Every entry of a paper, or of one role of it, the latest first, with what of it `reader` may read; corrected
    ones say so."""
    closed = closed_keys(paper)
    entries = Clearance.objects.of(paper).order_by("-pk")
    rows = list(entries.filter(role=role) if role else entries)
    corrected = {entry.corrects_id for entry in rows}
    return [
        {
            "entry": entry,
            "is_corrected": entry.pk in corrected,
            "comment": comment_for(reader, entry, closed),
            "may_read": may_read_said(reader, entry, closed),
        }
        for entry in rows
    ]
