"""Live figures of a tranche that a paper asks to draw down."""

from collections.abc import Iterator

from core.dates import full_date, month_name
from core.money import pounds
from reports.papers.data import PaperData
from reports.papers.figure import Figure


def drawdown(data: PaperData) -> Iterator[Figure]:
    """What was authorised, drawn, brought forward and asked for, in whole pounds; the lines; the key decision."""
    asked_for, day = data.drawdown, data.dates["drawdown"]
    if asked_for is None:
        return
    tranches = tuple(f"Tranche {row.number}: {pounds(row.amount)}" for row in asked_for.tranches)
    lines = tuple(f"{row.code} {row.name}: {pounds(row.total)}" for row in asked_for.rows)

    def figure(name: str, value: str, words: str, sources: tuple[str, ...] = ()) -> Figure:
        return Figure(f"drawdown.{name}", value, words, day, sources)

    yield figure("authorised", pounds(asked_for.authorised, pence=False), "Sum authorised", tranches)
    yield figure("drawn", pounds(asked_for.drawn, pence=False), "Drawn down or brought forward", tranches)
    yield figure("to_draw", pounds(asked_for.to_draw, pence=False), "Authorised and not drawn yet", tranches)
    if tranche := asked_for.asked:
        yield figure("tranche", f"tranche {tranche.number}", "The tranche asked for")
        yield figure("amount", pounds(tranche.amount, pence=False), "The tranche asked for, whole")
        forward = pounds(tranche.brought_forward, pence=False)
        yield figure("brought_forward", forward, "What of it was brought forward")
        yield figure("still_to_draw", pounds(tranche.to_draw, pence=False), "What of it is still to be drawn")
    yield figure("lines", str(len(asked_for.rows)), "Lines the tranche pays for", lines)
    yield figure("allocated", pounds(asked_for.allocated, pence=False), "Allocated to those lines", lines)
    indicative = tuple(f"{row.code} {row.name}" for row in asked_for.indicative)
    yield figure("indicative_lines", str(len(indicative)), "Lines not yet agreed", indicative)
    spent = f"Spent by those lines to the end of {month_name(asked_for.spent_through)}"
    yield figure("spent", pounds(asked_for.spent, pence=False), spent, lines)
    if asked_for.effective_on:
        yield figure("authorised_on", full_date(asked_for.effective_on), "The day the sum was authorised")
    if asked_for.notice_by:
        yield figure("notice_by", full_date(asked_for.notice_by), "Notice of the key decision, at the latest")
