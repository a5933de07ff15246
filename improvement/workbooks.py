"""The columns of the plan's workbooks, as data; `core.spreadsheets` writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.spreadsheets import Column, Sheet, write, write_as, write_csv
from improvement.audit_figures import share
from improvement.models import Action, Audit, AuditAction, Finding
from improvement.scorecard import ScorecardLine

_NOTHING = "Nothing"

ACTION_COLUMNS: tuple[Column[Action], ...] = (
    Column("Facts as at", lambda action: action.facts_of),
    Column("Reference", lambda action: action.reference, width=24),
    Column("Action", lambda action: action.title, width=50),
    Column("Progress rating", lambda action: action.rating_label or "Not yet rated", width=24),
    Column("Lead’s rating, where moderated", lambda action: action.lead_rating_label or "", width=24),
    Column("Question to the lead", lambda action: action.question or "", width=40),
    Column("Rated as at", lambda action: action.rated_on),
    Column("Latest update", lambda action: action.narrative or "", width=60),
    Column("In the way", lambda action: action.blockers or "", width=40),
    Column("Original date", lambda action: action.original_due),
    Column("Current date", lambda action: action.current_due),
    Column("Date under review", lambda action: action.proposed_due),
    Column("Slip in days", lambda action: action.slip),
    Column("Times revised", lambda action: action.times_revised),
    Column("Overdue", lambda action: "Yes" if action.is_overdue else "No"),
    Column("Lead", lambda action: action.lead_name, width=24),
    Column("Workstream", lambda action: action.workstream.name if action.workstream else "", width=30),
    Column("Done when", lambda action: action.success_measure, width=50),
)


def export_actions(actions: Sequence[Action], kind: str) -> bytes:
    """Actions with the facts of `ActionQuerySet.as_at`, as an Excel workbook ("xlsx") or CSV ("csv")."""
    sheet = Sheet("Actions", ACTION_COLUMNS, actions)
    return write_as(kind, sheet)


@dataclass(frozen=True)
class AnsweredFinding:
    """A finding and one of the actions that answer it, or None; a row of the matrix as exported."""

    finding: Finding
    action: Action | None


FINDING_COLUMNS: tuple[Column[AnsweredFinding], ...] = (
    Column("Kind", lambda row: row.finding.get_kind_display(), width=22),
    Column("Finding", lambda row: row.finding.text, width=60),
    Column("Source", lambda row: str(row.finding.source), width=34),
    Column("Paragraph", lambda row: row.finding.paragraph),
    Column("Found on", lambda row: row.finding.found_on),
    Column("Plan areas", lambda row: _areas(row.finding), width=24),
    Column("Answered by", lambda row: _answer(row), width=24),
    Column("Action", lambda row: row.action.title if row.action else "", width=50),
    Column("Progress rating", lambda row: _rating(row.action), width=24),
    Column("Rated as at", lambda row: row.action.rated_on if row.action else None),
)


def export_findings(findings: Iterable[Finding], kind: str, day: date) -> bytes:
    """Findings with the links of `FindingQuerySet.with_links`, a row for each action; `day` heads the dates."""
    rows = [AnsweredFinding(finding, action) for finding in findings for action in _answers(finding)]
    as_at: Column[AnsweredFinding] = Column("Facts as at", lambda row: day)
    sheet = Sheet("Findings", (as_at, *FINDING_COLUMNS), rows)
    return write_as(kind, sheet)


def _answers(finding: Finding) -> list[Action] | list[None]:
    return [link.action for link in finding.held if link.action] or [None]


def _answer(row: AnsweredFinding) -> str:
    """The action that answers a finding; a strength asks for none."""
    if row.action:
        return row.action.reference
    return _NOTHING if row.finding.is_unanswered else "No answer needed"


def _areas(finding: Finding) -> str:
    return ", ".join(link.section.reference for link in finding.held if link.section)


def _rating(action: Action | None) -> str:
    return (action.rating_label or "Not yet rated") if action else ""


SCORECARD_COLUMNS: tuple[Column[ScorecardLine], ...] = (
    Column("Measure", lambda line: line.measure.title, width=44),
    Column("Definition", lambda line: line.measure.definition, width=60),
    Column("Plan areas", lambda line: _cited(line), width=24),
    Column("Unit", lambda line: line.measure.get_unit_display()),
    Column("Period to", lambda line: line.latest.as_at if line.latest else None),
    Column("Value", lambda line: line.latest.value if line.latest else None, "#,##0.0###"),
    Column("Numerator", lambda line: line.latest.numerator if line.latest else None, "#,##0.####"),
    Column("Denominator", lambda line: line.latest.denominator if line.latest else None, "#,##0.####"),
    Column("Parts", lambda line: line.parts, width=40),
    Column("Target", lambda line: line.measure.target, "#,##0.0###"),
    Column("Against the target", lambda line: line.closeness.words, width=20),
    Column("Distance", lambda line: line.closeness.distance, width=44),
    Column("Since the same period last year", lambda line: line.since_last_year, width=44),
    Column("Since the first reading", lambda line: line.since_baseline, width=44),
    Column("National", lambda line: line.measure.national, "#,##0.0###"),
    Column("Similar councils", lambda line: line.measure.neighbours, "#,##0.0###"),
    Column("Commentary", lambda line: line.latest.commentary if line.latest else "", width=60),
    Column("Missing", lambda line: line.missing, width=30),
)


def export_scorecard(lines: Iterable[ScorecardLine], day: date, kind: str = "xlsx") -> bytes:
    """The scorecard of a day as an Excel workbook ("xlsx") or CSV ("csv"), a row for each measure."""
    as_at: Column[ScorecardLine] = Column("Facts as at", lambda line: day)
    sheet = Sheet("Scorecard", (as_at, *SCORECARD_COLUMNS), lines)
    return write_as(kind, sheet)


def _cited(line: ScorecardLine) -> str:
    return ", ".join(section.reference for section in line.measure.sections.all())


AUDIT_COLUMNS: tuple[Column[Audit], ...] = (
    Column("Service", lambda audit: audit.service, width=30),
    Column("Period from", lambda audit: audit.period_start),
    Column("Period to", lambda audit: audit.period_end),
    Column("Figures as at", lambda audit: audit.figures_on),
    Column("Cases", lambda audit: audit.cases),
    Column("Outstanding", lambda audit: audit.outstanding),
    Column("Good", lambda audit: audit.good),
    Column("Requires improvement", lambda audit: audit.requires_improvement),
    Column("Inadequate", lambda audit: audit.inadequate),
    Column("Good or better", lambda audit: share(audit.outstanding + audit.good, audit.cases), width=18),
    Column("Moderated", lambda audit: audit.moderated),
    Column("Moderator agreed", lambda audit: audit.agreed),
    Column("Agreed, of those moderated", lambda audit: share(audit.agreed, audit.moderated), width=18),
    Column("What the audits showed", lambda audit: audit.note, width=60),
)
AUDIT_ACTION_COLUMNS: tuple[Column[AuditAction], ...] = (
    Column("Audits", lambda action: str(action.audit), width=40),
    Column("Action", lambda action: action.text, width=60),
    Column("Set on", lambda action: action.set_on),
    Column("Due on", lambda action: action.due_on),
    Column("Done on", lambda action: action.done_on),
)


def export_audits(audits: Iterable[Audit], actions: Iterable[AuditAction], day: date, kind: str) -> bytes:
    """Rounds of audits with the facts of `AuditQuerySet.as_at`; as a workbook ("xlsx") with a second sheet of their
    actions, as CSV ("csv") the rounds alone. `day` heads the dates."""
    as_at: Column[Audit] = Column("Facts as at", lambda audit: day)
    sheet = Sheet("Practice audits", (as_at, *AUDIT_COLUMNS), audits)
    if kind == "csv":
        return write_csv(sheet)
    return write(sheet, Sheet("Actions from audits", AUDIT_ACTION_COLUMNS, actions))
