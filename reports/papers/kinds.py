"""The kinds of paper there are. To add one: its sections, blocks and documents here, its templates in
`templates/papers/<kind>_v1/`, and what its blocks need in `collect`. Nothing else names a kind."""

from dataclasses import dataclass

WORDS, RECOMMENDATIONS, OPTIONS, ACCESS = "words", "recommendations", "options", "access"
CONSULTEES = "consultees"
PRINTED_HEADING = "Sums as printed and as computed"


@dataclass(frozen=True)
class SectionKind:
    """A heading of the paper. `element` says what stands under it besides the author's words, `within` puts
    it under a heading of its own, `own_words` marks headings that a council commonly words itself. An `optional`
    one is left out unless its paper switches it on."""

    key: str
    heading: str
    element: str = WORDS
    within: str = ""
    own_words: bool = False
    optional: bool = False


@dataclass(frozen=True)
class BlockKind:
    """A part of the paper composed from the record, as at a date of its own. What changed since the last
    paper has none: it is measured between the two papers' ratings dates."""

    key: str
    label: str


@dataclass(frozen=True)
class DocumentKind:
    """One document of the pack. `stem` is its file name in every format; `shows` names the parts of the data that
    are not for publication either where this document is not."""

    stem: str
    label: str
    title: str
    landscape: bool = False
    shows: tuple[str, ...] = ()
    # The title where the author chose not to hold its sums against those printed before; none where that is no choice.
    title_unprinted: str = ""


# What authors write into the report of any kind, and what its title block and its table of reviewers say.
_WRITTEN = (
    "narratives",
    "recommendations",
    "options",
    "background",
    "consultees",
    "correction",
    "lateness",
    "notified",
    "clearances",
    "shared",
)


def _report(*shows: str) -> DocumentKind:
    """The report, which shows its authors' words and these parts of the record."""
    return DocumentKind("report", "Report", "Report", shows=(*_WRITTEN, *shows))


@dataclass(frozen=True)
class Kind:
    key: str
    label: str
    version: int
    sections: tuple[SectionKind, ...]
    blocks: tuple[BlockKind, ...]
    documents: tuple[DocumentKind, ...]
    # Blocks that papers of this kind may show besides; each is read only where its section is shown.
    further: tuple[BlockKind, ...] = ()
    needs_recommendation: bool = True
    # The block whose date the others take where they have none of their own.
    leading: str = "ratings"
    # Whether the paper is about one funding decision.
    needs_decision: bool = False
    # Headings 1, 2, 3 and paragraphs 1.1, 1.2 under each; else paragraphs are numbered through.
    numbers_headings: bool = False

    def has(self, block: str) -> bool:
        """Whether papers of this kind show the block, and so whether its part of the record is read."""
        return any(each.key == block for each in self.blocks)

    @property
    def every_block(self) -> tuple[BlockKind, ...]:
        """Every block that has a date, the further ones last."""
        return self.blocks + self.further

    @property
    def template(self) -> str:
        """Kind and version, which is also the folder of its templates: progress_v1."""
        return f"{self.key}_v{self.version}"

    def section(self, key: str) -> SectionKind:
        """Raises `KeyError` for a key that this kind has not."""
        return {section.key: section for section in self.sections}[key]

    def document(self, stem: str) -> DocumentKind:
        """Raises `KeyError` for a document that this kind's pack has not."""
        return {document.stem: document for document in self.documents}[stem]


def _implication(key: str, heading: str, within: str = "Implications and comments") -> SectionKind:
    return SectionKind(f"implications_{key}", heading, within=within)


PROGRESS = Kind(
    key="progress",
    label="Progress update",
    version=1,
    # Document 001, heading by heading.
    sections=(
        SectionKind("purpose", "Purpose of report"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("background", "Background"),
        SectionKind("governance", "Strengthened improvement arrangements", own_words=True),
        SectionKind("governance_structure", "Governance structure", "governance_structure", optional=True),
        SectionKind("independent_review", "Independent review", own_words=True),
        SectionKind("inspections", "Inspections and monitoring visits", "inspections", optional=True),
        SectionKind("progress", "Progress against the plan", "progress"),
        SectionKind("impact", "Impact for children and young people", "impact"),
        SectionKind("feedback", "Child and family feedback", "feedback"),
        SectionKind("risks", "Risks and key areas requiring improvement", "risks"),
        SectionKind("recruitment", "Update on recruitment", "recruitment"),
        SectionKind("sources", "Where the money comes from and what it pays for", "sources", optional=True),
        SectionKind("costings", "Costings", "costings", optional=True),
        SectionKind("printed", PRINTED_HEADING, "printed", optional=True),
        SectionKind("capacity", "Caseloads and capacity", "capacity", optional=True),
        SectionKind("scorecard", "Scorecard", "scorecard", optional=True),
        SectionKind("audits", "Practice audits", "audits", optional=True),
        SectionKind("owed", "What members asked for and papers promised", "owed"),
        SectionKind("consultation", "Consultation and engagement"),
        SectionKind("reasons", "Reasons for recommendations"),
        SectionKind("options", "Other options considered", OPTIONS),
        _implication("legal", "Monitoring officer and legal"),
        _implication("finance", "Section 151 officer and finance"),
        _implication("policy", "Policy"),
        _implication("equality", "Equality, diversity and inclusion"),
        _implication("hr", "Human resources"),
        _implication("risk", "Risk management"),
        _implication("rural", "Rural communities"),
        _implication(
            "children",
            "Children and young people including cared for children, care leavers and children with special "
            "educational needs and disabilities (SEND)",
        ),
        _implication("public_health", "Public health"),
        _implication("climate", "Climate change"),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(
        BlockKind("ratings", "Progress ratings"),
        BlockKind("highlights", "Highlights"),
        BlockKind("impact", "Impact ratings"),
        BlockKind("feedback", "Feedback of children and families"),
        BlockKind("risks", "Risks"),
        BlockKind("recruitment", "Recruitment"),
        BlockKind("spend", "Spend"),
    ),
    documents=(
        _report(
            "plan",
            "highlights",
            "risks",
            "posts",
            "spend",
            "scorecard",
            "audits",
            "owed",
            "external",
            "governance",
            "money_sources",
            "printed_tables",
            "costings",
            "capacity",
        ),
        DocumentKind("appendix-1", "Appendix 1", "Rating overview", shows=("plan",)),
        DocumentKind(
            "appendix-2", "Appendix 2", "Improvement plan with updates", landscape=True, shows=("plan",)
        ),
    ),
    further=(
        BlockKind("owed", "Requests of members and undertakings"),
        BlockKind("inspections", "Inspections and monitoring visits"),
        BlockKind("governance_structure", "Governance structure"),
        BlockKind("sources", "Sources against uses"),
        BlockKind("costings", "Costings"),
        BlockKind("printed", "Printed tables"),
        BlockKind("capacity", "Caseloads and posts"),
        BlockKind("scorecard", "Scorecard"),
        BlockKind("audits", "Practice audits"),
    ),
)

FUNDING = Kind(
    key="funding",
    label="Funding request",
    version=1,
    # Document 000, heading by heading; what document 003 adds for a decision stands after it.
    sections=(
        SectionKind("purpose", "Purpose of report"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("cost_of_failing", "Cost of inadequate judgements", own_words=True),
        SectionKind("capacity", "Additional capacity to support consistently good practice", own_words=True),
        SectionKind("costings", "Revenue costings", "costings"),
        SectionKind("budget", "How this will be managed within the current budget", "sources"),
        SectionKind("afterwards", "When the funding ends", "afterwards"),
        SectionKind("capital", "Capital investment", own_words=True),
        SectionKind("options", "Other options considered", OPTIONS),
        _implication("legal", "Monitoring officer and legal"),
        _implication("finance", "Section 151 officer and finance"),
        _implication("equality", "Equality, diversity and inclusion"),
        _implication("hr", "Human resources"),
        _implication("risk", "Risk management"),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(BlockKind("costings", "Costings"),),
    documents=(
        _report("costings"),
        DocumentKind(
            "appendix-1",
            "Appendix 1",
            "Costings as printed and as computed",
            landscape=True,
            shows=("costings",),
            title_unprinted="Costings by row",
        ),
    ),
    leading="costings",
    needs_decision=True,
)

TRANCHE = Kind(
    key="tranche",
    label="Tranche drawdown",
    version=1,
    # Document 003, heading by heading.
    sections=(
        SectionKind("purpose", "Purpose"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("alternatives", "Alternative options", OPTIONS),
        SectionKind("considerations", "Key considerations"),
        SectionKind("community", "Community impact"),
        SectionKind("environment", "Environmental impact"),
        SectionKind("equality", "Equality duty"),
        SectionKind("resources", "Resource implications", "resources"),
        SectionKind("printed", PRINTED_HEADING, "printed", optional=True),
        SectionKind("legal", "Legal implications"),
        SectionKind("risks", "Risk management", "risks"),
        SectionKind("consultees", "Consultees", CONSULTEES),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(BlockKind("drawdown", "Tranches and lines"), BlockKind("risks", "Risks")),
    documents=(
        _report("drawdown", "risks", "printed_tables"),
        DocumentKind(
            "appendix-1",
            "Appendix 1",
            "Lines of the tranche and what they have spent",
            landscape=True,
            shows=("drawdown",),
        ),
    ),
    further=(BlockKind("printed", "Printed tables"),),
    leading="drawdown",
    needs_decision=True,
)

CAPACITY = Kind(
    key="capacity",
    label="Capacity rationale",
    version=1,
    # Document 002, heading by heading; it asks for nothing that its costs do not say.
    sections=(
        SectionKind("introduction", "Introduction"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("standards", "Caseloads", "standards"),
        SectionKind("services", "Present workload and proposals", "services"),
        SectionKind("proposal", "All posts asked for", "proposal"),
        SectionKind("funds", "Legal costs and other funds", "funds"),
        SectionKind("costs", "Costs", "costs"),
        SectionKind("conclusion", "Conclusion"),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(BlockKind("capacity", "Caseloads and posts"),),
    documents=(_report("capacity"),),
    needs_recommendation=False,
    leading="capacity",
    needs_decision=True,
)

SCORECARD = Kind(
    key="scorecard",
    label="Scorecard briefing",
    version=1,
    # Document 004, heading by heading; the scorecard it came with stands after its briefing.
    sections=(
        SectionKind("purpose", "Purpose of report"),
        SectionKind("summary", "Executive summary"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("reasons", "Reasons for recommendations"),
        SectionKind("options", "Other options considered", OPTIONS),
        SectionKind("background", "Background"),
        SectionKind("briefing", "Briefing information", own_words=True),
        SectionKind("scorecard", "Scorecard", "scorecard"),
        SectionKind("audits", "Practice audits", "audits"),
        SectionKind("highlights", "Highlights", "highlights"),
        SectionKind("feedback", "What children and young people told us", "feedback"),
        SectionKind("consultation", "Consultation and engagement"),
        _implication("legal", "Legal", "Implications"),
        _implication("finance", "Finance", "Implications"),
        _implication("policy", "Policy", "Implications"),
        _implication("equality", "Equality", "Implications"),
        _implication("hr", "Human resources", "Implications"),
        _implication("risk", "Risk management", "Implications"),
        _implication("rural", "Rural communities", "Implications"),
        _implication("children", "Children and young people, and cared for children", "Implications"),
        _implication("public_health", "Public health", "Implications"),
        _implication("climate", "Climate change", "Implications"),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(
        BlockKind("scorecard", "Scorecard"),
        BlockKind("audits", "Practice audits"),
        BlockKind("highlights", "Highlights"),
        BlockKind("feedback", "Feedback of children and families"),
    ),
    documents=(
        _report("scorecard", "audits", "highlights"),
        DocumentKind("appendix-1", "Appendix 1", "Scorecard", landscape=True, shows=("scorecard",)),
    ),
    leading="scorecard",
    numbers_headings=True,
)

KINDS = {kind.key: kind for kind in (PROGRESS, FUNDING, TRANCHE, CAPACITY, SCORECARD)}


def is_implication(key: str) -> bool:
    """Whether a section, of whatever kind, is what a reviewer says of a paper rather than its author."""
    return key.startswith("implications_") or key in {"legal", "equality", "environment", "community"}


def kind_of(key: str) -> Kind:
    """Raises `KeyError` for a kind that does not exist."""
    return KINDS[key]
