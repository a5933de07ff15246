"""Live figures of what a decision is asked to pay for."""

from collections.abc import Iterator

from core.dates import full_date
from core.financial_year import label, start
from core.money import pounds
from reports.papers.costings import Costings
from reports.papers.data import PaperData
from reports.papers.figure import Figure


def costings(data: PaperData) -> Iterator[Figure]:
    """Sums asked for by year, net of what the budget holds, and what goes on when the money ends; in pounds."""
    asked = data.costings or Costings((), ())
    day = data.dates["costings"]
    rows = tuple(row.label if row.paid_in else f"{row.label}: {pounds(row.total)}" for row in asked.rows)
    posts = tuple(row.label for row in asked.rows if row.post_pk)
    yield Figure("costings.rows", str(len(asked.rows)), "Rows asked for, posts or not", day, rows)
    yield Figure("costings.post_rows", str(len(posts)), "Rows that are posts", day, posts)
    yield Figure("costings.total", pounds(asked.total, pence=False), "Cost of all years", day, rows)
    for at, year in enumerate(asked.years):
        name = f"costings.{label(year).replace('/', '_')}"
        in_year = tuple(f"{row.label}: {pounds(row.computed[at])}" for row in asked.rows if row.computed[at])
        yield Figure(name, pounds(asked.totals[at], pence=False), f"Cost in {label(year)}", day, in_year)
    net, already = asked.total - asked.already_in_budget, pounds(asked.already_in_budget, pence=False)
    yield Figure("costings.already_in_budget", already, "Growth already in the budget", day)
    yield Figure(
        "costings.net", pounds(net, pence=False), "Cost less growth already in the budget", day, rows
    )
    if asked.funded_until:
        until = full_date(asked.funded_until)
        yield Figure("costings.funded_until", until, "The last day the money is there", day)
    if asked.goes_on_from is not None:
        going_on = tuple(f"{row.label}: {pounds(row.goes_on)}" for row in asked.rows if row.goes_on)
        words = f"A full year of the permanent posts from {full_date(start(asked.goes_on_from))}"
        yield Figure("costings.goes_on", pounds(asked.goes_on, pence=False), words, day, going_on)
