"""The tables of a progress paper's appendices: the ratings, and the plan with its updates."""

from collections.abc import Iterable

from core.dates import full_date
from reports.papers import counts
from reports.papers.counts import impact_of, progress_of
from reports.papers.data import ActionRow, PaperData, SectionRow
from reports.papers.parts import Cell, Column, Group, Row, Table
from reports.papers.words import times, unbroken

UNDER_REVIEW = "new date under review"


def action_ratings(data: PaperData, sections: tuple[SectionRow, ...], caption: str) -> Table:
    """Every action of some sections with its progress rating and date; a section without actions has no rows."""
    return Table(
        caption=caption,
        columns=(
            Column("Action", "words"),
            Column("Progress rating", "state"),
            Column("Due", "due"),
        ),
        groups=tuple(
            Group(
                tuple(
                    Row(
                        (
                            Cell(f"{_within(section, action)}{action.title}"),
                            Cell(tag=progress_of(data.plan, action.rating)),
                            _due_cell(data, action),
                        )
                    )
                    for action in section.actions
                ),
                f"{section.reference} {section.title}",
            )
            for section in sections
            if section.actions
        ),
    )


def _within(section: SectionRow, action: ActionRow) -> str:
    """What of an action's reference its section's own does not say: `2. `, `P.5, 3. `."""
    rest = action.reference.removeprefix(section.reference).strip(", ").replace("action ", "")
    return f"{rest}.\u00a0"


def impact_ratings(data: PaperData) -> Table:
    """Every plan area with its impact rating and since when it holds."""
    return Table(
        caption=f"Impact rating of every plan area as at {full_date(data.dates['impact'])}",
        columns=(
            Column("Plan area", "words"),
            Column("Impact rating", "state"),
            Column("What we see", "words"),
        ),
        groups=tuple(
            Group(
                tuple(_impact_row(data, section) for section in chapter.sections),
                f"Chapter {chapter.number}: {chapter.title}",
            )
            for chapter in data.plan.chapters
        ),
    )


def _impact_row(data: PaperData, section: SectionRow) -> Row:
    rated = (f"rated {full_date(section.impact_on)}",) if section.impact_on else ()
    return Row(
        (
            Cell(f"{section.reference} {section.title}"),
            Cell(tag=impact_of(data.plan, section.impact), more=rated),
            Cell(section.impact_narrative or "–"),
        )
    )


def plan_table(data: PaperData, section: SectionRow) -> Table:
    """The actions of a section in full: measure, lead, date, rating and the update that held."""
    return Table(
        caption=f"Actions of {section.reference} as at {full_date(data.dates['ratings'])}",
        columns=_PLAN_COLUMNS,
        groups=(Group(tuple(_plan_row(data, section, action) for action in section.actions)),),
    )


def chapter_table(data: PaperData, caption: str, sections: Iterable[SectionRow]) -> Table:
    """The actions of several sections in one table, those of each under its name."""
    groups = (
        Group(
            tuple(_plan_row(data, section, action) for action in section.actions),
            heading=f"{section.reference} {section.title}",
        )
        for section in sections
        if section.actions
    )
    return Table(caption=caption, columns=_PLAN_COLUMNS, groups=tuple(groups))


_PLAN_COLUMNS = (
    Column("Action and how we will know", "words"),
    Column("Lead", "lead"),
    Column("Due", "due"),
    Column("Progress rating", "state"),
    Column("Update", "update"),
)


def _plan_row(data: PaperData, section: SectionRow, action: ActionRow) -> Row:
    rated = (f"as at {full_date(action.rated_on)}",) if action.rated_on else ()
    blockers = (f"In the way: {action.blockers}",) if action.blockers else ()
    measure = (f"Success: {action.success_measure}",) if action.success_measure else ()
    return Row(
        (
            Cell(f"{_within(section, action)}{action.title}", more=measure),
            Cell(action.lead or "–"),
            _due_cell(data, action),
            Cell(tag=progress_of(data.plan, action.rating), more=rated),
            Cell(action.narrative or "No update recorded.", more=blockers),
        )
    )


def _due_cell(data: PaperData, action: ActionRow) -> Cell:
    """The current date; the original one where it moved; whether a new one is under review; whether it is past."""
    more = []
    if action.due != action.original_due:
        more.append(f"was {full_date(action.original_due)}, moved {times(action.times_moved)}")
    if counts.is_overdue(data, action):
        more.append("overdue")
    if action.proposed_due:
        more.append(UNDER_REVIEW)
    return Cell(unbroken(full_date(action.due)), more=tuple(more))
