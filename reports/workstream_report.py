"""The highlight report of a workstream for Word, laid out in the parts of which papers are made."""

from collections.abc import Iterable

from core.dates import full_date
from core.palette import INK, WHITE, contrast
from improvement.highlight_report import HighlightReport, ReportRow
from improvement.models.ratings import KeyStep
from reports.papers.data import KeyRating
from reports.papers.docx import READABLE
from reports.papers.parts import Cell, Column, Group, Part, Row, Section, Sheet, Table
from reports.papers.pdf import fonts_folder
from reports.papers.word import Manuscript, write

_ACTIONS = (
    Column("Action", "reference"),
    Column("Progress rating", "state"),
    Column("Due", "due"),
    Column("Lead", "lead"),
    Column("Latest update", "words"),
)


def word_of(report: HighlightReport) -> bytes:
    """The report as the bytes of a .docx; the same report gives the same bytes."""
    council, colour = report.group.council, report.group.council.colour
    title = f"Highlight report: {report.group}"
    return write(
        Manuscript(
            sheet=sheet_of(report),
            title=title,
            council=council.name,
            classification="Working document",
            occasion=_occasion(report),
            belongs_to="",
            footer=f"{title} · as at {full_date(report.asked.day)}",
            colour=colour if contrast(colour, WHITE) >= READABLE else INK,
            dated=report.asked.day,
            fonts=str(fonts_folder()),
        )
    )


def sheet_of(report: HighlightReport) -> Sheet:
    """Its headings in the order of its page, each table saying the day it holds for."""
    day = f"as at {full_date(report.asked.day)}"
    parts: tuple[tuple[str, str, Part], ...] = (
        ("ratings", "Progress ratings", _ratings(report, day)),
        ("done", "Done since the last meeting", _actions("done since the last meeting", report.done, day)),
        ("worse", "Got worse since the last meeting", _actions("rated worse", report.worse, day)),
        ("slipped", "Slipped", _actions("with a later date than the first", report.slipped, day)),
        ("overdue", "Overdue", _actions("overdue", report.overdue, day)),
        ("blocked", "Blocked", _actions("with something in the way", report.blocked, day)),
        ("decisions", "Decisions since the last meeting", _decisions(report)),
        ("highlights", "Highlights since the last meeting", _highlights(report)),
        ("risks", "Risks to its plan areas", _risks(report, day)),
    )
    sections = tuple(Section(heading, 2, (part,), anchor) for anchor, heading, part in parts)
    heading = f"Highlight report: {report.group}"
    return Sheet("highlight-report", "Highlight report", heading, True, sections)


def _occasion(report: HighlightReport) -> str:
    words = f"As at {full_date(report.asked.day)}"
    if report.previous:
        words += f", against the last meeting on {full_date(report.previous.held_on)}"
    return (
        f"{words}. The next meeting is on {full_date(report.next.held_on)}." if report.next else f"{words}."
    )


def _tag(step: KeyStep) -> KeyRating:
    return KeyRating(step.code, step.label, step.meaning, step.tone, step.symbol, step.means)


def _ratings(report: HighlightReport, day: str) -> Table:
    rows = [
        Row(
            (
                Cell(tag=_tag(share.now.step)),
                Cell(share.now.step.meaning),
                Cell(str(share.now.count)),
                Cell(str(share.before) if report.previous else "–"),
                Cell(share.now.share),
            )
        )
        for share in report.ratings
    ]
    columns = (
        Column("Progress rating (of an action)", "keyed"),
        Column("What it means", "words"),
        Column("Now", "count", is_number=True),
        Column("At the last meeting", "count", is_number=True),
        Column("Share", "state", is_number=True),
    )
    return _table(f"Actions of this workstream by progress rating, {day}", columns, rows)


def _actions(which: str, rows: Iterable[ReportRow], day: str) -> Table:
    return _table(f"Actions {which}, {day}", _ACTIONS, [_action(row) for row in rows])


def _action(row: ReportRow) -> Row:
    action = row.action
    due = [f"Originally {full_date(action.original_due)}"] if action.slip else []
    due += [f"{full_date(action.proposed_due)} under review"] if action.proposed_due else []
    due += ["Overdue"] if action.is_overdue else []
    told = [f"In the way: {action.blockers}"] if action.blockers else []
    was = [f"Was {row.before}"] if row.before and row.before != action.rating_label else []
    return Row(
        (
            Cell(action.reference, more=(action.title,)),
            Cell(action.rating_label or "Not yet rated", more=tuple(was)),
            Cell(full_date(action.current_due), more=tuple(due)),
            Cell(action.lead_name or "Nobody yet"),
            Cell(action.narrative or "No update yet", more=tuple(told)),
        )
    )


def _decisions(report: HighlightReport) -> Table:
    rows = [
        Row(
            (
                Cell(one.action.reference, more=(one.action.title,)),
                Cell(one.outcome, more=(one.note,) if one.note else ()),
                Cell(str(one.meeting) if one.meeting else "Outside a meeting"),
                Cell(full_date(one.as_at), more=(f"by {one.by}",)),
            )
        )
        for one in report.decisions
    ]
    columns = (
        Column("Action", "reference"),
        Column("Decision", "words"),
        Column("Meeting", "keyed"),
        Column("As at", "state"),
    )
    return _table("Decisions about its actions", columns, rows)


def _highlights(report: HighlightReport) -> Table:
    rows = [
        Row((Cell(full_date(one.as_at)), Cell(one.get_kind_display()), Cell(one.text)))
        for one in report.highlights
    ]
    columns = (Column("Date", "state"), Column("Kind", "state"), Column("What happened", "words"))
    return _table("Activity, impact, concerns and feedback", columns, rows)


def _risks(report: HighlightReport, day: str) -> Table:
    rows = [
        Row(
            (
                Cell(risk.title),
                Cell(_scored(risk.likelihood, risk.impact)),
                Cell(risk.mitigation or "Not stated"),
            )
        )
        for risk in report.risks
    ]
    columns = (
        Column("Risk", "keyed"),
        Column("Likelihood and impact, of 5", "state"),
        Column("What is done about it", "words"),
    )
    return _table(f"Open risks, {day}", columns, rows)


def _scored(likelihood: int | None, impact: int | None) -> str:
    return f"{likelihood} and {impact}" if likelihood else "Not yet assessed"


def _table(caption: str, columns: tuple[Column, ...], rows: list[Row]) -> Table:
    """A table, or one with a row that says there is nothing."""
    nothing = Row((Cell("None"), *(Cell() for _ in columns[1:])))
    return Table(caption=caption, columns=columns, groups=(Group(tuple(rows) or (nothing,)),))
