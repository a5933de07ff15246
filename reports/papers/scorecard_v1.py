"""The scorecard briefing, version 1 (document 004): headings 1, 2, 3 with paragraphs 1.1, 1.2, the measures by theme
against their targets, audits, highlights and feedback. Once published with, what it says is never changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from core.dates import full_date
from core.words import listed
from improvement.audit_figures import share
from reports.papers import charts_of_measures, chosen, elements
from reports.papers.charts import letters_of
from reports.papers.choices import is_shown
from reports.papers.composer import Composer
from reports.papers.data import KeyRating, PaperData
from reports.papers.elements import Element
from reports.papers.kinds import ACCESS, OPTIONS, RECOMMENDATIONS, DocumentKind
from reports.papers.parts import Cell, Chart, Column, Group, Key, Part, Row, Section, Sheet, Subheading, Table
from reports.papers.quarters import quarter_before, quarter_name
from reports.papers.scorecard import AuditRow, MeasureRow, Scorecard
from reports.papers.told import quoted, told
from reports.papers.words import counted

DASH = "–"
NO_THEME = "Other measures"

KEY = (
    KeyRating("met", "Target met", "The reading is as good as the target, or better.", "green", "✓", ""),
    KeyRating(
        "tolerance",
        "Within tolerance",
        "Short of the target by no more than the tolerance set for it.",
        "amber",
        "◆",
        "",
    ),
    KeyRating("off", "Off target", "Further from the target than its tolerance.", "red", "▲", ""),
    KeyRating("no_target", "No target", "Counted to be known; no number is aimed at.", "grey", "–", ""),
    KeyRating("no_reading", "No reading", "Nothing has been entered yet.", "grey", "○", ""),
)


def report(data: PaperData, document: DocumentKind) -> Sheet:
    """The report itself, in the order of its kind's sections."""
    return elements.report(data, document, _ELEMENTS)


def _recommendations(composer: Composer) -> Iterator[Part]:
    """A paragraph for each recommendation, as document 004 numbers them: 3.1 leads, 3.2 and 3.3 recommend."""
    rows = composer.data.recommendations
    if rows:
        committee = composer.data.identity.committee
        yield composer.say(f"The {committee} is asked to:", [committee])
        for text in rows:
            yield composer.numbering.paragraph(composer.line(text))


def scorecard_of(data: PaperData) -> Scorecard:
    """The scorecard; one without measures for a paper that has none."""
    return data.scorecard or Scorecard((), data.identity.meeting_date)


def _scorecard(composer: Composer) -> Iterator[Part]:
    yield from _in_short(composer, " Appendix 1 has every measure in full.")


def scorecard_in_short(composer: Composer) -> Iterator[Part]:
    """For a paper of another kind, which has no appendix for the measures."""
    yield from _in_short(composer, "")


def _in_short(composer: Composer, more: str) -> Iterator[Part]:
    data, card = composer.data, scorecard_of(composer.data)
    if not card.measures:
        return
    day = full_date(data.dates["scorecard"])
    quarter = (
        f" It is the scorecard of {quarter_name(card.through)}, to {full_date(card.through)}."
        if card.through
        else ""
    )
    rows, every = chosen.measures(data, card.measures), counted(len(card.measures), "measure")
    if not rows:
        yield composer.say(
            f"None of {every} as at {day} is among those listed here: {_standings(card)}.{quarter}{more}"
        )
        return
    number = composer.numbering.table()
    which, of_all = every, f": {_standings(card)}"
    if len(rows) < len(card.measures):
        which, of_all = f"{len(rows)} of {every}", f". Of all of them: {_standings(card)}"
    yield composer.say(
        f"Table {number} gives the latest reading of {which} as at {day}{of_all}.{quarter}{more}"
    )
    yield _key()
    yield _short_table(data, replace(card, measures=rows), number)


def _key() -> Key:
    return Key("Key to the standing of a measure (its reading against its target)", KEY)


def _standings(card: Scorecard) -> str:
    """`2 target met, 1 off target`: each measure counted once."""
    counts = ((tag, sum(row.standing == tag.code for row in card.measures)) for tag in KEY)
    return listed(f"{tag.label.lower()} {number}" for tag, number in counts if number)


def _by_theme(card: Scorecard) -> Iterator[tuple[str, list[MeasureRow]]]:
    for theme, rows in groupby(card.measures, key=lambda row: row.theme):
        yield theme or NO_THEME, list(rows)


def _short_table(data: PaperData, card: Scorecard, number: int) -> Table:
    groups = tuple(
        Group(tuple(_short_row(row) for row in rows), heading=theme) for theme, rows in _by_theme(card)
    )
    return Table(
        f"Table {number}: Scorecard as at {full_date(data.dates['scorecard'])}",
        (
            Column("Measure", "words"),
            Column("Latest", "count", is_number=True),
            Column("Against the target", "state"),
            Column("Change", "due"),
        ),
        groups,
    )


def _short_row(row: MeasureRow) -> Row:
    moves = _distinct(row.change, row.on_year)
    return Row(
        (
            Cell(row.title, more=_lines(row.period, row.missing)),
            Cell(row.latest.shown if row.latest else DASH),
            Cell(tag=_standing(row), more=_lines(row.distance)),
            Cell(moves[0] if moves else DASH, more=moves[1:]),
        )
    )


def _standing(row: MeasureRow) -> KeyRating:
    return next(tag for tag in KEY if tag.code == row.standing)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _distinct(change: str, on_year: str) -> tuple[str, ...]:
    """Both comparisons, once where the reading before is last year's; they differ in one word then."""
    if change.replace(" since ", " from ") == on_year:
        return (on_year,) if on_year else ()
    return _lines(change, on_year)


def audits(composer: Composer) -> Iterator[Part]:
    """Counts as `5 of 6`: of fewer than twenty a percentage would say more than is known."""
    rounds = composer.data.audits
    if not rounds:
        return
    number, day = composer.numbering.table(), full_date(composer.data.dates["audits"])
    cases, moderated = sum(row.cases for row in rounds), sum(row.moderated for row in rounds)
    good, agreed = sum(row.good_or_better for row in rounds), sum(row.agreed for row in rounds)
    checked = f"The moderator agreed with {share(agreed, moderated)}." if moderated else "None was moderated."
    yield composer.say(
        f"Table {number} lists what practice audits found, as known on {day}: {share(good, cases)} good or "
        f"outstanding. {checked}"
    )
    yield Table(
        f"Table {number}: Practice audits as at {day}",
        (
            Column("Cases audited", "words"),
            Column("Good or outstanding", "money"),
            Column("Requires improvement", "money"),
            Column("Inadequate", "money"),
            Column("Moderator agreed", "money"),
        ),
        (Group(tuple(_audit_row(row) for row in rounds)),),
    )


def _audit_row(row: AuditRow) -> Row:
    agreed = share(row.agreed, row.moderated) if row.moderated else "Not moderated"
    checked = f"{share(row.moderated, row.cases)} moderated" if row.moderated else ""
    return Row(
        (
            Cell(f"{row.service}, {row.period}", more=_lines(row.note)),
            Cell(share(row.good_or_better, row.cases)),
            Cell(share(row.requires_improvement, row.cases)),
            Cell(share(row.inadequate, row.cases)),
            Cell(agreed, more=_lines(checked)),
        )
    )


def _highlights(composer: Composer) -> Iterator[Part]:
    for kind, words in (
        ("activity", "Activity"),
        ("impact", "What has changed for children"),
        ("concern", "Concerns raised"),
    ):
        rows = [row for row in composer.data.highlights if row.kind == kind]
        yield from told(composer, rows, f"{words} {_window(composer.data, 'highlights')}:")


def _feedback(composer: Composer) -> Iterator[Part]:
    window = _window(composer.data, "feedback")
    yield from quoted(composer, f"This is what we heard {window}:")


def _window(data: PaperData, block: str) -> str:
    """Since the last briefing's own date for the block; a first one looks back over three months."""
    day = data.dates[block]
    return f"since {full_date(data.since(block) or quarter_before(day))}, up to {full_date(day)}"


_ELEMENTS: dict[str, Element] = {
    RECOMMENDATIONS: _recommendations,
    OPTIONS: elements.options,
    ACCESS: elements.access,
    "scorecard": _scorecard,
    "audits": audits,
    "highlights": _highlights,
    "feedback": _feedback,
}


# The appendix


def whole_scorecard(data: PaperData, document: DocumentKind) -> Sheet:
    """Appendix 1: every measure with its comparisons and commentary, then its readings as charts and tables."""
    card = scorecard_of(data)
    day = full_date(data.dates["scorecard"])
    sections = [Section(f"Measures as at {day}", 2, (_key(), _whole_table(card, day)), "measures")]
    drawn = [row for row in card.measures if len(row.readings) > 1]
    if drawn and is_shown(data, "scorecard.readings"):
        parts = tuple(part for row in drawn for part in _readings(data, row))
        sections.append(Section("Readings over time", 2, parts, "readings"))
    heading = f"{document.label}: {document.title}"
    return Sheet(document.stem, document.label, heading, document.landscape, tuple(sections))


def _whole_table(card: Scorecard, day: str) -> Table:
    groups = tuple(
        Group(tuple(_whole_row(row) for row in rows), heading=theme) for theme, rows in _by_theme(card)
    )
    return Table(
        f"Every measure as at {day}, by theme",
        (
            Column("Measure", "words"),
            Column("Latest", "count"),
            Column("Against the target", "state"),
            Column("Since the last reading", "due"),
            Column("Against the same period last year", "due"),
            Column("Other councils", "lead"),
            Column("Commentary", "words"),
        ),
        groups,
    )


def _whole_row(row: MeasureRow) -> Row:
    national = f"England {row.national}" if row.national else ""
    neighbours = f"Neighbours {row.neighbours}" if row.neighbours else ""
    others = _lines(national, neighbours)
    told_of = _lines(row.commentary, row.parts)
    return Row(
        (
            Cell(row.title, more=_lines(row.definition)),
            Cell(row.latest.shown if row.latest else DASH, more=_lines(row.period, row.missing)),
            Cell(tag=_standing(row), more=_lines(row.distance)),
            Cell(row.change or "No earlier reading"),
            Cell(row.on_year or "No reading then"),
            Cell(others[0] if others else DASH, more=others[1:]),
            Cell(told_of[0] if told_of else DASH, more=told_of[1:]),
        )
    )


def _readings(data: PaperData, row: MeasureRow) -> Iterator[Part]:
    yield Subheading(row.title)
    drawn = charts_of_measures.readings(row, data.identity.colour, letters_of(data))
    yield Chart(drawn, f"{row.title}: readings over time")
    heads = [Column(full_date(one.as_at), "even", is_number=True) for one in row.readings]
    cells = [Cell(one.shown) for one in row.readings]
    target = f"Target {row.target}" if row.target else "No target"
    yield Table(
        f"{row.title}: the readings of the chart",
        (Column("Measure", "even"), *heads),
        (Group((Row((Cell(row.title, more=(target,)), *cells)),)),),
    )


SHEETS: dict[str, Callable[[PaperData, DocumentKind], Sheet]] = {
    "report": report,
    "appendix-1": whole_scorecard,
}
