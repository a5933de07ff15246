"""Where each live figure comes from: the rule in words, and the page of the record that shows its rows."""

from dataclasses import dataclass
from datetime import date

from reports.papers.data import PaperData
from reports.papers.figure import Figure


@dataclass(frozen=True)
class Origin:
    """What sort of figure it is, how it is worked out, and the page (`view`, `arguments`) where its rows are; the page
    is asked for `as_at`, where it can be."""

    sort: str
    rule: str
    view: str
    arguments: tuple[int, ...] = ()
    as_at: date | None = None


# By the first word of a figure's name: what its sort is called, how it is worked out, where its rows are, and whether
# that page can be asked for a day.
_BY_BEGINNING: dict[str, tuple[str, str, str, bool]] = {
    "paper": ("This paper", "As it stands in the title block", "reports:paper-detail", False),
    "previous": ("The last paper", "As the last paper's title block has it", "reports:paper-list", False),
    "plan": ("The plan", "The plan's title", "reports:plan-list", False),
    "actions": (
        "Actions",
        "Endorsed actions of the plan, counted by the rating and date that hold on the day",
        "improvement:action-list",
        True,
    ),
    "changes": (
        "Changes since the last paper",
        "Each action on the day, beside what the last paper showed of it",
        "improvement:action-list",
        True,
    ),
    "sections": ("Impact", "Plan areas on the day", "reports:plan-list", False),
    "impact": (
        "Impact",
        "Plan areas, counted by the impact rating that holds on the day",
        "reports:plan-list",
        False,
    ),
    "spend": (
        "Spend",
        "Spend entered month by month, with adjustments and period 13, to the end of the month; budgets by their lines",
        "finance:spend-grid",
        False,
    ),
    "posts": (
        "Posts",
        "Approved posts, counted by where the recruitment of each position stands on the day",
        "workforce:post-list",
        True,
    ),
    "risks": ("Risks", "Open risks of the register on the day", "improvement:risk-list", True),
    "feedback": (
        "Feedback",
        "Feedback since the last paper that no other paper has told",
        "improvement:highlight-list",
        True,
    ),
    "costings": (
        "Costings",
        "Posts and sums that the decision pays for, at the pay known on the day",
        "workforce:costing-list",
        False,
    ),
    "drawdown": ("Drawdown", "The decision's tranches and lines on the day", "finance:decision-list", False),
    "capacity": ("Capacity", "Caseloads recorded, against the standard", "workforce:capacity-list", True),
    "measures": (
        "Scorecard",
        "Measures by their latest reading on the day",
        "improvement:measure-list",
        True,
    ),
    "measure": ("Scorecard", "The measure's readings to the day", "improvement:measure-list", True),
    "scorecard": ("Scorecard", "The newest quarter that has been read", "improvement:measure-list", True),
    "quarter": ("Scorecard", "The calendar", "improvement:measure-list", False),
    "audits": (
        "Practice audits",
        "Rounds of practice audits since the last paper",
        "improvement:audit-list",
        True,
    ),
}
_DATES = ("Dates", "The date set for that part of the paper", "reports:paper-detail", False)


def origin_of(figure: Figure, data: PaperData) -> Origin:
    """A date of a block is set with the paper; a measure's own page shows its readings."""
    first, *rest = figure.name.split(".")
    is_date = rest[-1:] in (["as_at"], ["since"])
    sort, rule, view, asks = _DATES if is_date else _BY_BEGINNING.get(first, _DATES)
    as_at = figure.as_at if asks else None
    if view == "reports:paper-detail":
        return Origin(sort, rule, view, (data.identity.pk,))
    if view == "finance:spend-grid":
        return Origin(sort, rule, view, (data.spend.financial_year,))
    if first == "measure" and (pk := _measure(rest[0], data)):
        return Origin(sort, rule, "improvement:measure-detail", (pk,), as_at)
    return Origin(sort, rule, view, (), as_at)


def _measure(key: str, data: PaperData) -> int | None:
    rows = data.scorecard.measures if data.scorecard else ()
    return next((row.pk for row in rows if row.key == key), None)
