"""What the pages of a paper show of its sections: order, words, author, how far each is, what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from accounts.models import User
from reports.access import may_be_given_sections
from reports.models import Paper, PaperSection
from reports.papers.collect_style import kind_for
from reports.papers.kinds import (
    ACCESS,
    CONSULTEES,
    OPTIONS,
    RECOMMENDATIONS,
    WORDS,
    Kind,
    SectionKind,
)
from reports.papers.layout import Place, is_own, moved, places, why_required

# Where the parts of a paper that are lists rather than words are written.
ROWS = {
    RECOMMENDATIONS: "reports:paper-recommendations",
    OPTIONS: "reports:paper-options",
    ACCESS: "reports:paper-background",
    CONSULTEES: "reports:paper-consultees",
}


@dataclass(frozen=True)
class DeskSection:
    """A heading of the paper in its place: its words, its rows where it is a list, and who is how far with it."""

    kind: SectionKind
    is_shown: bool
    words: int
    rows: int | None
    required: str = ""
    author: User | None = None
    ready_at: datetime | None = None
    ready_by: User | None = None
    comments: int = 0
    may_write: bool = False
    ways: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.kind.key

    @property
    def is_own(self) -> bool:
        return is_own(self.kind.key)

    @property
    def is_written(self) -> bool:
        return bool(self.words or self.rows)

    @property
    def is_composed(self) -> bool:
        """Whether the record gives it something to say before anybody writes."""
        return self.kind.element != WORDS and self.rows is None

    @property
    def has_words(self) -> bool:
        return self.kind.element not in ROWS

    @property
    def rows_view(self) -> str:
        return ROWS.get(self.kind.element, "")


@dataclass(frozen=True)
class Progress:
    """How many of the sections shown are ready, being written, left to the record alone, and empty."""

    total: int
    ready: int
    begun: int
    composed: int

    @property
    def empty(self) -> int:
        return self.total - self.ready - self.begun - self.composed


@dataclass(frozen=True)
class Moved:
    """What was done last on the page of sections, and the button that has the focus after it."""

    sentence: str
    focus: str


def section_rows(paper: Paper, user: User, *, writes: bool) -> list[DeskSection]:
    """Every section in order, those switched off among them, in a fixed number of queries. `writes` says that this
    person writes the whole paper."""
    kind = kind_for(paper)
    said = Count("comments", filter=Q(comments__resolved_at=None, comments__reply_to=None))
    standing = paper.sections.standing().select_related("author", "ready_by").annotate(said=said)
    written = {row.key: row for row in standing}
    rows = _rows_of_lists(paper)
    is_author = writes or may_be_given_sections(user, paper.council)
    found = places(kind, written.values())
    return [
        _desk_section(
            kind, found, place, written.get(place.section.key), rows, user if is_author else None, writes
        )
        for place in found
    ]


def _rows_of_lists(paper: Paper) -> dict[str, int]:
    return {
        RECOMMENDATIONS: paper.recommendations.count(),
        OPTIONS: paper.options.count(),
        ACCESS: paper.background_papers.count(),
        CONSULTEES: paper.consultees.count(),
    }


def _desk_section(
    kind: Kind,
    found: Sequence[Place],
    place: Place,
    row: PaperSection | None,
    rows: dict[str, int],
    author: User | None,
    writes: bool,
) -> DeskSection:
    section = place.section
    facts = DeskSection(section, place.is_shown, 0, rows.get(section.element), why_required(kind, section))
    ways = tuple(_ways(found, place, facts)) if writes else ()
    if row is None:
        return DeskSection(**vars(facts) | {"may_write": writes, "ways": ways})
    told = {
        "words": len(row.body.split()),
        "author": row.author,
        "ready_at": row.ready_at,
        "ready_by": row.ready_by,
        "comments": getattr(row, "said", 0),
        "may_write": writes or (author is not None and row.author_id == author.pk),
        "ways": ways,
    }
    return DeskSection(**vars(facts) | told)


def _ways(found: Sequence[Place], place: Place, facts: DeskSection) -> list[str]:
    """What can be done with it: up, down, on, off; of the first of a group also what moves the group."""
    key, within = place.section.key, place.section.within
    ways = [way for way, step in STEPS.items() if moved(found, key, step) != tuple(found)]
    if within and place is next(each for each in found if each.section.within == within):
        ways += [
            f"group-{way}"
            for way, step in STEPS.items()
            if moved(found, key, step, whole=True) != tuple(found)
        ]
    if not place.is_shown:
        ways.append("on")
    elif not facts.required:
        ways.append("off")
    return ways


STEPS = {"up": -1, "down": 1}


def progress_of(rows: Sequence[DeskSection]) -> Progress:
    """Of the sections that the paper shows."""
    shown = [row for row in rows if row.is_shown]
    rest = [row for row in shown if not row.ready_at]
    return Progress(
        total=len(shown),
        ready=len(shown) - len(rest),
        begun=sum(row.is_written for row in rest),
        composed=sum(row.is_composed and not row.is_written for row in rest),
    )


def last_move(rows: Sequence[DeskSection], did: str, key: str) -> Moved | None:
    """What an address of the page of sections says was done; None for one that says nothing we know."""
    at, row = next(((at, row) for at, row in enumerate(rows, 1) if row.key == key), (0, None))
    if row is None:
        return None
    name = row.kind.within if did.startswith("group-") else row.kind.heading
    match did:
        case "up" | "down" | "group-up" | "group-down":
            sentence = f"“{name}” is now at place {at} of {len(rows)}."
            other = {"up": "down", "down": "up"}[did.removeprefix("group-")]
            back = f"group-{other}" if did.startswith("group-") else other
            way = did if did in row.ways else back
        case "on" | "off":
            sentence = f"“{name}” is switched {did}.{' Its words are kept.' if did == 'off' else ''}"
            way = "off" if did == "on" else "on"
        case _:
            return None
    return Moved(sentence, f"{way}:{key}")
