"""Mail to those who write a paper together: a section was given to them, somebody commented on it, answered them, or
named them; and to those who asked for its clearance: a role returned it. It names the page, and never repeats what was
said: comments are kept out of every feed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from accounts.models import Change, Council, Membership, Reminder, User
from accounts.reminders import Letter, absolute, remind
from accounts.roles import TABLE, Capability
from core.dates import today
from reports.access import is_being_written, may_see_draft
from reports.models import Clearance, ClearanceAsk, Paper, PaperSection, SectionComment
from reports.papers.clearing import lock_of
from reports.papers.collect_style import kind_for
from reports.papers.layout import places
from reports.sections_desk import ROWS

_KIND = Reminder.Kind.PAPER
_WAITING, _UNSAID = Reminder.State.WAITING, Reminder.State.NOTHING
_GIVEN, _SAID, _RETURNED = "given", "said", "returned"
# The roles whose people read drafts, and so may be named in a comment.
_READERS = tuple(role for role, table in TABLE.items() if Capability.SEE_DRAFT_PAPERS in table)


@dataclass(frozen=True)
class _Row:
    """A section in a mail: its heading and where it is written."""

    heading: str
    link: str


# Who is told


def tell_given(paper: Paper, by: User, changes: Iterable[tuple[User | None, Change]]) -> None:
    """Tell each author, once for all sections given now. Nobody is told what they did themselves."""
    last: dict[int, tuple[User, Change]] = {
        author.pk: (author, change) for author, change in changes if author and author.pk != by.pk
    }
    for author, change in last.values():
        remind(user=author, council=paper.council, kind=_KIND, key=f"{_GIVEN}-{paper.pk}-{change.pk}")


def tell_said(comment: SectionComment) -> None:
    """Tell whoever writes the section, everybody of the same conversation, and whom the comment names."""
    section = comment.section
    told = [section.author, *_of_conversation(comment), *named_in(comment.text, section.council)]
    for user in {one.pk: one for one in told if one and one.pk != comment.written_by_id}.values():
        remind(user=user, council=section.council, kind=_KIND, key=f"{_SAID}-{comment.pk}")


def _of_conversation(comment: SectionComment) -> Iterator[User]:
    if begun := comment.reply_to:
        yield begun.written_by
        yield from (reply.written_by for reply in begun.replies.select_related("written_by"))


def named_in(text: str, council: Council) -> list[User]:
    """The people of the council who read drafts and whom a text names: an @ and their name."""
    if "@" not in text:
        return []
    rows = Membership.objects.current().filter(council=council, role__in=_READERS, user__is_active=True)
    people = {row.user_id: row.user for row in rows.select_related("user").order_by("user__name", "user")}
    words = " ".join(text.split()).casefold()
    return [person for person in people.values() if f"@{person.name.casefold()}" in words]


def tell_returned(entry: Clearance) -> None:
    """Tell who locked the figures, and who asked the role to clear them, that it returned the paper."""
    asked = ClearanceAsk.objects.filter(paper=entry.paper, role=entry.role).select_related("asked_by")
    told = {user.pk: user for user in (entry.lock.locked_by, *(ask.asked_by for ask in asked))}
    for user in told.values():
        if user.pk != entry.recorded_by_id:
            remind(user=user, council=entry.council, kind=_KIND, key=f"{_RETURNED}-{entry.pk}")


# What they are told


def letter_of(reminder: Reminder) -> Letter | None:
    """The mail as things stand when it is sent; None where nothing of it is so any more."""
    sort, _, rest = reminder.key.partition("-")
    if sort == _GIVEN:
        return _given(reminder, int(rest.partition("-")[0]))
    if sort == _RETURNED:
        return _returned(reminder, int(rest))
    return _said(reminder, SectionComment.objects.select_related("section__paper__council").get(pk=int(rest)))


def _given(reminder: Reminder, pk: int) -> Letter | None:
    """Every section of the paper that waits for this author; the last of several mails tells of all."""
    paper = Paper.objects.of(reminder.council).get(pk=pk)
    prefix = f"{_GIVEN}-{pk}-"
    later = Reminder.objects.filter(
        council=reminder.council, user=reminder.user, kind=_KIND, key__startswith=prefix
    )
    if later.filter(pk__gt=reminder.pk).exists() or not _may_be_told(reminder.user, paper):
        return None
    rows = list(_waiting(paper, reminder.user))
    if not rows:
        return None
    sections = f"{len(rows)} {'section' if len(rows) == 1 else 'sections'}"
    return _letter(f"{sections} to write", "given", paper, reminder.user, rows=rows)


def _waiting(paper: Paper, user: User) -> Iterator[_Row]:
    rows = list(paper.sections.standing())
    mine = {row.key for row in rows if row.author_id == user.pk and row.ready_at is None}
    for place in places(kind_for(paper), rows):
        if place.section.key in mine and place.is_shown:
            view = ROWS.get(place.section.element)
            where = (view, []) if view else ("reports:paper-section", [place.section.key])
            yield _Row(place.section.heading, absolute(where[0], paper.council.slug, paper.pk, *where[1]))


@dataclass(frozen=True)
class _Said:
    """What somebody said, in a mail: who, what it was, under which heading, and where it is read."""

    who: User
    what: str
    heading: str
    link: str


def _said(reminder: Reminder, comment: SectionComment) -> Letter | None:
    """All that was said of the paper since the last mail about it, in one; the last of several mails tells of all."""
    paper, user = comment.section.paper, reminder.user
    every = _about_comments(reminder, paper)
    if any(row.pk > reminder.pk for row, _ in every) or not _may_be_told(user, paper):
        return None
    rows = [_row_of(each, user) for _, each in every if _asks_for_something(each)]
    if not rows:
        return None
    first = f"{rows[0].who.name} {rows[0].what}" if len(rows) == 1 else f"{len(rows)} comments"
    return _letter(first, "said", paper, user, rows=rows)


def _about_comments(reminder: Reminder, paper: Paper) -> list[tuple[Reminder, SectionComment]]:
    """This person's reminders of comments on the paper that no mail has told of yet, the oldest first, each with its
    comment."""
    ours = Reminder.objects.filter(
        council=reminder.council, user=reminder.user, kind=_KIND, key__startswith=f"{_SAID}-"
    )
    rows = {int(row.key.removeprefix(f"{_SAID}-")): row for row in ours.order_by("pk")}
    related = ("written_by", "reply_to", "section__paper__council", "section__paper__meeting__group")
    found = SectionComment.objects.select_related(*related).filter(section__paper=paper, pk__in=rows)
    both = sorted(((rows[comment.pk], comment) for comment in found), key=lambda pair: pair[0].pk)
    told = [row.pk for row, _ in both if row.state not in (_WAITING, _UNSAID)]
    return [(row, each) for row, each in both if row.pk > max(told, default=0)]


def _asks_for_something(comment: SectionComment) -> bool:
    """What is settled, or stands under a section that was taken out, asks for nothing any more."""
    begun = comment.reply_to or comment
    return not (begun.resolved_at or comment.section.removed_at)


def _row_of(comment: SectionComment, user: User) -> _Said:
    section = comment.section
    link = absolute("reports:paper-section-comments", section.council.slug, section.paper_id, section.key)
    return _Said(comment.written_by, _what(comment, section, user), _heading(section), link)


def _returned(reminder: Reminder, pk: int) -> Letter | None:
    """Nothing once the role has said something else, or the figures are no longer locked."""
    entry = Clearance.objects.select_related("role", "paper__council", "paper__meeting__group").get(pk=pk)
    paper, user = entry.paper, reminder.user
    stands = Clearance.objects.of(paper).current(today()).filter(pk=pk).exists()
    if not stands or lock_of(paper) is None or not _may_be_told(user, paper):
        return None
    link = absolute("reports:paper-clearance", paper.council.slug, paper.pk)
    return _letter(f"{entry.role.name} returned", "returned", paper, user, role=entry.role, link=link)


def _what(comment: SectionComment, section: PaperSection, user: User) -> str:
    begun = comment.reply_to
    if begun and begun.written_by_id == user.pk:
        return "answered your comment"
    if section.author_id == user.pk:
        return "commented on a section of yours"
    if any(person.pk == user.pk for person in named_in(comment.text, section.council)):
        return "named you in a comment"
    return "answered a comment that you answered"


def _heading(section: PaperSection) -> str:
    found = places(kind_for(section.paper), section.paper.sections.standing())
    return next((place.section.heading for place in found if place.section.key == section.key), section.key)


def _may_be_told(user: User, paper: Paper) -> bool:
    return is_being_written(paper) and may_see_draft(user, paper)


def _letter(subject: str, template: str, paper: Paper, user: User, **more: object) -> Letter:
    """Of a paper that is not for publication the mail says only that: more people read of mail than of papers."""
    about = f"“{paper.title}”" if paper.is_open else "a paper that is not for publication"
    context = {"user": user, "paper": paper, "about": about, **more}
    text = render_to_string(f"reports/mail_{template}.txt", context)
    return Letter(" ".join(f"{subject}: {about}".split()), text)
