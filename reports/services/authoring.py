"""Who writes which section of a paper, which are ready, and what its authors say to each other about them."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Change, Council, Membership, User
from accounts.roles import TABLE, Capability
from accounts.versions import StaleVersion
from core.dates import now
from reports.access import (
    is_being_written,
    may_be_given_sections,
    may_see_draft,
    may_write_paper,
    may_write_section,
)
from reports.models import Paper, PaperSection, SectionComment
from reports.section_mail import tell_given, tell_said
from reports.services.arranging import places_of

# The roles whose people may be given a section to write.
WRITING = tuple(role for role, table in TABLE.items() if Capability.WRITE_PAPER in table)


def possible_authors(council: Council) -> dict[int, str]:
    """The people who may be given a section, by number: name and what they do here."""
    rows = Membership.objects.current().filter(council=council, role__in=WRITING, user__is_active=True)
    told: dict[int, str] = {}
    for row in rows.select_related("user").order_by("user__name", "user", "role"):
        role = row.get_role_display()
        known = told.get(row.user_id)
        told[row.user_id] = f"{known}, {role.lower()}" if known else f"{row.user.name} – {role}"
    return told


@transaction.atomic
def assign_authors(
    *, paper: Paper, by: User, authors: Mapping[str, User | None], shown: Mapping[str, int | None]
) -> int:
    """Give sections to authors, or to nobody, and say how many changed. `shown` is the author each had when the
    choice was made.

    Raises PermissionDenied, StaleVersion where somebody else has given one away meanwhile, and ValidationError for
    a person who may not be given any.
    """
    if not may_write_paper(by, paper):
        raise PermissionDenied
    changes = []
    for place in places_of(paper):
        key = place.section.key
        if key in authors:
            made = _assign(paper, key, place.section.heading, by, authors[key], shown.get(key))
            changes += [(authors[key], made)] if made else []
    tell_given(paper, by, changes)
    return len(changes)


def _assign(
    paper: Paper, key: str, heading: str, by: User, author: User | None, shown: int | None
) -> Change | None:
    number = author.pk if author else None
    if number == shown:
        return None
    if author and not may_be_given_sections(author, paper.council):
        raise ValidationError(f"{author.name} may not be given a section to write.")
    row, _ = PaperSection.objects.get_or_create(paper=paper, key=key, defaults={"council": paper.council})
    if row.author_id == number:
        return None
    if not PaperSection.objects.filter(pk=row.pk, author=shown).update(author=number):
        raise StaleVersion(row, row.version)
    before = row.author.name if row.author else ""
    told = {"section": heading, "author": author.name if author else ""}
    return record(
        "named the author of", row, council=paper.council, by=by, before={"author": before}, after=told
    )


@transaction.atomic
def mark_ready(*, section: PaperSection, by: User, shown_version: int) -> None:
    """Say that a section is ready as it was shown; again does nothing more. Raises PermissionDenied, or StaleVersion
    where its words have been changed meanwhile."""
    if not may_write_section(by, section.paper, section.key):
        raise PermissionDenied
    standing = PaperSection.objects.filter(pk=section.pk, version=shown_version)
    if not standing.exists():
        raise StaleVersion(section, shown_version)
    if standing.filter(ready_at=None).update(ready_at=now(), ready_by=by):
        record("called ready", section, council=section.council, by=by, after={"version": shown_version})


@transaction.atomic
def take_back_ready(*, section: PaperSection, by: User) -> None:
    """Go on writing a section that was called ready. Raises PermissionDenied."""
    if not may_write_section(by, section.paper, section.key):
        raise PermissionDenied
    ready = PaperSection.objects.filter(pk=section.pk).exclude(ready_at=None)
    if ready.update(ready_at=None, ready_by=None):
        record("went on writing", section, council=section.council, by=by)


# Comments


@transaction.atomic
def comment_on(
    *, section: PaperSection, by: User, text: str, reply_to: SectionComment | None = None
) -> SectionComment:
    """Say something about a section, or in reply; the same words twice are said once. Raises PermissionDenied, and
    ValidationError for a reply to what was said of another section."""
    _may_comment(by, section.paper)
    if reply_to and reply_to.section_id != section.pk:
        raise ValidationError("The comment to reply to is not one on this section.")
    begun = reply_to.reply_to or reply_to if reply_to else None
    said = SectionComment.objects.filter(section=section, reply_to=begun, written_by=by, text=text)
    if known := said.filter(resolved_at=None).first():
        return known
    made = SectionComment.objects.create(
        council=section.council, section=section, reply_to=begun, text=text, written_at=now(), written_by=by
    )
    tell_said(made)
    record("replied in" if begun else "made", made, council=section.council, by=by, after={"text": text})
    return made


@transaction.atomic
def resolve_comment(*, comment: SectionComment, by: User, resolved: bool) -> None:
    """Settle what was said, or open it again; what is so already stays. Raises PermissionDenied but for whoever
    said it and whoever writes the section."""
    section = comment.section
    _may_comment(by, section.paper)
    if not may_resolve(by, comment):
        raise PermissionDenied
    at, who = (now(), by) if resolved else (None, None)
    standing = SectionComment.objects.filter(pk=comment.pk, reply_to=None, resolved_at__isnull=resolved)
    if standing.update(resolved_at=at, resolved_by=who):
        verb = "settled" if resolved else "opened again"
        record(verb, comment, council=section.council, by=by, after={"text": comment.text})


def may_resolve(user: User, comment: SectionComment) -> bool:
    section = comment.section
    return comment.written_by_id == user.pk or may_write_section(user, section.paper, section.key)


def may_comment(user: User, paper: Paper) -> bool:
    """Whoever sees drafts, until the paper is published."""
    return may_see_draft(user, paper) and is_being_written(paper)


def _may_comment(user: User, paper: Paper) -> None:
    if not may_comment(user, paper):
        raise PermissionDenied
