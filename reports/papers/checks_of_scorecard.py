"""What a scorecard may not pass over in silence: an old quarter, a stale reading, a measure without one."""

from collections.abc import Iterator

from core.dates import full_date
from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding
from reports.papers.quarters import quarter_name
from reports.papers.scorecard import MeasureRow, Scorecard


def scorecard(data: PaperData) -> Iterator[Finding]:
    """Document 004 took the scorecard of Q3 to a meeting in June, when Q4 was completed: nothing said so."""
    card = data.scorecard
    if card is None:
        return
    if not card.measures:
        message = f"No measure was kept on {full_date(data.dates['scorecard'])}: the scorecard is empty."
        yield _of_all("scorecard-empty", message)
    is_old = card.through is not None and card.through < card.completed
    if is_old:
        yield _of_all("scorecard-old", _old(card, data))
    for row in card.measures:
        if row.missing and not (is_old and _is_of_quarter(row, card)):
            yield _of_measure(row)


def _old(card: Scorecard, data: PaperData) -> str:
    assert card.through is not None
    return (
        f"The scorecard is that of {quarter_name(card.through)}, to {full_date(card.through)}. For a meeting on "
        f"{full_date(data.identity.meeting_date)} the last completed quarter is {quarter_name(card.completed)}, "
        f"to {full_date(card.completed)}."
    )


def _is_of_quarter(row: MeasureRow, card: Scorecard) -> bool:
    """Whether what is said of the whole scorecard says it of this measure too."""
    return row.latest is not None and row.latest.as_at == card.through


def _of_all(code: str, message: str) -> Finding:
    return Finding(WARNING, code, "Scorecard", message, "improvement:measure-list")


def _of_measure(row: MeasureRow) -> Finding:
    code = "reading-stale" if row.latest else "reading-missing"
    latest = f"; the latest is {row.latest.shown} {row.period}" if row.latest else ""
    message = f"{row.title}: {row.missing[0].lower()}{row.missing[1:]}{latest}."
    return Finding(WARNING, code, row.title, message, "improvement:measure-detail", (row.pk,))
