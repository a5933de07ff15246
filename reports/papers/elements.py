"""What the first version of every kind has in common: a report in the order of its sections, its title
block, recommendations, options, and access to information."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.text import slugify

from core.dates import full_date
from reports.papers.composer import Composer
from reports.papers.data import PaperData
from reports.papers.documents import documents_of, full_title
from reports.papers.kinds import WORDS, DocumentKind, SectionKind
from reports.papers.layout import is_own, sections_of
from reports.papers.parts import Cell, Column, Details, Group, Item, Part, Points, Row, Section, Sheet, Table

Element = Callable[[Composer], Iterator[Part]]


def report(
    data: PaperData,
    document: DocumentKind,
    elements: Mapping[str, Element],
    more: tuple[tuple[str, str], ...] = (),
) -> Sheet:
    """The report itself, in the order of its sections; `more` stands in the title block."""
    composer = Composer(data)
    sections = tuple(_sections(composer, elements))
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
        if kind.within and kind.within != within:
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


def _group_of(within: str, sections: Iterable[SectionKind]) -> str:
    """What the keys of a group begin with: `implications`; one of sections of one's own alone has only its heading."""
    keys = (section.key for section in sections if section.within == within and not is_own(section.key))
    return next(keys, slugify(within) or "group").split("_")[0]


def _section_parts(composer: Composer, kind: SectionKind, elements: Mapping[str, Element]) -> Iterator[Part]:
    yield from composer.words(kind.key)
    if kind.element != WORDS:
        yield from elements[kind.element](composer)


def title_block(data: PaperData, more: tuple[tuple[str, str], ...] = ()) -> Part:
    """Whose report it is, for which meeting, and of what classification."""
    paper = data.identity
    rows = (
        ("Committee", paper.committee),
        ("Date of meeting", f"{paper.meeting_date:%A}, {full_date(paper.meeting_date)}"),
        ("Report of", paper.report_of),
        ("Report reference number", paper.reference),
        ("Wards affected", paper.wards),
        ("Classification", paper.classification),
        ("Late report", data.lateness.words if data.lateness else ""),
        *more,
    )
    return Details("About this report", tuple((name, (Cell(value),)) for name, value in rows if value))


def recommendations(composer: Composer) -> Iterator[Part]:
    """What the committee is asked to do, numbered."""
    rows = composer.data.recommendations
    if rows:
        yield composer.say(f"The {composer.data.identity.committee} is recommended to:")
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
        Cell(full_title(document)) for document in documents_of(data) if document.stem != "report"
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


def _web(link: str) -> str:
    """The link if it leads to a page, else nothing."""
    return link if link.startswith(("https://", "http://")) else ""
