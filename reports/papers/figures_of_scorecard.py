"""Live figures of the scorecard and of practice audits: `measure.cared_for.latest`, `audits.agreed`."""

from collections.abc import Iterator

from core.dates import full_date
from improvement.audit_figures import share
from reports.papers.data import PaperData
from reports.papers.figure import Figure
from reports.papers.quarters import quarter_name
from reports.papers.scorecard import MeasureRow, Scorecard


def scorecard(data: PaperData) -> Iterator[Figure]:
    """How many measures stand where, the quarter they are of, and six figures of each measure by its key."""
    card, day = data.scorecard or Scorecard((), data.identity.meeting_date), data.dates["scorecard"]
    titles = tuple(row.title for row in card.measures)
    yield Figure("measures.total", str(len(titles)), "Measures on the scorecard", day, titles)
    for name, standing, words in (
        ("met", "met", "Measures that meet their target"),
        ("within_tolerance", "tolerance", "Measures within the tolerance of their target"),
        ("off_target", "off", "Measures off target"),
    ):
        having = tuple(row.title for row in card.measures if row.standing == standing)
        yield Figure(f"measures.{name}", str(len(having)), words, day, having)
    completed = card.completed
    yield Figure("quarter.last", quarter_name(completed), "The last quarter completed", completed)
    yield Figure("quarter.ends", full_date(completed), "The day the last completed quarter ended", completed)
    if card.through:
        yield Figure("scorecard.quarter", quarter_name(card.through), "The scorecard's quarter", card.through)
        yield Figure("scorecard.through", full_date(card.through), "The end of that quarter", card.through)
    for row in card.measures:
        yield from _measure(row, data)


def _measure(row: MeasureRow, data: PaperData) -> Iterator[Figure]:
    day = row.latest.as_at if row.latest else data.dates["scorecard"]
    none = "no target" if row.latest else "no reading"
    readings = tuple(f"{full_date(one.as_at)}: {one.shown}" for one in row.readings)
    for name, value, words in (
        ("latest", row.latest.shown if row.latest else "no reading", "latest reading"),
        ("period", row.period or "no reading", "the period of the latest reading"),
        ("target", row.target or "no target", "its target"),
        ("distance", _begun(row.distance) or none, "how far it is from the target"),
        ("last_year", row.last_year or "no reading", "the same period last year"),
        ("change", _begun(row.change) or "not yet known", "change since the reading before"),
        ("change_on_year", _begun(row.on_year) or "not known", "change on the same period last year"),
    ):
        yield Figure(f"measure.{row.key}.{name}", value, f"{row.title}: {words}", day, readings)


def _begun(sentence: str) -> str:
    """A sentence as it stands within another: `down 58 from 31 May 2023 (576)`."""
    return sentence[:1].lower() + sentence[1:]


def audits(data: PaperData) -> Iterator[Figure]:
    """Cases and shares of them; a percentage only from twenty on."""
    rounds, day = data.audits, data.dates["audits"]
    cases, moderated = sum(row.cases for row in rounds), sum(row.moderated for row in rounds)
    good, agreed = sum(row.good_or_better for row in rounds), sum(row.agreed for row in rounds)
    sources = tuple(f"{row.service}, {row.period}: {row.cases}" for row in rounds)
    yield Figure("audits.cases", str(cases), "Cases audited", day, sources)
    yield Figure("audits.good", share(good, cases), "Cases good or outstanding", day, sources)
    yield Figure("audits.moderated", share(moderated, cases), "Cases moderated", day, sources)
    told = share(agreed, moderated) if moderated else "none, as none was moderated"
    yield Figure("audits.agreed", told, "Cases the moderator agreed with", day, sources)
