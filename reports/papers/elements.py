"""What the first version of every kind has in common: a report in the order of its sections, its title
block, recommendations, options, and access to information."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.text import slugify

from core.dates import full_date
from reports.papers.composer import Composer
from reports.papers.data import PaperData
from reports.papers.documents import REPORT, closed_stems, documents_of, full_title, mark_of, statements
from reports.papers.kinds import WORDS, DocumentKind, SectionKind
from reports.papers.layout import is_own, sections_of
from reports.papers.nothing import nothing_of
from reports.papers.parts import Cell, Column, Details, Group, Item, Part, Points, Row, Section, Sheet, Table
from reports.papers.schedule import EXCLUSION, NOT_FOR_PUBLICATION, ended

Element = Callable[[Composer], Iterator[Part]]


def report(
    data: PaperData,
    document: DocumentKind,
    elements: Mapping[str, Element],
    more: tuple[tuple[str, str], ...] = (),
) -> Sheet:
    """The report itself, in the order of its sections; `more` stands in the title block."""
    composer = Composer(data)
    sections = (*_sections(composer, elements), *reviewers(composer))
    return Sheet(
        document.stem,
        document.label,
        data.identity.title,
        document.landscape,
        sections,
        (title_block(data, more),),
    )


def _sections(composer: Composer, elements: Mapping[str, Element]) -> Iterator[Section]:
    within, sections = "", sections_of(composer.data)
    for kind in sections:
        if kind.within and kind.within != within and _has_any(composer, kind.within, sections):
            composer.numbering.begin()
            anchor = f"section-{_group_of(kind.within, sections)}"
            yield Section(kind.within, 2, (), anchor, composer.numbering.heading())
        within = kind.within
        composer.numbering.begin()
        parts = tuple(_section_parts(composer, kind, elements))
        # A heading that this paper does not use is left out; the checks warn of what should be there.
        if parts:
            anchor = f"section-{kind.key.replace('_', '-')}"
            yield Section(kind.heading, 3 if within else 2, parts, anchor, composer.numbering.heading())


def _has_any(composer: Composer, within: str, sections: Iterable[SectionKind]) -> bool:
    """Whether anything is printed under the heading of a group; alone it would promise what does not follow."""
    grouped = (section for section in sections if section.within == within)
    return any(section.element != WORDS or composer.data.narrative(section.key) for section in grouped)


def _group_of(within: str, sections: Iterable[SectionKind]) -> str:
    """What the keys of a group begin with: `implications`; one of sections of one's own alone has only its heading."""
    keys = (section.key for section in sections if section.within == within and not is_own(section.key))
    return next(keys, slugify(within) or "group").split("_")[0]


def reviewers(composer: Composer) -> Iterator[Section]:
    """Who cleared the paper before it was published, and when (document 003)."""
    rows = composer.data.clearances
    if not rows:
        return
    cells = (
        (row.role, row.name or "Not cleared yet", full_date(row.cleared_on) if row.cleared_on else "–")
        for row in rows
    )
    table = Table(
        "Who appraised this report, as has to be complete before it is published",
        (Column("Role", "third"), Column("Name", "third"), Column("Date cleared", "third")),
        (Group(tuple(Row(tuple(map(Cell, row))) for row in cells)),),
    )
    composer.numbering.begin()
    yield Section("Report reviewers", 2, (table,), "section-reviewers", composer.numbering.heading())


def _section_parts(composer: Composer, kind: SectionKind, elements: Mapping[str, Element]) -> Iterator[Part]:
    words = composer.words(kind.key)
    yield from words
    if kind.element == WORDS:
        return
    parts = tuple(elements[kind.element](composer))
    yield from parts
    # Its author switched it on, so that members look for it.
    if kind.optional and not (words or parts):
        yield composer.say(nothing_of(kind.element, composer.data))


def title_block(data: PaperData, more: tuple[tuple[str, str], ...] = ()) -> Part:
    """Whose report it is, for which meeting, and of what classification."""
    paper = data.identity
    rows: tuple[tuple[str, str], ...] = (
        ("Committee", paper.committee),
        ("Date of meeting", f"{paper.meeting_date:%A}, {full_date(paper.meeting_date)}"),
        ("Report of", paper.report_of),
        ("Report reference number", paper.reference),
        ("Wards affected", paper.wards),
        ("Classification", mark_of(data, REPORT)),
        ("Late report", data.lateness.words if data.lateness else ""),
        *more,
        ("Corrected", _corrected(data)),
    )
    told = tuple((name, (Cell(value),)) for name, value in rows if value)
    return Details("About this report", (*told, *_not_for_publication(data)))


def _not_for_publication(data: PaperData) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """What of the pack the public may not see, why, and what a meeting does about it."""
    told = statements(data)
    return ((NOT_FOR_PUBLICATION, tuple(Cell(text) for text in (*told, _exclusion(data)))),) if told else ()


def _exclusion(data: PaperData) -> str:
    """What a meeting does about it, in the council's own words where it has some."""
    return (data.style.exclusion if data.style else "") or EXCLUSION


def _corrected(data: PaperData) -> str:
    fixed = data.correction
    if fixed is None:
        return ""
    before = f"version {fixed.number - 1}, published on {full_date(fixed.published_before_on)}"
    return (
        f"Version {fixed.number}, corrected on {full_date(fixed.on)} because {_running(fixed.reason)} It "
        f"replaces {before}."
    )


def _running(reason: str) -> str:
    """A reason after “because”: its first word small unless it is written in capitals."""
    first = reason.split(" ", 1)[0]
    small = (
        reason
        if first.isupper() or any(char.isdigit() for char in first)
        else reason[:1].lower() + reason[1:]
    )
    return ended(small)


def recommendations(composer: Composer) -> Iterator[Part]:
    """What the committee is asked to do, numbered."""
    rows = composer.data.recommendations
    if rows:
        committee = composer.data.identity.committee
        yield composer.say(f"The {committee} is recommended to:", [committee])
        yield Points(tuple(Item(composer.line(text), f"{at}.") for at, text in enumerate(rows, 1)))


def options(composer: Composer) -> Iterator[Part]:
    """The other options considered (document 001)."""
    if composer.data.options:
        number = composer.numbering.table()
        yield Table(
            f"Table {number}: Other options considered",
            (Column("Option", "third"), Column("Impact", "third"), Column("Risk", "third")),
            (
                Group(
                    tuple(
                        Row((Cell(row.option), Cell(row.impact), Cell(row.risk)))
                        for row in composer.data.options
                    )
                ),
            ),
        )


def access(composer: Composer) -> Iterator[Part]:
    """The contact officer, the appendices and the background papers."""
    data = composer.data
    paper = data.identity
    contact = [Cell(paper.contact)] if paper.contact else []
    contact += (
        [Cell(paper.contact_email, link=f"mailto:{paper.contact_email}")] if paper.contact_email else []
    )
    appendices = tuple(
        Cell(_listed(data, document)) for document in documents_of(data) if document.stem != REPORT
    )
    background = tuple(Cell(row.title, link=_web(row.link)) for row in data.background) or (Cell("None"),)
    yield Details(
        "Contact, appendices and background papers",
        (
            ("Contact officer", tuple(contact) or (Cell("Not given"),)),
            ("Appendices", appendices or (Cell("None"),)),
            ("Background papers", background),
        ),
    )


def _listed(data: PaperData, document: DocumentKind) -> str:
    closed = document.stem in closed_stems(data)
    return f"{full_title(document)} ({NOT_FOR_PUBLICATION.lower()})" if closed else full_title(document)


def _web(link: str) -> str:
    """The link if it leads to a page, else nothing."""
    return link if link.startswith(("https://", "http://")) else ""
