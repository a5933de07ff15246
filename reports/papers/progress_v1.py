"""The progress paper, version 1: which part stands under which heading, and our own sentences.

Once a paper has been published with it, what it says is never changed: a new version is a module, a folder of
templates and a line in `compose` of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.text import slugify

from core.dates import full_date
from core.words import listed
from reports.papers import charts, chosen, elements, further, plan_by_chapter, tables, tables_of_appendices
from reports.papers.changes import ChangeGroup, changes
from reports.papers.choices import code, codes, is_shown
from reports.papers.composer import Composer
from reports.papers.counts import impact_of
from reports.papers.data import PaperData, RiskRow, SectionRow
from reports.papers.elements import Element
from reports.papers.kinds import ACCESS, OPTIONS, RECOMMENDATIONS, DocumentKind
from reports.papers.parts import (
    Chart,
    Part,
    Section,
    Sheet,
    Standing,
    Subheading,
)
from reports.papers.style import ours
from reports.papers.told import quoted, told
from reports.papers.words import counted


def report(data: PaperData, document: DocumentKind) -> Sheet:
    """The report itself, in the order of its kind's sections."""
    return elements.report(data, document, _ELEMENTS)


# What stands under a heading besides the author's words


def _progress(composer: Composer) -> Iterator[Part]:
    data, day = composer.data, full_date(composer.data.dates["ratings"])
    number = composer.numbering.table()
    yield composer.say(
        f"Table {number} counts the progress ratings of the plan's {counted(len(data.plan.actions), 'action')} by "
        f"chapter as at {day}, each beside what it means. {_evidence_rule(data)}"
    )
    yield tables.ratings_by_chapter(data, number)
    if is_shown(data, "progress.chart"):
        yield Chart(charts.rating_overview(data), f"The same ratings as shares of each chapter, as at {day}")
    yield from _changes(composer)
    yield from _told(composer, "activity", "highlights", "Activity since {since} includes:")
    yield from _shared(composer, "highlights")


def _evidence_rule(data: PaperData) -> str:
    if data.plan.needs_evidence:
        return "An action counts as complete when somebody other than its lead has accepted the evidence."
    return "This plan does not ask for evidence before an action counts as complete."


def _changes(composer: Composer) -> Iterator[Part]:
    data = composer.data
    every = [group for group in changes(data) if group.actions]
    groups = [group for group in every if group.key in codes(data, "progress.changes")]
    if not data.previous:
        return
    since = f"the paper of {full_date(data.previous.meeting_date)}, whose ratings were as at"
    since += f" {full_date(data.previous.dates['ratings'])}"
    if not every:
        yield composer.say(f"Nothing has changed since {since}.")
        return
    beside = [group for group in every if group not in groups]
    others = _counts(beside) if len(beside) < len(every) else ""
    if not groups:
        yield composer.say(f"Changes since {since}: {_counts(beside)}. They are not listed here.")
        return
    number = composer.numbering.table()
    more = f" Not listed: {others}." if others else ""
    yield composer.say(f"Table {number} shows what has changed since {since}: {_counts(groups)}.{more}")
    yield tables.changes_table(data, number)


def _counts(groups: Iterable[ChangeGroup]) -> str:
    return listed(f"{group.heading.lower()} {len(group.actions)}" for group in groups)


def _impact(composer: Composer) -> Iterator[Part]:
    data = composer.data
    number = composer.numbering.table()
    yield composer.say(
        f"Table {number} gives the impact rating of each plan area as at {full_date(data.dates['impact'])}. Impact "
        "is rated for a plan area, never for an action, by the key beside it."
    )
    yield tables.impact_by_rating(data, number)
    yield from _told(composer, "impact", "impact", "What has changed for children since {since}:")


def _feedback(composer: Composer) -> Iterator[Part]:
    lead = _since(composer.data, "feedback", "What children and families told us since {since}:")
    yield from quoted(composer, lead)


def _risks(composer: Composer) -> Iterator[Part]:
    data = composer.data
    if data.risks:
        day, risks = full_date(data.dates["risks"]), counted(len(data.risks), "risk")
        rows = chosen.risks(data)
        if rows:
            number = composer.numbering.table()
            yield composer.say(
                f"Table {number} lists {_which_risks(data, rows)} as at {day}, the highest first."
            )
        else:
            yield composer.say(f"None of the plan's {risks} has {_at_least(data)} as at {day}.")
        yield from _shared(composer, "risks")
        if rows:
            yield tables.risks_table(data, rows, number)
    yield from _told(composer, "concern", "risks", "Concerns raised since {since}:")


def _which_risks(data: PaperData, rows: Sequence[RiskRow]) -> str:
    every = counted(len(data.risks), "risk")
    if len(rows) == len(data.risks):
        return f"the plan's {every}"
    unrated = ", or not yet assessed," if any(not row.score for row in rows) else ""
    return f"{len(rows)} of the plan's {every}, those with {_at_least(data)}{unrated}"


def _at_least(data: PaperData) -> str:
    return f"a score of {code(data, 'risks.least')} or more"


def _recruitment(composer: Composer) -> Iterator[Part]:
    data = composer.data
    if data.posts:
        number = composer.numbering.table()
        yield composer.say(_which_posts(data, number))
        yield from _shared(composer, "posts")
        yield tables.recruitment_table(data, chosen.posts(data), number)
    if data.spend.lines:
        number = composer.numbering.table()
        yield composer.say(
            tables.spend_sentence(data), (line.covers or line.name for line in data.spend.lines)
        )
        yield from _shared(composer, "lines")
        yield tables.spend_table(data, number)
        if is_shown(data, "recruitment.months"):
            yield Chart(
                charts.spend_against_budget(data),
                f"Budget by profile and spend, adding up month by month, to {tables.spend_day(data)}",
            )
            yield tables.spend_by_month(data, composer.numbering.table())


def _which_posts(data: PaperData, number: int) -> str:
    """Every approved row is named, be it beside the table (document 001 left four out)."""
    told = f"with its position on {full_date(data.dates['recruitment'])}."
    coming = chosen.posts_not_due(data)
    if not coming:
        return f"Table {number} lists every row that was approved, {told}"
    named = listed(
        f"{row.label} (from {full_date(row.planned_start)})" if row.planned_start else row.label
        for row in coming
    )
    beside = f"Not due yet: {named}."
    return f"Table {number} lists every row that was approved and is due, {told} {beside}"


def _shared(composer: Composer, what: str) -> Iterator[Part]:
    """What counts here although it is not this plan's alone; nothing in a council with one plan."""
    if composer.data.shared and (words := composer.data.shared.note(what)):
        yield composer.say(words)


def _told(composer: Composer, kind: str, block: str, lead: str) -> Iterator[Part]:
    """The highlights of one kind as bullets, under a sentence that says since when."""
    rows = [row for row in composer.data.highlights if row.kind == kind]
    yield from told(composer, rows, _since(composer.data, block, lead))


def _since(data: PaperData, block: str, lead: str) -> str:
    since = data.since(block)
    beginning = full_date(since) if since else "the plan began"
    return lead.format(since=f"{beginning}, up to {full_date(data.dates[block])},").replace(",:", ":")


_ELEMENTS: dict[str, Element] = {
    RECOMMENDATIONS: elements.recommendations,
    OPTIONS: elements.options,
    ACCESS: elements.access,
    "progress": _progress,
    "impact": _impact,
    "feedback": _feedback,
    "risks": _risks,
    "recruitment": _recruitment,
    **further.FURTHER,
}


# The appendices


def rating_overview(data: PaperData, document: DocumentKind) -> Sheet:
    """Appendix 1: the progress rating of every action, then the impact rating of every plan area."""
    day = full_date(data.dates["ratings"])
    progress: list[Part] = [tables.progress_key(data)]
    for chapter in data.plan.chapters:
        caption = f"Progress rating of every action of chapter {chapter.number} as at {day}"
        progress += [
            Subheading(f"Chapter {chapter.number}: {chapter.title}"),
            tables_of_appendices.action_ratings(data, chapter.sections, caption),
        ]
    sections = (
        Section(f"Progress rating of every action, as at {day}", 2, tuple(progress), "progress"),
        Section(
            ours(f"Impact rating of every plan area, as at {full_date(data.dates['impact'])}", data.style),
            2,
            (tables.impact_key(data), tables_of_appendices.impact_ratings(data)),
            "impact",
        ),
    )
    return _appendix(data, document, sections)


def plan_with_updates(data: PaperData, document: DocumentKind) -> Sheet:
    """Appendix 2: the plan, section by section, with the update that held for each action; or as the paper chose,
    a table a chapter, or only the exceptions."""
    if data.plan_table != "all":
        return _appendix(data, document, tuple(plan_by_chapter.sections(data)))
    sections = [Section("Keys", 2, (tables.progress_key(data), tables.impact_key(data)), "keys")]
    for chapter in data.plan.chapters:
        heading = f"Chapter {chapter.number}: {chapter.title}"
        sections.append(Section(heading, 2, (), f"chapter-{chapter.number}"))
        sections += [
            Section(
                f"{section.reference} {section.title}",
                3,
                tuple(_area_parts(data, section)),
                f"area-{slugify(section.reference)}",
            )
            for section in chapter.sections
        ]
    return _appendix(data, document, tuple(sections))


def _area_parts(data: PaperData, section: SectionRow) -> Iterator[Part]:
    """What the area is for, its impact rating, and its actions."""
    impact = impact_of(data.plan, section.impact)
    since = section.impact_on or data.dates["impact"]
    yield Standing("Impact rating of this plan area", impact, f"as at {full_date(since)}", section.outcome)
    if section.actions:
        yield tables_of_appendices.plan_table(data, section)


def _appendix(data: PaperData, document: DocumentKind, sections: tuple[Section, ...]) -> Sheet:
    heading = f"{document.label}: {document.title}"
    return Sheet(document.stem, document.label, heading, document.landscape, sections)


SHEETS: dict[str, Callable[[PaperData, DocumentKind], Sheet]] = {
    "report": report,
    "appendix-1": rating_overview,
    "appendix-2": plan_with_updates,
}
