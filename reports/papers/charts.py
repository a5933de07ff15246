"""Stage 4: drawings as SVG with a title and no script, always beside a table of the same data.

Templates get shapes in whole units; sums and positions are worked out here.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string

from core.dates import month_name, short_month
from core.financial_year import label as year_label
from core.money import pounds
from core.palette import TONES
from core.words import listed
from reports.papers.counts import progress_columns, rated
from reports.papers.data import ChapterRow, PaperData
from reports.papers.faces import face_of
from reports.papers.words import counted

WIDTH = 640
_LEFT, _BAR, _GAP = 150, 26, 14
_PLOT_TOP, _PLOT_HEIGHT, _AXIS = 18, 170, 58


@dataclass(frozen=True)
class Block:
    """A filled rectangle and what is written on it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    ink: str = ""
    text: str = ""


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str


def rating_overview(data: PaperData) -> str:
    """Progress ratings by chapter: a bar for each chapter, a part for each rating, as long as its share."""
    names, blocks, told = [], [], []
    for at, chapter in enumerate(data.plan.chapters):
        y = at * (_BAR + _GAP) + 4
        names.append(Label(0, y + _BAR / 2 + 4, f"Chapter {chapter.number}"))
        blocks += _bar(data, chapter, y)
        told.append(f"chapter {chapter.number}: {_in_words(data, chapter)}")
    return _draw(
        data,
        "rating_overview",
        {
            "title": f"Share of actions by progress rating in each chapter. {'; '.join(told)}.",
            "width": WIDTH,
            "height": len(data.plan.chapters) * (_BAR + _GAP),
            "names": names,
            "blocks": blocks,
        },
    )


def _bar(data: PaperData, chapter: ChapterRow, y: float) -> list[Block]:
    actions = [action for section in chapter.sections for action in section.actions]
    x, blocks = float(_LEFT), []
    for rating in progress_columns(data.plan):
        number = len(rated(actions, rating.code))
        if number:
            width = round((WIDTH - _LEFT) * number / len(actions), 2)
            tone = TONES[rating.colour]
            blocks.append(
                Block(round(x, 2), y, width, _BAR, tone.strong, tone.on_strong, f"{rating.symbol} {number}")
            )
            x += width
    return blocks


def _in_words(data: PaperData, chapter: ChapterRow) -> str:
    actions = [action for section in chapter.sections for action in section.actions]
    numbers = [
        (rating.label.lower(), len(rated(actions, rating.code))) for rating in progress_columns(data.plan)
    ]
    return listed(f"{number} {label}" for label, number in numbers if number) or counted(0, "action")


@dataclass(frozen=True)
class Joint:
    """From the left edge of a box down, and across to one beneath it."""

    x: float
    top: float
    y: float
    to: float


def governance(data: PaperData) -> str:
    """The groups from the committee down: a box each, set in beneath the one it reports to."""
    step, box, indent = 44, 32, 34
    blocks, lines, at_depth = [], [], {}
    for at, row in enumerate(data.governance):
        x, y = row.depth * indent, at * step + 2
        at_depth[row.depth] = (x, y)
        if row.depth:
            above_x, above_y = at_depth[row.depth - 1]
            lines.append(Joint(above_x + 14, above_y + box, y + box / 2, x))
        fill = "#ffffff" if row.depth else "#f3f2f1"
        blocks.append(
            Block(x, y, WIDTH - x - 2, box, fill, "#0b0c0c", f"{row.name}{_met(row.name, row.kind)}")
        )
    told = (f"{row.name} reports to {row.reports_to}" for row in data.governance if row.reports_to)
    shapes = {
        "title": f"The groups that govern the plan. {'; '.join(told)}.",
        "width": WIDTH,
        "height": len(data.governance) * step,
        "blocks": blocks,
        "lines": lines,
    }
    return _draw(data, "governance", shapes)


def _met(name: str, kind: str) -> str:
    """What sort of group it is, where its name does not say so."""
    return "" if kind.split()[0].lower() in name.lower() else f" ({kind.lower()})"


def spend_against_budget(data: PaperData) -> str:
    """Profiled budget and spend of the financial year, adding up month by month."""
    spend = data.spend
    most = max([sum((month.budget for month in spend.months), Decimal(0)), spend.year_to_date, Decimal(1)])
    top = _round_up(most)
    step = (WIDTH - _AXIS) / len(spend.months)
    bars, labels, lines, budget, actual = [], [], [], Decimal(0), Decimal(0)
    for at, month in enumerate(spend.months):
        budget += month.budget
        x = _AXIS + at * step
        bars.append(_column(x + 4, step / 2 - 5, budget, top, "#858a8d"))
        if month.actual is not None or month.month <= spend.through:
            actual += month.actual or Decimal(0)
            bars.append(_column(x + step / 2, step / 2 - 5, actual, top, data.identity.colour))
        labels.append(Label(round(x + step / 2, 2), _PLOT_TOP + _PLOT_HEIGHT + 16, short_month(month.month)))
    for part in (Decimal(0), top / 2, top):
        y = round(_PLOT_TOP + _PLOT_HEIGHT * float(1 - part / top), 2)
        lines.append(Label(_AXIS, y, pounds(part, pence=False)))
    return _draw(
        data,
        "spend",
        {
            "title": _spend_in_words(data, budget),
            "width": WIDTH,
            "height": _PLOT_TOP + _PLOT_HEIGHT + 24,
            "bars": bars,
            "labels": labels,
            "lines": lines,
            "colour": data.identity.colour,
        },
    )


def _column(x: float, width: float, amount: Decimal, top: Decimal, fill: str) -> Block:
    height = round(_PLOT_HEIGHT * max(0.0, float(amount / top)), 2)
    return Block(round(x, 2), round(_PLOT_TOP + _PLOT_HEIGHT - height, 2), round(width, 2), height, fill)


def _spend_in_words(data: PaperData, budget: Decimal) -> str:
    spend = data.spend
    return (
        f"Budget and spend of {year_label(spend.financial_year)} adding up month by month. By the end of "
        f"{month_name(spend.through)}, {pounds(spend.year_to_date, pence=False)} was spent against a budget to "
        f"date of {pounds(spend.budget_to_date, pence=False)}; the year's budget is {pounds(budget, pence=False)}."
    )


def _round_up(amount: Decimal) -> Decimal:
    """The next 1, 2 or 5 times a power of ten, so that the axis has round numbers."""
    power = Decimal(10) ** (len(str(int(amount))) - 1)
    return next(power * factor for factor in (1, 2, 4, 6, 8, 10) if power * factor >= amount)


def letters_of(data: PaperData) -> str:
    """The families that the paper is set in, for its drawings."""
    return face_of(data.style.face if data.style else "").drawn


def _draw(data: PaperData, name: str, shapes: dict[str, object]) -> str:
    return render_to_string(f"papers/press_v1/{name}.svg", shapes | {"letters": letters_of(data)}).strip()
