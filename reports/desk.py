"""What the page of a paper shows of its state: which headings are written, and who saved what meanwhile."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Change, Versioned
from core.dates import full_date
from reports.models import Paper
from reports.papers.kinds import ACCESS, CONSULTEES, OPTIONS, RECOMMENDATIONS, SectionKind, kind_of
from reports.papers.layout import places

# Where the parts of a paper that are lists rather than words are written.
ROWS = {
    RECOMMENDATIONS: "reports:paper-recommendations",
    OPTIONS: "reports:paper-options",
    ACCESS: "reports:paper-background",
    CONSULTEES: "reports:paper-consultees",
}


@dataclass(frozen=True)
class DeskSection:
    """A heading of the paper, how many words stand under it, and how many rows where it is a list."""

    kind: SectionKind
    words: int
    rows: int | None

    @property
    def is_written(self) -> bool:
        return bool(self.words or self.rows)

    @property
    def has_words(self) -> bool:
        return self.kind.element not in ROWS

    @property
    def rows_view(self) -> str:
        return ROWS.get(self.kind.element, "")


def desk_sections(paper: Paper) -> dict[str, Any]:
    """`sections` of the paper in order, and `block_days` and `title_block` as (label, words)."""
    kind = kind_of(paper.kind)
    written = list(paper.sections.standing())
    words = {section.key: len(section.body.split()) for section in written}
    rows = {
        RECOMMENDATIONS: paper.recommendations.count(),
        OPTIONS: paper.options.count(),
        ACCESS: paper.background_papers.count(),
        CONSULTEES: paper.consultees.count(),
    }
    dates = dict(paper.block_dates.values_list("block", "as_at"))
    return {
        "sections": [
            DeskSection(place.section, words.get(place.section.key, 0), rows.get(place.section.element))
            for place in places(kind, written)
            if place.is_shown
        ],
        "block_days": [
            (block.label, full_date(dates[block.key]) if block.key in dates else "Not set")
            for block in kind.blocks
        ],
        "title_block": [
            ("Report of", paper.report_of),
            ("Wards affected", paper.wards),
            ("Classification", paper.get_classification_display()),
            ("Contact officer", paper.contact or "Not named"),
        ],
    }


def conflict_of(
    subject: Versioned, *, mine: list[tuple[Any, Any]], theirs: list[tuple[Any, Any]]
) -> dict[str, Any]:
    """For the page of a stale save: who saved meanwhile and when, both texts where they differ, and the
    version to save on top of."""
    last = Change.objects.for_subject(subject).select_related("by").first()
    differing = [
        name for (name, my_text), (_, their_text) in zip(mine, theirs, strict=True) if my_text != their_text
    ]
    return {
        "conflict": {
            "who": last.by.name if last else "Somebody else",
            "when": last.at if last else None,
            "mine": [(name, text) for name, text in mine if name in differing],
            "theirs": [(name, text) for name, text in theirs if name in differing],
        },
        "shown_version": subject.version,
    }
