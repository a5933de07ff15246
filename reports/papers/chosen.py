"""The rows of a paper that its author's choices leave in its documents; and the data with these rows alone."""

from collections.abc import Iterable
from dataclasses import replace

from reports.papers.blocks import External, OwedRow
from reports.papers.choices import ALL, code, is_shown
from reports.papers.data import PaperData, PostRow, RiskRow
from reports.papers.kinds import SCORECARD
from reports.papers.scorecard import MeasureRow

NOT_DUE = "not_yet_due"
_SHORT = {"short": ("tolerance", "off"), "off": ("off",)}


def risks(data: PaperData) -> tuple[RiskRow, ...]:
    """From the least score that was chosen; what nobody has assessed yet is never left out."""
    least = code(data, "risks.least")
    return tuple(row for row in data.risks if least == ALL or not row.score or row.score >= int(least))


def posts(data: PaperData) -> tuple[PostRow, ...]:
    """The rows of the recruitment table."""
    return tuple(row for row in data.posts if row not in posts_not_due(data))


def posts_not_due(data: PaperData) -> tuple[PostRow, ...]:
    """Those that are named beside the table instead."""
    if is_shown(data, "recruitment.not_due"):
        return ()
    return tuple(row for row in data.posts if _is_not_due(row))


def _is_not_due(row: PostRow) -> bool:
    return {state for state, number in row.states.items() if number} == {NOT_DUE}


def owed(data: PaperData) -> tuple[OwedRow, ...]:
    sort, with_settled = code(data, "owed.sorts"), is_shown(data, "owed.settled")
    rows = (row for row in data.owed if sort in (ALL, row.sort))
    return tuple(row for row in rows if with_settled or not row.settled)


def external(data: PaperData) -> External | None:
    found = data.external
    if found is None or code(data, "inspections.over") == ALL:
        return found
    return replace(found, interventions=tuple(row for row in found.interventions if not row.is_over))


def measures(data: PaperData, every: Iterable[MeasureRow]) -> tuple[MeasureRow, ...]:
    """Those of the scorecard that the report lists."""
    standings = _SHORT.get(code(data, "scorecard.measures"))
    return tuple(row for row in every if standings is None or row.standing in standings)


def printed_alone(data: PaperData) -> PaperData:
    """Without the rows that no document prints."""
    if not data.chosen:
        return data
    card = data.scorecard
    # A briefing's appendix has every measure, whichever its report lists.
    if card and data.kind != SCORECARD.key:
        card = replace(card, measures=measures(data, card.measures))
    sources = data.money_sources
    if sources and not is_shown(data, "sources.uses"):
        sources = replace(sources, uses=())
    return replace(
        data,
        risks=risks(data),
        owed=owed(data),
        external=external(data),
        scorecard=card,
        money_sources=sources,
    )
