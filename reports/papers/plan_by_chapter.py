"""The appendix with the plan in fewer tables: one a chapter, with every action or with the exceptions alone."""

from collections.abc import Iterator
from dataclasses import replace

from core.dates import full_date
from improvement.models.ratings import ProgressMeaning
from reports.papers import tables, tables_of_appendices
from reports.papers.counts import is_overdue, meaning
from reports.papers.data import ActionRow, ChapterRow, PaperData, SectionRow
from reports.papers.parts import Paragraph, Part, Section
from reports.papers.words import counted

EXCEPTIONS = "exceptions"


def sections(data: PaperData) -> Iterator[Section]:
    """The keys, then a heading and a table a chapter; a chapter without exceptions says so."""
    only = data.plan_table == EXCEPTIONS
    yield Section("Keys", 2, (tables.progress_key(data), tables.impact_key(data)), "keys")
    for at, chapter in enumerate(data.plan.chapters, 1):
        shown = tuple(_shown(data, section, only) for section in chapter.sections)
        parts: list[Part] = [Paragraph(str(at), _in_words(data, chapter, shown, only))]
        if any(section.actions for section in shown):
            parts.append(tables_of_appendices.chapter_table(data, _caption(data, chapter, only), shown))
        yield Section(
            f"Chapter {chapter.number}: {chapter.title}", 2, tuple(parts), f"chapter-{chapter.number}"
        )


def is_exception(data: PaperData, action: ActionRow) -> bool:
    """Off track, overdue, or given a later date since the last paper."""
    slipped = action.before is not None and action.due > action.before.due
    return slipped or is_overdue(data, action) or meaning(data, action) == ProgressMeaning.OFF_TRACK


def _shown(data: PaperData, section: SectionRow, only: bool) -> SectionRow:
    if not only:
        return section
    return replace(section, actions=tuple(action for action in section.actions if is_exception(data, action)))


def _caption(data: PaperData, chapter: ChapterRow, only: bool) -> str:
    which = "Exceptions among the actions" if only else "Actions"
    return f"{which} of chapter {chapter.number} as at {full_date(data.dates['ratings'])}"


def _in_words(data: PaperData, chapter: ChapterRow, shown: tuple[SectionRow, ...], only: bool) -> str:
    every = sum(len(section.actions) for section in chapter.sections)
    day = full_date(data.dates["ratings"])
    if not only:
        return (
            f"The chapter has {counted(every, 'action')} in {counted(len(shown), 'plan area')} as at {day}."
        )
    number = sum(len(section.actions) for section in shown)
    since = (
        f" since {full_date(data.previous.dates['ratings'])}" if data.previous else " since the last paper"
    )
    verb = "is" if number == 1 else "are"
    return (
        f"Of {counted(every, 'action')} as at {day}, {number or 'none'} {verb} off track, overdue, or given a later "
        f"date{since}. The others are not listed."
    )
