"""What a paper knows: frozen dataclasses, no model among them. This, as JSON, is what publishing freezes.

Money is Decimal pounds; a month is its first day; codes of ratings refer to the keys of the plan.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from reports.papers import codec
from reports.papers.blocks import External, GroupRow, OwedRow, SourcesAgainstUses
from reports.papers.capacity import Capacity
from reports.papers.choices import ChosenRow
from reports.papers.costings import Costings
from reports.papers.drawdown import Drawdown
from reports.papers.printed import PrintedTable
from reports.papers.scope import Shared
from reports.papers.scorecard import AuditRow, Scorecard
from reports.papers.spend import SpendData, StatedTotal
from reports.papers.style import HouseStyle
from reports.papers.timing import Lateness, Notified


@dataclass(frozen=True)
class Identity:
    """The title block, and whose paper it is."""

    pk: int
    slug: str
    title: str
    council: str
    council_short: str
    council_slug: str
    colour: str
    committee: str
    meeting_date: date
    report_of: str
    reference: str
    wards: str
    classification: str
    contact: str
    contact_email: str


@dataclass(frozen=True)
class Previous:
    """The paper before this one: what this one's changes are measured from, block by block its own date there, unless
    the author chose another day in `since`."""

    title: str
    slug: str
    committee: str
    meeting_date: date
    dates: dict[str, date]
    since: dict[str, date] = field(default_factory=dict)

    def since_of(self, block: str) -> date | None:
        return self.since.get(block) or self.dates.get(block)


@dataclass(frozen=True)
class Narrative:
    """The words an author wrote under one heading: Markdown with live figures still unfilled."""

    pk: int
    key: str
    heading: str
    body: str


@dataclass(frozen=True)
class LaidOut:
    """A section in its place: a key of the kind's, or `own-1` for one of the paper's own with its heading and
    what it stands within."""

    key: str
    heading: str = ""
    within: str = ""


@dataclass(frozen=True)
class OptionRow:
    option: str
    impact: str
    risk: str


@dataclass(frozen=True)
class BackgroundRow:
    title: str
    link: str


@dataclass(frozen=True)
class ConsulteeRow:
    """Somebody asked about the paper, and when."""

    name: str
    on: date
    view: str


@dataclass(frozen=True)
class ClassRow:
    """How one document of the pack is classified: open, exempt by a paragraph of Schedule 12A with the statement on
    the public interest, or confidential for a reason."""

    stem: str
    classification: str = "open"
    paragraph: int = 0
    interest: str = ""
    reason: str = ""


@dataclass(frozen=True)
class AppendixRow:
    """An appendix of the author's own: Markdown with live figures still unfilled."""

    pk: int
    stem: str
    title: str
    body: str


@dataclass(frozen=True)
class CorrectionRow:
    """Why this is not the first version: which one it is, and which day's it corrects."""

    number: int
    reason: str
    on: date
    published_before_on: date


@dataclass(frozen=True)
class KeyRating:
    """One step of a key, as the key prints it; `meaning` is what it means to the system."""

    code: str
    label: str
    description: str
    colour: str
    symbol: str
    meaning: str


@dataclass(frozen=True)
class Before:
    """An action as the previous paper showed it; an empty rating was not yet rated."""

    rating: str
    due: date


@dataclass(frozen=True)
class ActionRow:
    """An action on the ratings date. `rating` is a code of the progress key, empty when not yet rated;
    `before` is None when the action was not in the plan on the previous paper's date."""

    pk: int
    reference: str
    number: str
    title: str
    success_measure: str
    lead: str
    added_on: date
    original_due: date
    due: date
    proposed_due: date | None
    times_moved: int
    rating: str
    rated_on: date | None
    narrative: str
    blockers: str
    evidence_accepted_on: date | None
    before: Before | None


@dataclass(frozen=True)
class SectionRow:
    """A plan area on the ratings date, with its impact rating; an action has none."""

    pk: int
    reference: str
    label: str
    title: str
    outcome: str
    impact: str
    impact_on: date | None
    impact_narrative: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True)
class ChapterRow:
    number: int
    title: str
    sections: tuple[SectionRow, ...]


@dataclass(frozen=True)
class PlanData:
    title: str
    prefix: str
    needs_evidence: bool
    progress_name: str
    progress_key: tuple[KeyRating, ...]
    impact_name: str
    impact_key: tuple[KeyRating, ...]
    chapters: tuple[ChapterRow, ...]

    @property
    def sections(self) -> tuple[SectionRow, ...]:
        return tuple(section for chapter in self.chapters for section in chapter.sections)

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        return tuple(action for section in self.sections for action in section.actions)

    def progress(self, code: str) -> KeyRating | None:
        return next((rating for rating in self.progress_key if rating.code == code), None)

    def impact(self, code: str) -> KeyRating | None:
        return next((rating for rating in self.impact_key if rating.code == code), None)


@dataclass(frozen=True)
class HighlightRow:
    """`kind` is activity, impact, concern or feedback."""

    pk: int
    kind: str
    as_at: date
    text: str
    section: str
    gathered_how: str
    taken_to: str
    consent_given: bool
    what_changed: str


@dataclass(frozen=True)
class RiskRow:
    """Likelihood and impact run from 1 to 5; 0 is not yet assessed."""

    pk: int
    title: str
    cause: str
    effect: str
    section: str
    owner: str
    likelihood: int
    impact: int
    mitigation: str
    assessed_on: date | None
    on_corporate_register: bool

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


@dataclass(frozen=True)
class PostRow:
    """An approved row and where its recruitment stands, in one sentence. `states` counts its positions by
    state (filled, covered, vacant, not_yet_due, …); a row that is not a post has a `line_pk` and no number."""

    post_pk: int | None
    line_pk: int | None
    role: str
    label: str
    number: int
    grade: str
    plan_reference: str
    planned_start: date | None
    sentence: str
    states: dict[str, int]
    contract: str = ""
    funded_until: date | None = None
    # What an author wrote in place of the record, where the record has had news since: it is not printed.
    stale_words: str = ""

    @property
    def is_post(self) -> bool:
        return self.post_pk is not None


@dataclass(frozen=True)
class ClearanceRow:
    """A role that clears the paper; `cleared_on` None is not cleared, or not as the paper now stands."""

    role_key: str
    role: str
    name: str
    cleared_on: date | None
    is_required: bool = True
    why: str = ""


@dataclass(frozen=True)
class PaperData:
    """A whole paper. `dates` and `since` go by block: each block holds for a date of its own."""

    kind: str
    template: str
    identity: Identity
    previous: Previous | None
    dates: dict[str, date]
    narratives: tuple[Narrative, ...]
    recommendations: tuple[str, ...]
    options: tuple[OptionRow, ...]
    background: tuple[BackgroundRow, ...]
    plan: PlanData
    highlights: tuple[HighlightRow, ...]
    risks: tuple[RiskRow, ...]
    posts: tuple[PostRow, ...]
    spend: SpendData
    stated: tuple[StatedTotal, ...]
    costings: Costings | None = None
    consultees: tuple[ConsulteeRow, ...] = ()
    drawdown: Drawdown | None = None
    capacity: Capacity | None = None
    scorecard: Scorecard | None = None
    audits: tuple[AuditRow, ...] = ()
    # The sections shown, in order; none says that they are the kind's own.
    layout: tuple[LaidOut, ...] = ()
    lateness: Lateness | None = None
    notified: Notified | None = None
    shared: Shared | None = None
    classed: tuple[ClassRow, ...] = ()
    appendices: tuple[AppendixRow, ...] = ()
    correction: CorrectionRow | None = None
    # Whether the pack has a list of the sources of its figures, and by when what it reads had been recorded.
    has_source_list: bool = False
    known_at: datetime | None = None
    clearances: tuple[ClearanceRow, ...] = ()
    # Which lock of its data the figures are from; 0 is none.
    lock: int = 0
    owed: tuple[OwedRow, ...] = ()
    external: External | None = None
    governance: tuple[GroupRow, ...] = ()
    money_sources: SourcesAgainstUses | None = None
    # Which actions the appendix with the whole plan lists: all, by chapter, or the exceptions.
    plan_table: str = "all"
    # The council's own look and wording, as they were then; None is the kind's own.
    style: HouseStyle | None = None
    # Whether the costings stand beside what was printed before: shown, or hidden.
    printed_sums: str = "shown"
    # What the author chose of the options of its blocks, where that is not what they are by themselves.
    chosen: tuple[ChosenRow, ...] = ()
    # Tables that were printed before, held against the record; read only where the author chose to show them.
    printed_tables: tuple[PrintedTable, ...] = ()

    def since(self, block: str) -> date | None:
        """The previous paper's own date for the block, unless the author chose another; None for a first paper."""
        return self.previous.since_of(block) if self.previous else None

    def narrative(self, key: str) -> str:
        return next((narrative.body for narrative in self.narratives if narrative.key == key), "")


@dataclass(frozen=True)
class Collected:
    """A paper's data, when its ledgers were read, and the versions of the rows its words came from."""

    data: PaperData
    known_at: datetime
    versions: dict[str, int]

    @property
    def digest(self) -> str:
        return codec.digest(self.data)
