"""What the page of a paper shows of its state: which headings are written, and who saved what meanwhile."""

from typing import Any

from accounts.models import Change, User, Versioned
from core.dates import full_date
from reports.models import Paper
from reports.papers.documents import own_stem
from reports.papers.kinds import kind_of
from reports.sections_desk import progress_of, section_rows


def desk_sections(paper: Paper, user: User, *, writes: bool) -> dict[str, Any]:
    """`sections` of the paper in order and their `progress`; `block_days` and `title_block` as (label, words)."""
    kind = kind_of(paper.kind)
    dates = dict(paper.block_dates.values_list("block", "as_at"))
    sections = section_rows(paper, user, writes=writes)
    shown = {section.kind.element for section in sections if section.is_shown}
    return {
        "sections": [section for section in sections if section.is_shown],
        "progress": progress_of(sections),
        "block_days": [
            (block.label, full_date(dates[block.key]) if block.key in dates else "Not set")
            for block in kind.every_block
            if block in kind.blocks or (block.key in dates and block.key in shown)
        ],
        "title_block": [
            ("Report of", paper.report_of or "Not named"),
            ("Wards affected", paper.wards),
            ("Contact officer", paper.contact or "Not named"),
        ],
    }


def closed_words(paper: Paper) -> str:
    """Which documents of a paper are not for publication: `Appendix 2, Appendix 3`."""
    closed = {row.stem for row in paper.document_classes.all() if not row.is_open}
    labels = [document.label for document in kind_of(paper.kind).documents if document.stem in closed]
    own = [own_stem(paper.kind, place) for place, row in enumerate(paper.appendices.all()) if not row.is_open]
    return ", ".join([*labels, *(stem.replace("-", " ").capitalize() for stem in own)])


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
